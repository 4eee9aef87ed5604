package dev.portcullis.emulator;

import static dev.portcullis.emulator.Client.with;
import static dev.portcullis.emulator.HostedClient.CALLBACK;
import static dev.portcullis.emulator.HostedClient.location;
import static dev.portcullis.emulator.HostedClient.response;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.portcullis.emulator.Client.Answer;
import dev.portcullis.emulator.observed.LogEvent;
import dev.portcullis.emulator.observed.LogType;
import dev.portcullis.emulator.observed.SentMail;
import dev.portcullis.emulator.tenant.Application;
import dev.portcullis.emulator.tenant.Application.AppType;
import dev.portcullis.emulator.tenant.ApplicationUrls;
import dev.portcullis.emulator.tenant.Connection;
import dev.portcullis.emulator.tenant.Connection.Strategy;
import dev.portcullis.emulator.tenant.GrantType;
import dev.portcullis.emulator.tenant.MfaPolicy;
import dev.portcullis.emulator.tenant.Secret;
import dev.portcullis.emulator.tenant.TenantDefinition;
import dev.portcullis.emulator.tenant.TokenRule;
import dev.portcullis.emulator.tenant.protection.SuspiciousIpSettings;
import dev.portcullis.emulator.tenantfile.TenantFile;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Classic passwordless: a code or a link by e-mail, a code by text message. */
class PasswordlessTest {

  private static final String ID = "PasswordlessClient00000000000001";
  private static final String SECRET = "only-for-tests-passwordless-client";
  private static final String GRANT = "http://auth0.com/oauth/grant-type/passwordless/otp";
  private static final String NINA = "nina@example.com";
  private static final String PHONE = "+15005550177";
  private static final String HERE = "203.0.113.7";

  private final TestClock clock = new TestClock();
  private final Auth0Emulator emulator =
      Auth0Emulator.start(TestSettings.at(clock).withTenant(tenant()));
  private final Client client = new Client(emulator);

  private static TenantDefinition tenant() {
    return TenantDefinition.demo().toBuilder()
        .application(
            Application.confidential(
                    ID,
                    "Newsletter",
                    AppType.REGULAR_WEB,
                    Secret.of(SECRET),
                    GrantType.PASSWORDLESS_OTP,
                    GrantType.AUTHORIZATION_CODE,
                    GrantType.REFRESH_TOKEN)
                .withIpHeaderTrusted(true)
                .withUrls(ApplicationUrls.NONE.withCallbacks(List.of(CALLBACK))))
        .connection(
            Connection.of("con_email", "email")
                .withStrategy(Strategy.EMAIL)
                .withEnabledClients(Set.of(ID)))
        .connection(
            Connection.of("con_sms", "sms")
                .withStrategy(Strategy.SMS)
                .withEnabledClients(Set.of(ID)))
        .build();
  }

  @AfterEach
  void stop() {
    client.close();
    emulator.close();
  }

  @Test
  void a_code_by_e_mail_signs_a_new_user_up_and_logs_in() throws Exception {
    Answer started = start(Map.of("connection", "email", "email", NINA, "send", "code"));
    SentMail mail = emulator.tenant().mails().getLast();

    Answer tokens = redeem("email", NINA, code());

    assertThat(started.status()).isEqualTo(200);
    assertThat(started.json().get("email").textValue()).isEqualTo(NINA);
    assertThat(started.json().get("_id").textValue()).matches("[0-9a-f]{24}");
    assertThat(mail.kind()).isEqualTo(SentMail.Kind.LOGIN_CODE_EMAIL);
    assertThat(mail.to()).isEqualTo(NINA);
    assertThat(code()).matches("[0-9]{6}");
    assertThat(tokens.status()).isEqualTo(200);
    JWTClaimsSet claims = idToken(tokens);
    assertThat(claims.getSubject()).matches("email\\|[0-9a-f]{24}");
    assertThat(claims.getClaim("email")).isEqualTo(NINA);
    assertThat(claims.getClaim("email_verified")).isEqualTo(true);
    assertThat(types()).containsExactly("cls", "ss", "s");
    assertThat(search("email:" + NINA)).isEqualTo(List.of(claims.getSubject()));
    start(Map.of("connection", "email", "email", NINA, "send", "code"));
    assertThat(idToken(redeem("email", NINA, code())).getSubject()).isEqualTo(claims.getSubject());
    assertThat(emulator.tenant().logs().getLast().fields())
        .containsEntry("strategy", "email")
        .containsEntry("strategy_type", "passwordless");
  }

