package dev.portcullis.doctor.canary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.application.login.port.CredentialVerifier;
import dev.portcullis.application.provider.Provider;
import dev.portcullis.doctor.port.Progress;
import dev.portcullis.doctor.port.TenantLogs;
import dev.portcullis.doctor.tenant.FactUnavailable;
import dev.portcullis.doctor.tenant.LogEvent;
import dev.portcullis.doctor.tenant.LogQuery;
import dev.portcullis.domain.address.AddressResolution;
import dev.portcullis.domain.address.AddressResolver;
import dev.portcullis.domain.address.ClientAddress;
import dev.portcullis.domain.address.ClientAddressPolicy;
import dev.portcullis.domain.address.ClientAddressPolicy.PrivateResult;
import dev.portcullis.domain.address.IpAddress;
import dev.portcullis.domain.address.Peer;
import dev.portcullis.domain.address.RequestOrigin;
import dev.portcullis.domain.login.Credentials;
import dev.portcullis.domain.login.LoginIdentifier;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.Password;
import dev.portcullis.domain.login.Verdict;
import dev.portcullis.domain.outcome.Misconfiguration;
import dev.portcullis.domain.outcome.ProviderError;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.outcome.ProviderFault.ConnectFault;
import dev.portcullis.domain.outcome.ProviderFault.NoAnswerFault;
import dev.portcullis.domain.outcome.ProviderReply;
import dev.portcullis.domain.token.AccessToken;
import dev.portcullis.domain.token.Tokens;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Logs that are late, out of order, empty or unreadable; time passes on the test's clock alone. */
class CanaryLoginTest {

  private static final String CLIENT = "client";
  private static final String GATEWAY = "198.51.100.20";
  private static final Instant START = Instant.parse("2026-01-15T10:30:00Z");

  private final List<String> progress = new ArrayList<>();
  private final Verdict granted =
      new LoginOutcome.Granted(
          new Tokens(
              new AccessToken("secret"),
              "Bearer",
              Option.of(Duration.ofHours(1)),
              Option.none(),
              Option.none(),
              Option.none()));
  private Instant now = START;
  private int submitted;
  private final List<Duration> pauses = new ArrayList<>();

  @Test
  void the_pauses_between_looks_grow_to_5_seconds_and_end_with_the_patience() {
    logIn(at -> none());

    // 1 + 2 + 3 + 4 seconds, and 22 times 5, are the 120 of the patience.
    assertThat(pauses.stream().map(Duration::toSeconds))
        .startsWith(1L, 2L, 3L, 4L, 5L, 5L)
        .hasSize(26)
        .allMatch(seconds -> seconds <= 5);
  }

  @Test
  void an_event_that_is_late_is_waited_for() {
    Canary canary =
        logIn(
            at ->
                at.isBefore(START.plusSeconds(40)) ? none() : Vector.of(event("9", "192.0.2.10")));

    assertThat(ip(canary)).isEqualTo("192.0.2.10");
    assertThat(now).isBetween(START.plusSeconds(40), START.plusSeconds(50));
    assertThat(submitted).isEqualTo(1);
    assertThat(progress).anySatisfy(line -> assertThat(line).contains("of at most 120 s"));
  }

  @Test
  void an_event_that_never_comes_proves_nothing() {
    Canary canary = logIn(at -> none());

    assertThat(canary)
        .isInstanceOfSatisfying(
            Canary.LoggedIn.class,
            it ->
                assertThat(it.seen())
                    .isInstanceOfSatisfying(
                        Canary.Seen.Nothing.class,
                        nothing ->
                            assertThat(nothing.waited())
                                .isBetween(Duration.ofSeconds(120), Duration.ofSeconds(130))));
  }

  @Test
  void another_login_of_the_user_that_is_logged_first_is_not_the_canarys() {
    Canary canary =
        logIn(
            at ->
                at.equals(START)
                    ? Vector.of(event("8", "203.0.113.1"))
                    : Vector.of(event("8", "203.0.113.1"), event("7", "192.0.2.10")));

    assertThat(ip(canary)).isEqualTo("192.0.2.10");
  }

  @Test
  void an_event_from_before_is_ignored() {
    Canary canary =
        canary(
                queried -> Vector.of(event("1", "192.0.2.10")),
                (credentials, request, client) -> ProviderReply.of(granted))
            .logIn(CLIENT, Progress.SILENT);

    assertThat(canary)
        .isInstanceOfSatisfying(
            Canary.LoggedIn.class,
            it -> assertThat(it.seen()).isInstanceOf(Canary.Seen.Nothing.class));
  }

  @Test
  void an_ignored_header_is_reported_after_a_second_read() {
    Canary canary = logIn(at -> Vector.of(event("9", GATEWAY)));

    assertThat(ip(canary)).isEqualTo(GATEWAY);
    assertThat(now).isBefore(START.plusSeconds(10));
  }

