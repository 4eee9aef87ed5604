package dev.portcullis.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.bootstrap.EmulatedTenant;
import dev.portcullis.bootstrap.GatewayClient;
import dev.portcullis.bootstrap.GatewayClient.Answer;
import dev.portcullis.emulator.Auth0Emulator;
import dev.portcullis.emulator.EmulatorSettings;
import dev.portcullis.emulator.observed.LogEvent;
import dev.portcullis.emulator.observed.SentMail;
import dev.portcullis.emulator.tenant.DemoTenant;
import dev.portcullis.emulator.tenant.Factor;
import dev.portcullis.emulator.tenant.MfaPolicy;
import dev.portcullis.emulator.tenant.TenantDefinition;
import dev.portcullis.emulator.tenant.UserDefinition;
import dev.portcullis.testkit.TestClock;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Logins in two steps, through the real gateway before the emulated tenant. */
class MfaEndToEndTest {

  private static final String PUSHED = "pia@example.com";
  private static final String PUSHED_PASSWORD = "a telephone that asks";
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private final TestClock tenantClock = TestClock.create();
  private final Auth0Emulator tenant =
      Auth0Emulator.start(
          EmulatorSettings.defaults()
              .withClock(tenantClock)
              .withTenant(
                  TenantDefinition.demo().toBuilder()
                      .mfaPolicy(MfaPolicy.ALWAYS)
                      .user(
                          UserDefinition.of(
                                  "auth0|000000000000000000000009",
                                  DemoTenant.CONNECTION,
                                  PUSHED,
                                  PUSHED_PASSWORD)
                              .withFactors(new Factor.Push("Pia's telephone")))
                      .build()));
  private final Gateway.Running gateway =
      ProductionComponent.gateway(EmulatedTenant.settings(tenant)).start();
  private final GatewayClient client = new GatewayClient(gateway.port());

  @AfterEach
  void stop() {
    client.close();
    gateway.close();
    tenant.close();
  }

  @Test
  void a_code_of_the_app_ends_the_login_and_a_wrong_one_does_not() throws Exception {
    String token = firstStep(DemoTenant.MIA, DemoTenant.MIA_PASSWORD);

    Answer challenge = mfa("challenge", token, "challenge_type", "otp");
    Answer wrong = mfa("verify", token, "otp", "000000");
    Answer right =
        client.sendForm(
            "/api/auth/mfa/verify",
            Map.of("mfa_token", token, "otp", totp(DemoTenant.MIA_OTP_SECRET)));

    assertThat(challenge.text("challenge_type")).isEqualTo("otp");
    assertProblem(wrong, 403, "wrong-code", "invalid_grant");
    assertThat(right.status()).isEqualTo(200);
    assertThat(right.text("access_token")).isNotEmpty();
  }

  @Test
  void the_tenant_sees_the_user_at_the_second_step_too() throws Exception {
    String token = firstStep(DemoTenant.MIA, DemoTenant.MIA_PASSWORD);

    mfa("verify", token, "otp", totp(DemoTenant.MIA_OTP_SECRET));

    LogEvent event = tenant.tenant().logs().getLast();
    assertThat(event.type().code()).isEqualTo("seotpft");
    assertThat(event.ip()).isEqualTo("203.0.113.7");
    assertThat(event.clientIp()).hasValue("127.0.0.1");
  }

  @Test
  void a_text_is_sent_to_the_factor_that_the_user_chooses() throws Exception {
    String token = firstStep(DemoTenant.MIA, DemoTenant.MIA_PASSWORD);

    Answer factors = mfa("authenticators", token);
    String sms = factors.body().path("authenticators").findValuesAsText("id").get(1);
    Answer challenge = mfa("challenge", token, "challenge_type", "oob", "authenticator_id", sms);
    SentMail text = tenant.tenant().mails().getLast();
    Answer verified =
        mfa(
            "verify",
            token,
            "oob_code",
            challenge.text("oob_code"),
            "binding_code",
            text.content().orElseThrow().reveal());

    assertThat(sms).startsWith("sms|");
    assertThat(challenge.text("binding_method")).isEqualTo("prompt");
    assertThat(text.to()).isEqualTo(DemoTenant.MIA_PHONE);
    assertThat(verified.status()).isEqualTo(200);
  }

