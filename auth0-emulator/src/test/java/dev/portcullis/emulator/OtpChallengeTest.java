package dev.portcullis.emulator;

import static dev.portcullis.emulator.Client.with;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.BLOCKED;
import static dev.portcullis.emulator.tenant.DemoTenant.CONNECTION;
import static dev.portcullis.emulator.tenant.DemoTenant.GATEWAY_CLIENT_ID;
import static dev.portcullis.emulator.tenant.DemoTenant.GATEWAY_CLIENT_SECRET;
import static dev.portcullis.emulator.tenant.DemoTenant.MIA;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import dev.portcullis.emulator.Client.Answer;
import dev.portcullis.emulator.observed.SentMail;
import dev.portcullis.emulator.tenant.Application;
import dev.portcullis.emulator.tenant.AuthenticationMethods;
import dev.portcullis.emulator.tenant.GrantType;
import dev.portcullis.emulator.tenant.TenantDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One-time codes of a database: {@code /otp/challenge}, then the token endpoint. */
class OtpChallengeTest {

  private static final String NEW = "new@example.com";
  private static final String GRANT = "http://auth0.com/oauth/grant-type/passwordless/otp";

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
        .application(gateway.toBuilder().grantTypes(grants).build())
        .connection(
            demo.connection(CONNECTION)
                .orElseThrow()
                .withMethods(AuthenticationMethods.DEFAULT.withEmailCode(true).withPhoneCode(true)))
        .build();
  }

  @AfterEach
  void stop() {
    client.close();
    emulator.close();
  }

  @Test
  void a_code_logs_a_user_of_a_database_in_once() throws Exception {
    Answer challenge = challenge(Map.of("email", ALICE));

    Answer tokens = redeem(challenge, code());
    Answer again = redeem(challenge, code());

    assertThat(challenge.json().properties()).hasSize(1);
    assertThat(
            SignedJWT.parse(tokens.json().get("id_token").textValue())
                .getJWTClaimsSet()
                .getSubject())
        .isEqualTo("auth0|000000000000000000000001");
    assertThat(again.verdict()).isEqualTo("400 invalid_request");
    assertThat(types()).containsExactly("cls", "s", "fepotpft");
  }

  @Test
  void a_user_with_a_phone_number_gets_a_text_message() {
    client.patch(
        "/api/v2/users/auth0%7C000000000000000000000001",
        "{\"phone_number\":\"+15005550188\"}",
        "Authorization",
        "Bearer " + client.managementToken("update:users"));

    Answer challenge = challenge(Map.of("phone_number", "+15005550188"));

    assertThat(emulator.tenant().mails().getLast().kind()).isEqualTo(SentMail.Kind.LOGIN_CODE_SMS);
    assertThat(redeem(challenge, code()).status()).isEqualTo(200);
  }

  @Test
  void an_unknown_user_gets_a_code_only_with_sign_up_and_the_answers_are_alike() {
    Answer without = challenge(Map.of("email", NEW));
    Answer dud = redeem(without, "000000");
    int sent = emulator.tenant().mails().size();
    Answer with = challenge(Map.of("email", NEW, "allow_signup", "true"));

    Answer tokens = redeem(with, code());

    assertThat(without.status()).isEqualTo(200).isEqualTo(with.status());
    assertThat(sent).isZero();
    assertThat(dud.verdict()).isEqualTo("400 invalid_request");
    assertThat(tokens.status()).isEqualTo(200);
    assertThat(types()).contains("ss");
  }

  @Test
  void a_blocked_user_gets_no_code() {
    Answer challenge = challenge(Map.of("email", BLOCKED));

    Answer answer = redeem(challenge, "000000");

    assertThat(emulator.tenant().mails()).isEmpty();
    assertThat(answer.verdict()).isEqualTo("400 invalid_request");
  }

  @Test
  void a_user_who_is_blocked_after_the_code_was_sent_is_denied() {
    Answer challenge = challenge(Map.of("email", ALICE));
    client.patch(
        "/api/v2/users/auth0%7C000000000000000000000001",
        "{\"blocked\":true}", "Authorization", "Bearer " + client.managementToken("update:users"));

    Answer answer = redeem(challenge, code());

    assertThat(answer.verdict()).isEqualTo("403 access_denied");
    assertThat(answer.body()).contains("user is blocked");
  }

  @Test
  void brute_force_protection_denies_a_code() {
    for (int i = 0; i < 10; i++) {
      redeem(challenge(Map.of("email", ALICE)), "wrong");
    }

    Answer blocked = redeem(challenge(Map.of("email", ALICE)), code());

    assertThat(blocked.verdict()).isEqualTo("403 access_denied");
    assertThat(types()).contains("limit_wc");
  }

  @Test
  void a_session_ends_with_its_code_and_belongs_to_its_application() {
    Answer challenge = challenge(Map.of("email", ALICE));
    String early = redeem(challenge, "wrong").verdict();
    clock.advance(Duration.ofMinutes(3));

    String late = redeem(challenge, code()).verdict();
    String unknown = redeem("unknown", code()).verdict();

    assertThat(List.of(early, late, unknown)).containsOnly("400 invalid_request");
  }

  @Test
  void a_second_factor_is_required_as_after_a_password() {
    Answer answer = redeem(challenge(Map.of("email", MIA)), code());

    assertThat(answer.verdict()).isEqualTo("403 mfa_required");
    assertThat(answer.json().get("mfa_token").textValue()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "client_id, '', 400 invalid_request",
    "client_secret, wrong, 401 invalid_client",
    "connection, '', 400 invalid_request",
    "connection, nowhere, 400 invalid_connection",
    "email, nobody, 400 invalid_request",
    "email, '', 400 invalid_request",
    "phone_number, +15005550188, 400 invalid_request",
    "allow_signup, maybe, 400 invalid_request",
    "delivery_method, voice, 400 invalid_request"
  })
  void a_wrong_challenge_is_refused(String parameter, String value, String verdict) {
    Answer answer =
        client.form("/otp/challenge", with(form(Map.of("email", ALICE)), parameter, value));

    assertThat(answer.verdict()).isEqualTo(verdict);
    if (verdict.equals("400 invalid_request")) {
      assertThat(answer.json().at("/validation_errors/0/field").textValue()).isNotEmpty();
    }
  }

  @Test
  void an_application_without_the_grant_and_a_connection_without_codes_are_refused() {
    emulator
        .tenant()
        .configure(
            tenant ->
                tenant.connection(
                    tenant()
                        .connection(CONNECTION)
                        .orElseThrow()
                        .withMethods(AuthenticationMethods.DEFAULT)));
    Answer noMethod = challenge(Map.of("email", ALICE));
    emulator
        .tenant()
        .configure(
            tenant ->
                tenant.application(
                    TenantDefinition.demo().application(GATEWAY_CLIENT_ID).orElseThrow()));
    Answer noGrant = challenge(Map.of("email", ALICE));

    assertThat(noMethod.verdict()).isEqualTo("400 invalid_connection");
    assertThat(noGrant.verdict()).isEqualTo("403 unauthorized_client");
  }

  @Test
  void an_address_gets_fifty_challenges_an_hour() {
    for (int i = 0; i < 50; i++) {
      challenge(Map.of("email", ALICE));
    }

    Answer limited = challenge(Map.of("email", ALICE));

    assertThat(limited.verdict()).isEqualTo("429 too_many_requests");
    assertThat(limited.header("Retry-After")).containsExactly("72");
    assertThat(limited.header("X-RateLimit-Limit")).containsExactly("50");
    assertThat(limited.header("X-RateLimit-Remaining")).containsExactly("0");
  }

  @Test
  void a_database_without_passwords_ends_the_password_grant() {
    client.patch(
        "/api/v2/connections/con_Demo0123456789AB",
        """
        {"options":{"authentication_methods":
        {"password":{"enabled":false},"email_otp":{"enabled":true}}}}\
        """,
        "Authorization",
        "Bearer " + client.managementToken("update:connections"));

    Answer password = client.token(Client.login(ALICE, ALICE_PASSWORD));
    Answer code = redeem(challenge(Map.of("email", ALICE)), code());

    assertThat(password.verdict()).isEqualTo("400 invalid_request");
    assertThat(code.status()).isEqualTo(200);
  }

  @Test
  void a_session_of_another_application_is_unknown_and_stays_valid() {
    emulator
        .tenant()
        .configure(
            tenant ->
                tenant
                    .application(
                        Application.publicClient(
                            "OtherCodeClient00000000000000001",
                            "Other",
                            GrantType.PASSWORDLESS_OTP))
                    .connection(
                        tenant()
                            .connection(CONNECTION)
                            .orElseThrow()
                            .withEnabledClients(
                                Set.of(GATEWAY_CLIENT_ID, "OtherCodeClient00000000000000001"))));
    Answer challenge = challenge(Map.of("email", ALICE));
    Map<String, String> others = new LinkedHashMap<>(redemption(session(challenge), code()));
    others.put("client_id", "OtherCodeClient00000000000000001");
    others.remove("client_secret");

    Answer foreign = client.token(others);

    assertThat(foreign.verdict()).isEqualTo("400 invalid_request");
    assertThat(redeem(challenge, code()).status()).isEqualTo(200);
  }

  @Test
  void what_comes_after_the_end_of_a_session_is_no_attempt_to_log_in() {
    Answer challenge = challenge(Map.of("email", ALICE));
    clock.advance(Duration.ofMinutes(3));

    redeem(challenge, code());

    assertThat(types()).containsExactly("cls", "fepotpft");
  }

  @Test
  void a_session_is_over_with_the_login_and_not_before() {
    Answer challenge = challenge(Map.of("email", ALICE));
    String wrong = redeem(challenge, "wrong").verdict();
    String right = redeem(challenge, code()).verdict();
    challenge(Map.of("email", ALICE));

    Answer again = redeem(challenge, code());

    assertThat(wrong).isEqualTo("400 invalid_request").isEqualTo(again.verdict());
    assertThat(right).isEqualTo("200 ");
  }

  /** Who may sign up with a code: {@code allow_signup}, the connection's own setting, the way. */
  @ParameterizedTest
  @CsvSource({
    "email, true, true, true",
    "email, true, false, false",
    "email, false, true, false",
    "phone_number, true, true, false"
  })
  void an_unknown_user_gets_a_code_only_where_a_sign_up_is_allowed(
      String parameter, boolean asked, boolean open, boolean sent) {
    emulator
        .tenant()
        .configure(
            tenant ->
                tenant.connection(tenant().connection(CONNECTION).orElseThrow().withSignUp(open)));

    Answer answer =
        challenge(
            Map.of(
                parameter,
                parameter.equals("email") ? NEW : "+15005550199",
                "allow_signup",
                Boolean.toString(asked)));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(emulator.tenant().mails()).hasSize(sent ? 1 : 0);
  }

  @ParameterizedTest
  @CsvSource({
    "email, true, false, 200",
    "email, false, true, 400",
    "phone_number, true, false, 400",
    "phone_number, false, true, 200"
  })
  void each_way_has_its_own_method_of_the_connection(
      String parameter, boolean email, boolean phone, int status) {
    emulator
        .tenant()
        .configure(
            tenant ->
                tenant.connection(
                    tenant()
                        .connection(CONNECTION)
                        .orElseThrow()
                        .withMethods(
                            AuthenticationMethods.DEFAULT
                                .withEmailCode(email)
                                .withPhoneCode(phone))));

    Answer answer =
        challenge(Map.of(parameter, parameter.equals("email") ? ALICE : "+15005550188"));

    assertThat(answer.status()).isEqualTo(status);
  }

  @Test
  void who_waits_as_long_as_the_answer_says_is_served() {
    challenge(Map.of("email", ALICE));
    clock.advance(Duration.ofMillis(500));
    for (int i = 0; i < 49; i++) {
      challenge(Map.of("email", ALICE));
    }
    Answer limited = challenge(Map.of("email", ALICE));
    long wait = Long.parseLong(limited.header("Retry-After").getFirst());
    Instant reset =
        Instant.ofEpochSecond(Long.parseLong(limited.header("X-RateLimit-Reset").getFirst()));
    Instant then = clock.instant();
    clock.advance(Duration.ofSeconds(wait));

    Answer served = challenge(Map.of("email", ALICE));

    assertThat(limited.status()).isEqualTo(429);
    assertThat(served.status()).isEqualTo(200);
    assertThat(reset).isAfterOrEqualTo(then.plusMillis(71_500));
    assertThat(served.header("X-RateLimit-Remaining")).containsExactly("0");
  }

  @Test
  void a_wrong_challenge_of_a_known_application_costs_a_token_and_one_of_another_does_not() {
    client.form("/otp/challenge", with(form(Map.of("email", ALICE)), "client_secret", "wrong"));
    client.form("/otp/challenge", with(form(Map.of("email", ALICE)), "connection", ""));

    Answer answer = challenge(Map.of("email", ALICE));

    assertThat(answer.header("X-RateLimit-Remaining")).containsExactly("48");
  }

  private Answer challenge(Map<String, String> parameters) {
    return client.form("/otp/challenge", form(parameters));
  }

  private static Map<String, String> form(Map<String, String> parameters) {
    Map<String, String> form = new LinkedHashMap<>(parameters);
    form.put("client_id", GATEWAY_CLIENT_ID);
    form.put("client_secret", GATEWAY_CLIENT_SECRET);
    form.put("connection", CONNECTION);
    return form;
  }

  private Answer redeem(Answer challenge, String code) {
    return redeem(session(challenge), code);
  }

  private static String session(Answer challenge) {
    return challenge.json().path("auth_session").asText();
  }

  private Answer redeem(String session, String code) {
    return client.token(redemption(session, code));
  }

  private static Map<String, String> redemption(String session, String code) {
    return Map.of(
        "grant_type",
        GRANT,
        "client_id",
        GATEWAY_CLIENT_ID,
        "client_secret",
        GATEWAY_CLIENT_SECRET,
        "auth_session",
        session,
        "otp",
        code,
        "scope",
        "openid email");
  }

  private String code() {
    return emulator.tenant().mails().getLast().content().orElseThrow().reveal();
  }

  private List<String> types() {
    return emulator.tenant().logs().stream()
        .map(event -> event.type().code())
        .filter(type -> !type.equals("seccft") && !type.equals("sapi"))
        .toList();
  }
}
