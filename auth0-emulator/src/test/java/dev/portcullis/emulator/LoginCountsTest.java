package dev.portcullis.emulator;

import static dev.portcullis.emulator.Client.login;
import static dev.portcullis.emulator.Client.with;
import static dev.portcullis.emulator.HostedClient.CALLBACK;
import static dev.portcullis.emulator.HostedClient.location;
import static dev.portcullis.emulator.HostedClient.request;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.CONNECTION;
import static dev.portcullis.emulator.tenant.DemoTenant.GATEWAY_CLIENT_ID;
import static dev.portcullis.emulator.tenant.DemoTenant.GATEWAY_CLIENT_SECRET;
import static dev.portcullis.emulator.tenant.DemoTenant.MIA;
import static dev.portcullis.emulator.tenant.DemoTenant.MIA_OTP_SECRET;
import static dev.portcullis.emulator.tenant.DemoTenant.MIA_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.MIA_RECOVERY_CODE;
import static dev.portcullis.emulator.tenant.DemoTenant.WEB_CLIENT_ID;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portcullis.emulator.internal.mfa.Codes;
import dev.portcullis.emulator.tenant.Application;
import dev.portcullis.emulator.tenant.Application.AppType;
import dev.portcullis.emulator.tenant.ApplicationUrls;
import dev.portcullis.emulator.tenant.AuthenticationMethods;
import dev.portcullis.emulator.tenant.Connection;
import dev.portcullis.emulator.tenant.Connection.Strategy;
import dev.portcullis.emulator.tenant.GrantType;
import dev.portcullis.emulator.tenant.Secret;
import dev.portcullis.emulator.tenant.TenantDefinition;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every way to log in counts as one login of the user, from the end user's address. */
class LoginCountsTest {

  private static final String ID = "EveryWayClient000000000000000001";
  private static final String SECRET = "only-for-tests-every-way-client";
  private static final String HERE = "203.0.113.7";
  private static final String OTP = "http://auth0.com/oauth/grant-type/passwordless/otp";

  private final TestClock clock = new TestClock();
  private final Auth0Emulator emulator =
      Auth0Emulator.start(TestSettings.at(clock).withTenant(tenant()));
  private final Client client = new Client(emulator);
  private final HostedClient browser = new HostedClient(client);

  private static TenantDefinition tenant() {
    TenantDefinition demo = TenantDefinition.demo();
    Connection users = demo.connection(CONNECTION).orElseThrow();
    return demo.toBuilder()
        .application(
            Application.confidential(
                    ID,
                    "Every way",
                    AppType.REGULAR_WEB,
                    Secret.of(SECRET),
                    GrantType.PASSWORDLESS_OTP,
                    GrantType.AUTHORIZATION_CODE)
                .withIpHeaderTrusted(true)
                .withUrls(ApplicationUrls.NONE.withCallbacks(List.of(CALLBACK))))
        .connection(
            users
                .withEnabledClients(Set.of(ID, GATEWAY_CLIENT_ID, WEB_CLIENT_ID))
                .withMethods(AuthenticationMethods.DEFAULT.withEmailCode(true)))
        .connection(
            Connection.of("con_email", "email")
                .withStrategy(Strategy.EMAIL)
                .withEnabledClients(Set.of(ID)))
        .build();
  }

  @AfterEach
  void stop() {
    client.close();
    emulator.close();
  }

  enum Way {
    PASSWORD,
    ONE_TIME_PASSWORD,
    RECOVERY_CODE,
    DATABASE_CODE,
    PASSWORDLESS_CODE,
    PASSWORDLESS_LINK,
    HOSTED,
    HOSTED_ONE_TIME_PASSWORD,
    HOSTED_RECOVERY_CODE,
    HOSTED_SIGN_UP
  }

