package dev.portcullis.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.portcullis.emulator.tenant.DemoTenant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A caller of the emulator over real sockets. */
final class Client implements AutoCloseable {

  static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http;
  private final String issuer;
  private final URI baseUri;

  Client(Auth0Emulator emulator) {
    this(emulator, http1(), emulator.baseUri());
  }

  Client(Auth0Emulator emulator, HttpClient http, URI baseUri) {
    this(emulator.issuer(), http, baseUri);
  }

  Client(URI baseUri) {
    this(baseUri + "/", http1(), baseUri);
  }

  private Client(String issuer, HttpClient http, URI baseUri) {
    this.issuer = issuer;
    this.http = http;
    this.baseUri = baseUri;
  }

  private static HttpClient http1() {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  /** The parameters of a login through the trusted application. */
  static Map<String, String> login(String username, String password) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "password");
    form.put("username", username);
    form.put("password", password);
    form.put("client_id", DemoTenant.GATEWAY_CLIENT_ID);
    form.put("client_secret", DemoTenant.GATEWAY_CLIENT_SECRET);
    return form;
  }

  static Map<String, String> with(Map<String, String> form, String name, String value) {
    Map<String, String> changed = new LinkedHashMap<>(form);
    changed.put(name, value);
    return changed;
  }

  static Map<String, String> without(Map<String, String> form, String name) {
    Map<String, String> changed = new LinkedHashMap<>(form);
    changed.remove(name);
    return changed;
  }

  Answer token(Map<String, String> form, String... headers) {
    return form("/oauth/token", form, headers);
  }

  Answer form(String path, Map<String, String> form, String... headers) {
    String body =
        form.entrySet().stream()
            .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    return post(path, "application/x-www-form-urlencoded", body, headers);
  }

  /** One login with {@code auth0-forwarded-for}. */
  Answer logIn(String username, String password, String from) {
    return token(login(username, password), "auth0-forwarded-for", from);
  }

  String managementToken(String scope) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "client_credentials");
    form.put("client_id", DemoTenant.MANAGEMENT_CLIENT_ID);
    form.put("client_secret", DemoTenant.MANAGEMENT_CLIENT_SECRET);
    form.put("audience", issuer + "api/v2/");
    form.put("scope", scope);
    return token(form).json().get("access_token").textValue();
  }

  Answer post(String path, String contentType, String body, String... headers) {
    return send(
        request(path, headers)
            .header("Content-Type", contentType)
            .POST(BodyPublishers.ofString(body)));
  }

  Answer patch(String path, String body, String... headers) {
    return send(
        request(path, headers)
            .header("Content-Type", "application/json")
            .method("PATCH", BodyPublishers.ofString(body)));
  }

  Answer put(String path, String body, String... headers) {
    return send(
        request(path, headers)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(body)));
  }

  Answer get(String path, String... headers) {
    return send(request(path, headers).GET());
  }

  /** A request whose method usually has no body. */
  Answer send(String method, String path, String body, String... headers) {
    return send(
        request(path, headers)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body)));
  }

  Answer delete(String path, String... headers) {
    return send(request(path, headers).DELETE());
  }

  @Override
  public void close() {
    http.close();
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(baseUri + path));
    for (int i = 0; i < headers.length; i += 2) {
      builder.header(headers[i], headers[i + 1]);
    }
    return builder;
  }

  private Answer send(HttpRequest.Builder request) {
    try {
      return new Answer(http.send(request.build(), BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** An answer as tests look at it. */
  record Answer(HttpResponse<String> response) {

    int status() {
      return response.statusCode();
    }

    String body() {
      return response.body();
    }

    List<String> header(String name) {
      return response.headers().allValues(name);
    }

    JsonNode json() {
      try {
        return JSON.readTree(response.body());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Status and {@code error}, for one-line assertions. */
    String verdict() {
      return status() + " " + json().path("error").asText();
    }
  }
}
