package dev.portcullis.bootstrap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Speaks to a gateway as the proxy before it does. */
public final class GatewayClient implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final int port;

  public GatewayClient(int port) {
    this.port = port;
  }

  /** What came back. */
  public record Answer(int status, JsonNode body) {

    public String text(String member) {
      return body.path(member).asText();
    }
  }

  public Answer logIn(String user, String password, String forwardedFor)
      throws IOException, InterruptedException {
    return answer(http.send(request(user, password, forwardedFor), BodyHandlers.ofString()));
  }

  public CompletableFuture<Answer> logInLater(String user, String password, String forwardedFor)
      throws IOException {
    return http.sendAsync(request(user, password, forwardedFor), BodyHandlers.ofString())
        .thenApply(GatewayClient::answer);
  }

  /** Sends these fields as JSON. */
  public Answer send(String path, Map<String, String> fields)
      throws IOException, InterruptedException {
    return answer(post(path, "application/json", JSON.writeValueAsString(fields)));
  }

  /** Sends these fields as a form. */
  public Answer sendForm(String path, Map<String, String> fields)
      throws IOException, InterruptedException {
    String form =
        fields.entrySet().stream()
            .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return answer(post(path, "application/x-www-form-urlencoded", form));
  }

  public HttpResponse<String> post(String contentType, String body)
      throws IOException, InterruptedException {
    return post("/api/auth", contentType, body);
  }

  public HttpResponse<String> post(String path, String contentType, String body)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("Content-Type", contentType)
            .header("X-Forwarded-For", "203.0.113.7")
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  public String get(int at, String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + at + path);
    return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
  }

  private HttpRequest request(String user, String password, String forwardedFor)
      throws IOException {
    String body = JSON.writeValueAsString(Map.of("username", user, "password", password));
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/auth"))
        .header("Content-Type", "application/json")
        .header("X-Forwarded-For", forwardedFor)
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  private static Answer answer(HttpResponse<String> reply) {
    try {
      return new Answer(reply.statusCode(), JSON.readTree(reply.body()));
    } catch (IOException e) {
      throw new AssertionError("not JSON: " + reply.statusCode(), e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
