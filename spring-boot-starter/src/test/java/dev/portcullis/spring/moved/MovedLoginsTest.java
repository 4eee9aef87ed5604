package dev.portcullis.spring.moved;

import static org.assertj.core.api.Assertions.assertThat;

import com.auth0.client.auth.AuthAPI;
import dev.portcullis.emulator.junit.Auth0Tenant;
import dev.portcullis.emulator.junit.EmulatedTenant;
import dev.portcullis.spring.Host;
import jakarta.servlet.http.HttpSessionAttributeListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import java.net.http.HttpResponse;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.security.core.AuthenticationException;

/** The code of docs/how-to/move-from-*.md, before and after, in a Spring Boot application. */
@Timeout(180)
class MovedLoginsTest {

  private static final String RIGHT = "username=ada%40example.com&password=correct+horse";
  private static final String WRONG = "username=ada%40example.com&password=wrong";

  /** An attacker wrote the first entry; the proxy appended the second. */
  private static final String[] FORGED = {"X-Forwarded-For", "203.0.113.66, 203.0.113.7"};

  private static final String FRAMEWORK = "server.forward-headers-strategy=framework";

  @Test
  @Auth0Tenant
  void auth0_java_submits_a_blocked_login_four_times_and_the_gateway_once(EmulatedTenant tenant)
      throws Exception {
    tenant.user("ada@example.com").password("correct horse");

    int before = requestsOfABlockedLogin(tenant, WithAuth0Java.Logins.class, Auth0Java.class);
    tenant.user("ada@example.com").password("correct horse");
    int after = requestsOfABlockedLogin(tenant, FromAuth0Java.Logins.class);

    assertThat(before).isEqualTo(4);
    assertThat(after).isEqualTo(1);
  }

  /** How many requests the tenant gets for one login of a user who is blocked. */
  private static int requestsOfABlockedLogin(EmulatedTenant tenant, Class<?>... application)
      throws Exception {
    try (Host host = Host.start(Host.all(Host.tenant(tenant), Host.ADDRESSES), application)) {
      for (int i = 0; i < 10; i++) {
        host.post("/login", WRONG, FORGED);
      }
      int before = tenant.received().size();

      HttpResponse<String> blocked = host.post("/login", RIGHT, FORGED);

      assertThat(blocked.statusCode()).as(blocked.body()).isEqualTo(429);
      assertThat(blocked.body()).contains("too_many_attempts");
      return tenant.received().size() - before;
    }
  }

  @Test
  @Auth0Tenant
  void behind_springs_filter_auth0_java_states_the_attackers_text_and_the_gateway_the_address(
      EmulatedTenant tenant) throws Exception {
    tenant.user("ada@example.com").password("correct horse");

    try (Host host =
        Host.start(
            Host.all(Host.tenant(tenant), Host.ADDRESSES, FRAMEWORK),
            WithAuth0Java.Logins.class,
            Auth0Java.class)) {
      assertThat(host.post("/login", RIGHT, FORGED).body()).contains("access_token");
    }
    try (Host host =
        Host.start(
            Host.all(Host.tenant(tenant), Host.ADDRESSES, FRAMEWORK), FromAuth0Java.Logins.class)) {
      assertThat(host.post("/login", RIGHT, FORGED).body()).contains("access_token");
    }

    assertThat(tenant).hasLogged("sepft").from("203.0.113.66").times(1);
    assertThat(tenant).hasLogged("sepft").from("203.0.113.7").times(1);
  }

  @Test
  @Auth0Tenant
  void a_form_login_of_spring_security_has_the_true_address_and_submits_once(EmulatedTenant tenant)
      throws Exception {
    tenant.user("ada@example.com").password("correct horse");

    try (Host host =
        Host.start(
            Host.all(Host.tenant(tenant), Host.ADDRESSES, FRAMEWORK),
            FromPasswordGrant.Security.class,
            SessionValues.class)) {
      HttpResponse<String> refused = submit(host, WRONG);
      HttpResponse<String> granted = submit(host, RIGHT);

      assertThat(refused.headers().firstValue("location").orElse("")).endsWith("/login?error");
      assertThat(granted.headers().firstValue("location").orElse("")).endsWith("/");
      assertThat(host.bean(SessionValues.class).all)
          .isNotEmpty()
          .noneMatch(AuthenticationException.class::isInstance);
      assertThat(host.get("/who", "Cookie", cookie(granted)).statusCode()).isEqualTo(200);
      assertThat(host.get("/who", "Cookie", cookie(refused)).statusCode()).isEqualTo(302);
    }

    assertThat(tenant).receivedLogins(2).hasLogged("sepft").from("203.0.113.7").times(1);
    assertThat(tenant).hasLogged("fp").from("203.0.113.7").times(1);
  }

  /** Sends the form of Spring Security's own page. */
  private static HttpResponse<String> submit(Host host, String form) throws Exception {
    HttpResponse<String> page = host.get("/login");
    Matcher csrf = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"").matcher(page.body());
    assertThat(csrf.find()).as(page.body()).isTrue();
    return host.post(
        "/login", form + "&_csrf=" + csrf.group(1), "Cookie", cookie(page), FORGED[0], FORGED[1]);
  }

  private static String cookie(HttpResponse<String> reply) {
    return reply.headers().firstValue("set-cookie").map(it -> it.split(";", 2)[0]).orElse("none=1");
  }

  /** Everything that was kept in a session. */
  static class SessionValues implements HttpSessionAttributeListener {

    private final Queue<Object> all = new ConcurrentLinkedQueue<>();

    @Override
    public void attributeAdded(HttpSessionBindingEvent event) {
      all.add(event.getValue());
    }
  }

  static class Auth0Java {

    @Bean
    AuthAPI auth0(Environment properties) {
      return AuthAPI.newBuilder(
              properties.getRequiredProperty("portcullis.auth0.domain"),
              properties.getRequiredProperty("portcullis.auth0.client-id"),
              properties.getRequiredProperty("portcullis.auth0.client-secret"))
          .build();
    }
  }
}
