package dev.portcullis.testkit.fake;

import dev.portcullis.application.journal.port.StepJournal;
import dev.portcullis.domain.login.Requester;
import dev.portcullis.domain.outcome.ProviderRequestId;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps every step it is given, in order. */
public final class RecordingSteps implements StepJournal {

  private final List<Recorded> steps = new CopyOnWriteArrayList<>();

  @Override
  public void record(
      Requester requester, Step step, Option<ProviderRequestId> upstream, Duration elapsed) {
    steps.add(new Recorded(requester, step, upstream, elapsed));
  }

  /** The steps so far, a snapshot. */
  public List<Recorded> steps() {
    return List.copyOf(steps);
  }

  /** One step as journalled. */
  public record Recorded(
      Requester requester, Step step, Option<ProviderRequestId> upstream, Duration elapsed) {}
}