  @Test
  void a_token_rule_gives_a_login_with_a_code_claims_or_denies_it() throws Exception {
    emulator
        .tenant()
        .configure(
            builder ->
                builder.tokenRules(
                    List.of(
                        TokenRule.EMPTY.withIdToken(
                            Map.of("https://example.com/way", "event.connection.strategy")),
                        TokenRule.EMPTY.withUsers(List.of("no@example.com")).withDeny("No."))));
    start(Map.of("connection", "email", "email", NINA, "send", "code"));
    Answer tokens = redeem("email", NINA, code());
    start(Map.of("connection", "email", "email", "no@example.com", "send", "code"));

    Answer denied = redeem("email", "no@example.com", code());

    assertThat(idToken(tokens).getClaim("https://example.com/way")).isEqualTo("email");
    assertThat(denied.verdict()).isEqualTo("403 access_denied");
    assertThat(denied.body()).contains("No.");
  }

  @Test
  void a_code_by_text_message_logs_in_a_user_with_a_phone_number() throws Exception {
    Answer started = start(Map.of("connection", "sms", "phone_number", PHONE));
    SentMail message = emulator.tenant().mails().getLast();

    Answer tokens =
        client.token(with(grant("sms", PHONE, code()), "scope", "openid email phone profile"));

    assertThat(started.json().get("phone_number").textValue()).isEqualTo(PHONE);
    assertThat(message.kind()).isEqualTo(SentMail.Kind.LOGIN_CODE_SMS);
    JWTClaimsSet claims = idToken(tokens);
    assertThat(claims.getSubject()).startsWith("sms|");
    assertThat(claims.getClaim("phone_number")).isEqualTo(PHONE);
    assertThat(claims.getClaim("phone_number_verified")).isEqualTo(true);
    assertThat(claims.getClaims()).doesNotContainKey("email");
    assertThat(types()).containsExactly("cs", "ss", "s");
    assertThat(search("phone_number:\"" + PHONE + "\"")).isEqualTo(List.of(claims.getSubject()));
  }

  @Test
  void a_link_logs_the_browser_in_and_answers_the_application() {
    start(
        """
        {"client_id":"%s","client_secret":"%s","connection":"email","email":"%s",
         "authParams":{"scope":"openid email","state":"s1","redirect_uri":"%s"}}\
        """
            .formatted(ID, SECRET, NINA, CALLBACK));
    SentMail mail = emulator.tenant().mails().getLast();
    HostedClient browser = new HostedClient(client);

    Answer answer = browser.get(pathOf(mail));

    assertThat(mail.kind()).isEqualTo(SentMail.Kind.LOGIN_LINK);
    assertThat(location(answer)).startsWith(CALLBACK + "?code=");
    assertThat(response(answer)).containsEntry("state", "s1");
    assertThat(browser.has("auth0")).isTrue();
    Answer tokens =
        client.token(
            Map.of(
                "grant_type",
                "authorization_code",
                "client_id",
                ID,
                "client_secret",
                SECRET,
                "code",
                HostedClient.code(answer),
                "redirect_uri",
                CALLBACK));
    assertThat(tokens.json().get("scope").textValue()).isEqualTo("openid email");
    Answer again = browser.get(pathOf(mail));
    assertThat(response(again)).containsEntry("error", "unauthorized").containsEntry("state", "s1");
    assertThat(emulator.tenant().logs().getFirst().fields().toString())
        .contains("redacted")
        .doesNotContain("verification_code");
  }

