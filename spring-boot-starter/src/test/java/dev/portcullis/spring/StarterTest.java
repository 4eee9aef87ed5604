package dev.portcullis.spring;

import static dev.portcullis.spring.Host.ADDRESSES;
import static dev.portcullis.spring.Host.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.domain.address.RequestOrigin;
import dev.portcullis.embed.Portcullis;
import dev.portcullis.emulator.junit.Auth0Tenant;
import dev.portcullis.emulator.junit.EmulatedTenant;
import dev.portcullis.testkit.fake.RecordingJournal;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@Timeout(60)
class StarterTest {

  private static final String USER = "ada@example.com";
  private static final String PASSWORD = "correct horse";

  @ParameterizedTest
  @ValueSource(strings = {"none", "native", "framework"})
  @Auth0Tenant
  void a_login_has_the_address_from_before_springs_own_handling(
      String strategy, EmulatedTenant tenant) throws Exception {
    tenant.user(USER).password(PASSWORD);

    try (Host host =
        Host.start(
            Host.all(
                Host.tenant(tenant), ADDRESSES, "server.forward-headers-strategy=" + strategy))) {
      HttpResponse<String> reply = host.logIn(USER, PASSWORD, "198.51.100.66, 203.0.113.7");
      HttpResponse<String> seen = host.get("/who", "X-Forwarded-For", "203.0.113.9");

      assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
      assertThat(seen.body()).isEqualTo(strategy.equals("none") ? "127.0.0.1" : "203.0.113.9");
    }

    assertThat(tenant).receivedLogins(1).hasLogged("sepft").from("203.0.113.7").times(1);
  }

  @ParameterizedTest
  @CsvSource({"none, true", "native, true", "framework, true", "native, false"})
  @Auth0Tenant
  void a_controller_logs_in_with_the_address_from_before_springs_own_handling(
      String strategy, boolean api, EmulatedTenant tenant) throws Exception {
    tenant.user(USER).password(PASSWORD);

    try (Host host =
        Host.start(
            Host.all(
                Host.tenant(tenant),
                ADDRESSES,
                "server.forward-headers-strategy=" + strategy,
                "portcullis.api.enabled=" + api),
            OwnController.class,
            LaterController.class)) {
      HttpResponse<String> reply =
          host.post(
              "/login",
              "username=ada%40example.com&password=correct+horse",
              "X-Forwarded-For",
              "198.51.100.66, 203.0.113.7");
      HttpResponse<String> later =
          host.post(
              "/login/later",
              "username=ada%40example.com&password=correct+horse",
              "X-Forwarded-For",
              "198.51.100.66, 203.0.113.8");

      assertThat(reply.body()).isEqualTo("granted");
      assertThat(later.body()).isEqualTo("granted");
    }

    assertThat(tenant).receivedLogins(2).hasLogged("sepft").from("203.0.113.7").times(1);
    assertThat(tenant).hasLogged("sepft").from("203.0.113.8").times(1);
  }

  @Test
  void the_applications_pages_stay_its_own() throws Exception {
    try (Host host = Host.start(Host.all(TENANT, ADDRESSES))) {
      assertThat(host.get("/who").body()).isEqualTo("127.0.0.1");
      assertThat(host.get("/api/authors").headers().map()).doesNotContainKey("x-request-id");
      assertThat(host.get("/api/auth").statusCode()).isEqualTo(405);
      assertThat(host.get("/openapi.yaml").body()).startsWith("openapi: 3.1");
    }
  }

