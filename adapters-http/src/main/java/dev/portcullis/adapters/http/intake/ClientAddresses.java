package dev.portcullis.adapters.http.intake;

import dev.portcullis.application.journal.AddressDecision;
import dev.portcullis.application.journal.GatewayEvent;
import dev.portcullis.application.journal.port.Journal;
import dev.portcullis.domain.address.AddressResolution;
import dev.portcullis.domain.address.AddressResolution.Rejected;
import dev.portcullis.domain.address.AddressResolution.Resolved;
import dev.portcullis.domain.address.AddressResolver;
import dev.portcullis.domain.address.AddressTrace;
import dev.portcullis.domain.address.AddressTrace.Step;
import dev.portcullis.domain.address.ClientAddressPolicy;
import dev.portcullis.domain.address.Peer;
import dev.portcullis.domain.address.RejectionReason;
import dev.portcullis.domain.address.RequestOrigin;
import dev.portcullis.domain.login.RequestId;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Determines the client addresses of one listener's requests, by settings that can be replaced
 * while requests are served: each request is decided by the settings of one moment. Safe for
 * concurrent use.
 */
public final class ClientAddresses {

  private static final int SAMPLE = 100;

  private final String listener;
  private final Journal journal;
  private final AtomicLong asked = new AtomicLong();
  private volatile Snapshot current;

  public ClientAddresses(String listener, AddressSettings settings, Journal journal) {
    this.listener = listener;
    this.journal = journal;
    this.current = new Snapshot(settings);
  }

  /** The settings that decide one request. */
  private record Snapshot(
      AddressSettings settings, AddressResolver actual, Option<AddressResolver> candidate) {

    Snapshot(AddressSettings settings) {
      this(
          settings,
          new AddressResolver(settings.policy()),
          settings.candidate().map(AddressResolver::new));
    }
  }

  /** The name of the listener. */
  public String listener() {
    return listener;
  }

  /** The settings in force. */
  public AddressSettings settings() {
    return current.settings();
  }

  /** Uses this policy from the next request on; traces and compares as before. */
  public synchronized void replace(ClientAddressPolicy policy, String version) {
    current = new Snapshot(current.settings().with(policy, version));
  }

  /** Uses these settings from the next request on. */
  public synchronized void replace(AddressSettings settings) {
    current = new Snapshot(settings);
  }

  /** Determines the client address of a request; journals and candidates never change it. */
  public AddressResolution resolve(RequestOrigin origin, RequestId id) {
    Snapshot snapshot = current;
    AddressResolution resolution = snapshot.actual().resolve(origin);
    if (isTraced(snapshot.settings().trace(), resolution)) {
      write(decision(snapshot, snapshot.actual(), resolution, origin, id));
    }
    if (snapshot.candidate().isDefined()) {
      compare(snapshot, snapshot.candidate().get(), origin, id, resolution);
    }
    return resolution;
  }

  /** The resolver in force. */
  public AddressResolver resolver() {
    return current.actual();
  }

  /** Traces a connection that was closed because of its PROXY header, before any request. */
  public void closed(Peer peer, RejectionReason reason, RequestId id) {
    Snapshot snapshot = current;
    AddressResolution resolution = new Rejected(reason);
    if (isTraced(snapshot.settings().trace(), resolution)) {
      Step step =
          new Step(
              "peer",
              peer instanceof Peer.Inet(var address) ? address.toString() : "",
              Option.none(),
              Option.none(),
              reason.explanation());
      write(
          new AddressDecision(
              id,
              listener,
              snapshot.settings().version(),
              snapshot.actual().policy().source(),
              resolution,
              new AddressTrace(Vector.of(step), 0, Vector.empty())));
    }
  }

  private boolean isTraced(AddressSettings.TraceMode mode, AddressResolution resolution) {
    return switch (mode) {
      case OFF -> false;
      case REJECTED -> resolution instanceof Rejected;
      case SAMPLED -> asked.getAndIncrement() % SAMPLE == 0;
      case ALL -> true;
    };
  }

  private void write(AddressDecision decision) {
    try {
      journal.record(new GatewayEvent.AddressDecided(decision));
    } catch (RuntimeException e) {
      // A request does not fail because its trace cannot be written.
    }
  }

  private void compare(
      Snapshot snapshot,
      AddressResolver candidate,
      RequestOrigin origin,
      RequestId id,
      AddressResolution actual) {
    try {
      Option<AddressResolution> other = attempt(candidate, origin);
      if (!other.exists(it -> agree(actual, it))) {
        journal.record(
            new GatewayEvent.CandidateDiffered(
                decision(snapshot, snapshot.actual(), actual, origin, id),
                other.map(it -> decision(snapshot, candidate, it, origin, id))));
      }
    } catch (RuntimeException e) {
      // A request does not fail because its trace cannot be written.
    }
  }

  private static Option<AddressResolution> attempt(
      AddressResolver candidate, RequestOrigin origin) {
    try {
      return Option.of(candidate.resolve(origin));
    } catch (RuntimeException e) {
      return Option.none();
    }
  }

  private static boolean agree(AddressResolution one, AddressResolution other) {
    return switch (one) {
      case Rejected rejected -> rejected.equals(other);
      case Resolved(var address, var via) ->
          other instanceof Resolved(var same, var otherVia) && same.equals(address);
    };
  }

  private AddressDecision decision(
      Snapshot snapshot,
      AddressResolver resolver,
      AddressResolution resolution,
      RequestOrigin origin,
      RequestId id) {
    return new AddressDecision(
        id,
        listener,
        snapshot.settings().version(),
        resolver.policy().source(),
        resolution,
        explained(resolver, origin));
  }

  private static AddressTrace explained(AddressResolver resolver, RequestOrigin origin) {
    try {
      return resolver.explain(origin).trace();
    } catch (RuntimeException e) {
      return new AddressTrace(Vector.empty(), 0, Vector.of("the explanation failed"));
    }
  }
}