  @Test
  void an_event_that_comes_with_the_last_look_is_reported() {
    Canary canary =
        logIn(at -> at.isBefore(START.plusSeconds(120)) ? none() : Vector.of(event("9", GATEWAY)));

    assertThat(ip(canary)).isEqualTo(GATEWAY);
  }

  @Test
  void a_log_that_becomes_unreadable_is_reported() {
    int[] looks = {0};
    TenantLogs logs =
        logs(
            query ->
                looks[0]++ == 0
                    ? Either.right(none())
                    : Either.left(new FactUnavailable.NotAnswered("gone")));

    Canary canary =
        new CanaryLogin(
                user(),
                Provider.of(
                    (credentials, request, client) -> ProviderReply.of(granted),
                    what -> "fix " + what),
                logs,
                this::pass,
                () -> now)
            .logIn(CLIENT, Progress.SILENT);

    assertThat(canary)
        .isEqualTo(
            new Canary.LoggedIn(
                address("192.0.2.10").value(),
                new Canary.Seen.Lost(new FactUnavailable.NotAnswered("gone"))));
  }

  @Test
  void without_a_readable_log_no_login_is_made() {
    Canary canary =
        new CanaryLogin(
                user(),
                Provider.of(
                    (credentials, request, client) -> {
                      submitted++;
                      return ProviderReply.of(granted);
                    },
                    what -> "fix " + what),
                logs(query -> Either.left(new FactUnavailable.MissingScope("read:logs"))),
                this::pass,
                () -> now)
            .logIn(CLIENT, Progress.SILENT);

    assertThat(canary).isEqualTo(new Canary.NoLog(new FactUnavailable.MissingScope("read:logs")));
    assertThat(submitted).isZero();
  }

  @Test
  void a_refusal_is_an_error_and_no_answer_is_unknown() {
    Canary refused =
        canary(
                at -> none(),
                (credentials, request, client) ->
                    ProviderReply.of(new LoginOutcome.WrongCredentials()))
            .logIn(CLIENT, Progress.SILENT);
    Canary silent =
        canary(
                at -> none(),
                (credentials, request, client) ->
                    ProviderReply.of(
                        new LoginOutcome.Unanswered(
                            new ProviderFault.NoAnswer(NoAnswerFault.TIMED_OUT))))
            .logIn(CLIENT, Progress.SILENT);

    Canary misconfigured =
        canary(
                at -> none(),
                (credentials, request, client) ->
                    ProviderReply.of(
                        new LoginOutcome.Unanswered(
                            new ProviderFault.Misconfigured(
                                Misconfiguration.GRANT_NOT_ALLOWED,
                                new ProviderError(403, "unauthorized_client", "")))))
            .logIn(CLIENT, Progress.SILENT);

    assertThat(refused).isEqualTo(new Canary.Refused("wrong-credentials: fix doctor.canary"));
    assertThat(misconfigured).isEqualTo(new Canary.Refused("fix GRANT_NOT_ALLOWED"));
    assertThat(silent).isInstanceOf(Canary.NotAnswered.class);
  }