  @Test
  @Auth0Tenant
  void the_address_can_come_from_one_header_that_the_proxy_sets(EmulatedTenant tenant)
      throws Exception {
    tenant.user(USER).password(PASSWORD);
    try (Host host =
        Host.start(
            Host.all(
                Host.tenant(tenant),
                ADDRESSES,
                "portcullis.client-ip.source=header",
                "portcullis.client-ip.header-name=CloudFront-Viewer-Address",
                "portcullis.client-ip.header-format=ip-colon-port",
                "portcullis.client-ip.origin-proof.header=X-Proof",
                "portcullis.client-ip.origin-proof.values=a-proof-of-sixteen-or-more"))) {
      String form = "username=ada%40example.com&password=correct+horse";
      HttpResponse<String> reply =
          host.post(
              "/api/auth",
              form,
              "X-Forwarded-For",
              "198.51.100.66",
              "CloudFront-Viewer-Address",
              "203.0.113.7:4711",
              "X-Proof",
              "a-proof-of-sixteen-or-more");
      HttpResponse<String> unproved =
          host.post("/api/auth", form, "CloudFront-Viewer-Address", "203.0.113.7:4711");

      assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
      assertThat(unproved.body()).contains("address-unknown");
    }

    assertThat(tenant).receivedLogins(1).hasLogged("sepft").from("203.0.113.7").times(1);
  }

  @Test
  @Auth0Tenant
  void listed_pages_may_call_the_api_and_callers_may_choose_what_is_listed(EmulatedTenant tenant)
      throws Exception {
    tenant.user(USER).password(PASSWORD);
    try (Host host =
        Host.start(
            Host.all(
                Host.tenant(tenant),
                ADDRESSES,
                "portcullis.callers.origins=https://app.example.com",
                "portcullis.callers.may-choose.scope=openid,email"))) {
      String form = "username=ada%40example.com&password=correct+horse&scope=";
      String[] page = {
        "Origin",
        "https://app.example.com",
        "Sec-Fetch-Site",
        "same-site",
        "X-Forwarded-For",
        "203.0.113.7"
      };
      String[] other = page.clone();
      other[1] = "https://other.example.com";

      HttpResponse<String> listed = host.post("/api/auth", form + "openid", page);
      HttpResponse<String> unlisted = host.post("/api/auth", form + "openid", other);
      HttpResponse<String> unlistedScope = host.post("/api/auth", form + "profile", page);

      assertThat(listed.statusCode()).as(listed.body()).isEqualTo(200);
      assertThat(listed.body()).contains("id_token");
      assertThat(listed.headers().firstValue("access-control-allow-origin"))
          .hasValue("https://app.example.com");
      assertThat(unlisted.body()).contains("cross-site");
      assertThat(unlistedScope.statusCode()).isEqualTo(400);
    }

    assertThat(tenant).receivedLogins(1);
  }

  @Test
  void an_application_can_keep_the_gateway_and_not_serve_the_api() throws Exception {
    try (Host host = Host.start(Host.all(TENANT, ADDRESSES, "portcullis.api.enabled=false"))) {
      assertThat(host.get("/api/auth").statusCode()).isEqualTo(404);
      assertThat(host.bean(Portcullis.class).name()).isEqualTo("tenant");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_login_in_progress_ends_before_the_application_does(boolean virtual) throws Exception {
    Host host =
        Host.start(
            Host.all(ADDRESSES, List.of("spring.threads.virtual.enabled=" + virtual)),
            OwnProvider.class);
    OwnProvider provider = host.bean(OwnProvider.class);
    CompletableFuture<HttpResponse<String>> reply =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return host.logIn(USER, PASSWORD, "203.0.113.7");
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    assertThat(provider.asked.await(10, TimeUnit.SECONDS)).isTrue();

    Thread stop = Thread.ofPlatform().start(() -> host.context().close());
    stop.join(1500);
    boolean waits = stop.isAlive();
    provider.released.countDown();
    stop.join(20_000);

    assertThat(waits).isTrue();
    assertThat(stop.isAlive()).isFalse();
    assertThat(reply.get(10, TimeUnit.SECONDS).body()).contains("wrong-credentials");
    assertThat(provider.virtual).isEqualTo(virtual);
    host.close();
  }

  @Test
  void a_stop_does_not_wait_longer_for_a_login_than_the_application_allows() throws Exception {
    Host host =
        Host.start(
            Host.all(ADDRESSES, List.of("spring.lifecycle.timeout-per-shutdown-phase=500ms")),
            OwnProvider.class);
    OwnProvider provider = host.bean(OwnProvider.class);
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                var unused = host.logIn(USER, PASSWORD, "203.0.113.7");
              } catch (Exception e) {
                // The stop cuts its connection.
              }
            });
    assertThat(provider.asked.await(10, TimeUnit.SECONDS)).isTrue();

