package com.example.login;

import static dev.portcullis.emulator.tenant.DemoTenant.LEAKY;
import static dev.portcullis.emulator.tenant.DemoTenant.LEAKY_PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.emulator.junit.Auth0Tenant;
import dev.portcullis.emulator.junit.EmulatedTenant;
import dev.portcullis.emulator.observed.SentMail;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoginServiceTest {

  private final HttpClient client = HttpClient.newHttpClient();

  // region: test
  @Test
  @Auth0Tenant
  void a_user_logs_in_from_the_users_own_address(EmulatedTenant tenant) throws Exception {
    tenant.user("ada@example.com").password("correct horse");

    try (LoginService service =
        LoginService.start(Tenants.settings(tenant), Settings.addresses(), 0)) {
      assertThat(logIn(service, "ada@example.com", "correct horse")).isEqualTo("Welcome.\n");
    }

    assertThat(tenant).receivedLogins(1).hasLogged("sepft").from("203.0.113.7");
  }

  // end

  @Test
  @Auth0Tenant
  void every_answer_has_its_text(EmulatedTenant tenant) throws Exception {
    try (LoginService service =
        LoginService.start(Tenants.settings(tenant), Settings.addresses(), 0)) {
      assertThat(logIn(service, "ada@example.com", "wrong"))
          .isEqualTo("Wrong username or password.\n");
      assertThat(logIn(service, "ada@example.com", ""))
          .isEqualTo("Enter your username and your password.\n");
      assertThat(logIn(service, LEAKY, LEAKY_PASSWORD)).contains("A link to set a new one");
    }
    assertThat(tenant).hasSent(SentMail.Kind.PASSWORD_RESET, LEAKY);
  }

  @Test
  @Auth0Tenant
  void a_request_around_the_proxy_reaches_no_tenant(EmulatedTenant tenant) throws Exception {
    try (LoginService service =
        LoginService.start(Tenants.settings(tenant), Settings.addresses(), 0)) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(uri(service, "/login"))
                  .POST(BodyPublishers.ofString("username=ada&password=secret"))
                  .build(),
              BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).isEqualTo("Your network address cannot be established.\n");
    }
    assertThat(tenant).receivedNothing();
  }

  @Test
  @Auth0Tenant
  void the_api_is_served_beside_the_form(EmulatedTenant tenant) throws Exception {
    try (LoginService service =
        LoginService.start(Tenants.settings(tenant), Settings.addresses(), 0)) {
      HttpResponse<String> description =
          client.send(
              HttpRequest.newBuilder(uri(service, "/openapi.yaml")).build(),
              BodyHandlers.ofString());

      assertThat(description.statusCode()).isEqualTo(200);
      assertThat(post(service, "/api/auth", "ada@example.com", "wrong").body())
          .contains("wrong-credentials");
    }
  }

  private String logIn(LoginService service, String username, String password) throws Exception {
    return post(service, "/login", username, password).body();
  }

  private HttpResponse<String> post(
      LoginService service, String path, String username, String password) throws Exception {
    return client.send(
        HttpRequest.newBuilder(uri(service, path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("X-Forwarded-For", "203.0.113.7")
            .POST(
                BodyPublishers.ofString(
                    "username=" + encoded(username) + "&password=" + encoded(password)))
            .build(),
        BodyHandlers.ofString());
  }

  private static URI uri(LoginService service, String path) {
    return URI.create("http://127.0.0.1:" + service.port() + path);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