  static Stream<Arguments> answers() {
    ProviderError error = new ProviderError(503, "code", "text");
    return Stream.of(
        Arguments.of(
            new LoginOutcome.Unanswered(new ProviderFault.RateLimited(Option.none())),
            new Canary.NotAnswered("the tenant's rate limit is reached")),
        Arguments.of(
            new LoginOutcome.Unanswered(new ProviderFault.Unreachable(ConnectFault.TLS_FAILED)),
            new Canary.NotAnswered("TLS to the tenant failed")),
        Arguments.of(
            new LoginOutcome.Unanswered(new ProviderFault.Overloaded()),
            new Canary.NotAnswered("too many calls to the tenant are in progress")),
        Arguments.of(
            new LoginOutcome.Unanswered(new ProviderFault.NoAnswer(NoAnswerFault.TIMED_OUT)),
            new Canary.NotAnswered("the tenant did not answer in time")),
        Arguments.of(
            new LoginOutcome.Unanswered(new ProviderFault.Unavailable(error)),
            new Canary.NotAnswered("the tenant failed: 503 code")),
        Arguments.of(
            new LoginOutcome.Unanswered(new ProviderFault.Unintelligible(error)),
            new Canary.NotAnswered("the tenant's answer is not understood: 503 code")),
        Arguments.of(
            new LoginOutcome.IpThrottled(),
            new Canary.Refused("ip-throttled: wait, or choose another address")),
        Arguments.of(new LoginOutcome.UserBlocked(), new Canary.Refused("user-blocked")),
        Arguments.of(
            new LoginOutcome.Denied("Only on working days"),
            new Canary.Refused("denied: Only on working days")));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void every_answer_but_tokens_is_told_in_its_own_words(Verdict answer, Canary expected) {
    Canary canary =
        canary(at -> none(), (credentials, request, client) -> ProviderReply.of(answer))
            .logIn(CLIENT, Progress.SILENT);

    assertThat(canary).isEqualTo(expected);
  }

  @Test
  void without_a_user_nothing_is_submitted() {
    Canary canary =
        new CanaryLogin(
                Option.none(),
                Provider.of(
                    (credentials, request, client) -> {
                      submitted++;
                      return ProviderReply.of(granted);
                    },
                    what -> "fix " + what),
                logs(query -> Either.right(none())),
                this::pass,
                () -> now)
            .logIn(CLIENT, Progress.SILENT);

    assertThat(canary).isEqualTo(new Canary.NotConfigured());
    assertThat(submitted).isZero();
  }

  @Test
  void only_the_canarys_own_logins_are_looked_for() {
    List<LogQuery> queries = new ArrayList<>();
    new CanaryLogin(
            user(),
            Provider.of(
                (credentials, request, client) -> ProviderReply.of(granted), what -> "fix " + what),
            logs(
                query -> {
                  queries.add(query);
                  return Either.right(none());
                }),
            this::pass,
            () -> now)
        .logIn(CLIENT, Progress.SILENT);

    assertThat(queries)
        .hasSizeGreaterThan(2)
        .containsOnly(LogQuery.logins(CLIENT).by("canary@example.com"));
  }

  @Test
  void the_egress_is_the_caller_of_the_logged_event_alone() {
    Canary seen = logIn(at -> Vector.of(event("9", "192.0.2.10")));
    Canary unseen = logIn(at -> none());

    assertThat(seen.egress()).isEqualTo(IpAddress.parse(GATEWAY));
    assertThat(unseen.egress()).isEqualTo(Option.none());
    assertThat(new Canary.Refused("no").egress()).isEqualTo(Option.none());
  }

  /** The log is empty before, and then returns {@code later} of the time. */
  private Canary logIn(Function<Instant, Seq<LogEvent>> later) {
    return canary(
            later,
            (credentials, request, client) -> {
              submitted++;
              return ProviderReply.of(granted);
            })
        .logIn(CLIENT, progress::add);
  }

  private CanaryLogin canary(Function<Instant, Seq<LogEvent>> log, CredentialVerifier verifier) {
    boolean[] before = {true};
    Seq<LogEvent> early = log.apply(Instant.EPOCH);
    return new CanaryLogin(
        user(),
        Provider.of(verifier, what -> "fix " + what),
        logs(
            query -> {
              boolean first = before[0];
              before[0] = false;
              Seq<LogEvent> found =
                  first ? early.filter(it -> it.id().equals("1")) : log.apply(now);
              return Either.right(found);
            }),
        this::pass,
        () -> now);
  }

  private void pass(Duration time) {
    pauses.add(time);
    now = now.plus(time);
  }

  private static TenantLogs logs(
      Function<LogQuery, Either<FactUnavailable, Seq<LogEvent>>> answer) {
    return new TenantLogs() {
      @Override
      public Either<FactUnavailable, Seq<LogEvent>> newest(LogQuery query, int most) {
        return answer.apply(query);
      }

      @Override
      public Either<FactUnavailable, Seq<LogEvent>> after(String id, int most) {
        throw new AssertionError("not asked for");
      }
    };
  }

  private static Option<CanaryLogin.User> user() {
    return Option.of(
        new CanaryLogin.User(
            new Credentials(
                LoginIdentifier.of("canary@example.com").get(), Password.of("sings").get()),
            address("192.0.2.10"),
            Duration.ofMinutes(2)));
  }

  private static Seq<LogEvent> none() {
    return Vector.empty();
  }

  private static LogEvent event(String id, String ip) {
    return new LogEvent(
        id,
        START,
        LogEvent.LOGIN,
        IpAddress.parse(ip),
        IpAddress.parse(GATEWAY),
        CLIENT,
        "canary@example.com");
  }

  private static String ip(Canary canary) {
    return canary instanceof Canary.LoggedIn(var sent, Canary.Seen.Event(var event))
        ? event.ip().get().toString()
        : canary.toString();
  }

  private static ClientAddress address(String literal) {
    AddressResolver direct =
        new AddressResolver(
            ClientAddressPolicy.direct().withPrivateResult(new PrivateResult.Allow()));
    RequestOrigin origin =
        RequestOrigin.of(
            new Peer.Inet(IpAddress.parse(literal).get()), RequestOrigin.HeaderLines.NONE);
    if (direct.resolve(origin) instanceof AddressResolution.Resolved(var client, var via)) {
      return client;
    }
    throw new AssertionError(literal);
  }
}