  @ParameterizedTest
  @CsvSource({
    "PASSWORD, alice@example.com, 203.0.113.7",
    "ONE_TIME_PASSWORD, mia@example.com, 203.0.113.7",
    "RECOVERY_CODE, mia@example.com, 203.0.113.7",
    "DATABASE_CODE, alice@example.com, 203.0.113.7",
    "PASSWORDLESS_CODE, new@example.com, 203.0.113.7",
    "PASSWORDLESS_LINK, new@example.com, 127.0.0.1",
    "HOSTED, alice@example.com, 127.0.0.1",
    "HOSTED_ONE_TIME_PASSWORD, mia@example.com, 127.0.0.1",
    "HOSTED_RECOVERY_CODE, mia@example.com, 127.0.0.1",
    "HOSTED_SIGN_UP, new@example.com, 127.0.0.1"
  })
  void a_login_counts_once_and_shows_the_address(Way way, String email, String address) {
    logIn(way);

    JsonNode user =
        client
            .get(
                "/api/v2/users-by-email?email=" + Client.encoded(email),
                "Authorization",
                "Bearer " + client.managementToken("read:users"))
            .json()
            .get(0);
    assertThat(user.get("logins_count").intValue()).isEqualTo(1);
    assertThat(user.get("last_ip").textValue()).isEqualTo(address);
    assertThat(user.get("last_login").textValue()).isEqualTo("2026-03-01T10:00:00.123Z");
  }

  private void logIn(Way way) {
    switch (way) {
      case PASSWORD -> good(client.logIn(ALICE, ALICE_PASSWORD, HERE));
      case ONE_TIME_PASSWORD ->
          good(second("mfa-otp", "otp", Codes.at(MIA_OTP_SECRET, clock.instant())));
      case RECOVERY_CODE -> good(second("mfa-recovery-code", "recovery_code", MIA_RECOVERY_CODE));
      case DATABASE_CODE -> {
        String session =
            client
                .form(
                    "/otp/challenge",
                    with(with(credentials(), "connection", CONNECTION), "email", ALICE))
                .json()
                .get("auth_session")
                .textValue();
        good(
            client.token(
                with(
                    with(with(credentials(), "grant_type", OTP), "auth_session", session),
                    "otp",
                    mailed()),
                "auth0-forwarded-for",
                HERE));
      }
      case PASSWORDLESS_CODE -> {
        start("code");
        good(
            client.token(
                with(
                    with(
                        with(with(credentials(), "grant_type", OTP), "realm", "email"),
                        "username",
                        "new@example.com"),
                    "otp",
                    mailed()),
                "auth0-forwarded-for",
                HERE));
      }
      case PASSWORDLESS_LINK -> {
        start("link");
        URI link = URI.create(mailed());
        coded(
            browser.get(
                link.getRawPath()
                    + "?"
                    + link.getRawQuery()
                    + "&redirect_uri="
                    + Client.encoded(CALLBACK)));
      }
      case HOSTED -> coded(browser.logIn(request(), ALICE, ALICE_PASSWORD));
      case HOSTED_ONE_TIME_PASSWORD ->
          coded(
              browser.post(
                  location(browser.logIn(request(), MIA, MIA_PASSWORD)),
                  Map.of("kind", "otp", "code", Codes.at(MIA_OTP_SECRET, clock.instant()))));
      case HOSTED_RECOVERY_CODE -> {
        String page = location(browser.logIn(request(), MIA, MIA_PASSWORD));
        browser.post(page, Map.of("kind", "recovery_code", "code", MIA_RECOVERY_CODE));
        coded(browser.post(page.replace("/u/mfa", "/u/continue"), Map.of("kept", "yes")));
      }
      case HOSTED_SIGN_UP ->
          coded(
              browser.post(
                  location(browser.authorize(with(request(), "screen_hint", "signup"))),
                  Map.of("username", "new@example.com", "password", "a sound password")));
    }
  }

  private static void good(Client.Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  private static void coded(Client.Answer answer) {
    assertThat(HostedClient.response(answer)).containsKey("code");
  }

  private Client.Answer second(String grant, String parameter, String value) {
    String token = client.token(login(MIA, MIA_PASSWORD)).json().get("mfa_token").textValue();
    return client.token(
        Map.of(
            "grant_type",
            "http://auth0.com/oauth/grant-type/" + grant,
            "client_id",
            GATEWAY_CLIENT_ID,
            "client_secret",
            GATEWAY_CLIENT_SECRET,
            "mfa_token",
            token,
            parameter,
            value),
        "auth0-forwarded-for",
        HERE);
  }

  private void start(String send) {
    client.form(
        "/passwordless/start",
        with(
            with(with(credentials(), "connection", "email"), "email", "new@example.com"),
            "send",
            send));
  }

  private static Map<String, String> credentials() {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("client_id", ID);
    form.put("client_secret", SECRET);
    return form;
  }

  private String mailed() {
    return emulator.tenant().mails().getLast().content().orElseThrow().reveal();
  }
}
