package dev.portcullis.adapters.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.portcullis.application.journal.AddressDecision;
import dev.portcullis.application.journal.GatewayEvent;
import dev.portcullis.application.journal.HttpRefusal;
import dev.portcullis.application.journal.SessionFault;
import dev.portcullis.application.journal.Step;
import dev.portcullis.application.journal.port.Journal;
import dev.portcullis.domain.address.AddressSource;
import dev.portcullis.domain.address.RejectionReason;
import dev.portcullis.domain.breach.BreachOutcome;
import dev.portcullis.domain.login.AttemptLimit;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.LoginSubject;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.domain.mfa.MfaOutcome;
import dev.portcullis.domain.outcome.Misconfiguration;
import dev.portcullis.domain.outcome.OutcomeCode;
import dev.portcullis.domain.outcome.ProviderError;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.outcome.ProviderFault.ConnectFault;
import dev.portcullis.domain.reset.ResetOutcome;
import dev.portcullis.domain.session.RefreshOutcome;
import dev.portcullis.testkit.Fixtures;
import dev.portcullis.testkit.Outcomes;
import dev.portcullis.testkit.contract.JournalContract;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class Slf4jJournalTest implements JournalContract {

  private final CapturedLog log = new CapturedLog();
  private final Queue<Runnable> intervals = new ConcurrentLinkedQueue<>();
  private final Journal journal =
      new Slf4jJournal(
          log.logger(), Pseudonyms.hashed(new byte[16]), Slf4jJournalTest::remedy, intervals::add);

  @Override
  public Option<Journal> withoutStore() {
    return Option.none();
  }

  @Override
  public Journal journal() {
    return journal;
  }

  @Override
  public List<String> written() {
    endIntervals();
    return log.lines().stream()
        .flatMap(line -> Collections.nCopies(count(line), line).stream())
        .toList();
  }

  /** A refusal at a limit is written as the login that it ends. */
  @Override
  public boolean writes(GatewayEvent event) {
    return !(event instanceof GatewayEvent.LimitReached reached && reached.refused());
  }

  private static int count(String line) {
    Matcher count = Pattern.compile("portcullis\\.count=\"(\\d+)\"").matcher(line);
    return count.find() ? Integer.parseInt(count.group(1)) : 1;
  }

  /** Lets the time pass after which sums are written, until there is none left. */
  private void endIntervals() {
    while (!intervals.isEmpty()) {
      intervals.remove().run();
    }
  }

  static Stream<LoginOutcome> logins() {
    return Outcomes.logins().toJavaStream();
  }

  /** The events of logins and steps. */
  static Stream<GatewayEvent> outcomes() {
    return Stream.concat(
        Outcomes.logins().map(Outcomes::ended).toJavaStream(), Outcomes.steps().toJavaStream());
  }

  @Test
  void a_login_is_one_event_with_the_fields_of_the_common_schema() {
    journal.record(Outcomes.ended(new LoginOutcome.WrongCredentials()));

    assertThat(log.only())
        .hasEntrySatisfying("user.hash", hash -> assertThat(hash).matches("[0-9a-f]{32}"))
        .containsAllEntriesOf(
            Map.ofEntries(
                Map.entry("level", "INFO"),
                Map.entry("message", "login: wrong-credentials"),
                Map.entry("event.category", "authentication"),
                Map.entry("event.action", "authn_login_fail"),
                Map.entry("event.outcome", "failure"),
                Map.entry("event.duration", "250000000"),
                Map.entry("source.ip", "203.0.113.7"),
                Map.entry("http.request.id", "attempt-1"),
                Map.entry("portcullis.address.via", "direct"),
                Map.entry("portcullis.provider.request_id", "c629c3e05e0881e81315"),
                Map.entry("portcullis.outcome", "wrong-credentials")))
        .hasSize(12);
  }

  @ParameterizedTest
  @MethodSource("logins")
  void only_a_granted_login_is_a_success(LoginOutcome outcome) {
    journal.record(Outcomes.ended(outcome));

    boolean granted = outcome instanceof LoginOutcome.Granted;
    assertThat(log.only().get("event.outcome"))
        .matches(result -> result.equals("success") == granted);
    assertThat(log.only().get("event.action")).startsWith("authn_login_");
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  void the_outcome_is_the_word_of_its_code(GatewayEvent event) {
    journal.record(event);

    String word =
        event instanceof GatewayEvent.LoginEnded login
            ? login.outcome().code().word()
            : ((GatewayEvent.StepEnded) event).outcome().code().word();
    assertThat(log.only()).containsEntry("portcullis.outcome", word);
  }

  @Test
  void of_refused_logins_the_first_is_written_and_then_a_sum() {
    for (int i = 0; i < 1000; i++) {
      journal.record(
          Outcomes.ended(
              new LoginOutcome.AttemptsLimited(AttemptLimit.PER_ADDRESS, Duration.ofSeconds(9))));
    }
    endIntervals();

    List<String> lines = log.lines();

    assertThat(lines).hasSize(2).allMatch(line -> line.contains("INFO"));
    assertThat(lines)
        .allMatch(
            line ->
                line.contains("portcullis.limit=\"per-address\"")
                    && line.contains("portcullis.listener=\"users\"")
                    && line.contains("portcullis.outcome=\"attempts-limited\""));
    assertThat(lines.get(0)).contains("user.hash", "source.ip=\"203.0.113.7\"");
    assertThat(lines.get(1)).contains("portcullis.count=\"999\"").doesNotContain("user.hash");
  }

  @Test
  void of_logins_past_a_limit_that_let_them_through_the_first_is_a_warning_and_then_a_sum() {
    for (int i = 0; i < 1000; i++) {
      journal.record(Outcomes.reached(AttemptLimit.PER_USER, false));
    }
    endIntervals();

    List<String> lines = log.lines();

    assertThat(lines)
        .hasSize(2)
        .allMatch(line -> line.contains("WARN"))
        .allMatch(line -> line.contains("event.action=\"authn_login_limit\""))
        .allMatch(line -> line.contains("portcullis.limit=\"per-user\""));
    assertThat(lines.get(0)).contains("user.hash", "http.request.id=\"attempt-1\"");
    assertThat(lines.get(1)).contains("portcullis.count=\"999\"");
  }

  @Test
  void a_misconfiguration_is_an_error_that_says_how_to_fix_it() {
    ProviderError error = new ProviderError(401, "access_denied", "Unauthorized, ada@example.com");

    journal.record(
        Outcomes.ended(
            new LoginOutcome.Unanswered(
                new ProviderFault.Misconfigured(Misconfiguration.CLIENT_AUTHENTICATION, error))));

    assertThat(log.only())
        .containsEntry("level", "ERROR")
        .containsEntry("message", remedy(Misconfiguration.CLIENT_AUTHENTICATION))
        .containsEntry("portcullis.outcome", "misconfigured")
        .containsEntry("portcullis.reason", "client-authentication")
        .containsEntry("portcullis.provider.status", "401")
        .containsEntry("portcullis.provider.code", "access_denied");
  }

  @Test
  void a_misconfiguration_found_by_a_step_is_an_error_that_says_how_to_fix_it() {
    ProviderError error = new ProviderError(403, "unauthorized_client", "Grant type …");

    journal.record(
        Outcomes.ended(
            Step.REFRESH,
            new RefreshOutcome.Unanswered(
                new ProviderFault.Misconfigured(Misconfiguration.REFRESH_NOT_ALLOWED, error))));

    assertThat(log.only())
        .containsEntry("level", "ERROR")
        .containsEntry("message", remedy(Misconfiguration.REFRESH_NOT_ALLOWED))
        .containsEntry("portcullis.outcome", "misconfigured")
        .containsEntry("portcullis.provider.status", "403")
        .containsEntry("portcullis.provider.code", "unauthorized_client");
  }

  @Test
  void a_provider_that_cannot_be_reached_is_a_warning_that_says_why() {
    journal.record(unanswered(new ProviderFault.Unreachable(ConnectFault.CONNECT_TIMED_OUT)));

    assertThat(log.only())
        .containsEntry("level", "WARN")
        .containsEntry("portcullis.outcome", "unreachable")
        .containsEntry("portcullis.reason", "connect-timed-out");
  }

  @Test
  void a_provider_that_fails_is_a_warning_with_its_status() {
    journal.record(unanswered(new ProviderFault.Unavailable(new ProviderError(503, "", ""))));

    assertThat(log.only())
        .containsEntry("level", "WARN")
        .containsEntry("portcullis.outcome", "unavailable")
        .containsEntry("portcullis.provider.status", "503");
  }

  @Test
  void an_answer_that_is_not_understood_is_a_warning_with_what_it_claimed_to_be() {
    journal.record(
        unanswered(new ProviderFault.Unintelligible(new ProviderError(401, "", "", "text/html"))));

    assertThat(log.only())
        .containsEntry("level", "WARN")
        .containsEntry("portcullis.outcome", "unintelligible")
        .containsEntry("portcullis.provider.status", "401")
        .containsEntry("portcullis.provider.media_type", "text/html");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "text/html\r\nforged: line", "text", "hunter2 at example.com"})
  void what_is_no_media_type_is_not_logged(String mediaType) {
    journal.record(
        unanswered(new ProviderFault.Unintelligible(new ProviderError(401, "", "", mediaType))));

    assertThat(log.only()).doesNotContainKey("portcullis.provider.media_type");
  }

  @Test
  void the_tenants_rate_limit_is_a_warning() {
    journal.record(unanswered(new ProviderFault.RateLimited(Option.none())));

    assertThat(log.only()).containsEntry("level", "WARN");
  }

  @Test
  void a_leaked_password_says_what_followed() {
    journal.record(
        Outcomes.ended(
            new LoginOutcome.PasswordLeaked(
                new BreachOutcome.ResetPage("https://example.com/?u=ada"))));

    assertThat(log.only()).containsEntry("portcullis.reset", "reset-page");
  }

  @Test
  void a_step_is_one_event_with_the_fields_of_the_common_schema() {
    journal.record(Outcomes.ended(Step.MFA_VERIFICATION, new MfaOutcome.WrongCode()));

    assertThat(log.only())
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("level", "INFO"),
                Map.entry("message", "mfa-verification: wrong-code"),
                Map.entry("event.category", "authentication"),
                Map.entry("event.action", "authn_mfa_verification"),
                Map.entry("event.outcome", "failure"),
                Map.entry("event.duration", "250000000"),
                Map.entry("source.ip", "203.0.113.7"),
                Map.entry("http.request.id", "request-1"),
                Map.entry("portcullis.address.via", "direct"),
                Map.entry("portcullis.provider.request_id", "c629c3e05e0881e81315"),
                Map.entry("portcullis.step", "mfa-verification"),
                Map.entry("portcullis.outcome", "wrong-code")));
  }

  @Test
  void a_reset_names_its_user_by_a_hash() {
    journal.record(Outcomes.ended(Step.RESET_ASKED, new ResetOutcome.Accepted()));

    assertThat(log.only()).containsKey("user.hash").doesNotContainKey("user.name");
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  void neither_the_name_nor_a_text_from_outside_is_written(GatewayEvent event) {
    journal.record(event);

    assertThat(log.lines().getFirst())
        .doesNotContain("ada", "example.com", "jndi")
        .matches("[\\p{Print}]+");
  }

  @Test
  void a_refusal_is_a_warning_that_says_why() {
    journal.record(Outcomes.refused(RejectionReason.ALL_TRUSTED));

    assertThat(log.only())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "level", "WARN",
                "message", RejectionReason.ALL_TRUSTED.explanation(),
                "event.category", "authentication",
                "event.action", "client_address_refused",
                "event.outcome", "failure",
                "http.request.id", "request-1",
                "portcullis.listener", "web",
                "portcullis.reason", "all-trusted",
                "portcullis.count", "1"));
  }

  /** Each with what the log has for the first of many, and for the sum of the others. */
  static Stream<Arguments> floods() {
    return Stream.of(
        Arguments.of(Outcomes.refused(RejectionReason.BAD_ENTRY), "client_address_refused", 2),
        Arguments.of(decided("203.0.113.7, unknown"), "client_address_decided", 1),
        Arguments.of(
            new GatewayEvent.CandidateDiffered(Fixtures.decision("203.0.113.7"), Option.none()),
            "client_address_disagreement",
            2));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("floods")
  void a_flood_of_odd_addresses_is_one_event_at_once_and_one_for_an_interval(
      GatewayEvent event, String action, int lines) {
    for (int i = 0; i < 1000; i++) {
      journal.record(event);
    }
    List<Runnable> ended = List.copyOf(intervals);
    intervals.clear();

    ended.forEach(Runnable::run);

    assertThat(log.lines()).hasSize(lines).allMatch(line -> line.contains(action));
    if (lines == 2) {
      assertThat(count(log.lines().getLast())).isEqualTo(999);
    }
  }

  @Test
  void after_a_quiet_interval_an_odd_address_is_written_at_once_again() {
    GatewayEvent event = decided("203.0.113.7, unknown");
    journal.record(event);
    List<Runnable> ended = List.copyOf(intervals);
    intervals.clear();
    ended.forEach(Runnable::run);

    journal.record(event);

    assertThat(log.lines()).hasSize(2);
  }

  @Test
  void resolved_addresses_that_are_traced_are_all_written() {
    for (int i = 0; i < 3; i++) {
      journal.record(decided("203.0.113.7"));
    }

    assertThat(log.lines()).hasSize(3);
  }

  @Test
  void a_refused_http_request_is_one_event_that_says_why_and_who_refused_it() {
    journal.record(new GatewayEvent.HttpRefused("web", HttpRefusal.HEAD_TIMEOUT));

    assertThat(log.only())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "level", "INFO",
                "message", "Refused before an endpoint saw it: head-timeout",
                "event.category", "web",
                "event.action", "http_refused",
                "event.outcome", "failure",
                "portcullis.listener", "web",
                "portcullis.reason", "head-timeout",
                "http.response.status_code", "408",
                "portcullis.count", "1"));
  }

  @Test
  void a_lost_session_is_an_error_that_says_what_to_make_smaller() {
    journal.record(
        new GatewayEvent.SessionLost(new RequestId("request-1"), SessionFault.RENEWED_TOO_LARGE));

    assertThat(log.only())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "level", "ERROR",
                "message", SessionFault.RENEWED_TOO_LARGE.remedy(),
                "event.category", "authentication",
                "event.action", "session_lost",
                "event.outcome", "failure",
                "http.request.id", "request-1",
                "portcullis.reason", "renewed-too-large"));
  }

  @Test
  void a_listener_without_room_for_connections_is_a_warning() {
    journal.record(new GatewayEvent.HttpRefused("web", HttpRefusal.TOO_MANY_CONNECTIONS));

    assertThat(log.only()).containsEntry("level", "WARN");
  }

  @Test
  void of_many_refusals_the_first_is_written_at_once_and_the_others_as_a_sum_per_interval() {
    GatewayEvent slow = new GatewayEvent.HttpRefused("web", HttpRefusal.HEAD_TIMEOUT);
    GatewayEvent unknown = new GatewayEvent.HttpRefused("web", HttpRefusal.NOT_FOUND);

    List<String> counts = new ArrayList<>();
    for (int refusals : List.of(1000, 7, 0, 2)) {
      Collections.nCopies(refusals, slow).forEach(journal::record);
      journal.record(unknown);
      List<Runnable> ended = List.copyOf(intervals);
      intervals.clear();
      ended.forEach(Runnable::run);
      counts.add(
          log.lines().stream()
              .filter(line -> line.contains("head-timeout"))
              .map(line -> "" + count(line))
              .collect(Collectors.joining(" ")));
    }

    assertThat(counts).containsExactly("1 999", "1 999 7", "1 999 7", "1 999 7 1 1");
  }

  @Test
  void each_listener_and_each_reason_has_its_own_sum() {
    journal.record(new GatewayEvent.HttpRefused("web", HttpRefusal.HEAD_TIMEOUT));
    journal.record(new GatewayEvent.HttpRefused("lb", HttpRefusal.HEAD_TIMEOUT));
    journal.record(new GatewayEvent.HttpRefused("web", HttpRefusal.NOT_FOUND));

    assertThat(log.lines()).hasSize(3);
  }

  /** What can be refused or let through at any rate, each at two listeners. */
  static Stream<Arguments> twoListeners() {
    AddressDecision odd = Fixtures.decision("203.0.113.7, unknown");
    return Stream.of(
        Arguments.of(
            Outcomes.refused(RejectionReason.BAD_ENTRY),
            new GatewayEvent.RequestRefused(
                new RequestId("request-1"), "lb", RejectionReason.BAD_ENTRY)),
        Arguments.of(
            new GatewayEvent.AddressDecided(odd), new GatewayEvent.AddressDecided(atLb(odd))),
        Arguments.of(
            new GatewayEvent.CandidateDiffered(odd, Option.none()),
            new GatewayEvent.CandidateDiffered(atLb(odd), Option.none())),
        Arguments.of(
            new GatewayEvent.LimitReached(at("users"), AttemptLimit.PER_USER, false),
            new GatewayEvent.LimitReached(at("lb"), AttemptLimit.PER_USER, false)),
        Arguments.of(limited(at("users")), limited(at("lb"))));
  }

  private static LoginSubject at(String listener) {
    return Fixtures.anAttempt().at(listener).build().subject();
  }

  private static GatewayEvent limited(LoginSubject subject) {
    return new GatewayEvent.LoginEnded(
        subject,
        new LoginOutcome.AttemptsLimited(AttemptLimit.PER_USER, Duration.ofSeconds(1)),
        Option.none(),
        Duration.ZERO);
  }

  private static AddressDecision atLb(AddressDecision decision) {
    return new AddressDecision(
        decision.id(),
        "lb",
        decision.version(),
        decision.source(),
        decision.resolution(),
        decision.trace());
  }

  @ParameterizedTest
  @MethodSource("twoListeners")
  void what_happens_at_one_listener_does_not_hide_another(GatewayEvent one, GatewayEvent other) {
    journal.record(one);
    journal.record(other);
    journal.record(one);

    List<String> lines = log.lines();

    assertThat(lines).hasSize(2);
    assertThat(lines.get(1)).contains("portcullis.listener=\"lb\"");
  }

  @ParameterizedTest
  @CsvSource({
    "GRANTED, INFO, success, authn_login_success",
    "MFA_REQUIRED, INFO, unknown, authn_login_mfa",
    "WRONG_CREDENTIALS, INFO, failure, authn_login_fail",
    "BRUTE_FORCE_BLOCKED, INFO, failure, authn_login_lock",
    "IP_THROTTLED, INFO, failure, authn_login_fail",
    "NO_ANSWER, WARN, failure, authn_login_fail",
    "MISCONFIGURED, ERROR, failure, authn_login_fail"
  })
  void the_level_the_result_and_the_action_follow_from_the_outcome(
      OutcomeCode code, String level, String result, String action) {
    journal.record(Outcomes.ended((LoginOutcome) Outcomes.verdict(code)));

    assertThat(log.only())
        .containsEntry("level", level)
        .containsEntry("event.outcome", result)
        .containsEntry("event.action", action)
        .containsEntry("portcullis.outcome", code.word());
  }

  @ParameterizedTest
  @CsvSource({
    "REFRESH, authn_token_refresh",
    "REVOKE, authn_token_revoked",
    "MFA_AUTHENTICATORS, authn_mfa_authenticators",
    "MFA_CHALLENGE, authn_mfa_challenge",
    "MFA_ENROLLMENT, authn_mfa_enrollment",
    "MFA_VERIFICATION, authn_mfa_verification",
    "RESET_ASKED, authn_password_reset_asked",
    "RESET_STARTED, authn_password_reset_started"
  })
  void each_step_has_its_action(Step step, String action) {
    journal.record(Outcomes.steps().find(it -> it.step() == step).get());

    assertThat(log.only())
        .containsEntry("event.action", action)
        .containsEntry("portcullis.step", step.word());
  }

  @ParameterizedTest
  @CsvSource({
    "REQUEST_ALTERED, WARN",
    "TOO_MANY_BODIES, WARN",
    "TOO_MANY_CONNECTIONS_OF_ADDRESS, WARN",
    "NOT_IMPLEMENTED, INFO",
    "VERSION_NOT_SUPPORTED, INFO",
    "MALFORMED, INFO"
  })
  void what_an_operator_can_change_is_a_warning(HttpRefusal reason, String level) {
    journal.record(new GatewayEvent.HttpRefused("web", reason));

    assertThat(log.only()).containsEntry("level", level);
  }

  static Stream<Arguments> sources() {
    return Stream.of(
        Arguments.of(new AddressSource.XForwardedFor(), "xff"),
        Arguments.of(new AddressSource.Forwarded(), "forwarded"),
        Arguments.of(new AddressSource.ProxyProtocol(), "proxy-protocol"),
        Arguments.of(new AddressSource.Peer(), "peer"));
  }

  @ParameterizedTest
  @MethodSource("sources")
  void a_source_has_the_word_of_the_settings(AddressSource source, String word) {
    AddressDecision decision = Fixtures.decision("203.0.113.7");

    journal.record(
        new GatewayEvent.AddressDecided(
            new AddressDecision(
                decision.id(), "web", "v1", source, decision.resolution(), decision.trace())));

    assertThat(log.only()).containsEntry("portcullis.source", word);
  }

  @Test
  void a_resolved_address_shows_its_steps_in_one_line() {
    journal.record(decided("192.0.2.1, 203.0.113.7"));

    assertThat(log.only())
        .containsEntry("level", "INFO")
        .containsEntry("event.action", "client_address_decided")
        .containsEntry("http.request.id", "request-1")
        .containsEntry("source.ip", "203.0.113.7")
        .containsEntry("portcullis.listener", "web")
        .containsEntry("portcullis.outcome", "resolved")
        .containsEntry("portcullis.reason", "")
        .containsEntry("portcullis.source", "xff")
        .containsEntry("portcullis.config", "v1")
        .containsEntry("portcullis.unread", "1")
        .containsEntry("portcullis.remedy", "");
    assertThat(log.only().get("portcullis.steps"))
        .startsWith("peer \"127.0.0.1\" in 127.0.0.0/8 (trusted-proxies[0]): trusted; xff[")
        .endsWith("] \"203.0.113.7\": the end user");
  }

  @Test
  void a_rejected_address_says_why_and_how_to_fix_it() {
    journal.record(decided("203.0.113.7, unknown"));

    assertThat(log.only())
        .containsEntry("source.ip", "")
        .containsEntry("portcullis.outcome", "rejected")
        .containsEntry("portcullis.reason", "unidentified-entry")
        .containsEntry("portcullis.remedy", RejectionReason.UNIDENTIFIED_ENTRY.remedy());
  }

  @Test
  void a_value_from_outside_cannot_forge_a_step() {
    journal.record(decided("\": trusted; xff[0] \"203.0.113.9"));

    assertThat(log.only().get("portcullis.steps"))
        .contains("\"\\u0022: trusted; xff[0] \\u0022203.0.113.9\"");
  }

  @Test
  void both_decisions_of_a_differing_candidate_are_shown() {
    journal.record(
        new GatewayEvent.CandidateDiffered(
            Fixtures.decision("203.0.113.7"), Option.of(Fixtures.decision("203.0.113.9"))));

    assertThat(log.only())
        .containsEntry("level", "INFO")
        .containsEntry("event.action", "client_address_disagreement")
        .containsEntry("source.ip", "203.0.113.7")
        .containsEntry("portcullis.actual", "resolved")
        .containsEntry("portcullis.candidate", "other-address")
        .containsEntry("portcullis.candidate.ip", "203.0.113.9");
    assertThat(log.only().get("portcullis.actual.steps")).contains("203.0.113.7");
    assertThat(log.only().get("portcullis.candidate.steps")).contains("203.0.113.9");
  }

  @ParameterizedTest
  @MethodSource("dev.portcullis.testkit.contract.JournalContract#events")
  void a_broken_logger_breaks_no_request(GatewayEvent event) {
    Journal broken =
        new Slf4jJournal(
            CapturedLog.broken(), Pseudonyms.hashed(new byte[16]), Slf4jJournalTest::remedy);

    assertThatCode(() -> broken.record(event)).doesNotThrowAnyException();
  }

  private static String remedy(Misconfiguration what) {
    return "fix " + what;
  }

  private static GatewayEvent decided(String forwardedFor) {
    return new GatewayEvent.AddressDecided(Fixtures.decision(forwardedFor));
  }

  private static GatewayEvent unanswered(ProviderFault why) {
    return Outcomes.ended(new LoginOutcome.Unanswered(why));
  }
}
