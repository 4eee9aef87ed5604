package dev.portcullis.emulator;

import static dev.portcullis.emulator.Client.login;
import static dev.portcullis.emulator.Client.with;
import static dev.portcullis.emulator.HostedClient.location;
import static dev.portcullis.emulator.HostedClient.request;
import static dev.portcullis.emulator.HostedClient.response;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.API_AUDIENCE;
import static dev.portcullis.emulator.tenant.DemoTenant.CONNECTION;
import static dev.portcullis.emulator.tenant.DemoTenant.GATEWAY_CLIENT_ID;
import static dev.portcullis.emulator.tenant.DemoTenant.GATEWAY_CLIENT_SECRET;
import static dev.portcullis.emulator.tenant.DemoTenant.MIA;
import static dev.portcullis.emulator.tenant.DemoTenant.MIA_OTP_SECRET;
import static dev.portcullis.emulator.tenant.DemoTenant.MIA_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.WEB_CLIENT_ID;
import static dev.portcullis.emulator.tenant.DemoTenant.WEB_CLIENT_SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.emulator.Client.Answer;
import dev.portcullis.emulator.internal.mfa.Codes;
import dev.portcullis.emulator.tenant.Application;
import dev.portcullis.emulator.tenant.AuthenticationMethods;
import dev.portcullis.emulator.tenant.GrantType;
import dev.portcullis.emulator.tenant.SessionTransfer;
import dev.portcullis.emulator.tenant.SessionTransfer.Binding;
import dev.portcullis.emulator.tenant.SessionTransfer.Method;
import dev.portcullis.emulator.tenant.TenantDefinition;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Everything that is valid for a time is valid until just before its end, and no longer. */
class LifetimesTest {

  private static final String OTP = "http://auth0.com/oauth/grant-type/passwordless/otp";

  private final TestClock clock = new TestClock();
  private final Auth0Emulator emulator =
      Auth0Emulator.start(TestSettings.at(clock).withTenant(tenant()));
  private final Client client = new Client(emulator);

  private static TenantDefinition tenant() {
    TenantDefinition demo = TenantDefinition.demo();
    Application gateway = demo.application(GATEWAY_CLIENT_ID).orElseThrow();
    Set<GrantType> grants = new HashSet<>(gateway.grantTypes());
    grants.add(GrantType.PASSWORDLESS_OTP);
    return demo.toBuilder()
        .application(
            gateway.toBuilder()
                .grantTypes(grants)
                .sessionTransfer(SessionTransfer.OFF.withCanCreate(true).withBinding(Binding.NONE))
                .build())
        .application(
            demo.application(WEB_CLIENT_ID).orElseThrow().toBuilder()
                .sessionTransfer(SessionTransfer.OFF.withAccepted(Set.of(Method.QUERY)))
                .build())
        .connection(
            demo.connection(CONNECTION)
                .orElseThrow()
                .withMethods(AuthenticationMethods.DEFAULT.withEmailCode(true)))
        .build();
  }

  /** Tokens end at a whole second, which is their exact end only if they began at one. */
  @BeforeEach
  void atAWholeSecond() {
    Instant next = clock.instant().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
    clock.advance(Duration.between(clock.instant(), next));
  }

  @AfterEach
  void stop() {
    client.close();
    emulator.close();
  }