  @Test
  void a_push_is_pending_until_the_user_allows_it_and_asking_too_often_is_told() throws Exception {
    String token = firstStep(PUSHED, PUSHED_PASSWORD);
    String oob = mfa("challenge", token).text("oob_code");

    tenantClock.advance(Duration.ofSeconds(6));
    Answer pending = mfa("verify", token, "oob_code", oob);
    Answer early = mfa("verify", token, "oob_code", oob);
    tenant.tenant().answerPush(oob, true);
    tenantClock.advance(Duration.ofSeconds(6));
    Answer allowed = mfa("verify", token, "oob_code", oob);

    assertProblem(pending, 400, "authorization-pending", "authorization_pending");
    assertProblem(early, 400, "slow-down", "slow_down");
    assertThat(allowed.status()).isEqualTo(200);
  }

  @Test
  void a_push_that_is_turned_down_is_rejected() throws Exception {
    String token = firstStep(PUSHED, PUSHED_PASSWORD);
    String oob = mfa("challenge", token).text("oob_code");
    tenant.tenant().answerPush(oob, false);

    Answer rejected = mfa("verify", token, "oob_code", oob);

    assertProblem(rejected, 400, "push-rejected", "access_denied");
  }

  @Test
  void a_recovery_code_is_good_once_and_the_next_one_comes_with_the_tokens() throws Exception {
    String token = firstStep(DemoTenant.MIA, DemoTenant.MIA_PASSWORD);

    Answer first = mfa("verify", token, "recovery_code", DemoTenant.MIA_RECOVERY_CODE);
    String again = firstStep(DemoTenant.MIA, DemoTenant.MIA_PASSWORD);
    Answer used = mfa("verify", again, "recovery_code", DemoTenant.MIA_RECOVERY_CODE);
    Answer next = mfa("verify", again, "recovery_code", first.text("recovery_code"));

    assertThat(first.status()).isEqualTo(200);
    assertProblem(used, 403, "wrong-code", "invalid_grant");
    assertThat(next.status()).isEqualTo(200);
  }

  @Test
  void a_user_without_a_factor_enrols_an_app_and_is_logged_in_by_it() throws Exception {
    String token = firstStep(DemoTenant.ALICE, DemoTenant.ALICE_PASSWORD);

    Answer challenge = mfa("challenge", token);
    Answer enrolled = mfa("enroll", token, "factor", "otp");
    Answer verified = mfa("verify", token, "otp", totp(enrolled.text("secret")));

    assertProblem(challenge, 401, "enrollment-required", "association_required");
    assertThat(enrolled.text("barcode_uri")).startsWith("otpauth://totp/");
    assertThat(enrolled.body().path("recovery_codes")).hasSize(1);
    assertThat(verified.status()).isEqualTo(200);
  }

  @Test
  void a_user_without_a_factor_enrols_texts_or_mails() throws Exception {
    String alice = firstStep(DemoTenant.ALICE, DemoTenant.ALICE_PASSWORD);
    String bob = firstStep(DemoTenant.BOB, DemoTenant.BOB_PASSWORD);

    Answer texts = mfa("enroll", alice, "factor", "sms", "phone_number", "+15005550199");
    Answer aliceIn = verifyWithLatestMessage(alice, texts);
    Answer mails = mfa("enroll", bob, "factor", "email");
    SentMail mail = tenant.tenant().mails().getLast();
    Answer bobIn = verifyWithLatestMessage(bob, mails);

    assertThat(texts.text("oob_channel")).isEqualTo("sms");
    assertThat(aliceIn.status()).isEqualTo(200);
    assertThat(mail.to()).isEqualTo(DemoTenant.BOB);
    assertThat(bobIn.status()).isEqualTo(200);
  }

  @Test
  void a_user_with_a_factor_enrols_no_other() throws Exception {
    String token = firstStep(DemoTenant.MIA, DemoTenant.MIA_PASSWORD);

    assertProblem(
        mfa("enroll", token, "factor", "email"), 403, "already-enrolled", "access_denied");
  }

  @Test
  void a_login_that_waits_too_long_starts_over() throws Exception {
    String token = firstStep(DemoTenant.MIA, DemoTenant.MIA_PASSWORD);
    tenantClock.advance(Duration.ofMinutes(11));

    for (Answer answer :
        new Answer[] {
          mfa("challenge", token),
          mfa("authenticators", token),
          mfa("verify", token, "otp", "000000")
        }) {
      assertProblem(answer, 403, "login-expired", "expired_token");
    }
  }