  @Test
  void a_link_of_a_user_with_a_second_factor_leads_to_it() {
    emulator.tenant().configure(tenant -> tenant.mfaPolicy(MfaPolicy.ALWAYS));
    start(Map.of("connection", "email", "email", NINA));

    Answer answer = new HostedClient(client).get(pathOf(emulator.tenant().mails().getLast()));
    start(Map.of("connection", "email", "email", NINA, "send", "code"));
    Answer code = redeem("email", NINA, code());

    assertThat(location(answer)).startsWith("/u/mfa?state=");
    assertThat(code.verdict()).isEqualTo("403 mfa_required");
  }

  @Test
  void only_the_newest_code_counts_once_within_its_life_and_for_three_guesses() {
    start(Map.of("connection", "email", "email", NINA, "send", "code"));
    String first = code();
    start(Map.of("connection", "email", "email", NINA, "send", "code"));
    String second = code();

    String older =
        first.equals(second) ? "403 invalid_grant" : redeem("email", NINA, first).verdict();
    String right = redeem("email", NINA, second).verdict();
    String again = redeem("email", NINA, second).verdict();
    start(Map.of("connection", "email", "email", NINA, "send", "code"));
    clock.advance(Duration.ofMinutes(3));
    String late = redeem("email", NINA, code()).verdict();
    start(Map.of("connection", "email", "email", NINA, "send", "code"));
    for (int i = 0; i < 3; i++) {
      redeem("email", NINA, wrong());
    }
    Answer guessed = redeem("email", NINA, code());

    assertThat(right).isEqualTo("200 ");
    assertThat(List.of(older, again, late, guessed.verdict())).containsOnly("403 invalid_grant");
    assertThat(guessed.body()).contains("Wrong email or verification code.");
    assertThat(types()).contains("fepotpft", "fu", "fp");
  }

  @Test
  void a_wrong_code_is_logged_with_the_user_it_was_sent_to_if_there_is_one() {
    start(Map.of("connection", "email", "email", NINA, "send", "code"));
    redeem("email", NINA, wrong());
    redeem("email", NINA, code());
    String id = search("email:" + NINA).getFirst();
    start(Map.of("connection", "email", "email", NINA, "send", "code"));

    redeem("email", NINA, wrong());

    assertThat(emulator.tenant().logs())
        .filteredOn(event -> event.type() == LogType.FAILED_EXCHANGE_PASSWORDLESS)
        .extracting(LogEvent::userId)
        .containsExactly("", id);
  }

  @Test
  void length_and_life_of_codes_are_the_connections() {
    String token = client.managementToken("update:connections read:connections");
    String[] admin = {"Authorization", "Bearer " + token};
    Answer changed =
        client.patch(
            "/api/v2/connections/con_sms",
            "{\"options\":{\"totp\":{\"length\":8,\"time_step\":600}}}",
            admin);
    start(Map.of("connection", "sms", "phone_number", PHONE));
    clock.advance(Duration.ofSeconds(599));

    Answer tokens = redeem("sms", PHONE, code());

    assertThat(changed.json().at("/options/totp/time_step").intValue()).isEqualTo(600);
    assertThat(code()).hasSize(8);
    assertThat(tokens.status()).isEqualTo(200);
  }

  @Test
  void wrong_codes_are_counted_by_brute_force_protection_at_the_trusted_address() {
    start(Map.of("connection", "email", "email", NINA, "send", "code"));
    for (int i = 0; i < 10; i++) {
      client.token(grant("email", NINA, "000"), "auth0-forwarded-for", HERE);
    }
    start(Map.of("connection", "email", "email", NINA, "send", "code"));

    Answer blocked = client.token(grant("email", NINA, code()), "auth0-forwarded-for", HERE);
    Answer elsewhere =
        client.token(grant("email", NINA, code()), "auth0-forwarded-for", "198.51.100.9");

    assertThat(blocked.verdict()).isEqualTo("429 too_many_attempts");
    assertThat(elsewhere.status()).isEqualTo(200);
    assertThat(types()).contains("limit_wc");
    assertThat(
            emulator.tenant().logs().stream()
                .filter(event -> event.type().code().equals("fepotpft"))
                .findFirst()
                .orElseThrow()
                .ip())
        .isEqualTo(HERE);
  }

