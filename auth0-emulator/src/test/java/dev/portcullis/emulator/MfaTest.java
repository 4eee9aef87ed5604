package dev.portcullis.emulator;

import static dev.portcullis.emulator.Client.login;
import static dev.portcullis.emulator.Client.with;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.GATEWAY_CLIENT_ID;
import static dev.portcullis.emulator.tenant.DemoTenant.GATEWAY_CLIENT_SECRET;
import static dev.portcullis.emulator.tenant.DemoTenant.MIA;
import static dev.portcullis.emulator.tenant.DemoTenant.MIA_OTP_SECRET;
import static dev.portcullis.emulator.tenant.DemoTenant.MIA_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.MIA_PHONE;
import static dev.portcullis.emulator.tenant.DemoTenant.MIA_RECOVERY_CODE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jwt.SignedJWT;
import dev.portcullis.emulator.Client.Answer;
import dev.portcullis.emulator.internal.mfa.Codes;
import dev.portcullis.emulator.observed.LogEvent;
import dev.portcullis.emulator.observed.SentMail;
import dev.portcullis.emulator.tenant.Application;
import dev.portcullis.emulator.tenant.DemoTenant;
import dev.portcullis.emulator.tenant.Factor;
import dev.portcullis.emulator.tenant.GrantType;
import dev.portcullis.emulator.tenant.MfaPolicy;
import dev.portcullis.emulator.tenant.Secret;
import dev.portcullis.emulator.tenant.TenantDefinition;
import dev.portcullis.emulator.tenant.UserDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MfaTest {

  private static final String HERE = "203.0.113.7";
  private static final String PIA = "pia@example.com";
  private static final String OTHER_ID = "OtherApplication0123456789012345";

  private final TestClock clock = new TestClock();
  private Auth0Emulator emulator = start(UnaryOperator.identity());
  private Client client = new Client(emulator);

  @AfterEach
  void stop() {
    client.close();
    emulator.close();
  }

  @Test
  void a_right_password_of_an_enrolled_user_is_answered_with_mfa_required() {
    Answer answer = client.logIn(MIA, MIA_PASSWORD, HERE);

    assertThat(answer.verdict()).isEqualTo("403 mfa_required");
    assertThat(answer.json().get("error_description").textValue())
        .isEqualTo("Multifactor authentication required");
    assertThat(answer.json().get("mfa_token").textValue()).startsWith("Fe26.2*");
    assertThat(answer.json().get("mfa_requirements").toString())
        .isEqualTo("{\"challenge\":[{\"type\":\"otp\"},{\"type\":\"phone\"}]}");
    assertThat(types()).containsExactly("mfar");
    assertThat(emulator.tenant().logs().getLast().clientIp()).contains("127.0.0.1");
  }

  @Test
  void a_wrong_password_of_an_enrolled_user_does_not_reveal_the_enrolment() {
    assertThat(client.logIn(MIA, "wrong", HERE).verdict()).isEqualTo("403 invalid_grant");
  }

  @Test
  void a_one_time_password_completes_the_login_with_the_scope_requested_first() throws Exception {
    Map<String, String> login = with(login(MIA, MIA_PASSWORD), "audience", DemoTenant.API_AUDIENCE);
    String token =
        client.token(with(login, "scope", "openid read:orders")).json().get("mfa_token").asText();

    Answer answer = client.token(otp(token, code()), "auth0-forwarded-for", HERE);

    assertThat(answer.status()).isEqualTo(200);
    SignedJWT access = SignedJWT.parse(answer.json().get("access_token").textValue());
    assertThat(access.getJWTClaimsSet().getClaim("scope")).isEqualTo("openid read:orders");
    SignedJWT id = SignedJWT.parse(answer.json().get("id_token").textValue());
    assertThat(id.getJWTClaimsSet().getClaim("amr")).isEqualTo(List.of("mfa"));
    LogEvent event = emulator.tenant().logs().getLast();
    assertThat(event.type().code()).isEqualTo("seotpft");
    assertThat(event.ip()).isEqualTo(HERE);
    assertThat(event.userName()).isEqualTo(MIA);
  }

  @Test
  void a_second_step_grants_no_scope_that_the_first_did_not_grant() throws Exception {
    Map<String, String> login = with(login(MIA, MIA_PASSWORD), "audience", DemoTenant.API_AUDIENCE);
    String token =
        client
            .token(with(login, "scope", "openid read:orders delete:everything"))
            .json()
            .get("mfa_token")
            .asText();

    Answer answer = client.token(otp(token, code()));

    SignedJWT access = SignedJWT.parse(answer.json().get("access_token").textValue());
    assertThat(access.getJWTClaimsSet().getClaim("scope")).isEqualTo("openid read:orders");
    assertThat(answer.json().get("scope").textValue()).isEqualTo("openid read:orders");
  }

  @Test
  void a_one_time_password_and_an_mfa_token_are_valid_once() {
    String first = mfaToken(MIA, MIA_PASSWORD);
    client.token(otp(first, code()));

    Answer sameToken = client.token(otp(first, code()));
    Answer sameCode = client.token(otp(mfaToken(MIA, MIA_PASSWORD), code()));

    assertThat(sameToken.json().get("error_description").textValue())
        .isEqualTo("Malformed mfa_token");
    assertThat(sameCode.json().get("error_description").textValue()).isEqualTo("Invalid otp_code.");
  }

  @Test
  void a_user_who_is_blocked_between_the_steps_gets_no_tokens() {
    String token = mfaToken(MIA, MIA_PASSWORD);
    client.patch(
        "/api/v2/users/auth0%7C000000000000000000000005",
        "{\"blocked\":true}", "Authorization", bearer(client.managementToken("update:users")));

    Answer wrong = client.token(otp(token, "000000"));
    Answer right = client.token(otp(token, code()));

    assertThat(wrong.body()).doesNotContain("blocked");
    assertThat(right.verdict()).isEqualTo("401 unauthorized");
    assertThat(right.json().get("error_description").textValue()).isEqualTo("user is blocked");
    assertThat(types()).endsWith("feotpft");
  }

  @Test
  void an_mfa_token_lives_ten_minutes() {
    String token = mfaToken(MIA, MIA_PASSWORD);
    clock.advance(Duration.ofMinutes(10));

    Answer answer = client.token(otp(token, code()));

    assertThat(answer.verdict()).isEqualTo("403 expired_token");
    assertThat(answer.json().get("error_description").textValue())
        .isEqualTo("mfa_token is expired");
  }

  @Test
  void an_mfa_token_belongs_to_one_application() {
    Map<String, String> form = otp(mfaToken(MIA, MIA_PASSWORD), code());

    Answer answer =
        client.token(with(with(form, "client_id", OTHER_ID), "client_secret", "other-secret"));

    assertThat(answer.verdict()).isEqualTo("400 invalid_request");
    assertThat(answer.json().get("error_description").textValue())
        .isEqualTo("mfa_token not issued to this client");
  }

  @Test
  void after_ten_wrong_codes_even_the_right_one_waits_six_minutes() {
    String token = mfaToken(MIA, MIA_PASSWORD);
    for (int i = 0; i < 10; i++) {
      assertThat(client.token(otp(token, "000000")).verdict()).isEqualTo("403 invalid_grant");
    }

    Answer refused = client.token(otp(token, code()));
    clock.advance(Duration.ofMinutes(6));
    Answer later = client.token(otp(token, code()));

    assertThat(refused.verdict()).isEqualTo("429 too_many_attempts");
    assertThat(later.status()).isEqualTo(200);
    assertThat(types()).contains("gd_auth_failed", "gd_otp_rate_limit_exceed", "feotpft");
  }

  @Test
  void a_text_message_carries_the_code() {
    String token = mfaToken(MIA, MIA_PASSWORD);
    Answer challenged = client.form("/mfa/challenge", challenge(token, "oob"));
    String oobCode = challenged.json().get("oob_code").textValue();
    SentMail message = emulator.tenant().mails().getLast();

    Answer wrong = client.token(oob(token, oobCode, "nothing"));
    Answer right = client.token(oob(token, oobCode, message.content().orElseThrow().reveal()));

    assertThat(challenged.json().get("binding_method").textValue()).isEqualTo("prompt");
    assertThat(message.kind()).isEqualTo(SentMail.Kind.MFA_SMS);
    assertThat(message.to()).isEqualTo(MIA_PHONE);
    assertThat(message.toString()).doesNotContain(message.content().orElseThrow().reveal());
    assertThat(wrong.json().get("error_description").textValue())
        .isEqualTo("Invalid binding_code.");
    assertThat(right.status()).isEqualTo(200);
    assertThat(types()).contains("feoobft", "seoobft");
  }

  @Test
  void a_code_is_valid_for_five_minutes_and_a_missing_one_changes_nothing() {
    String token = mfaToken(MIA, MIA_PASSWORD);
    String oobCode =
        client.form("/mfa/challenge", challenge(token, "oob")).json().get("oob_code").textValue();
    String code = emulator.tenant().mails().getLast().content().orElseThrow().reveal();
    Map<String, String> without = oob(token, oobCode, "");

    Answer missing = client.token(without);
    clock.advance(Duration.ofMinutes(5));
    Answer late = client.token(oob(token, oobCode, code));

    assertThat(missing.json().get("error_description").textValue())
        .isEqualTo("Missing required parameter: binding_code");
    assertThat(late.verdict()).isEqualTo("400 access_denied");
  }

  @Test
  void the_code_of_one_user_does_not_let_another_in() {
    String mias = mfaToken(MIA, MIA_PASSWORD);
    String oobCode =
        client.form("/mfa/challenge", challenge(mias, "oob")).json().get("oob_code").textValue();
    String code = emulator.tenant().mails().getLast().content().orElseThrow().reveal();

    Answer answer = client.token(oob(mfaToken(PIA, "pia's password"), oobCode, code));

    assertThat(answer.verdict()).isEqualTo("400 access_denied");
  }

  @Test
  void a_notification_is_pending_until_it_is_allowed() {
    String token = mfaToken(PIA, "pia's password");
    String oobCode =
        client.form("/mfa/challenge", challenge(token, "oob")).json().get("oob_code").textValue();

    Answer pending = client.token(oob(token, oobCode, ""));
    Answer hasty = client.token(oob(token, oobCode, ""));
    emulator
        .tenant()
        .answerPush(emulator.tenant().mails().getLast().content().orElseThrow().reveal(), true);
    Answer allowed = client.token(oob(token, oobCode, ""));

    assertThat(pending.verdict()).isEqualTo("400 authorization_pending");
    assertThat(hasty.verdict()).isEqualTo("400 slow_down");
    assertThat(allowed.status()).isEqualTo(200);
  }

  @Test
  void a_notification_that_is_denied_ends_the_login() {
    String token = mfaToken(PIA, "pia's password");
    String oobCode =
        client.form("/mfa/challenge", challenge(token, "oob")).json().get("oob_code").textValue();
    emulator.tenant().answerPush(oobCode, false);

    Answer answer = client.token(oob(token, oobCode, ""));

    assertThat(answer.verdict()).isEqualTo("400 access_denied");
    assertThat(answer.json().get("error_description").textValue())
        .isEqualTo("MFA Authorization rejected.");
  }

  @Test
  void a_recovery_code_is_valid_once_and_is_replaced() {
    Answer first = client.token(recovery(mfaToken(MIA, MIA_PASSWORD), MIA_RECOVERY_CODE));
    String next = first.json().get("recovery_code").textValue();

    Answer again = client.token(recovery(mfaToken(MIA, MIA_PASSWORD), MIA_RECOVERY_CODE));
    Answer second = client.token(recovery(mfaToken(MIA, MIA_PASSWORD), next));

    assertThat(first.status()).isEqualTo(200).isEqualTo(second.status());
    assertThat(again.verdict()).isEqualTo("403 invalid_grant");
    assertThat(again.json().get("error_description").textValue())
        .isEqualTo("MFA Authorization rejected.");
    assertThat(types()).contains("sercft", "fercft");
  }

  @Test
  void the_authenticators_are_listed_without_their_secrets() {
    Answer answer =
        client.get("/mfa/authenticators", "Authorization", bearer(mfaToken(MIA, MIA_PASSWORD)));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(texts(answer.json(), "authenticator_type"))
        .containsExactly("otp", "oob", "recovery-code");
    assertThat(answer.json().get(1).get("name").textValue()).isEqualTo("XXXXXXXXX0167");
    assertThat(answer.body()).doesNotContain(MIA_OTP_SECRET, MIA_RECOVERY_CODE);
  }

  @ParameterizedTest
  @CsvSource({"otp, 200", "oob, 200", "otp oob, 200", "push, 401"})
  void a_challenge_is_given_by_type(String type, int status) {
    Answer answer = client.form("/mfa/challenge", challenge(mfaToken(MIA, MIA_PASSWORD), type));

    assertThat(answer.status()).isEqualTo(status);
  }

  @Test
  void a_challenge_needs_the_client_secret_and_an_mfa_token() {
    Map<String, String> form = challenge(mfaToken(MIA, MIA_PASSWORD), "otp");

    assertThat(client.form("/mfa/challenge", with(form, "client_secret", "wrong")).verdict())
        .isEqualTo("401 access_denied");
    assertThat(client.form("/mfa/challenge", with(form, "mfa_token", "Fe26.2*x")).verdict())
        .isEqualTo("403 invalid_grant");
  }

  @Test
  void an_enrolled_user_cannot_add_or_remove_a_factor_with_an_mfa_token() {
    String token = mfaToken(MIA, MIA_PASSWORD);
    String id =
        client
            .get("/mfa/authenticators", "Authorization", bearer(token))
            .json()
            .get(0)
            .get("id")
            .textValue();

    Answer added = associate(token, "{\"authenticator_types\":[\"otp\"]}");
    Answer removed =
        client.delete("/mfa/authenticators/" + Client.encoded(id), "Authorization", bearer(token));

    assertThat(added.verdict()).isEqualTo("403 access_denied");
    assertThat(added.json().get("error_description").textValue())
        .isEqualTo("User is already enrolled.");
    assertThat(removed.verdict()).isEqualTo("403 insufficient_scope");
  }

  @Test
  void an_access_token_for_mfa_removes_a_factor() {
    Map<String, String> login =
        with(
            with(login(MIA, MIA_PASSWORD), "audience", emulator.issuer() + "mfa/"),
            "scope",
            "enroll read:authenticators remove:authenticators");
    String mfaToken = client.token(login).json().get("mfa_token").textValue();
    String access = client.token(otp(mfaToken, code())).json().get("access_token").textValue();
    String id =
        client
            .get("/mfa/authenticators", "Authorization", bearer(access))
            .json()
            .get(0)
            .get("id")
            .textValue();

    Answer removed =
        client.delete("/mfa/authenticators/" + Client.encoded(id), "Authorization", bearer(access));

    assertThat(removed.status()).isEqualTo(204);
    JsonNode left = client.get("/mfa/authenticators", "Authorization", bearer(access)).json();
    assertThat(texts(left, "authenticator_type")).containsExactly("oob", "recovery-code");
  }

  @ParameterizedTest
  @CsvSource({
    "enroll, 200, 403, 403",
    "read:authenticators, 403, 200, 403",
    "remove:authenticators, 403, 403, 204"
  })
  void an_access_token_for_mfa_does_what_its_scope_names_and_nothing_else(
      String scope, int enrolled, int listed, int removed) {
    Map<String, String> login =
        with(
            with(login(MIA, MIA_PASSWORD), "audience", emulator.issuer() + "mfa/"), "scope", scope);
    String mfaToken = client.token(login).json().get("mfa_token").textValue();
    String id =
        client
            .get("/mfa/authenticators", "Authorization", bearer(mfaToken))
            .json()
            .get(0)
            .get("id")
            .textValue();
    String access = client.token(otp(mfaToken, code())).json().get("access_token").textValue();

    Answer list = client.get("/mfa/authenticators", "Authorization", bearer(access));
    Answer more = associate(access, "{\"authenticator_types\":[\"otp\"]}");
    Answer gone =
        client.delete("/mfa/authenticators/" + Client.encoded(id), "Authorization", bearer(access));

    assertThat(list.status()).isEqualTo(listed);
    assertThat(more.status()).isEqualTo(enrolled);
    assertThat(gone.status()).isEqualTo(removed);
  }

  @Test
  void an_access_token_for_mfa_is_valid_for_the_seconds_that_its_answer_names() {
    Map<String, String> login =
        with(
            with(login(MIA, MIA_PASSWORD), "audience", emulator.issuer() + "mfa/"),
            "scope",
            "read:authenticators");
    String mfaToken = client.token(login).json().get("mfa_token").textValue();
    JsonNode tokens = client.token(otp(mfaToken, code())).json();
    String access = tokens.get("access_token").textValue();

    clock.advance(Duration.ofSeconds(tokens.get("expires_in").longValue() - 1));
    Answer last = client.get("/mfa/authenticators", "Authorization", bearer(access));
    clock.advance(Duration.ofSeconds(1));
    Answer late = client.get("/mfa/authenticators", "Authorization", bearer(access));

    assertThat(last.status()).isEqualTo(200);
    assertThat(late.status()).isEqualTo(403);
  }

  @Test
  void where_everybody_needs_a_second_step_a_new_user_enrols_on_the_way() {
    restart(definition -> definition.mfaPolicy(MfaPolicy.ALWAYS));
    Answer required = client.logIn(ALICE, ALICE_PASSWORD, HERE);
    String token = required.json().get("mfa_token").textValue();
    Answer unenrolled = client.form("/mfa/challenge", challenge(token, "otp"));

    Answer associated = associate(token, "{\"authenticator_types\":[\"otp\"]}");
    String secret = associated.json().get("secret").textValue();
    Answer done = client.token(otp(token, Codes.at(secret, clock.instant())));

    assertThat(required.json().get("mfa_requirements").has("enroll")).isTrue();
    assertThat(unenrolled.verdict()).isEqualTo("401 association_required");
    assertThat(associated.json().get("barcode_uri").textValue())
        .isEqualTo(
            "otpauth://totp/demo:alice%40example.com?secret="
                + secret
                + "&issuer=demo&algorithm=SHA1&digits=6&period=30");
    assertThat(associated.json().get("recovery_codes")).hasSize(1);
    assertThat(done.status()).isEqualTo(200);
    assertThat(client.logIn(ALICE, ALICE_PASSWORD, HERE).json().get("mfa_requirements").toString())
        .isEqualTo("{\"challenge\":[{\"type\":\"otp\"}]}");
  }

  @Test
  void a_text_message_enrols_too() {
    restart(definition -> definition.mfaPolicy(MfaPolicy.ALWAYS));
    String token = mfaToken(ALICE, ALICE_PASSWORD);

    Answer associated =
        associate(
            token,
            "{\"authenticator_types\":[\"oob\"],\"oob_channels\":[\"sms\"],"
                + "\"phone_number\":\"+15005550168\"}");
    String code = emulator.tenant().mails().getLast().content().orElseThrow().reveal();
    Answer done = client.token(oob(token, associated.json().get("oob_code").textValue(), code));

    assertThat(associated.json().get("oob_channel").textValue()).isEqualTo("sms");
    assertThat(associated.json().get("binding_method").textValue()).isEqualTo("prompt");
    assertThat(done.status()).isEqualTo(200);
  }

  @Test
  void a_right_code_gives_all_ten_guesses_back() {
    for (int round = 0; round < 2; round++) {
      String token = mfaToken(MIA, MIA_PASSWORD);
      for (int i = 0; i < 9; i++) {
        assertThat(client.token(otp(token, "000000")).verdict()).isEqualTo("403 invalid_grant");
      }

      Answer right = client.token(otp(token, code()));

      assertThat(right.status()).as("round %d", round).isEqualTo(200);
      clock.advance(Duration.ofSeconds(60));
    }
  }

  @Test
  void a_right_recovery_code_gives_all_ten_guesses_back_too() {
    String first = mfaToken(MIA, MIA_PASSWORD);
    for (int i = 0; i < 9; i++) {
      client.token(recovery(first, "wrong"));
    }
    Answer recovered = client.token(recovery(first, MIA_RECOVERY_CODE));
    String second = mfaToken(MIA, MIA_PASSWORD);
    for (int i = 0; i < 9; i++) {
      client.token(otp(second, "000000"));
    }

    Answer right = client.token(otp(second, code()));

    assertThat(recovered.status()).isEqualTo(200);
    assertThat(right.status()).isEqualTo(200);
  }

  @Test
  void guesses_are_counted_over_all_factors_and_for_each_user() {
    String token = mfaToken(MIA, MIA_PASSWORD);
    String oobCode =
        client.form("/mfa/challenge", challenge(token, "oob")).json().get("oob_code").textValue();
    for (int i = 0; i < 4; i++) {
      client.token(otp(token, "000000"));
      client.token(recovery(token, "wrong"));
    }
    client.token(oob(token, oobCode, "nothing"));
    Answer tenth = client.token(oob(token, oobCode, "nothing"));

    List<String> refused =
        List.of(
            client.token(otp(token, code())).verdict(),
            client.token(recovery(token, MIA_RECOVERY_CODE)).verdict(),
            client
                .token(
                    oob(
                        token,
                        oobCode,
                        emulator.tenant().mails().getLast().content().orElseThrow().reveal()))
                .verdict());

    assertThat(tenth.verdict()).isEqualTo("403 invalid_grant");
    assertThat(refused).containsOnly("429 too_many_attempts");
  }

  @Test
  void a_challenge_is_answered_once() {
    String token = mfaToken(MIA, MIA_PASSWORD);
    String oobCode =
        client.form("/mfa/challenge", challenge(token, "oob")).json().get("oob_code").textValue();
    String code = emulator.tenant().mails().getLast().content().orElseThrow().reveal();
    client.token(oob(token, oobCode, code));

    Answer again = client.token(oob(mfaToken(MIA, MIA_PASSWORD), oobCode, code));

    assertThat(again.verdict()).isEqualTo("400 access_denied");
  }

  @Test
  void a_device_polls_every_five_seconds_and_a_hasty_poll_starts_the_interval_again() {
    String token = mfaToken(PIA, "pia's password");
    String oobCode =
        client.form("/mfa/challenge", challenge(token, "oob")).json().get("oob_code").textValue();
    List<String> verdicts = new ArrayList<>();
    for (int seconds : List.of(0, 4, 4, 5)) {
      clock.advance(Duration.ofSeconds(seconds));
      verdicts.add(client.token(oob(token, oobCode, "")).verdict());
    }

    assertThat(verdicts)
        .containsExactly(
            "400 authorization_pending",
            "400 slow_down",
            "400 slow_down",
            "400 authorization_pending");
    assertThat(types()).doesNotContain("gd_auth_failed");
  }

  @Test
  void a_notification_is_answered_by_its_own_code_only() {
    String token = mfaToken(MIA, MIA_PASSWORD);
    String ofMessage =
        client.form("/mfa/challenge", challenge(token, "oob")).json().get("oob_code").textValue();

    assertThat(emulator.tenant().answerPush(ofMessage, true)).isFalse();
    assertThat(emulator.tenant().answerPush("unknown", true)).isFalse();
  }

  @Test
  void a_named_authenticator_is_challenged_and_only_with_its_type() {
    String token = mfaToken(MIA, MIA_PASSWORD);
    JsonNode list = client.get("/mfa/authenticators", "Authorization", bearer(token)).json();
    String phone = list.get(1).get("id").textValue();
    String recoveryCode = list.get(2).get("id").textValue();

    List<Answer> answers =
        List.of(
            challenged(token, "", phone),
            challenged(token, "otp", phone),
            challenged(token, "", recoveryCode),
            challenged(token, "", "sms|dev_other"),
            challenged(token, "", ""));

    assertThat(answers).extracting(Answer::status).containsExactly(200, 401, 401, 401, 200);
    assertThat(answers.getFirst().json().get("challenge_type").textValue()).isEqualTo("oob");
    assertThat(answers.getLast().json().get("challenge_type").textValue()).isEqualTo("otp");
    assertThat(answers.getLast().json().has("oob_code")).isFalse();
    assertThat(emulator.tenant().mails()).hasSize(1);
  }

  private Answer challenged(String token, String type, String authenticator) {
    return client.form(
        "/mfa/challenge", with(challenge(token, type), "authenticator_id", authenticator));
  }

  @Test
  void an_authenticator_that_does_not_exist_cannot_be_removed() {
    Map<String, String> login =
        with(
            with(login(MIA, MIA_PASSWORD), "audience", emulator.issuer() + "mfa/"),
            "scope",
            "remove:authenticators");
    String mfaToken = client.token(login).json().get("mfa_token").textValue();
    String access = client.token(otp(mfaToken, code())).json().get("access_token").textValue();

    Answer answer =
        client.delete("/mfa/authenticators/sms%7Cdev_other", "Authorization", bearer(access));

    assertThat(answer.verdict()).isEqualTo("404 not_found");
  }

  /** By channel: what is sent, and what the reply has. */
  @ParameterizedTest
  @CsvSource({"email, MFA_EMAIL, true", "auth0, MFA_PUSH, false"})
  void other_channels_enrol_too(String channel, SentMail.Kind sent, boolean typed) {
    restart(definition -> definition.mfaPolicy(MfaPolicy.ALWAYS));
    String token = mfaToken(ALICE, ALICE_PASSWORD);
    Answer associated =
        associate(
            token, "{\"authenticator_types\":[\"oob\"],\"oob_channels\":[\"" + channel + "\"]}");
    SentMail message = emulator.tenant().mails().getLast();
    String oobCode = associated.json().get("oob_code").textValue();
    emulator.tenant().answerPush(oobCode, true);

    Answer done =
        client.token(oob(token, oobCode, typed ? message.content().orElseThrow().reveal() : ""));

    assertThat(message.kind()).isEqualTo(sent);
    assertThat(message.to()).isEqualTo(typed ? ALICE : "Emulated device");
    assertThat(associated.json().get("oob_channel").textValue()).isEqualTo(channel);
    assertThat(associated.json().has("binding_method")).isEqualTo(typed);
    assertThat(associated.json().has("challenge_type")).isFalse();
    assertThat(done.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{}; authenticator_types",
        "{\"authenticator_types\":[\"oob\"]}; oob_channels",
        "{\"authenticator_types\":[\"oob\"],\"oob_channels\":[\"sms\"]}; phone_number"
      })
  void an_incomplete_enrolment_names_what_is_missing(String body, String parameter) {
    restart(definition -> definition.mfaPolicy(MfaPolicy.ALWAYS));
    String token = mfaToken(ALICE, ALICE_PASSWORD);

    Answer answer = associate(token, body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("error_description").textValue())
        .isEqualTo("Missing required parameter: " + parameter);
    assertThat(client.get("/mfa/authenticators", "Authorization", bearer(token)).json()).isEmpty();
  }

  @Test
  void only_the_first_enrolment_gives_a_recovery_code() {
    restart(definition -> definition.mfaPolicy(MfaPolicy.ALWAYS));
    String token = mfaToken(ALICE, ALICE_PASSWORD);
    Answer first = associate(token, "{\"authenticator_types\":[\"otp\"]}");

    Answer second = associate(token, "{\"authenticator_types\":[\"otp\"]}");

    assertThat(first.json().has("recovery_codes")).isTrue();
    assertThat(second.status()).isEqualTo(200);
    assertThat(second.json().has("recovery_codes")).isFalse();
    JsonNode listed = client.get("/mfa/authenticators", "Authorization", bearer(token)).json();
    assertThat(texts(listed, "authenticator_type")).containsExactly("otp", "recovery-code", "otp");
    assertThat(listed.get(0).get("active").booleanValue()).isFalse();
  }

  @Test
  void a_user_who_is_deleted_between_the_steps_gets_no_tokens() {
    String token = mfaToken(MIA, MIA_PASSWORD);
    client.delete(
        "/api/v2/users/auth0%7C000000000000000000000005",
        "Authorization", bearer(client.managementToken("delete:users")));

    Answer completed = client.token(recovery(token, MIA_RECOVERY_CODE));
    Answer associated = associate(token, "{\"authenticator_types\":[\"otp\"]}");
    Answer listed = client.get("/mfa/authenticators", "Authorization", bearer(token));

    assertThat(completed.verdict()).isEqualTo("403 invalid_grant");
    assertThat(completed.json().get("error_description").textValue())
        .isEqualTo("Malformed mfa_token");
    assertThat(associated.status()).isEqualTo(403);
    assertThat(listed.status()).isEqualTo(403);
  }

  private void restart(UnaryOperator<TenantDefinition.Builder> change) {
    stop();
    emulator = start(change);
    client = new Client(emulator);
  }

  private Auth0Emulator start(UnaryOperator<TenantDefinition.Builder> change) {
    TenantDefinition.Builder definition =
        TenantDefinition.demo().toBuilder()
            .application(
                Application.confidential(
                    OTHER_ID,
                    "Other",
                    Application.AppType.REGULAR_WEB,
                    Secret.of("other-secret"),
                    GrantType.MFA_OTP))
            .user(
                UserDefinition.of("auth0|pia", DemoTenant.CONNECTION, PIA, "pia's password")
                    .withFactors(new Factor.Push("Pia's phone")));
    return Auth0Emulator.start(TestSettings.at(clock).withTenant(change.apply(definition).build()));
  }

  private List<String> types() {
    return emulator.tenant().logs().stream().map(event -> event.type().code()).toList();
  }

  private String mfaToken(String username, String password) {
    return client.logIn(username, password, HERE).json().get("mfa_token").textValue();
  }

  private String code() {
    return Codes.at(MIA_OTP_SECRET, clock.instant());
  }

  private Answer associate(String token, String body) {
    return client.post("/mfa/associate", "application/json", body, "Authorization", bearer(token));
  }

  private static String bearer(String token) {
    return "Bearer " + token;
  }

  private static Map<String, String> challenge(String token, String type) {
    Map<String, String> form = step(token);
    form.put("challenge_type", type);
    return form;
  }

  private static Map<String, String> otp(String token, String code) {
    Map<String, String> form = step(token);
    form.put("grant_type", "http://auth0.com/oauth/grant-type/mfa-otp");
    form.put("otp", code);
    return form;
  }

  private static Map<String, String> oob(String token, String oobCode, String bindingCode) {
    Map<String, String> form = step(token);
    form.put("grant_type", "http://auth0.com/oauth/grant-type/mfa-oob");
    form.put("oob_code", oobCode);
    form.put("binding_code", bindingCode);
    return form;
  }

  private static Map<String, String> recovery(String token, String code) {
    Map<String, String> form = step(token);
    form.put("grant_type", "http://auth0.com/oauth/grant-type/mfa-recovery-code");
    form.put("recovery_code", code);
    return form;
  }

  private static Map<String, String> step(String token) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("client_id", GATEWAY_CLIENT_ID);
    form.put("client_secret", GATEWAY_CLIENT_SECRET);
    form.put("mfa_token", token);
    return form;
  }

  private static List<String> texts(JsonNode list, String field) {
    return StreamSupport.stream(list.spliterator(), false)
        .map(each -> each.get(field).textValue())
        .toList();
  }
}