  /** What expires: its lifetime, and how it is made; what is returned tries it. */
  enum Thing {
    AUTHORIZATION_CODE(Duration.ofMinutes(10)),
    PUSHED_REQUEST(Duration.ofSeconds(30)),
    SESSION_TRANSFER_TOKEN(Duration.ofSeconds(60)),
    MFA_TOKEN(Duration.ofMinutes(10)),
    MFA_CODE(Duration.ofMinutes(5)),
    ONE_TIME_CODE(Duration.ofMinutes(3)),
    LOGIN_PAGE(Duration.ofHours(1)),
    OPAQUE_ACCESS_TOKEN(Duration.ofDays(1)),
    SIGNED_ACCESS_TOKEN(Duration.ofDays(1)),
    MANAGEMENT_TOKEN(Duration.ofDays(1)),
    RESET_MAIL(Duration.ofDays(5)),
    RESET_TICKET(Duration.ofDays(5)),
    SHORT_RESET_TICKET(Duration.ofSeconds(90)),
    VERIFICATION_MAIL(Duration.ofDays(5)),
    SHORT_VERIFICATION_TICKET(Duration.ofSeconds(90)),
    UNBLOCK_MAIL(Duration.ofDays(5)),
    SESSION(Duration.ofDays(3));

    private final Duration lifetime;

    Thing(Duration lifetime) {
      this.lifetime = lifetime;
    }
  }