  @Test
  void suspicious_ip_throttling_counts_wrong_codes_too() {
    emulator
        .tenant()
        .configure(
            tenant -> tenant.suspiciousIp(SuspiciousIpSettings.defaults().withMaxAttempts(2)));
    for (int i = 0; i < 2; i++) {
      client.token(grant("email", i + NINA, "000"), "auth0-forwarded-for", HERE);
    }

    Answer blocked = client.token(grant("email", NINA, "000"), "auth0-forwarded-for", HERE);

    assertThat(blocked.verdict()).isEqualTo("429 too_many_attempts");
    assertThat(blocked.body()).contains("suspicious login behavior");
  }

  @Test
  void the_forwarded_address_of_a_start_is_in_the_log_if_it_is_trusted() {
    Map<String, String> form = form(Map.of("connection", "email", "email", NINA, "send", "code"));

    client.form("/passwordless/start", form, "auth0-forwarded-for", HERE);
    client.form(
        "/passwordless/start", Client.without(form, "client_secret"), "auth0-forwarded-for", HERE);

    assertThat(emulator.tenant().logs())
        .extracting(event -> event.ip())
        .containsExactly(HERE, "127.0.0.1");
  }

  @Test
  void without_sign_ups_an_unknown_address_gets_nothing() {
    emulator
        .tenant()
        .configure(
            tenant ->
                tenant.connection(tenant().connection("email").orElseThrow().withSignUp(false)));

    Answer answer = start(Map.of("connection", "email", "email", NINA, "send", "code"));

    assertThat(answer.verdict()).isEqualTo("400 bad.connection");
    assertThat(answer.body()).contains("Public signup is disabled");
    assertThat(emulator.tenant().mails()).isEmpty();
  }

  @Test
  void a_blocked_user_is_sent_no_code_and_does_not_log_in() {
    start(Map.of("connection", "email", "email", NINA, "send", "code"));
    redeem("email", NINA, code());
    start(Map.of("connection", "email", "email", NINA, "send", "code"));
    String before = code();
    int sent = emulator.tenant().mails().size();
    String id = search("email:" + NINA).getFirst();
    client.patch(
        "/api/v2/users/" + Client.encoded(id),
        "{\"blocked\":true}",
        "Authorization",
        "Bearer " + client.managementToken("update:users"));

    Answer login = redeem("email", NINA, before);
    Answer started = start(Map.of("connection", "email", "email", NINA, "send", "code"));
    Answer linked = start(Map.of("connection", "email", "email", NINA, "send", "link"));

    assertThat(login.verdict()).isEqualTo("401 unauthorized");
    assertThat(started.status()).isEqualTo(200);
    assertThat(linked.status()).isEqualTo(200);
    assertThat(emulator.tenant().mails()).hasSize(sent);
  }

  @ParameterizedTest
  @CsvSource({
    "client_id, '', 400 bad.client_id",
    "client_id, UnknownApplicationOfThirtyTwoCha, 401 access_denied",
    "client_secret, wrong, 401 access_denied",
    "connection, carrier-pigeon, 400 bad.connection",
    "connection, Username-Password-Authentication, 400 bad.connection",
    "email, nobody, 400 bad.email",
    "email, '', 400 bad.email",
    "send, smoke, 400 bad.send",
    "authParams, text, 400 bad.authParams"
  })
  void a_wrong_start_is_refused(String parameter, String value, String verdict) {
    Map<String, String> form = form(Map.of("connection", "email", "email", NINA, "send", "code"));

    Answer answer = client.form("/passwordless/start", with(form, parameter, value));

    assertThat(answer.verdict()).isEqualTo(verdict);
    assertThat(emulator.tenant().mails()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "realm, '', 400 invalid_request",
    "realm, nowhere, 400 invalid_request",
    "realm, Username-Password-Authentication, 400 invalid_request",
    "username, '', 400 invalid_request",
    "otp, '', 400 invalid_request",
    "audience, https://other.example.com, 400 invalid_request",
    "client_secret, wrong, 401 access_denied"
  })
  void a_wrong_exchange_is_refused(String parameter, String value, String verdict) {
    start(Map.of("connection", "email", "email", NINA, "send", "code"));

    Answer answer = client.token(with(grant("email", NINA, code()), parameter, value));

    assertThat(answer.verdict()).isEqualTo(verdict);
  }

