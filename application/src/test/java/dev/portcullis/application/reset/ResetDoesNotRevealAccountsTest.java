package dev.portcullis.application.reset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.application.journal.GatewayEvent;
import dev.portcullis.application.journal.Step;
import dev.portcullis.application.reset.port.PasswordResets;
import dev.portcullis.application.reset.port.ResetDelivery;
import dev.portcullis.application.reset.port.ResetLimiter;
import dev.portcullis.domain.address.AddressResolution.Resolved;
import dev.portcullis.domain.address.AddressResolution.Via;
import dev.portcullis.domain.address.AddressResolver;
import dev.portcullis.domain.address.ClientAddress;
import dev.portcullis.domain.address.ClientAddressPolicy;
import dev.portcullis.domain.address.ClientAddressPolicy.PrivateResult;
import dev.portcullis.domain.address.IpAddress;
import dev.portcullis.domain.address.Peer;
import dev.portcullis.domain.address.RequestOrigin;
import dev.portcullis.domain.login.LoginIdentifier;
import dev.portcullis.domain.login.LoginSubject;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.domain.login.Requester;
import dev.portcullis.domain.outcome.Outcome;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.outcome.ProviderFault.ConnectFault;
import dev.portcullis.domain.reset.ResetOutcome;
import dev.portcullis.domain.reset.ResetStart;
import dev.portcullis.domain.reset.ResetTicket;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/**
 * A request for a reset is answered before the provider is asked whether there is such an account.
 */
class ResetDoesNotRevealAccountsTest {

  private static final LoginSubject SUBJECT =
      new LoginSubject(
          new Requester(new RequestId("r-1"), client(), Via.PEER),
          LoginIdentifier.of("ada@example.com").get());
  private static final ResetTicket TICKET =
      new ResetTicket("ada@example.com", "https://example.com/reset");

  private final List<Runnable> later = new ArrayList<>();
  private final List<LoginSubject> started = new ArrayList<>();
  private final List<GatewayEvent> journal = new ArrayList<>();

  @Test
  void the_answer_comes_before_the_reset_and_does_not_depend_on_it() {
    ResetOutcome outcome = service(subject -> Option.none(), later::add).reset(SUBJECT);

    assertThat(outcome).isEqualTo(new ResetOutcome.Accepted());
    assertThat(started).isEmpty();
    later.forEach(Runnable::run);
    assertThat(started).containsExactly(SUBJECT);
    assertThat(journal)
        .containsExactly(
            ended(Step.RESET_ASKED, new ResetOutcome.Accepted()),
            ended(Step.RESET_STARTED, new ResetStart.ResetNotStarted()));
  }

  @Test
  void beyond_the_limit_nothing_is_started() {
    ResetOutcome outcome =
        service(subject -> Option.some(Duration.ofMinutes(1)), later::add).reset(SUBJECT);

    assertThat(outcome).isEqualTo(new ResetOutcome.TooManyResets(Duration.ofMinutes(1)));
    assertThat(later).isEmpty();
  }

  @Test
  void without_room_for_another_reset_nobody_gets_one() {
    Executor full =
        task -> {
          throw new RejectedExecutionException();
        };

    ResetOutcome outcome = service(subject -> Option.none(), full).reset(SUBJECT);

    assertThat(outcome).isEqualTo(new ResetOutcome.ResetNotStarted());
    assertThat(journal)
        .containsExactly(ended(Step.RESET_ASKED, new ResetOutcome.ResetNotStarted()));
  }

  @Test
  void an_unknown_user_gets_the_same_answer_as_a_sent_mail() {
    List<ResetTicket> delivered = new ArrayList<>();
    ResetDelivery delivery = (id, ticket) -> delivered.add(ticket);

    ResetStart known =
        new TicketPasswordResets(who -> Either.right(Option.some(TICKET)), delivery).start(SUBJECT);
    ResetStart unknown =
        new TicketPasswordResets(who -> Either.right(Option.none()), delivery).start(SUBJECT);

    assertThat(known).isEqualTo(new ResetStart.ResetMailSent());
    assertThat(unknown).isEqualTo(known);
    assertThat(delivered).containsExactly(TICKET);
  }

  @Test
  void no_mail_is_promised_that_was_not_accepted_for_delivery() {
    ResetStart refused =
        new TicketPasswordResets(who -> Either.right(Option.some(TICKET)), (id, ticket) -> false)
            .start(SUBJECT);
    ResetStart faulty =
        new TicketPasswordResets(
                who -> Either.left(new ProviderFault.Unreachable(ConnectFault.TLS_FAILED)),
                (id, ticket) -> true)
            .start(SUBJECT);

    assertThat(refused).isEqualTo(new ResetStart.ResetNotStarted());
    assertThat(faulty)
        .isEqualTo(
            new ResetStart.Unanswered(new ProviderFault.Unreachable(ConnectFault.TLS_FAILED)));
  }

  @Test
  void automatic_resets_stop_at_the_limit() {
    PasswordResets resets = subject -> new ResetStart.ResetMailSent();

    assertThat(new LimitedPasswordResets(resets, subject -> Option.none()).start(SUBJECT))
        .isEqualTo(new ResetStart.ResetMailSent());
    assertThat(
            new LimitedPasswordResets(resets, subject -> Option.some(Duration.ofSeconds(7)))
                .start(SUBJECT))
        .isEqualTo(new ResetStart.TooManyResets(Duration.ofSeconds(7)));
  }

  private ResetPasswordService service(ResetLimiter limiter, Executor background) {
    return new ResetPasswordService(
        subject -> {
          started.add(subject);
          return new ResetStart.ResetNotStarted();
        },
        limiter,
        background,
        journal::add,
        () -> Instant.EPOCH);
  }

  private static GatewayEvent ended(Step step, Outcome outcome) {
    return new GatewayEvent.StepEnded(
        SUBJECT.requester(),
        Option.of(SUBJECT.identifier()),
        step,
        outcome,
        Option.none(),
        Duration.ZERO);
  }

  private static ClientAddress client() {
    var resolution =
        new AddressResolver(
                ClientAddressPolicy.direct().withPrivateResult(new PrivateResult.Allow()))
            .resolve(
                RequestOrigin.of(
                    new Peer.Inet(IpAddress.parse("203.0.113.7").get()),
                    RequestOrigin.HeaderLines.NONE));
    return ((Resolved) resolution).address();
  }
}
