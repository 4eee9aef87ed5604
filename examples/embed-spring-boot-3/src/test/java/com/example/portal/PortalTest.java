package com.example.portal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.emulator.junit.Auth0Tenant;
import dev.portcullis.emulator.junit.EmulatedTenant;
import java.net.http.HttpResponse;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.catalina.util.ServerInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootVersion;

/** Users log in to the application, which runs in Spring Boot 3.5 with its Tomcat. */
@Timeout(180)
class PortalTest {

  private static final String FORM = "username=ada%40example.com&password=correct+horse";
  private static final String JSON =
      "{\"username\":\"ada@example.com\",\"password\":\"correct horse\"}";

  /** An attacker wrote the first entry; the proxy appended the second. */
  private static final String FORGED = "203.0.113.66, 203.0.113.7";

  /** Spring Security is on the class path for PasswordGrantTest alone. */
  private static final String SECURITY =
      Stream.of(
              "servlet.SecurityAutoConfiguration",
              "servlet.UserDetailsServiceAutoConfiguration",
              "servlet.SecurityFilterAutoConfiguration",
              "oauth2.client.OAuth2ClientAutoConfiguration",
              "oauth2.client.servlet.OAuth2ClientWebSecurityAutoConfiguration")
          .map("org.springframework.boot.autoconfigure.security."::concat)
          .collect(Collectors.joining(","));

  @Test
  void it_is_spring_boot_3_5_with_tomcat_10_1() {
    assertThat(SpringBootVersion.getVersion()).startsWith("3.5.");
    assertThat(ServerInfo.getServerNumber()).startsWith("10.1.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "native", "framework"})
  @Auth0Tenant
  void the_api_and_a_controller_log_in_with_the_true_address(String strategy, EmulatedTenant tenant)
      throws Exception {
    tenant.user("ada@example.com").password("correct horse");

    try (Application portal =
        Application.start(
            Portal.class,
            tenant,
            "--server.forward-headers-strategy=" + strategy,
            "--spring.autoconfigure.exclude=" + SECURITY)) {
      HttpResponse<String> form = portal.post("/api/auth", FORM, "x-www-form-urlencoded", FORGED);
      HttpResponse<String> json = portal.post("/api/auth", JSON, "json", FORGED);
      HttpResponse<String> controller = portal.logIn("correct horse", FORGED);
      HttpResponse<String> page = portal.get("/who", "203.0.113.9");

      assertThat(form.statusCode()).as(form.body()).isEqualTo(200);
      assertThat(json.body()).contains("access_token");
      assertThat(controller.body()).isEqualTo("granted");
      assertThat(page.body()).isEqualTo(strategy.equals("none") ? "127.0.0.1" : "203.0.113.9");
      assertThat(portal.get("/openapi.yaml", FORGED).body()).startsWith("openapi: 3.1");
    }

    assertThat(tenant).receivedLogins(3).hasLogged("sepft").from("203.0.113.7").times(3);
  }
}