  @Test
  void a_confidential_application_has_to_authenticate_if_the_tenant_wants_it() {
    Map<String, String> form =
        Client.without(
            form(Map.of("connection", "email", "email", NINA, "send", "code")), "client_secret");
    Answer before = client.form("/passwordless/start", form);

    client.patch(
        "/api/v2/tenants/settings",
        "{\"flags\":{\"enforce_client_authentication_on_passwordless_start\":true}}",
        "Authorization",
        "Bearer " + client.managementToken("update:tenant_settings"));
    Answer after = client.form("/passwordless/start", form);

    assertThat(before.status()).isEqualTo(200);
    assertThat(after.verdict()).isEqualTo("401 access_denied");
  }

  @Test
  void an_address_asks_fifty_times_an_hour_without_authentication() {
    Map<String, String> form =
        Client.without(
            form(Map.of("connection", "email", "email", NINA, "send", "code")), "client_secret");
    for (int i = 0; i < 50; i++) {
      client.form("/passwordless/start", form);
    }

    Answer limited = client.form("/passwordless/start", form);
    Answer authenticated = start(Map.of("connection", "email", "email", NINA, "send", "code"));
    clock.advance(Duration.ofSeconds(72));
    Answer later = client.form("/passwordless/start", form);

    assertThat(limited.verdict()).isEqualTo("429 too_many_requests");
    assertThat(authenticated.status()).isEqualTo(200).isEqualTo(later.status());
  }

  @Test
  void nobody_logs_in_to_a_passwordless_connection_with_a_password() {
    Map<String, String> form = new LinkedHashMap<>(Client.login(NINA, "a password"));
    form.put("grant_type", "http://auth0.com/oauth/grant-type/password-realm");
    form.put("realm", "email");

    Answer login = client.token(form);
    Answer signUp =
        client.form(
            "/dbconnections/signup",
            Map.of(
                "client_id", ID, "email", NINA, "password", "a password", "connection", "email"));

    assertThat(login.verdict()).isEqualTo("400 invalid_request");
    assertThat(signUp.status()).isEqualTo(400);
  }

  @Test
  void connections_and_their_users_are_made_by_the_management_api_and_kept_in_a_tenant_file()
      throws Exception {
    String[] admin = {
      "Authorization",
      "Bearer " + client.managementToken("create:connections delete:connections create:users")
    };
    client.delete("/api/v2/connections/con_sms", admin);
    Answer made =
        client.post(
            "/api/v2/connections",
            "application/json",
            "{\"name\":\"sms\",\"strategy\":\"sms\",\"enabled_clients\":[\"" + ID + "\"]}",
            admin);
    Answer user =
        client.post(
            "/api/v2/users",
            "application/json",
            "{\"connection\":\"sms\",\"phone_number\":\"" + PHONE + "\",\"phone_verified\":true}",
            admin);
    String state = client.get("/emulator/state").body();

    Answer restored = client.post("/emulator/state", "application/json", state);

    assertThat(made.status()).isEqualTo(201);
    assertThat(made.json().at("/options/totp/length").intValue()).isEqualTo(6);
    assertThat(user.json().get("user_id").textValue()).startsWith("sms|");
    assertThat(restored.status()).as(restored.body()).isLessThan(300);
    start(Map.of("connection", "sms", "phone_number", PHONE));
    assertThat(idToken(redeem("sms", PHONE, code())).getSubject())
        .isEqualTo(user.json().get("user_id").textValue());
  }

