package dev.portcullis.bootstrap.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.portcullis.emulator.Auth0Emulator;
import dev.portcullis.emulator.tenant.DemoTenant;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** An administrator who changes the emulated tenant while the doctor checks it. */
public final class TenantAdmin implements AutoCloseable {

  public static final String GATEWAY = "/api/v2/clients/" + DemoTenant.GATEWAY_CLIENT_ID;
  public static final String CONNECTION = "/api/v2/connections/con_Demo0123456789AB";
  public static final String BRUTE_FORCE = "/api/v2/attack-protection/brute-force-protection";
  public static final String SUSPICIOUS_IP = "/api/v2/attack-protection/suspicious-ip-throttling";

  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();
  private final URI tenant;
  private final String token;

  public TenantAdmin(Auth0Emulator emulator) {
    this.tenant = emulator.baseUri();
    this.token =
        json(form(
                "grant_type=client_credentials&client_id="
                    + DemoTenant.MANAGEMENT_CLIENT_ID
                    + "&client_secret="
                    + DemoTenant.MANAGEMENT_CLIENT_SECRET
                    + "&audience="
                    + encoded(tenant + "/api/v2/"),
                ""))
            .path("access_token")
            .asText();
  }

  /** The tenant's host name. */
  public String host() {
    return tenant.getHost();
  }

  /** Changes a resource; fails if the tenant refuses it. */
  public void patch(String path, String body) {
    change("PATCH", path, body);
  }

  /** Creates a resource; fails if the tenant refuses it. */
  public void post(String path, String body) {
    change("POST", path, body);
  }

  private void change(String method, String path, String body) {
    HttpResponse<String> reply =
        send(
            HttpRequest.newBuilder(tenant.resolve(path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body)));
    if (reply.statusCode() >= 300) {
      throw new AssertionError(path + ": " + reply.statusCode() + " " + reply.body());
    }
  }

  public JsonNode get(String path) {
    return json(
        send(
            HttpRequest.newBuilder(tenant.resolve(path))
                .header("Authorization", "Bearer " + token)));
  }

  /** Sets the trust flag, with the method that it needs. */
  public void trust(boolean on) {
    patch(
        GATEWAY,
        "{\"token_endpoint_auth_method\":\"client_secret_post\","
            + "\"is_token_endpoint_ip_header_trusted\":"
            + on
            + "}");
  }

  /** Prepares the tenant's next answer. */
  public void prepare(String body) {
    send(
        HttpRequest.newBuilder(tenant.resolve("/emulator/next-answers"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  /** A login through the gateway's application, from a stated address; the status. */
  public int logIn(String user, String password, String address) {
    return form(
            "grant_type=password&client_id="
                + DemoTenant.GATEWAY_CLIENT_ID
                + "&client_secret="
                + DemoTenant.GATEWAY_CLIENT_SECRET
                + "&username="
                + encoded(user)
                + "&password="
                + encoded(password),
            address)
        .statusCode();
  }

  private HttpResponse<String> form(String body, String address) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(tenant.resolve("/oauth/token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body));
    return send(address.isEmpty() ? request : request.header("auth0-forwarded-for", address));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private JsonNode json(HttpResponse<String> reply) {
    try {
      return json.readTree(reply.body());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    http.close();
  }
}
