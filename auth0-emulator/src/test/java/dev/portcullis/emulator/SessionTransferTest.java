package dev.portcullis.emulator;

import static dev.portcullis.emulator.Client.login;
import static dev.portcullis.emulator.Client.with;
import static dev.portcullis.emulator.HostedClient.location;
import static dev.portcullis.emulator.HostedClient.request;
import static dev.portcullis.emulator.HostedClient.response;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.GATEWAY_CLIENT_ID;
import static dev.portcullis.emulator.tenant.DemoTenant.GATEWAY_CLIENT_SECRET;
import static dev.portcullis.emulator.tenant.DemoTenant.WEB_CLIENT_ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.emulator.Client.Answer;
import dev.portcullis.emulator.tenant.RefreshTokenPolicy;
import dev.portcullis.emulator.tenant.SessionTransfer;
import dev.portcullis.emulator.tenant.SessionTransfer.Binding;
import dev.portcullis.emulator.tenant.SessionTransfer.Method;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From the password grant to a browser's session: native to web single sign-on. */
class SessionTransferTest {

  private static final String HERE = "127.0.0.1";

  private final TestClock clock = new TestClock();
  private final Auth0Emulator emulator = Auth0Emulator.start(TestSettings.at(clock));
  private final Client client = new Client(emulator);
  private final HostedClient browser = new HostedClient(client);

  @BeforeEach
  void allow() {
    set(GATEWAY_CLIENT_ID, SessionTransfer.OFF.withCanCreate(true));
    set(WEB_CLIENT_ID, SessionTransfer.OFF.withAccepted(Set.of(Method.QUERY)));
  }

  @AfterEach
  void stop() {
    client.close();
    emulator.close();
  }

  @Test
  void a_login_by_the_password_grant_opens_a_browsers_session_once() {
    Answer transfer = transfer(HERE);

    Answer first = browser.authorize(with(request(), "session_transfer_token", token(transfer)));
    Answer second = browser.authorize(with(request(), "prompt", "none"));
    Answer again =
        new HostedClient(client)
            .authorize(with(request(), "session_transfer_token", token(transfer)));

    assertThat(transfer.json().get("issued_token_type").textValue())
        .isEqualTo("urn:auth0:params:oauth:token-type:session_transfer_token");
    assertThat(transfer.json().get("token_type").textValue()).isEqualTo("N_A");
    assertThat(transfer.json().get("expires_in").intValue()).isEqualTo(60);
    assertThat(browser.exchange(HostedClient.code(first)).status()).isEqualTo(200);
    assertThat(response(second)).containsKey("code");
    assertThat(location(again)).startsWith("/u/login");
  }

  @Test
  void a_token_is_bound_to_the_forwarded_address_unless_the_client_lifts_it() {
    Answer elsewhere =
        browser.authorize(
            with(request(), "session_transfer_token", token(transfer("203.0.113.7"))));
    set(GATEWAY_CLIENT_ID, SessionTransfer.OFF.withCanCreate(true).withBinding(Binding.NONE));
    Answer unbound =
        browser.authorize(
            with(request(), "session_transfer_token", token(transfer("203.0.113.7"))));

    assertThat(location(elsewhere)).startsWith("/u/login");
    assertThat(response(unbound)).containsKey("code");
  }

  @Test
  void a_refresh_token_that_was_exchanged_is_rotated_and_its_successor_is_good() {
    emulator
        .tenant()
        .configure(
            tenant ->
                tenant.application(
                    tenant
                        .build()
                        .application(GATEWAY_CLIENT_ID)
                        .orElseThrow()
                        .withRefreshTokens(RefreshTokenPolicy.rotated())));
    String successor = transfer(HERE).json().path("refresh_token").asText();

    Answer refreshed =
        client.token(
            Map.of(
                "grant_type", "refresh_token",
                "client_id", GATEWAY_CLIENT_ID,
                "client_secret", GATEWAY_CLIENT_SECRET,
                "refresh_token", successor));

    assertThat(refreshed.verdict()).isEqualTo("200 ");
    assertThat(refreshed.json().path("refresh_token").asText())
        .isNotEmpty()
        .isNotEqualTo(successor);
  }

  @Test
  void a_token_is_valid_for_a_minute() {
    String token = token(transfer(HERE));
    clock.advance(Duration.ofSeconds(60));

    Answer late = browser.authorize(with(request(), "session_transfer_token", token));

    assertThat(location(late)).startsWith("/u/login");
  }

  @Test
  void both_applications_have_to_allow_it() {
    String token = token(transfer(HERE));
    Answer inOtherPlace =
        client.get(
            "/authorize?" + HostedClient.query(request()),
            "Cookie",
            "auth0_session_transfer_token=" + token);
    set(WEB_CLIENT_ID, SessionTransfer.OFF.withAccepted(Set.of(Method.COOKIE)));
    Answer inQuery = browser.authorize(with(request(), "session_transfer_token", token));
    Answer inCookie =
        client.get(
            "/authorize?" + HostedClient.query(request()),
            "Cookie",
            "auth0_session_transfer_token=" + token);
    set(GATEWAY_CLIENT_ID, SessionTransfer.OFF);

    Answer refused = transfer(HERE);

    assertThat(location(inOtherPlace)).startsWith("/u/login");
    assertThat(location(inQuery)).startsWith("/u/login");
    assertThat(response(inCookie)).containsKey("code");
    assertThat(refused.verdict()).isEqualTo("403 unauthorized_client");
  }

  private Answer transfer(String address) {
    String refreshToken =
        client
            .token(with(login(ALICE, ALICE_PASSWORD), "scope", "openid offline_access"))
            .json()
            .get("refresh_token")
            .textValue();
    return client.token(
        Map.of(
            "grant_type", "refresh_token",
            "client_id", GATEWAY_CLIENT_ID,
            "client_secret", GATEWAY_CLIENT_SECRET,
            "refresh_token", refreshToken,
            "audience", "urn:" + emulator.baseUri().getAuthority() + ":session_transfer"),
        "auth0-forwarded-for",
        address);
  }

  private static String token(Answer transfer) {
    return transfer.json().get("access_token").textValue();
  }

  private void set(String clientId, SessionTransfer transfer) {
    emulator
        .tenant()
        .configure(
            tenant ->
                tenant.application(
                    tenant.build().application(clientId).orElseThrow().toBuilder()
                        .sessionTransfer(transfer)
                        .build()));
  }
}