  @ParameterizedTest
  @EnumSource
  void it_is_valid_until_just_before_its_end(Thing thing) {
    BooleanSupplier used = made(thing);
    clock.advance(thing.lifetime.minusSeconds(1));

    assertThat(used.getAsBoolean()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void it_is_not_valid_from_its_end_on(Thing thing) {
    BooleanSupplier used = made(thing);
    clock.advance(thing.lifetime);

    assertThat(used.getAsBoolean()).isFalse();
  }

  private BooleanSupplier made(Thing thing) {
    HostedClient browser = new HostedClient(client);
    return switch (thing) {
      case AUTHORIZATION_CODE -> {
        String code = HostedClient.code(browser.logIn(request(), ALICE, ALICE_PASSWORD));
        yield () -> browser.exchange(code).status() == 200;
      }
      case PUSHED_REQUEST -> {
        String uri =
            client
                .form("/oauth/par", with(request(), "client_secret", WEB_CLIENT_SECRET))
                .json()
                .get("request_uri")
                .textValue();
        yield () ->
            browser.authorize(Map.of("client_id", WEB_CLIENT_ID, "request_uri", uri)).status()
                == 302;
      }
      case SESSION_TRANSFER_TOKEN -> {
        String token = transferToken();
        yield () ->
            response(browser.authorize(with(request(), "session_transfer_token", token)))
                .containsKey("code");
      }
      case MFA_TOKEN -> {
        String token = mfaToken();
        yield () -> verified(token).status() == 200;
      }
      case MFA_CODE -> {
        String token = mfaToken();
        String code = challenged(token);
        yield () ->
            client
                    .token(
                        with(
                            with(
                                with(step(token), "grant_type", grant("mfa-oob")),
                                "oob_code",
                                code),
                            "binding_code",
                            mailed()))
                    .status()
                == 200;
      }
      case ONE_TIME_CODE -> {
        String session =
            client
                .form(
                    "/otp/challenge",
                    Map.of(
                        "client_id",
                        GATEWAY_CLIENT_ID,
                        "client_secret",
                        GATEWAY_CLIENT_SECRET,
                        "connection",
                        CONNECTION,
                        "email",
                        ALICE))
                .json()
                .get("auth_session")
                .textValue();
        yield () ->
            client
                    .token(
                        Map.of(
                            "grant_type",
                            OTP,
                            "client_id",
                            GATEWAY_CLIENT_ID,
                            "client_secret",
                            GATEWAY_CLIENT_SECRET,
                            "auth_session",
                            session,
                            "otp",
                            mailed()))
                    .status()
                == 200;
      }
      case LOGIN_PAGE -> {
        String page = location(browser.authorize(request()));
        yield () -> browser.get(page).status() == 200;
      }
      case OPAQUE_ACCESS_TOKEN -> userInfo(client.token(login(ALICE, ALICE_PASSWORD)));
      case SIGNED_ACCESS_TOKEN ->
          userInfo(
              client.token(
                  with(
                      with(login(ALICE, ALICE_PASSWORD), "audience", API_AUDIENCE),
                      "scope",
                      "openid")));
      case MANAGEMENT_TOKEN -> {
        String[] admin = admin();
        yield () -> client.get("/api/v2/roles", admin).status() == 200;
      }
      case RESET_MAIL -> {
        client.form(
            "/dbconnections/change_password", Map.of("connection", CONNECTION, "email", ALICE));
        yield reset(mailed());
      }
      case RESET_TICKET -> reset(ticket("password-change", ""));
      case SHORT_RESET_TICKET -> reset(ticket("password-change", ",\"ttl_sec\":90"));
      case VERIFICATION_MAIL -> {
        client.post(
            "/api/v2/jobs/verification-email",
            "application/json",
            "{\"user_id\":\"auth0|000000000000000000000001\"}",
            admin());
        yield opened(mailed());
      }
      case SHORT_VERIFICATION_TICKET -> opened(ticket("email-verification", ",\"ttl_sec\":90"));
      case UNBLOCK_MAIL -> {
        for (int i = 0; i < 10; i++) {
          client.logIn(ALICE, "wrong", "203.0.113.7");
        }
        String path = path(mailed());
        yield () -> client.form(path, Map.of("confirm", "yes")).status() == 200;
      }
      case SESSION -> {
        browser.logIn(request(), ALICE, ALICE_PASSWORD);
        yield () ->
            response(browser.authorize(with(request(), "prompt", "none"))).containsKey("code");
      }
    };
  }

  private String transferToken() {
    String refreshToken =
        client
            .token(with(login(ALICE, ALICE_PASSWORD), "scope", "openid offline_access"))
            .json()
            .get("refresh_token")
            .textValue();
    return client
        .token(
            Map.of(
                "grant_type", "refresh_token",
                "client_id", GATEWAY_CLIENT_ID,
                "client_secret", GATEWAY_CLIENT_SECRET,
                "refresh_token", refreshToken,
                "audience", "urn:" + emulator.baseUri().getAuthority() + ":session_transfer"))
        .json()
        .get("access_token")
        .textValue();
  }

  private String mfaToken() {
    return client.token(login(MIA, MIA_PASSWORD)).json().get("mfa_token").textValue();
  }

  private Answer verified(String token) {
    return client.token(
        with(
            with(step(token), "grant_type", grant("mfa-otp")),
            "otp",
            Codes.at(MIA_OTP_SECRET, clock.instant())));
  }

  private String challenged(String token) {
    return client
        .form("/mfa/challenge", with(step(token), "challenge_type", "oob"))
        .json()
        .get("oob_code")
        .textValue();
  }

  private static Map<String, String> step(String token) {
    return Map.of(
        "client_id", GATEWAY_CLIENT_ID, "client_secret", GATEWAY_CLIENT_SECRET, "mfa_token", token);
  }

  private static String grant(String name) {
    return "http://auth0.com/oauth/grant-type/" + name;
  }

  private BooleanSupplier userInfo(Answer tokens) {
    String token = tokens.json().get("access_token").textValue();
    return () -> client.get("/userinfo", "Authorization", "Bearer " + token).status() == 200;
  }

  private String ticket(String kind, String more) {
    return client
        .post(
            "/api/v2/tickets/" + kind,
            "application/json",
            "{\"user_id\":\"auth0|000000000000000000000001\"" + more + "}",
            admin())
        .json()
        .get("ticket")
        .textValue();
  }

  private BooleanSupplier reset(String link) {
    return () -> client.form(path(link), Map.of("password", "another password")).status() == 200;
  }

  private BooleanSupplier opened(String link) {
    return () -> client.get(path(link)).status() == 200;
  }

  private String path(String link) {
    return link.substring(emulator.issuer().length() - 1);
  }

  private String mailed() {
    return emulator.tenant().mails().getLast().content().orElseThrow().reveal();
  }

  private String[] admin() {
    return new String[] {"Authorization", "Bearer " + client.managementToken("")};
  }
}
