package dev.portcullis.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.emulator.tenant.DemoTenant;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser without scripts, for hosted login: it keeps cookies and follows no redirect. */
final class HostedClient {

  static final String CALLBACK = "http://localhost:3000/callback";
  static final String VERIFIER = "a-code-verifier-of-more-than-forty-three-characters";

  private final Client client;
  private final Map<String, String> cookies = new LinkedHashMap<>();

  HostedClient(Client client) {
    this.client = client;
  }

  /** A code request of the web application. */
  static Map<String, String> request() {
    Map<String, String> request = new LinkedHashMap<>();
    request.put("response_type", "code");
    request.put("client_id", DemoTenant.WEB_CLIENT_ID);
    request.put("redirect_uri", CALLBACK);
    request.put("scope", "openid profile email");
    request.put("state", "the state & more");
    request.put("nonce", "the-nonce");
    request.put("code_challenge", challenge(VERIFIER));
    request.put("code_challenge_method", "S256");
    return request;
  }

  static String challenge(String verifier) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  Client.Answer authorize(Map<String, String> request) {
    return get("/authorize?" + query(request));
  }

  /** Opens the login page of a request, and logs in there. */
  Client.Answer logIn(Map<String, String> request, String username, String password) {
    return post(location(authorize(request)), Map.of("username", username, "password", password));
  }

  Client.Answer get(String path, String... headers) {
    return kept(client.get(path, withCookie(headers)));
  }

  Client.Answer post(String path, Map<String, String> form, String... headers) {
    return kept(client.form(path, form, withCookie(headers)));
  }

  private String[] withCookie(String... headers) {
    String[] all = java.util.Arrays.copyOf(headers, headers.length + 2);
    all[headers.length] = "Cookie";
    all[headers.length + 1] = cookie();
    return all;
  }

  /** The tokens for a code of the web application. */
  Client.Answer exchange(String code) {
    return client.token(exchangeOf(code));
  }

  static Map<String, String> exchangeOf(String code) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("client_id", DemoTenant.WEB_CLIENT_ID);
    form.put("client_secret", DemoTenant.WEB_CLIENT_SECRET);
    form.put("code", code);
    form.put("redirect_uri", CALLBACK);
    form.put("code_verifier", VERIFIER);
    return form;
  }

  void forget(String cookie) {
    cookies.remove(cookie);
  }

  boolean has(String cookie) {
    return cookies.containsKey(cookie);
  }

  static String location(Client.Answer answer) {
    assertThat(answer.header("Location")).as("%d %s", answer.status(), answer.body()).hasSize(1);
    return answer.header("Location").getFirst();
  }

  /** The parameters in the query or the fragment of a redirect. */
  static Map<String, String> response(Client.Answer answer) {
    URI location = URI.create(location(answer));
    String raw =
        location.getRawFragment() == null ? location.getRawQuery() : location.getRawFragment();
    Map<String, String> values = new LinkedHashMap<>();
    for (String pair : raw.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      values.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return values;
  }

  /** The code in a redirect. */
  static String code(Client.Answer answer) {
    return Objects.requireNonNull(response(answer).get("code"), answer.toString());
  }

  /** The hidden fields of a page. */
  static Map<String, String> fields(Client.Answer page) {
    Map<String, String> fields = new LinkedHashMap<>();
    Matcher hidden =
        Pattern.compile("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\"")
            .matcher(page.body());
    while (hidden.find()) {
      fields.put(hidden.group(1), hidden.group(2).replace("&amp;", "&"));
    }
    return fields;
  }

  static String query(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(each -> each.getKey() + "=" + Client.encoded(each.getValue()))
        .collect(Collectors.joining("&"));
  }

  private Client.Answer kept(Client.Answer answer) {
    List<String> lines = answer.header("Set-Cookie");
    for (String line : lines) {
      String pair = line.split(";", 2)[0];
      String name = pair.substring(0, pair.indexOf('='));
      if (line.contains("Max-Age=0")) {
        cookies.remove(name);
      } else {
        cookies.put(name, pair.substring(pair.indexOf('=') + 1));
      }
    }
    return answer;
  }

  private String cookie() {
    return cookies.isEmpty()
        ? "none=none"
        : cookies.entrySet().stream()
            .map(each -> each.getKey() + "=" + each.getValue())
            .collect(Collectors.joining("; "));
  }
}
