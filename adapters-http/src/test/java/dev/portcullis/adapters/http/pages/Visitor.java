package dev.portcullis.adapters.http.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.HttpApi;
import dev.portcullis.adapters.http.exchange.GatewayRequest;
import dev.portcullis.domain.address.IpAddress;
import dev.portcullis.domain.address.Peer;
import dev.portcullis.domain.address.RequestOrigin;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A browser as far as it keeps cookies and fills in forms; follows no redirect. */
public final class Visitor {

  private static final Pattern TOKEN = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");
  private static final Peer PEER = new Peer.Inet(IpAddress.parse("127.0.0.1").get());

  public final Map<String, String> cookies = new LinkedHashMap<>();

  private final HttpApi api;

  Visitor(HttpApi api) {
    this.api = api;
  }

  /**
   * Requests a page.
   *
   * @param headers names and values in turn
   */
  public Answer get(String path, String... headers) {
    return send("GET", path, "", headers);
  }

  /** Sends a request without a body. */
  public Answer ask(String method, String path, String... headers) {
    return send(method, path, "", headers);
  }

  /** Posts a form as it is. */
  public Answer post(String path, Map<String, String> fields, String... headers) {
    StringBuilder form = new StringBuilder();
    fields.forEach(
        (name, value) ->
            form.append(form.isEmpty() ? "" : "&")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
    List<String> all =
        new ArrayList<>(List.of("Content-Type", "application/x-www-form-urlencoded"));
    all.addAll(Arrays.asList(headers));
    return send("POST", path, form.toString(), all.toArray(String[]::new));
  }

  /** Opens the login and fills it in. */
  public Answer logIn(String user, String password) {
    return post("/login", Map.of("csrf", token("/login"), "username", user, "password", password));
  }

  /** Opens a page and takes the token of its form. */
  public String token(String path) {
    Matcher token = TOKEN.matcher(get(path).body());
    assertThat(token.find()).as("a form at " + path).isTrue();
    return token.group(1);
  }

  private Answer send(String method, String target, String body, String... headers) {
    Map<String, String> lines = new LinkedHashMap<>();
    for (int i = 0; i < headers.length; i += 2) {
      lines.put(headers[i], headers[i + 1]);
    }
    if (!cookies.isEmpty()) {
      StringBuilder line = new StringBuilder();
      cookies.forEach(
          (name, value) ->
              line.append(line.isEmpty() ? "" : "; ").append(name).append('=').append(value));
      lines.put("Cookie", line.toString());
    }
    String[] parts = target.split("\\?", 2);
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    Answer answer =
        Answer.of(
            api.answer(
                new GatewayRequest(
                    method,
                    parts[0],
                    parts.length > 1 ? parts[1] : "",
                    new RequestOrigin(
                        PEER,
                        Option.none(),
                        name ->
                            Vector.ofAll(lines.entrySet())
                                .filter(line -> line.getKey().equalsIgnoreCase(name))
                                .map(Map.Entry::getValue)),
                    limit -> Arrays.copyOf(bytes, Math.min(limit, bytes.length)))));
    keep(answer);
    return answer;
  }

  /** Stores the cookies of an answer, which may have been long under way. */
  public void keep(Answer answer) {
    for (String line : answer.headers().allValues("set-cookie")) {
      String[] cookie = line.split(";", 2);
      String name = cookie[0].substring(0, cookie[0].indexOf('='));
      if (cookie[1].contains("Max-Age=0")) {
        cookies.remove(name);
      } else {
        cookies.put(name, cookie[0].substring(name.length() + 1));
      }
    }
  }

  /** Where a redirect leads; empty if there is none. */
  public static String location(Answer answer) {
    return answer.headers().firstValue("location").orElse("");
  }
}
