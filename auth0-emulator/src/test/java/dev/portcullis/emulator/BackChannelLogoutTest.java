package dev.portcullis.emulator;

import static dev.portcullis.emulator.HostedClient.request;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.WEB_CLIENT_ID;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.portcullis.emulator.observed.LogEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BackChannelLogoutTest {

  private final Auth0Emulator emulator = Auth0Emulator.start(TestSettings.at(new TestClock()));
  private final Client client = new Client(emulator);
  private final HostedClient browser = new HostedClient(client);
  private final BlockingQueue<String> bodies = new LinkedBlockingQueue<>();
  private HttpServer application;

  @BeforeEach
  void listen() throws IOException {
    application = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    answer("/logout", 200);
    answer("/broken", 400);
    application.start();
  }

  private void answer(String path, int status) {
    application.createContext(
        path,
        exchange -> {
          bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
  }

  @AfterEach
  void stop() {
    application.stop(0);
    client.close();
    emulator.close();
  }

  @Test
  void the_applications_of_a_session_are_told_that_it_ended() throws Exception {
    tell("/logout");
    browser.logIn(request(), ALICE, ALICE_PASSWORD);
    String code = HostedClient.code(browser.authorize(request()));
    Object sid = claims(browser.exchange(code).json().get("id_token").textValue()).getClaim("sid");

    browser.get("/v2/logout");

    String body = Objects.requireNonNull(bodies.poll(10, TimeUnit.SECONDS));
    assertThat(body).startsWith("logout_token=");
    SignedJWT token =
        SignedJWT.parse(
            URLDecoder.decode(body.substring("logout_token=".length()), StandardCharsets.UTF_8));
    JWTClaimsSet claims = token.getJWTClaimsSet();
    assertThat(token.getHeader().getType().getType()).isEqualTo("logout+jwt");
    assertThat(claims.getIssuer()).isEqualTo(emulator.issuer());
    assertThat(claims.getAudience()).containsExactly(WEB_CLIENT_ID);
    assertThat(claims.getClaim("sid")).isEqualTo(sid);
    assertThat(claims.getClaim("nonce")).isNull();
    assertThat(claims.getClaim("events"))
        .isEqualTo(Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of()));
    assertThat(
            Duration.between(
                claims.getIssueTime().toInstant(), claims.getExpirationTime().toInstant()))
        .isEqualTo(Duration.ofMinutes(2));
    assertThat(awaited("oidc_backchannel_logout_succeeded")).isTrue();
  }

  @Test
  void a_refusal_is_logged_and_not_repeated() throws Exception {
    tell("/broken");
    browser.logIn(request(), ALICE, ALICE_PASSWORD);

    browser.get("/v2/logout");

    assertThat(awaited("oidc_backchannel_logout_failed")).isTrue();
    assertThat(bodies).hasSize(1);
  }

  @Test
  void an_application_outside_of_the_session_is_told_nothing() throws Exception {
    tell("/logout");

    browser.get("/v2/logout");

    assertThat(bodies.poll(300, TimeUnit.MILLISECONDS)).isNull();
  }

  private void tell(String path) {
    String url = "http://127.0.0.1:" + application.getAddress().getPort() + path;
    emulator
        .tenant()
        .configure(
            tenant ->
                tenant.application(
                    tenant.build().application(WEB_CLIENT_ID).orElseThrow().toBuilder()
                        .changeUrls(urls -> urls.withBackchannelLogoutUrls(List.of(url)))
                        .build()));
  }

  private boolean awaited(String type) throws InterruptedException {
    Instant patience = Instant.now().plusSeconds(10);
    while (Instant.now().isBefore(patience)) {
      if (emulator.tenant().logs().stream()
          .map(LogEvent::type)
          .anyMatch(each -> each.code().equals(type))) {
        return true;
      }
      Thread.sleep(20);
    }
    return false;
  }

  private static JWTClaimsSet claims(String token) throws java.text.ParseException {
    return SignedJWT.parse(token).getJWTClaimsSet();
  }
}