  @Test
  void guessing_codes_ends_in_a_wait() throws Exception {
    String token = firstStep(DemoTenant.MIA, DemoTenant.MIA_PASSWORD);
    for (int i = 0; i < 3; i++) {
      mfa("verify", token, "otp", "00000" + i);
    }
    mfa("verify", token, "recovery_code", "GUESS");
    mfa("verify", token, "recovery_code", "ANOTHER");
    int sent = tenant.tenant().received().size();

    Answer right = mfa("verify", token, "otp", totp(DemoTenant.MIA_OTP_SECRET));
    Answer recovery = mfa("verify", token, "recovery_code", DemoTenant.MIA_RECOVERY_CODE);

    assertProblem(right, 429, "too-many-codes", "too_many_attempts");
    assertProblem(recovery, 429, "too-many-codes", "too_many_attempts");
    assertThat(tenant.tenant().received()).hasSize(sent);
  }

  @Test
  void a_new_login_has_guesses_of_its_own() throws Exception {
    String token = firstStep(DemoTenant.MIA, DemoTenant.MIA_PASSWORD);
    for (int i = 0; i < 6; i++) {
      mfa("verify", token, "otp", "00000" + i);
    }
    String other = firstStep(DemoTenant.MIA, DemoTenant.MIA_PASSWORD);

    Answer right = mfa("verify", other, "otp", totp(DemoTenant.MIA_OTP_SECRET));

    assertThat(right.status()).isEqualTo(200);
  }

  @Test
  void what_is_missing_or_odd_is_named_and_never_reaches_the_tenant() throws Exception {
    assertFields(mfa("verify", "t"), "body");
    assertFields(mfa("verify", "t", "otp", "1", "recovery_code", "1"), "body");
    assertFields(client.send("/api/auth/mfa/verify", Map.of("otp", "000000")), "mfa_token");
    assertFields(mfa("verify", "t", "otp", "abcdef"), "otp");
    assertFields(mfa("verify", "t", "otp", "12345"), "otp");
    assertFields(mfa("verify", "t", "oob_code", "o", "binding_code", "abcdef"), "binding_code");
    assertFields(mfa("challenge", "t", "challenge_type", "fax"), "challenge_type");
    assertFields(mfa("challenge", "t", "authenticator_id", "<b>"), "authenticator_id");
    assertFields(mfa("enroll", "t", "factor", "sms"), "phone_number");
    assertFields(mfa("enroll", "t", "factor", "fax"), "factor");
    assertFields(client.send("/api/auth/mfa/enroll", Map.of()), "mfa_token", "factor");
    assertFields(client.send("/api/auth/mfa/verify", Map.of()), "mfa_token", "body");
    assertFields(
        client.send("/api/auth/mfa/challenge", Map.of("challenge_type", "fax")),
        "mfa_token",
        "challenge_type");
    assertThat(tenant.tenant().received()).isEmpty();
  }

  private Answer verifyWithLatestMessage(String token, Answer enrolled) throws Exception {
    return mfa(
        "verify",
        token,
        "oob_code",
        enrolled.text("oob_code"),
        "binding_code",
        tenant.tenant().mails().getLast().content().orElseThrow().reveal());
  }

  private String firstStep(String user, String password) throws Exception {
    Answer answer = client.logIn(user, password, "203.0.113.7");
    assertProblem(answer, 403, "mfa-required", "mfa_required");
    return answer.text("mfa_token");
  }

  private Answer mfa(String step, String token, String... namesAndValues) throws Exception {
    Map<String, String> fields = new HashMap<>(Map.of("mfa_token", token));
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return client.send("/api/auth/mfa/" + step, fields);
  }

  private static void assertFields(Answer answer, String... fields) {
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("fields").findValuesAsText("field")).containsExactly(fields);
  }

  private static void assertProblem(Answer answer, int status, String slug, String error) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.text("type")).endsWith("/problems/" + slug);
    assertThat(answer.text("error")).isEqualTo(error);
  }

  /** RFC 6238, at the tenant's time. */
  private String totp(String base32) throws Exception {
    byte[] key = new byte[base32.length() * 5 / 8];
    long bits = 0;
    int held = 0;
    int at = 0;
    for (int i = 0; i < base32.length(); i++) {
      bits = bits << 5 | BASE32.indexOf(base32.charAt(i));
      held += 5;
      if (held >= 8) {
        held -= 8;
        key[at++] = (byte) (bits >> held);
      }
    }
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(key, "RAW"));
    byte[] hash =
        mac.doFinal(
            ByteBuffer.allocate(Long.BYTES)
                .putLong(tenantClock.instant().getEpochSecond() / 30)
                .array());
    int offset = hash[hash.length - 1] & 0xf;
    int code = ByteBuffer.wrap(hash, offset, Integer.BYTES).getInt() & 0x7fff_ffff;
    return String.format(Locale.ROOT, "%06d", code % 1_000_000);
  }
}
