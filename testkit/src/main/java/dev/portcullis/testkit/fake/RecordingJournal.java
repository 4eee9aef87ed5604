package dev.portcullis.testkit.fake;

import dev.portcullis.application.journal.AddressDecision;
import dev.portcullis.application.journal.GatewayEvent;
import dev.portcullis.application.journal.port.Journal;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps every event it is given, in order. */
public final class RecordingJournal implements Journal {

  private final List<GatewayEvent> events = new CopyOnWriteArrayList<>();

  @Override
  public void record(GatewayEvent event) {
    events.add(event);
  }

  /** All events so far, a snapshot. */
  public List<GatewayEvent> events() {
    return List.copyOf(events);
  }

  /** The logins so far, a snapshot. */
  public List<GatewayEvent.LoginEnded> logins() {
    return of(GatewayEvent.LoginEnded.class);
  }

  /** The limits that logins have reached so far, a snapshot. */
  public List<GatewayEvent.LimitReached> limits() {
    return of(GatewayEvent.LimitReached.class);
  }

  /** The steps so far, a snapshot. */
  public List<GatewayEvent.StepEnded> steps() {
    return of(GatewayEvent.StepEnded.class);
  }

  /** The refusals so far, a snapshot. */
  public List<GatewayEvent.RequestRefused> refusals() {
    return of(GatewayEvent.RequestRefused.class);
  }

  /** The HTTP refusals so far, a snapshot. */
  public List<GatewayEvent.HttpRefused> httpRefusals() {
    return of(GatewayEvent.HttpRefused.class);
  }

  /** The lost sessions so far, a snapshot. */
  public List<GatewayEvent.SessionLost> lostSessions() {
    return of(GatewayEvent.SessionLost.class);
  }

  /** The explained decisions so far, a snapshot. */
  public List<AddressDecision> decisions() {
    return of(GatewayEvent.AddressDecided.class).stream()
        .map(GatewayEvent.AddressDecided::decision)
        .toList();
  }

  /** The differing candidates so far, a snapshot. */
  public List<GatewayEvent.CandidateDiffered> differences() {
    return of(GatewayEvent.CandidateDiffered.class);
  }

  private <T extends GatewayEvent> List<T> of(Class<T> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