  @Test
  void a_tenant_file_has_passwordless_connections_and_users_without_passwords() {
    TenantFile.Reading reading =
        TenantFile.read(
            "tenant.yaml",
            """
            clients:
              - {client_id: PasswordlessClient00000000000001}
            connections:
              - {name: sms, strategy: sms, options: {totp: {length: 4, time_step: 60}}}
            users:
              - {phone_number: "+15005550177"}
            """);

    assertThat(reading)
        .isInstanceOfSatisfying(
            TenantFile.Read.class,
            read -> {
              Connection sms = read.file().tenant().connection("sms").orElseThrow();
              assertThat(sms.strategy()).isEqualTo(Strategy.SMS);
              assertThat(sms.codes().length()).isEqualTo(4);
              assertThat(read.file().tenant().users().getFirst().userId()).startsWith("sms|");
            });
  }

  @Test
  void an_address_is_the_same_in_every_spelling() throws Exception {
    start(Map.of("connection", "email", "email", "Nina@Example.com", "send", "code"));
    Answer first = redeem("email", "NINA@example.COM", code());
    start(Map.of("connection", "email", "email", NINA, "send", "code"));

    Answer second = redeem("email", "NINA@EXAMPLE.COM", code());

    assertThat(idToken(first).getClaim("email")).isEqualTo(NINA);
    assertThat(idToken(second).getSubject()).isEqualTo(idToken(first).getSubject());
  }

  @Test
  void after_two_wrong_guesses_the_code_is_still_good() {
    start(Map.of("connection", "email", "email", NINA, "send", "code"));
    redeem("email", NINA, wrong());
    redeem("email", NINA, wrong());

    Answer right = redeem("email", NINA, code());

    assertThat(right.status()).isEqualTo(200);
  }

  @Test
  void the_code_of_one_user_or_connection_is_refused_for_another() {
    start(Map.of("connection", "email", "email", NINA, "send", "code"));
    String ninas = code();
    start(Map.of("connection", "sms", "phone_number", PHONE));

    List<String> verdicts =
        List.of(
            redeem("email", "other@example.com", ninas).verdict(),
            redeem("sms", NINA, ninas).verdict());

    assertThat(verdicts).containsOnly("403 invalid_grant");
    assertThat(redeem("email", NINA, ninas).status()).isEqualTo(200);
  }

  @Test
  void a_start_for_a_known_user_shows_who_that_is_and_is_logged_without_the_code() {
    start(Map.of("connection", "email", "email", NINA, "send", "code"));
    redeem("email", NINA, code());
    String id = search("email:" + NINA).getFirst();

    Answer started = start(Map.of("connection", "email", "email", NINA, "send", "code"));

    assertThat(started.json().get("_id").textValue()).isEqualTo(id.substring("email|".length()));
    assertThat(started.json().get("email_verified").booleanValue()).isTrue();
    LogEvent event = emulator.tenant().logs().getLast();
    assertThat(event.userId()).isEqualTo(id);
    assertThat(event.userName()).isEqualTo(NINA);
    assertThat(event.fields()).containsEntry("connection_id", "con_email");
    assertThat(event.fields().toString())
        .contains("send=code", "email=" + NINA)
        .doesNotContain(code());
  }

  @Test
  void a_text_message_is_a_code_also_where_a_link_is_asked_for() {
    start(Map.of("connection", "sms", "phone_number", PHONE, "send", "link"));

    Answer tokens = redeem("sms", PHONE, code());

    assertThat(emulator.tenant().mails())
        .extracting(SentMail::kind)
        .containsExactly(SentMail.Kind.LOGIN_CODE_SMS);
    assertThat(tokens.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "email, 320, 200 ",
    "email, 321, 400 bad.email",
    "sms, 15, 200 ",
    "sms, 16, 400 bad.phone_number",
    "sms, 0, 400 bad.phone_number"
  })
  void the_longest_recipient_is_taken(String connection, int length, String verdict) {
    boolean sms = connection.equals("sms");
    String recipient =
        sms
            ? "+" + "1".repeat(length)
            : "n".repeat(length - "@example.com".length()) + "@example.com";

    Answer answer =
        start(
            Map.of(
                "connection",
                connection,
                sms ? "phone_number" : "email",
                recipient,
                "send",
                "code"));

    assertThat(answer.verdict().strip()).isEqualTo(verdict);
  }

