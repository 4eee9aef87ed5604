package dev.portcullis.adapters.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.portcullis.application.journal.port.LoginJournal;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.LoginSubject;
import dev.portcullis.testkit.Fixtures;
import dev.portcullis.testkit.contract.LoginJournalContract;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MicrometerLoginJournalTest implements LoginJournalContract {

  private static final LoginSubject SUBJECT = Fixtures.anAttempt().build().subject();

  private final BreakableRegistry registry = new BreakableRegistry();
  private final LoginJournal journal = new MicrometerLoginJournal(registry);

  @Override
  public LoginJournal loginJournal() {
    return journal;
  }

  @Override
  public List<String> writtenLogins() {
    return registry.find("portcullis.logins").timers().stream()
        .flatMap(
            timer -> Collections.nCopies((int) timer.count(), timer.getId().toString()).stream())
        .toList();
  }

  @Test
  void every_outcome_shows_from_the_start_and_none_is_added() {
    List<String> atFirst = outcomes();

    LoginJournalContract.outcomes()
        .forEach(outcome -> journal.record(SUBJECT, outcome, Option.none(), Duration.ofMillis(1)));

    assertThat(atFirst).hasSize(OutcomeCode.values().length).doesNotHaveDuplicates();
    assertThat(outcomes()).containsExactlyInAnyOrderElementsOf(atFirst);
    assertThat(registry.find("portcullis.logins").timers())
        .allMatch(timer -> timer.count() > 0, "is the code of some outcome");
  }

  @Test
  void a_login_is_timed() {
    journal.record(
        SUBJECT, new LoginOutcome.WrongCredentials(), Option.none(), Duration.ofMillis(250));

    assertThat(
            registry
                .get("portcullis.logins")
                .tag("outcome", "wrong-credentials")
                .timer()
                .totalTime(TimeUnit.MILLISECONDS))
        .isEqualTo(250);
  }

  @Test
  void a_broken_registry_breaks_no_login() {
    registry.breakDown();

    assertThatCode(
            () ->
                journal.record(
                    SUBJECT, new LoginOutcome.WrongCredentials(), Option.none(), Duration.ZERO))
        .doesNotThrowAnyException();
  }

  private List<String> outcomes() {
    return registry.getMeters().stream()
        .map(meter -> String.valueOf(meter.getId().getTag("outcome")))
        .toList();
  }
}
