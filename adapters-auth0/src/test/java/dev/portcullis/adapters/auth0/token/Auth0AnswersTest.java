package dev.portcullis.adapters.auth0.token;

import static dev.portcullis.domain.outcome.Misconfiguration.CLIENT_AUTHENTICATION;
import static dev.portcullis.domain.outcome.Misconfiguration.DEFAULT_DIRECTORY_MISSING;
import static dev.portcullis.domain.outcome.Misconfiguration.GRANT_NOT_ALLOWED;
import static dev.portcullis.domain.outcome.Misconfiguration.REQUEST_REFUSED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.auth0.Auth0Fixtures;
import dev.portcullis.adapters.auth0.transport.HttpReply;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.Verdict;
import dev.portcullis.domain.outcome.Misconfiguration;
import dev.portcullis.domain.outcome.ProviderError;
import dev.portcullis.domain.outcome.ProviderFault;
import io.vavr.control.Option;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class Auth0AnswersTest {

  private static final Instant NOW = Instant.parse("2026-01-15T10:30:00Z");
  private static final String BLOCKED =
      "Your account has been blocked after multiple consecutive login attempts.";
  private static final String SUSPICIOUS =
      "We have detected suspicious login behavior and further attempts will be blocked. Please"
          + " contact the administrator.";
  private static final String NO_DIRECTORY =
      "Authorization server not configured with default connection.";

  static Stream<Arguments> errors() {
    return Stream.of(
        answer(
            403, "invalid_grant", "Wrong email or password.", new LoginOutcome.WrongCredentials()),
        answer(
            403,
            "invalid_grant",
            "Wrong phone number or verification code.",
            new LoginOutcome.WrongCredentials()),
        answer(400, "invalid_grant", "", new LoginOutcome.WrongCredentials()),
        answer(401, "password_leaked", "This login …", new Verdict.PasswordLeaked()),
        answer(429, "too_many_attempts", BLOCKED, new LoginOutcome.BruteForceBlocked()),
        answer(429, "too_many_attempts", "", new LoginOutcome.BruteForceBlocked()),
        answer(429, "too_many_attempts", "other words", new LoginOutcome.BruteForceBlocked()),
        answer(429, "too_many_attempts", SUSPICIOUS, new LoginOutcome.IpThrottled()),
        answer(429, "too_many_logins", "", new LoginOutcome.TooManyLogins()),
        answer(401, "too_many_logins", "", new LoginOutcome.TooManyLogins()),
        answer(401, "requires_verification", "", new LoginOutcome.VerificationRequired()),
        answer(401, "unauthorized", "user is blocked", new LoginOutcome.UserBlocked()),
        answer(403, "unauthorized", "user is blocked", new LoginOutcome.UserBlocked()),
        answer(403, "access_denied", "Members only.", new LoginOutcome.Denied("Members only.")),
        answer(403, "access_denied", "", new LoginOutcome.Denied("")),
        fault(429, "too_many_requests", "Global limit has been reached", rateLimited()),
        misconfigured(401, "access_denied", "Unauthorized", CLIENT_AUTHENTICATION),
        misconfigured(401, "invalid_client", "Missing client_id", CLIENT_AUTHENTICATION),
        misconfigured(
            403,
            "unauthorized_client",
            "Grant type 'password' not allowed for the client.",
            GRANT_NOT_ALLOWED),
        misconfigured(400, "unsupported_grant_type", "", GRANT_NOT_ALLOWED),
        misconfigured(501, "unsupported_grant_type", "", GRANT_NOT_ALLOWED),
        misconfigured(400, "invalid_request", "Unknown realm nope.", REQUEST_REFUSED),
        misconfigured(403, "invalid_request", "Unknown realm nope.", REQUEST_REFUSED),
        misconfigured(400, "invalid_scope", "", REQUEST_REFUSED),
        misconfigured(500, "server_error", NO_DIRECTORY, DEFAULT_DIRECTORY_MISSING),
        unavailable(500, "server_error", "a script crashed"),
        unavailable(503, "temporarily_unavailable", ""),
        unintelligible(404, "endpoint_disabled", ""),
        unintelligible(405, "method_not_allowed", ""),
        unintelligible(400, "access_denied", "MFA Authorization rejected."),
        unintelligible(403, "something_new", "Not known here."),
        unintelligible(429, "server_error", ""),
        // A refusal is a 4xx: with any other status these words mean nothing.
        unintelligible(200, "invalid_grant", ""),
        unintelligible(302, "invalid_grant", ""),
        unavailable(500, "invalid_grant", ""),
        unavailable(500, "too_many_attempts", ""),
        unavailable(503, "too_many_requests", ""),
        unintelligible(403, "mfa_required", "no token comes along"));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("errors")
  void every_error_has_its_meaning(int status, String code, String description, Verdict meaning) {
    String body =
        "{\"error\":\"" + code + "\",\"error_description\":\"" + description + "\",\"x\":[{}]}";

    var read = Auth0Answers.read(reply(status, body), NOW);

    assertThat(read).isEqualTo(meaning);
  }

  static Stream<Arguments> olderCodes() {
    return Stream.of(
        answer(
            401,
            "invalid_user_password",
            "Wrong email or password.",
            new LoginOutcome.WrongCredentials()),
        answer(400, "invalid_user_password", "", new LoginOutcome.WrongCredentials()),
        answer(
            401,
            "password_leaked",
            "This login has been blocked because your password has been leaked in another website.",
            new Verdict.PasswordLeaked()),
        answer(429, "too_many_attempts", "…", new LoginOutcome.BruteForceBlocked()),
        answer(401, "too_many_attempts", "…", new LoginOutcome.BruteForceBlocked()),
        answer(429, "too_many_logins", "…", new LoginOutcome.TooManyLogins()),
        answer(401, "unauthorized", "user is blocked", new LoginOutcome.UserBlocked()),
        answer(403, "blocked_user", "", new LoginOutcome.UserBlocked()),
        answer(
            401,
            "mfa_registration_required",
            "User is not enrolled",
            new LoginOutcome.VerificationRequired()),
        answer(
            401,
            "a0.mfa_registration_required",
            "User is not enrolled with Google Authenticator",
            new LoginOutcome.VerificationRequired()),
        unintelligible(401, "a0.mfa_required", "no token comes along"),
        misconfigured(400, "invalid_request", "the connection was not found", REQUEST_REFUSED),
        misconfigured(403, "unauthorized_client", "invalid client", GRANT_NOT_ALLOWED),
        unavailable(500, "invalid_user_password", ""),
        unintelligible(302, "blocked_user", ""));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("olderCodes")
  void the_codes_of_the_older_endpoints_have_their_meaning(
      int status, String code, String description, Verdict meaning) {
    String body = "{\"error\":\"" + code + "\",\"error_description\":\"" + description + "\"}";

    var read = Auth0Answers.read(reply(status, body), NOW);

    assertThat(read).isEqualTo(meaning);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mfa_required",
        "a0.mfa_required",
        "mfa_registration_required",
        "a0.mfa_registration_required"
      })
  void with_a_token_for_it_the_next_step_is_a_second_factor(String code) {
    String body = "{\"error\":\"" + code + "\",\"mfa_token\":\"Fe26.2*abc\"}";

    var read = Auth0Answers.read(reply(401, body), NOW);

    assertThat(read)
        .isInstanceOfSatisfying(
            LoginOutcome.MfaRequired.class,
            required -> assertThat(required.token().value()).isEqualTo("Fe26.2*abc"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"invalid_grant", "mfa_required", "something_new", ""})
  void tokens_beside_an_error_are_no_login(String code) {
    String body =
        "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"error\":\""
            + code
            + "\",\"error_description\":\"No.\"}";

    var read = Auth0Answers.read(reply(200, body), NOW);

    assertThat(fault(read))
        .isEqualTo(new ProviderFault.Unintelligible(new ProviderError(200, code, "No.")));
  }

  @Test
  void an_error_that_is_null_is_none() {
    var read =
        Auth0Answers.read(
            reply(200, "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"error\":null}"), NOW);

    assertThat(read).isInstanceOf(LoginOutcome.Granted.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void a_second_factor_is_asked_for_with_either_status(int status) {
    var read =
        Auth0Answers.read(
            reply(
                status,
                """
                {"error":"mfa_required","error_description":"Multifactor authentication required",
                 "mfa_token":"Fe26.2*abc","mfa_requirements":{"challenge":[{"type":"otp"}]}}\
                """),
            NOW);

    assertThat(read)
        .isInstanceOfSatisfying(
            LoginOutcome.MfaRequired.class,
            required -> assertThat(required.token().value()).isEqualTo("Fe26.2*abc"));
  }

  @Test
  void a_full_grant_is_read_whole() {
    var read =
        Auth0Answers.read(
            reply(
                200,
                """
                {"access_token":"ey.a","id_token":"ey.i","refresh_token":"v1.r",
                 "scope":"openid profile","expires_in":86400,"token_type":"bEaReR","new":[1,{}]}\
                """),
            NOW);

    assertThat(read)
        .isInstanceOfSatisfying(
            LoginOutcome.Granted.class,
            granted -> {
              var tokens = granted.tokens();
              assertThat(tokens.accessToken().value()).isEqualTo("ey.a");
              assertThat(tokens.tokenType()).isEqualTo("bEaReR");
              assertThat(tokens.expiresIn().get()).isEqualTo(Duration.ofDays(1));
              assertThat(tokens.scope().get()).isEqualTo("openid profile");
              assertThat(tokens.idToken().get().value()).isEqualTo("ey.i");
              assertThat(tokens.refreshToken().get().value()).isEqualTo("v1.r");
            });
  }

  @Test
  void a_grant_needs_only_an_access_token_and_its_type() {
    var read =
        Auth0Answers.read(
            reply(200, "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"scope\":null}"), NOW);

    assertThat(read)
        .isInstanceOfSatisfying(
            LoginOutcome.Granted.class,
            granted -> {
              var tokens = granted.tokens();
              assertThat(tokens.expiresIn()).isEmpty();
              assertThat(tokens.scope()).isEmpty();
              assertThat(tokens.idToken()).isEmpty();
              assertThat(tokens.refreshToken()).isEmpty();
            });
  }

  /** RFC 6749 appendix A lets a token begin and end with spaces. */
  @Test
  void a_token_is_taken_as_it_is() {
    var read =
        Auth0Answers.read(reply(200, "{\"access_token\":\" a \",\"token_type\":\"Bearer\"}"), NOW);

    assertThat(read)
        .isInstanceOfSatisfying(
            LoginOutcome.Granted.class,
            granted -> assertThat(granted.tokens().accessToken().value()).isEqualTo(" a "));
  }

  @Test
  void a_token_may_last_no_time_at_all() {
    var read =
        Auth0Answers.read(
            reply(200, "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":0}"), NOW);

    assertThat(read)
        .isInstanceOfSatisfying(
            LoginOutcome.Granted.class,
            granted -> assertThat(granted.tokens().expiresIn()).containsExactly(Duration.ZERO));
  }

  static Stream<String> unsoundGrants() {
    return Stream.of(
        "{}",
        "{\"token_type\":\"Bearer\"}",
        "{\"access_token\":\"a\"}",
        "{\"access_token\":\"\",\"token_type\":\"Bearer\"}",
        "{\"access_token\":null,\"token_type\":\"Bearer\"}",
        "{\"access_token\":1,\"token_type\":\"Bearer\"}",
        "{\"access_token\":{\"a\":1},\"token_type\":\"Bearer\"}",
        "{\"access_token\":[\"a\"],\"token_type\":\"Bearer\"}",
        "{\"access_token\":\"a\\r\\nb\",\"token_type\":\"Bearer\"}",
        "{\"access_token\":\"ä\",\"token_type\":\"Bearer\"}",
        "{\"access_token\":\"a\",\"token_type\":\"DPoP\"}",
        "{\"access_token\":\"a\",\"token_type\":\"Bearer \"}",
        "{\"access_token\":\"a\",\"token_type\":[\"Bearer\"]}",
        "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"id_token\":\"\"}",
        "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"id_token\":5}",
        "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"refresh_token\":true}",
        "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"scope\":[\"openid\"]}",
        "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":\"86400\"}",
        "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":-1}",
        "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":1.5}",
        "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":99999999999}",
        "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":"
            + "9".repeat(5000)
            + "}",
        "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"access_token\":\"b\"}",
        "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"x\":1,\"x\":2}",
        "{\"access_token\":\"a\",\"token_type\":\"Bearer\"} {}",
        "{\"access_token\":\"a\",\"token_type\":\"Bearer\"}x",
        "{\"access_token\":\"a\",\"token_type\":\"Bearer\"",
        "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"x\":"
            + "[".repeat(20_000)
            + "]".repeat(20_000)
            + "}",
        "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"x\":[" + "1,".repeat(2000) + "1]}",
        "[{\"access_token\":\"a\",\"token_type\":\"Bearer\"}]",
        "\uFEFF{\"access_token\":\"a\",\"token_type\":\"Bearer\"}",
        "\"access_token\"",
        "null",
        "5",
        "",
        " ",
        "\u0000",
        "access_token=a&token_type=Bearer",
        "<!DOCTYPE html><html><title>Attention Required!</title></html>");
  }

  @ParameterizedTest
  @MethodSource("unsoundGrants")
  void a_grant_with_anything_off_is_no_grant(String body) {
    var read = Auth0Answers.read(reply(200, body), NOW);

    assertThat(fault(read)).isInstanceOf(ProviderFault.Unintelligible.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 101, 201, 202, 204, 206, 301, 302, 304, 307, 308, 400})
  void only_200_grants(int status) {
    var read = Auth0Answers.read(reply(status, Auth0Fixtures.GRANTED), NOW);

    assertThat(fault(read))
        .isEqualTo(new ProviderFault.Unintelligible(new ProviderError(status, "", "")));
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 599})
  void a_5xx_without_a_code_is_a_failure_of_the_provider(int status) {
    for (String body : List.of(Auth0Fixtures.GRANTED, "", "<html>Bad gateway</html>", "{}")) {
      var read = Auth0Answers.read(reply(status, body), NOW);

      assertThat(fault(read))
          .isEqualTo(new ProviderFault.Unavailable(new ProviderError(status, "", "")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-32"})
  void json_in_another_encoding_is_not_guessed_at(String charset) {
    byte[] body = Auth0Fixtures.GRANTED.getBytes(Charset.forName(charset));

    var read = Auth0Answers.read(reply(200, body), NOW);

    assertThat(fault(read)).isInstanceOf(ProviderFault.Unintelligible.class);
  }

  @Test
  void malformed_utf_8_is_refused() {
    byte[] body =
        "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"x\":\"\u00c0\u0080\"}"
            .getBytes(StandardCharsets.ISO_8859_1);

    var read = Auth0Answers.read(reply(200, body), NOW);

    assertThat(fault(read)).isInstanceOf(ProviderFault.Unintelligible.class);
  }

  @Test
  void the_character_that_stands_for_malformed_bytes_may_be_sent_itself() {
    String body = "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"x\":\"\uFFFD\"}";

    var read = Auth0Answers.read(reply(200, body), NOW);

    assertThat(read).isInstanceOf(LoginOutcome.Granted.class);
  }

  @ParameterizedTest
  @CsvSource({"gzip", "br", "'gzip, identity'", "''"})
  void an_encoded_body_is_not_read(String encoding) {
    var reply =
        new HttpReply(
            200, Option.some(encoding), Option.none(), Option.none(), bytes(Auth0Fixtures.GRANTED));

    assertThat(fault(Auth0Answers.read(reply, NOW)))
        .isInstanceOf(ProviderFault.Unintelligible.class);
  }

  @Test
  void identity_is_no_encoding() {
    var reply =
        new HttpReply(
            200,
            Option.some("Identity"),
            Option.none(),
            Option.none(),
            bytes(Auth0Fixtures.GRANTED));

    assertThat(Auth0Answers.read(reply, NOW)).isInstanceOf(LoginOutcome.Granted.class);
  }

  @ParameterizedTest(name = "Retry-After {0}, reset {1}: {2}")
  @CsvSource({
    "7,, PT7S",
    "0,, PT0S",
    "7, 1768473060, PT7S",
    "'Thu, 15 Jan 2026 10:31:00 GMT',, PT1M",
    "'Thu, 15 Jan 2026 10:29:00 GMT',,",
    "'Fri, 15 Jan 2027 10:31:00 GMT',,",
    "'Thu, 01 Jan 1970 00:00:00 GMT', 1768473060, PT1M",
    "86400,, PT24H",
    "86401,,",
    "86401, 1768473060, PT1M",
    "999999999999999999,,",
    ", 1768473060, PT1M",
    ", 1768473000, PT0S",
    ", 1768472000,",
    ", 0,",
    ", 999999999999999999,",
    "soon, 1768473060, PT1M",
    "-5, 1768473060, PT1M",
    "9999999999999999999999999,,",
    "7.5,,",
    "soon,,",
    "'',,",
    ", soon,",
    ",,"
  })
  void a_rate_limit_says_how_long_if_the_tenant_names_a_usable_time(
      String retryAfter, String reset, String wait) {
    var reply =
        new HttpReply(
            429,
            Option.none(),
            Option.of(retryAfter),
            Option.of(reset),
            bytes("{\"error\":\"too_many_requests\"}"));

    var read = Auth0Answers.read(reply, NOW);

    assertThat(fault(read))
        .isEqualTo(new ProviderFault.RateLimited(Option.of(wait).map(Duration::parse)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>429 Too Many Requests</html>", "{}", "{\"error\":5}", "[]"})
  void a_429_of_what_stands_before_the_tenant_is_a_rate_limit(String body) {
    var reply = new HttpReply(429, Option.none(), Option.some("30"), Option.none(), bytes(body));

    var read = Auth0Answers.read(reply, NOW);

    assertThat(fault(read))
        .isEqualTo(new ProviderFault.RateLimited(Option.some(Duration.ofSeconds(30))));
  }

  @Test
  void a_429_with_a_code_of_its_own_is_not_treated_as_a_rate_limit() {
    var read = Auth0Answers.read(reply(429, "{\"error\":\"too_many_of_something\"}"), NOW);

    assertThat(fault(read))
        .isEqualTo(
            new ProviderFault.Unintelligible(new ProviderError(429, "too_many_of_something", "")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"has space", "line\\nbreak", "<script>", "", "\\u0000", "ä", "\\ud800", "a/b"})
  void what_is_no_code_is_not_kept(String code) {
    var read = Auth0Answers.read(reply(400, "{\"error\":\"" + code + "\"}"), NOW);

    assertThat(fault(read))
        .isEqualTo(new ProviderFault.Unintelligible(new ProviderError(400, "", "")));
  }

  @Test
  void a_code_is_kept_up_to_64_characters() {
    String longest = "x".repeat(64);

    assertThat(codeOf(longest)).isEqualTo(longest);
    assertThat(codeOf(longest + "x")).isEmpty();
  }

  @Test
  void a_description_is_cleaned_of_what_a_log_line_cannot_show() {
    var read =
        Auth0Answers.read(
            reply(
                403,
                "{\"error\":\"access_denied\",\"error_description\":"
                    + "\"a\\r\\nb\\u0000\\u001b[31m\\u2028\\u202e\\ud800c\\ud83d\\ude00\"}"),
            NOW);

    assertThat(read).isEqualTo(new LoginOutcome.Denied("ab[31mc\ud83d\ude00"));
  }

  @Test
  void a_description_is_cut_at_200_and_never_inside_a_character() {
    String emoji = "\ud83d\ude00";
    var read =
        Auth0Answers.read(
            reply(
                403,
                "{\"error\":\"access_denied\",\"error_description\":\"x"
                    + emoji.repeat(200)
                    + "\"}"),
            NOW);

    assertThat(read).isEqualTo(new LoginOutcome.Denied("x" + emoji.repeat(99)));
  }

  @ParameterizedTest
  @CsvSource({"199, 199", "200, 200", "201, 200"})
  void a_description_of_200_is_whole(int sent, int read) {
    String body =
        "{\"error\":\"access_denied\",\"error_description\":\"" + "x".repeat(sent) + "\"}";

    assertThat(Auth0Answers.read(reply(403, body), NOW))
        .isEqualTo(new LoginOutcome.Denied("x".repeat(read)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "[1,[2]]", "{\"rules\":[]}", "null", "true"})
  void a_description_that_is_no_text_is_no_description(String description) {
    var read =
        Auth0Answers.read(
            reply(403, "{\"error_description\":" + description + ",\"error\":\"invalid_grant\"}"),
            NOW);

    assertThat(read).isEqualTo(new LoginOutcome.WrongCredentials());
  }

  /** What others send for a wrong password: status, Content-Type, body. */
  static Stream<Arguments> texts() {
    return Stream.of(
        Arguments.of("text/html", "<html>401 Unauthorized</html>"),
        Arguments.of("Text/HTML; charset=utf-8", "<html>Wrong password: hunter2</html>"),
        Arguments.of("text/plain", "Unauthorized"),
        Arguments.of("text/plain", ""));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void a_401_in_text_is_a_fault_that_says_what_was_seen_and_nothing_of_the_body(
      String contentType, String body) {
    var read = Auth0Answers.read(reply(401, body).withContentType(contentType), NOW);

    assertThat(fault(read))
        .isEqualTo(
            new ProviderFault.Unintelligible(
                new ProviderError(
                    401, "", "", contentType.contains("plain") ? "text/plain" : "text/html")));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void a_401_in_text_is_wrong_credentials_where_the_settings_say_so(
      String contentType, String body) {
    var read = Auth0Answers.read(reply(401, body).withContentType(contentType), true, NOW);

    assertThat(read).isEqualTo(new LoginOutcome.WrongCredentials());
  }

  static Stream<Arguments> otherwise() {
    String html = "<html>Unauthorized</html>";
    return Stream.of(
        Arguments.of(403, "text/html", html, unintelligible(403, "text/html")),
        Arguments.of(400, "text/html", html, unintelligible(400, "text/html")),
        Arguments.of(407, "text/html", html, unintelligible(407, "text/html")),
        Arguments.of(200, "text/html", html, unintelligible(200, "text/html")),
        Arguments.of(429, "text/html", html, rateLimited()),
        Arguments.of(
            502,
            "text/html",
            html,
            new ProviderFault.Unavailable(new ProviderError(502, "", "", "text/html"))),
        Arguments.of(401, "application/xml", html, unintelligible(401, "application/xml")),
        Arguments.of(401, "textual/html", html, unintelligible(401, "textual/html")),
        Arguments.of(401, "text", html, unintelligible(401, "")),
        Arguments.of(401, "text/\u001b[31m", html, unintelligible(401, "")),
        Arguments.of(401, "text/" + "x".repeat(65), html, unintelligible(401, "")),
        Arguments.of(401, "application/json", "{}", unintelligible(401, "application/json")),
        Arguments.of(401, "text/html", "{}", unintelligible(401, "text/html")),
        Arguments.of(
            401,
            "text/html",
            "{\"error\":\"access_denied\",\"error_description\":\"Unauthorized\"}",
            new ProviderFault.Misconfigured(
                CLIENT_AUTHENTICATION, new ProviderError(401, "access_denied", "Unauthorized"))));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("otherwise")
  void no_other_answer_becomes_wrong_credentials_by_that_setting(
      int status, String contentType, String body, ProviderFault fault) {
    var read = Auth0Answers.read(reply(status, body).withContentType(contentType), true, NOW);

    assertThat(fault(read)).isEqualTo(fault);
  }

  private static ProviderFault unintelligible(int status, String mediaType) {
    return new ProviderFault.Unintelligible(new ProviderError(status, "", "", mediaType));
  }

  @Property
  void random_bytes_have_an_answer(
      @ForAll @IntRange(min = 100, max = 599) int status, @ForAll @Size(max = 300) byte[] body) {
    assertThat(Auth0Answers.read(reply(status, body), NOW)).isNotNull();
  }

  @Property
  void random_text_in_every_member_has_an_answer(
      @ForAll @IntRange(min = 100, max = 599) int status,
      @ForAll String text,
      @ForAll @Size(min = 2, max = 2) List<String> headers) {
    var reply =
        new HttpReply(
            status,
            Option.none(),
            Option.some(headers.get(0)),
            Option.some(headers.get(1)),
            bytes(
                "{\"error\":\"too_many_requests\",\"error_description\":\""
                    + text.replace("\\", "\\\\").replace("\"", "\\\"")
                    + "\"}"));

    assertThat(Auth0Answers.read(reply, NOW)).isNotNull();
  }

  private static String codeOf(String code) {
    var read = Auth0Answers.read(reply(400, "{\"error\":\"" + code + "\"}"), NOW);
    return ((ProviderFault.Unintelligible) fault(read)).error().code();
  }

  private static HttpReply reply(int status, String body) {
    return reply(status, bytes(body));
  }

  private static HttpReply reply(int status, byte[] body) {
    return new HttpReply(status, Option.none(), Option.none(), Option.none(), body);
  }

  private static byte[] bytes(String body) {
    return body.getBytes(StandardCharsets.UTF_8);
  }

  private static ProviderFault rateLimited() {
    return new ProviderFault.RateLimited(Option.none());
  }

  private static Arguments answer(int status, String code, String description, Verdict verdict) {
    return Arguments.of(status, code, description, verdict);
  }

  private static Arguments fault(int status, String code, String description, ProviderFault fault) {
    return Arguments.of(status, code, description, new LoginOutcome.Unanswered(fault));
  }

  private static Arguments misconfigured(
      int status, String code, String description, Misconfiguration what) {
    return fault(
        status,
        code,
        description,
        new ProviderFault.Misconfigured(what, new ProviderError(status, code, description)));
  }

  private static ProviderFault fault(Verdict read) {
    return ((LoginOutcome.Unanswered) read).why();
  }

  private static Arguments unavailable(int status, String code, String description) {
    return fault(
        status,
        code,
        description,
        new ProviderFault.Unavailable(new ProviderError(status, code, description)));
  }

  private static Arguments unintelligible(int status, String code, String description) {
    return fault(
        status,
        code,
        description,
        new ProviderFault.Unintelligible(new ProviderError(status, code, description)));
  }
}
