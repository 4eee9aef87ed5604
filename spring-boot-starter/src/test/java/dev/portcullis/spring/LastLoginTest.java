package dev.portcullis.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.domain.login.AttemptLimit;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.outcome.OutcomeCode;
import dev.portcullis.testkit.Outcomes;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The login that the health of an application tells of. */
class LastLoginTest {

  private final LastLogin last = new LastLogin();

  @Test
  void a_login_that_the_gateway_refuses_says_nothing_of_the_provider() {
    LoginOutcome refused =
        new LoginOutcome.AttemptsLimited(AttemptLimit.PER_ADDRESS, Duration.ofSeconds(1));

    last.record(Outcomes.ended(refused));
    boolean before = last.get().isDefined();
    last.record(Outcomes.ended(new LoginOutcome.WrongCredentials()));
    last.record(Outcomes.ended(refused));

    assertThat(before).isFalse();
    assertThat(last.get().map(LastLogin.Ended::code)).contains(OutcomeCode.WRONG_CREDENTIALS);
  }

  @Test
  void only_the_latest_login_counts_and_no_other_event() {
    last.record(Outcomes.ended(new LoginOutcome.WrongCredentials()));
    last.record(Outcomes.ended(new LoginOutcome.UserBlocked()));
    last.record(Outcomes.reached(AttemptLimit.TOTAL, false));

    assertThat(last.get().map(LastLogin.Ended::code)).contains(OutcomeCode.USER_BLOCKED);
  }
}
