package dev.portcullis.adapters.http.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** As much of a browser as keeps cookies and fills in forms; follows no redirect. */
public final class Visitor implements AutoCloseable {

  private static final Pattern TOKEN = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");

  public final Map<String, String> cookies = new LinkedHashMap<>();

  private final HttpClient http = HttpClient.newHttpClient();
  private final int port;

  Visitor(int port) {
    this.port = port;
  }

  public HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    return send(request(path, headers).GET());
  }

  /** Posts a form as it is. */
  HttpResponse<String> post(String path, Map<String, String> fields, String... headers)
      throws IOException, InterruptedException {
    StringBuilder form = new StringBuilder();
    fields.forEach(
        (name, value) ->
            form.append(form.isEmpty() ? "" : "&")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
    return send(
        request(path, headers)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form.toString())));
  }

  /** Opens the login and fills it in. */
  public HttpResponse<String> logIn(String user, String password)
      throws IOException, InterruptedException {
    return post("/login", Map.of("csrf", token("/login"), "username", user, "password", password));
  }

  /** Opens a page and takes the token of its form. */
  String token(String path) throws IOException, InterruptedException {
    Matcher token = TOKEN.matcher(get(path).body());
    assertThat(token.find()).as("a form at " + path).isTrue();
    return token.group(1);
  }

  private HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    if (!cookies.isEmpty()) {
      StringBuilder line = new StringBuilder();
      cookies.forEach(
          (name, value) ->
              line.append(line.isEmpty() ? "" : "; ").append(name).append('=').append(value));
      request.header("Cookie", line.toString());
    }
    return request;
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    HttpResponse<String> reply = http.send(request.build(), BodyHandlers.ofString());
    for (String line : reply.headers().allValues("set-cookie")) {
      String[] parts = line.split(";", 2);
      String name = parts[0].substring(0, parts[0].indexOf('='));
      if (parts[1].contains("Max-Age=0")) {
        cookies.remove(name);
      } else {
        cookies.put(name, parts[0].substring(name.length() + 1));
      }
    }
    return reply;
  }

  public static String location(HttpResponse<String> reply) {
    return reply.headers().firstValue("location").orElse("");
  }

  @Override
  public void close() {
    http.close();
  }
}