    Thread stop = Thread.ofPlatform().start(() -> host.context().close());
    stop.join(20_000);
    boolean waits = stop.isAlive();
    provider.released.countDown();
    stop.join(20_000);
    host.close();

    assertThat(waits).isFalse();
  }

  @Test
  @Auth0Tenant
  void logins_are_in_the_applications_meters_health_and_journals(EmulatedTenant tenant)
      throws Exception {
    tenant.user(USER).password(PASSWORD);
    try (Host host =
        Host.start(
            Host.all(
                Host.tenant(tenant),
                ADDRESSES,
                "management.endpoint.health.show-details=always",
                "management.endpoints.web.exposure.include=health"),
            OwnJournal.class)) {
      String before = host.get("/actuator/health").body();
      host.logIn(USER, PASSWORD, "203.0.113.7");
      String after = host.get("/actuator/health").body();

      assertThat(before).contains("\"portcullis\":{\"status\":\"UNKNOWN\"}");
      assertThat(after)
          .contains(
              "\"portcullis\":{\"details\":{\"lastLogin\":\"granted\",\"breaker\":\"closed\"},\"status\":\"UP\"}");
      assertThat(
              host.bean(MeterRegistry.class).getMeters().stream()
                  .filter(it -> it.getId().getName().startsWith("portcullis"))
                  .map(it -> it.getId().getTag("tenant")))
          .isNotEmpty()
          .containsOnly("tenant");
      assertThat(host.bean(RecordingJournal.class).events()).isNotEmpty();
    }
  }

  @Test
  @Auth0Tenant
  void health_after_a_misconfigured_login_names_the_remedy_and_is_not_down(EmulatedTenant tenant)
      throws Exception {
    List<String> wrong =
        List.of(
            "portcullis.auth0.domain=" + tenant.address(),
            "portcullis.auth0.client-id=" + tenant.clientId(),
            "portcullis.auth0.client-secret=wrong");
    try (Host host =
        Host.start(Host.all(wrong, ADDRESSES, "management.endpoint.health.show-details=always"))) {
      host.logIn(USER, PASSWORD, "203.0.113.7");
      HttpResponse<String> health = host.get("/actuator/health");

      assertThat(health.statusCode()).isEqualTo(200);
      assertThat(health.body())
          .contains("\"lastLogin\":\"misconfigured\"", "\"remedy\":\"", "\"status\":\"UNKNOWN\"");
    }
  }

  @Test
  void an_application_that_removes_the_valve_does_not_start() {
    assertThat(failure(Host.all(TENANT, ADDRESSES), RemovesValves.class))
        .hasStackTraceContaining("call addEngineValves and not setEngineValves");
  }

  static Throwable failure(List<String> properties, Class<?>... more) {
    try (Host host = Host.start(properties, more)) {
      throw new AssertionError("it has started: " + host.address("/"));
    } catch (RuntimeException e) {
      return e;
    }
  }

  /** On another thread, after the container has dispatched the request once more. */
  @RestController
  static class LaterController {

    private final OwnController now;

    LaterController(Portcullis gate) {
      this.now = new OwnController(gate);
    }

    @PostMapping("/login/later")
    Callable<ResponseEntity<String>> logIn(
        @RequestParam String username, @RequestParam String password, RequestOrigin origin) {
      return () -> now.logIn(username, password, origin);
    }
  }

  static class OwnJournal {

    @Bean
    RecordingJournal journal() {
      return new RecordingJournal();
    }
  }

  static class RemovesValves {

    @Bean
    WebServerFactoryCustomizer<
            org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory>
        removes() {
      return factory -> factory.setEngineValves(List.of());
    }
  }
}
