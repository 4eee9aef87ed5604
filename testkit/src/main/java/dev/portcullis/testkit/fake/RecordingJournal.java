package dev.portcullis.testkit.fake;

import dev.portcullis.application.journal.port.AddressJournal;
import dev.portcullis.application.journal.port.LoginJournal;
import dev.portcullis.application.journal.port.RefusalJournal;
import dev.portcullis.domain.address.RejectionReason;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.LoginSubject;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.domain.outcome.ProviderRequestId;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps everything it is given, in order. */
public final class RecordingJournal implements LoginJournal, RefusalJournal, AddressJournal {

  private final List<Login> logins = new CopyOnWriteArrayList<>();
  private final List<Refusal> refusals = new CopyOnWriteArrayList<>();
  private final List<Decision> decisions = new CopyOnWriteArrayList<>();

  @Override
  public void record(
      LoginSubject subject,
      LoginOutcome outcome,
      Option<ProviderRequestId> upstream,
      Duration elapsed) {
    logins.add(new Login(subject, outcome, upstream, elapsed));
  }

  @Override
  public void record(RequestId id, RejectionReason reason) {
    refusals.add(new Refusal(id, reason));
  }

  @Override
  public void record(Decision decision) {
    decisions.add(decision);
  }

  /** The logins so far, a snapshot. */
  public List<Login> logins() {
    return List.copyOf(logins);
  }

  /** The refusals so far, a snapshot. */
  public List<Refusal> refusals() {
    return List.copyOf(refusals);
  }

  /** The explained decisions so far, a snapshot. */
  public List<Decision> decisions() {
    return List.copyOf(decisions);
  }

  /** One login as journalled. */
  public record Login(
      LoginSubject subject,
      LoginOutcome outcome,
      Option<ProviderRequestId> upstream,
      Duration elapsed) {}

  /** One refusal as journalled. */
  public record Refusal(RequestId id, RejectionReason reason) {}
}
