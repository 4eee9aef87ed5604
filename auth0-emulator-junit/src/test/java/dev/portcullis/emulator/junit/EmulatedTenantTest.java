package dev.portcullis.emulator.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.emulator.Tenant;
import dev.portcullis.emulator.observed.SentMail;
import dev.portcullis.emulator.tenant.DemoTenant;
import dev.portcullis.emulator.tenant.Factor;
import dev.portcullis.emulator.tenant.MfaPolicy;
import dev.portcullis.emulator.tenant.Profile;
import dev.portcullis.emulator.tenant.UserDefinition;
import dev.portcullis.emulator.tenant.protection.BotDetectionSettings;
import dev.portcullis.emulator.tenant.protection.BotDetectionSettings.Policy;
import dev.portcullis.emulator.tenant.protection.BreachedPasswordSettings;
import dev.portcullis.emulator.tenant.protection.BruteForceSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EmulatedTenantTest {

  private static final String HERE = "203.0.113.7";
  private static final String THERE = "198.51.100.20";
  private static final Pattern MFA_TOKEN = Pattern.compile("\"mfa_token\":\"([^\"]+)\"");

  private final EmulatedTenant tenant = EmulatedTenant.start();
  private final Login login = Login.to(tenant);

  @AfterEach
  void stop() {
    tenant.close();
  }

  @Test
  void a_reset_takes_everything_back_also_the_clock() {
    try (EmulatedTenant tenant = EmulatedTenant.start()) {
      tenant.user("new@example.com").password("a password of hers");
      tenant.clock().advance(Duration.ofDays(30));

      tenant.reset();

      assertThat(tenant.clock().ahead()).isEqualTo(Duration.ZERO);
      assertThat(Login.to(tenant).submit("new@example.com", "a password of hers", "203.0.113.7"))
          .isEqualTo(403);
    }
  }

  @Test
  void a_user_is_made_and_can_log_in() {
    tenant.user("new@example.com").password("a good password");

    assertThat(login.submit("new@example.com", "a good password", HERE)).isEqualTo(200);
    assertThat(tenant).hasLogged("sepft").from(HERE).through("127.0.0.1").about("new@example.com");
    assertThat(tenant).receivedLogins(1).hasNotLogged("fp");
  }

  @Test
  void a_defined_user_gets_another_password() {
    tenant.user("Alice@example.com").password("another");

    assertThat(login.submit("alice@example.com", "another", HERE)).isEqualTo(200);
    assertThat(tenant.logs().getLast().userId()).isEqualTo("auth0|000000000000000000000001");
  }

  @Test
  void a_user_who_is_there_already_is_taken_as_it_is() {
    tenant.user("new@example.com").password("a good password").withOtp();
    tenant.user("alice@example.com").password("another");
    TenantUser same = tenant.user("NEW@example.com");
    tenant.user("alice@example.com").blockedByAdministrator();

    int withPassword = login.submit("new@example.com", "a good password", HERE);
    int blocked = login.submit("alice@example.com", "another", HERE);

    assertThat(same.otp()).matches("[0-9]{6}");
    assertThat(withPassword).isEqualTo(403);
    assertThat(blocked).isEqualTo(401);
    assertThat(tenant).hasLogged("mfar").about("new@example.com").times(1);
  }

  @Test
  void another_password_leaves_the_profile_and_the_factors() {
    Tenant emulated = tenant.emulator().tenant();
    emulated.put(
        UserDefinition.of("auth0|9", tenant.connection(), "ida@example.com", "first")
            .withEmailVerified(false)
            .withProfile(Profile.EMPTY.withName("Ida"))
            .withFactors(new Factor.Email()));

    tenant.user("ida@example.com").password("second");

    UserDefinition ida = emulated.user("ida@example.com").orElseThrow();
    assertThat(ida.profile().name()).contains("Ida");
    assertThat(ida.emailVerified()).isFalse();
    assertThat(ida.factors()).containsExactly(new Factor.Email());
    assertThat(login.submit("ida@example.com", "first", HERE)).isEqualTo(403);
    assertThat(tenant).hasLogged("fp").times(1);
    assertThat(login.submit("ida@example.com", "second", HERE)).isEqualTo(403);
    assertThat(tenant).hasLogged("mfar").times(1);
  }

  @Test
  void assertions_look_at_what_they_name_alone() {
    login.submit("alice@example.com", "wrong", HERE);
    login.submit("bob@example.com", "wrong", THERE);
    login.token(HERE, Map.of("grant_type", "refresh_token", "refresh_token", "v1.none"));

    assertThat(tenant)
        .receivedLogins(2)
        .hasNotLogged("sepft")
        .isNotThrottled(HERE)
        .isNotBlocked("alice@example.com", HERE);
    assertThat(tenant).hasLogged("fp").times(2);
    assertThat(tenant).hasLogged("fp").from(HERE).about("alice@example.com").times(1);
    fails(() -> assertThat(tenant).hasLogged("fp").times(1), "Expected 1 such", "are 2");
    fails(() -> assertThat(tenant).hasLogged("fp").times(3), "Expected 3 such", "are 2");
    fails(
        () -> assertThat(tenant).hasLogged("fp").from(HERE).about("bob@example.com"),
        "about bob@example.com",
        "fp alice@");
    fails(() -> assertThat(tenant).hasSent(SentMail.Kind.PASSWORD_RESET, "a"), "sent is: none");
    tenant.suspiciousIp(settings -> settings.withMaxAttempts(1));
    fails(() -> assertThat(tenant).isNotThrottled(HERE), "not to be throttled, but it is;");
  }

  @Test
  void an_application_more_leaves_those_before_as_they_were() {
    TenantApplication first = tenant.application("first").trusted();
    TenantApplication second = tenant.application("second");

    for (TenantApplication each : List.of(first, second, tenant.application("third").trusted())) {
      assertThat(
              new Login(tenant.address(), each.clientId(), each.clientSecret())
                  .submit("alice@example.com", DemoTenant.ALICE_PASSWORD, HERE))
          .isEqualTo(200);
    }

    assertThat(tenant).hasLogged("sepft").from(HERE).times(2);
    assertThat(tenant).hasLogged("sepft").from("127.0.0.1").times(1);
  }

  @Test
  void a_block_of_every_address_says_so() {
    tenant.bruteForce(
        settings ->
            settings.withMaxAttempts(1).withMode(BruteForceSettings.Mode.COUNT_PER_IDENTIFIER));
    login.submit("alice@example.com", "wrong", HERE);

    assertThat(tenant).isBlocked("alice@example.com", THERE);
    fails(
        () -> assertThat(tenant).isBlocked("bob@example.com", HERE),
        "alice@example.com from every address");
  }

  @Test
  void a_user_blocked_by_an_administrator_stays_so_with_another_password() {
    tenant.user("new@example.com").blockedByAdministrator().password("a good password");

    assertThat(login.submit("new@example.com", "a good password", HERE)).isEqualTo(401);
    assertThat(tenant).hasLogged("f").about("new@example.com").times(1);
  }

  @Test
  void an_authenticator_app_shows_the_code() {
    TenantUser user = tenant.user("new@example.com").password("a good password").withOtp();
    String mfaToken = mfaToken("new@example.com", "a good password");

    int status = otp(mfaToken, user.otp());
    tenant.clock().advance(Duration.ofSeconds(30));
    int later = otp(mfaToken("new@example.com", "a good password"), user.otp());

    assertThat(status).isEqualTo(200).isEqualTo(later);
    assertThat(tenant).hasLogged("seotpft").from(HERE).times(2);
  }

  @Test
  void a_text_message_is_among_the_mails() {
    tenant.user("new@example.com").password("a good password").withSms("+15005550100");
    tenant.user("other@example.com");

    assertThat(login.submit("new@example.com", "a good password", HERE)).isEqualTo(403);
    assertThat(tenant).hasLogged("mfar");
    assertThatThrownBy(() -> tenant.user("other@example.com").otp())
        .hasMessageContaining("expected: withOtp() before");
  }

  @Test
  void an_application_is_trusted_only_when_it_is_made_so() {
    TenantApplication application = tenant.application("Shop");
    Login shop = new Login(tenant.address(), application.clientId(), application.clientSecret());

    shop.submit("alice@example.com", "wrong", HERE);
    application.trusted();
    shop.submit("alice@example.com", "wrong", THERE);

    assertThat(tenant).hasLogged("fp").from("127.0.0.1").times(1);
    assertThat(tenant).hasLogged("fp").from(THERE).times(1);
  }

  @Test
  void settings_hold_at_once() {
    tenant
        .suspiciousIp(settings -> settings.withMaxAttempts(2))
        .bruteForce(settings -> settings.withEnabled(false))
        .breachedPasswords(BreachedPasswordSettings.off());
    login.submit("a@example.com", "wrong", HERE);
    login.submit("b@example.com", "wrong", HERE);

    assertThat(tenant).isThrottled(HERE).isNotThrottled(THERE);
    tenant.botDetection(BotDetectionSettings.challenging(Policy.ALWAYS));
    assertThat(login.submit("alice@example.com", "correct horse battery staple", THERE))
        .isEqualTo(401);
    tenant.botDetection(BotDetectionSettings.off()).mfaPolicy(MfaPolicy.ALWAYS);
    assertThat(login.submit("alice@example.com", "correct horse battery staple", THERE))
        .isEqualTo(403);
  }

  @Test
  void a_block_mails_its_user() {
    tenant.bruteForce(settings -> settings.withMaxAttempts(1));
    login.submit("alice@example.com", "wrong", HERE);

    assertThat(tenant)
        .isBlocked("Alice@example.com", HERE)
        .isNotBlocked("alice@example.com", THERE)
        .isNotBlocked("bob@example.com", HERE)
        .hasSent(SentMail.Kind.BLOCKED_ACCOUNT, "alice@example.com");
  }

  @Test
  void a_failure_shows_the_actual_state() {
    assertThat(tenant).receivedNothing();
    tenant.bruteForce(settings -> settings.withMaxAttempts(1));
    login.submit("alice@example.com", "secret guess", HERE);

    fails(() -> assertThat(tenant).hasLogged("sepft"), "event of type sepft", "fp alice@", HERE);
    fails(() -> assertThat(tenant).hasLogged("fp").from(THERE), "from " + THERE, "from " + HERE);
    fails(() -> assertThat(tenant).hasLogged("fepft").through(THERE), "through 127.0.0.1");
    fails(() -> assertThat(tenant).hasLogged("fp").about("bob"), "about bob", "fp alice@");
    fails(() -> assertThat(tenant).hasLogged("fp").times(2), "2 such events, but there are 1");
    fails(() -> assertThat(tenant).hasNotLogged("fp"), "no event of type fp", "fp alice@");
    fails(() -> assertThat(tenant).isBlocked("bob", HERE), "bob", "alice@example.com from " + HERE);
    fails(() -> assertThat(tenant).isNotBlocked("alice@example.com", HERE), "not to be blocked");
    fails(() -> assertThat(tenant).isThrottled(HERE), HERE + " to be throttled, but it is not");
    fails(
        () -> assertThat(tenant).receivedLogins(2),
        "Logins: expected 2, but was 1",
        "alice@",
        "403");
    fails(
        () -> assertThat(tenant).receivedLogins(0),
        "Logins: expected 0, but was 1",
        "alice@",
        "403");
    fails(() -> assertThat(tenant).receivedNothing(), "no request", "header honoured: " + HERE);
    fails(
        () -> assertThat(tenant).hasSent(SentMail.Kind.PASSWORD_RESET, "bob"),
        "PASSWORD_RESET to bob",
        "BLOCKED_ACCOUNT to alice@example.com");
  }

  @Test
  void an_address_that_is_none_is_a_mistake_of_the_test() {
    assertThatThrownBy(() -> assertThat(tenant).isBlocked("alice@example.com", "localhost"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("address: localhost");
  }

  @Test
  void its_settings_can_be_chosen() {
    try (EmulatedTenant other = EmulatedTenant.start(it -> it.withLogRetention(1))) {
      Login.to(other).submit("alice@example.com", "wrong", HERE);

      assertThat(other.logs()).hasSize(1);
      assertThat(other.issuer()).isEqualTo(other.address() + "/");
    }
  }

  private static void fails(Runnable assertion, String... expected) {
    assertThatThrownBy(assertion::run)
        .isInstanceOf(AssertionError.class)
        .message()
        .contains(expected)
        .doesNotContain("secret guess");
  }

  private String mfaToken(String username, String password) {
    String body =
        login
            .token(
                HERE, Map.of("grant_type", "password", "username", username, "password", password))
            .body();
    Matcher matcher = MFA_TOKEN.matcher(body);
    assertThat(matcher.find()).as(body).isTrue();
    return matcher.group(1);
  }

  private int otp(String mfaToken, String code) {
    return login
        .token(
            HERE,
            Map.of(
                "grant_type",
                "http://auth0.com/oauth/grant-type/mfa-otp",
                "mfa_token",
                mfaToken,
                "otp",
                code))
        .statusCode();
  }
}