  @Test
  void a_connection_that_is_not_enabled_for_the_application_sends_and_takes_no_codes() {
    start(Map.of("connection", "email", "email", NINA, "send", "code"));
    String code = code();
    emulator
        .tenant()
        .configure(
            tenant ->
                tenant.connection(
                    tenant().connection("email").orElseThrow().withEnabledClients(Set.of())));

    Answer started = start(Map.of("connection", "email", "email", NINA, "send", "code"));
    Answer redeemed = redeem("email", NINA, code);

    assertThat(started.verdict()).isEqualTo("400 bad.connection");
    assertThat(started.body()).contains("Connection is disabled");
    assertThat(redeemed.status()).isBetween(400, 403);
    assertThat(redeemed.json().has("access_token")).isFalse();
    assertThat(emulator.tenant().mails()).hasSize(1);
  }

  @Test
  void a_link_signs_nobody_up_after_sign_ups_are_closed() {
    start(Map.of("connection", "email", "email", NINA));
    String link = pathOf(emulator.tenant().mails().getLast());
    emulator
        .tenant()
        .configure(
            tenant ->
                tenant.connection(tenant().connection("email").orElseThrow().withSignUp(false)));

    Answer closed =
        new HostedClient(client).get(link + "&redirect_uri=" + Client.encoded(CALLBACK));

    assertThat(response(closed)).containsEntry("error", "unauthorized");
    assertThat(search("email:" + NINA)).isEmpty();
  }

  private Answer start(Map<String, String> parameters) {
    return client.form("/passwordless/start", form(parameters));
  }

  private void start(String json) {
    Answer answer = client.post("/passwordless/start", "application/json", json);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  private static Map<String, String> form(Map<String, String> parameters) {
    Map<String, String> form = new LinkedHashMap<>(parameters);
    form.put("client_id", ID);
    form.put("client_secret", SECRET);
    return form;
  }

  private Answer redeem(String realm, String username, String code) {
    return client.token(grant(realm, username, code));
  }

  private static Map<String, String> grant(String realm, String username, String code) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", GRANT);
    form.put("client_id", ID);
    form.put("client_secret", SECRET);
    form.put("realm", realm);
    form.put("username", username);
    form.put("otp", code);
    form.put("scope", "openid email");
    return form;
  }

  /** The code of the last message. */
  private String code() {
    return emulator.tenant().mails().getLast().content().orElseThrow().reveal();
  }

  private String wrong() {
    return code().equals("000000") ? "111111" : "000000";
  }

  private String pathOf(SentMail mail) {
    URI link = URI.create(mail.content().orElseThrow().reveal());
    return link.getRawPath() + "?" + link.getRawQuery();
  }

  private List<String> search(String query) {
    Answer answer =
        client.get(
            "/api/v2/users?q=" + Client.encoded(query),
            "Authorization",
            "Bearer " + client.managementToken("read:users"));
    return answer.json().valueStream().map(user -> user.get("user_id").textValue()).toList();
  }

  private static JWTClaimsSet idToken(Answer tokens) throws Exception {
    assertThat(tokens.status()).as(tokens.body()).isEqualTo(200);
    return SignedJWT.parse(tokens.json().get("id_token").textValue()).getJWTClaimsSet();
  }

  private List<String> types() {
    return emulator.tenant().logs().stream()
        .map(event -> event.type().code())
        .filter(code -> !code.equals("seccft") && !code.equals("sapi"))
        .toList();
  }
}
