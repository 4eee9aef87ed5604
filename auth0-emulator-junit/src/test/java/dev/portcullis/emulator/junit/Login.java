package dev.portcullis.emulator.junit;

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
import java.util.stream.Collectors;

/** What a test of one's own login code would have in its place: it asks a tenant for tokens. */
final class Login {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final URI address;
  private final String clientId;
  private final String clientSecret;

  Login(URI address, String clientId, String clientSecret) {
    this.address = address;
    this.clientId = clientId;
    this.clientSecret = clientSecret;
  }

  static Login to(EmulatedTenant tenant) {
    return new Login(tenant.address(), tenant.clientId(), tenant.clientSecret());
  }

  /** The status of a login from that address. */
  int submit(String username, String password, String from) {
    return token(from, Map.of("grant_type", "password", "username", username, "password", password))
        .statusCode();
  }

  HttpResponse<String> token(String from, Map<String, String> parameters) {
    String form =
        "client_id="
            + encoded(clientId)
            + "&client_secret="
            + encoded(clientSecret)
            + parameters.entrySet().stream()
                .map(each -> "&" + each.getKey() + "=" + encoded(each.getValue()))
                .collect(Collectors.joining());
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve("/oauth/token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("auth0-forwarded-for", from)
            .POST(BodyPublishers.ofString(form))
            .build();
    try {
      return HTTP.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
