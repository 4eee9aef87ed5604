package dev.portcullis.adapters.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.portcullis.application.journal.port.LoginJournal;
import dev.portcullis.domain.breach.BreachOutcome;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.LoginOutcome.Cause;
import dev.portcullis.domain.login.LoginSubject;
import dev.portcullis.domain.outcome.Misconfiguration;
import dev.portcullis.domain.outcome.ProviderError;
import dev.portcullis.domain.outcome.ProviderFault.ConnectFault;
import dev.portcullis.domain.outcome.ProviderRequestId;
import dev.portcullis.testkit.Fixtures;
import dev.portcullis.testkit.contract.LoginJournalContract;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class Slf4jLoginJournalTest implements LoginJournalContract {

  private static final LoginSubject SUBJECT =
      Fixtures.anAttempt()
          .withId("r-1")
          .by("ada@example.com")
          .from("203.0.113.7")
          .build()
          .subject();

  private final CapturedLog log = new CapturedLog();
  private final LoginJournal journal =
      new Slf4jLoginJournal(log.logger(), Pseudonyms.hashed(new byte[16]));

  @Override
  public LoginJournal loginJournal() {
    return journal;
  }

  @Override
  public List<String> writtenLogins() {
    return log.lines();
  }

  @Test
  void a_login_is_one_event_with_the_fields_of_the_common_schema() {
    journal.record(
        SUBJECT,
        new LoginOutcome.WrongCredentials(),
        ProviderRequestId.of("c629c3e05e0881e81315"),
        Duration.ofMillis(250));

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
                Map.entry("http.request.id", "r-1"),
                Map.entry("portcullis.address.via", "direct"),
                Map.entry("portcullis.provider.request_id", "c629c3e05e0881e81315"),
                Map.entry("portcullis.outcome", "wrong-credentials")))
        .hasSize(12);
  }

  @ParameterizedTest
  @MethodSource("dev.portcullis.testkit.contract.LoginJournalContract#outcomes")
  void only_a_granted_login_is_a_success(LoginOutcome outcome) {
    journal.record(SUBJECT, outcome, Option.none(), Duration.ZERO);

    boolean granted = outcome instanceof LoginOutcome.Granted;
    assertThat(log.only().get("event.outcome"))
        .matches(result -> result.equals("success") == granted);
    assertThat(log.only().get("event.action")).startsWith("authn_login_");
  }

  @Test
  void a_misconfiguration_is_an_error_that_says_what_to_mend() {
    ProviderError error = new ProviderError(401, "access_denied", "Unauthorized, ada@example.com");

    journal.record(
        SUBJECT,
        new LoginOutcome.Misconfigured(Misconfiguration.CLIENT_AUTHENTICATION, error),
        Option.none(),
        Duration.ZERO);

    assertThat(log.only())
        .containsEntry("level", "ERROR")
        .containsEntry("message", Misconfiguration.CLIENT_AUTHENTICATION.mend())
        .containsEntry("portcullis.outcome", "misconfigured")
        .containsEntry("portcullis.reason", "client-authentication")
        .containsEntry("portcullis.provider.status", "401")
        .containsEntry("portcullis.provider.code", "access_denied");
  }

  @Test
  void a_provider_that_cannot_be_reached_is_a_warning_that_says_why() {
    journal.record(
        SUBJECT,
        new LoginOutcome.Unavailable(new Cause.Unreachable(ConnectFault.CONNECT_TIMED_OUT)),
        Option.none(),
        Duration.ZERO);

    assertThat(log.only())
        .containsEntry("level", "WARN")
        .containsEntry("portcullis.outcome", "unreachable")
        .containsEntry("portcullis.reason", "connect-timed-out");
  }

  @Test
  void a_leaked_password_says_what_became_of_the_reset() {
    journal.record(
        SUBJECT,
        new LoginOutcome.PasswordLeaked(new BreachOutcome.ResetPage("https://example.com/?u=ada")),
        Option.none(),
        Duration.ZERO);

    assertThat(log.only()).containsEntry("portcullis.reset", "page");
  }

  @Test
  void the_tenants_rate_limit_is_a_warning() {
    journal.record(
        SUBJECT, new LoginOutcome.RateLimited(Option.none()), Option.none(), Duration.ZERO);

    assertThat(log.only()).containsEntry("level", "WARN");
  }

  @ParameterizedTest
  @MethodSource("dev.portcullis.testkit.contract.LoginJournalContract#outcomes")
  void neither_the_name_nor_a_text_from_outside_is_written(LoginOutcome outcome) {
    journal.record(SUBJECT, outcome, Option.none(), Duration.ZERO);

    assertThat(log.lines().getFirst())
        .doesNotContain("ada", "example.com", "jndi")
        .matches("[\\p{Print}]+");
  }

  @ParameterizedTest
  @MethodSource("dev.portcullis.testkit.contract.LoginJournalContract#outcomes")
  void a_broken_logger_breaks_no_login(LoginOutcome outcome) {
    LoginJournal broken =
        new Slf4jLoginJournal(CapturedLog.broken(), Pseudonyms.hashed(new byte[16]));

    assertThatCode(() -> broken.record(SUBJECT, outcome, Option.none(), Duration.ZERO))
        .doesNotThrowAnyException();
  }
}
