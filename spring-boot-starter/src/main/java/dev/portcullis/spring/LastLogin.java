package dev.portcullis.spring;

import dev.portcullis.application.journal.GatewayEvent;
import dev.portcullis.application.journal.port.Journal;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.outcome.OutcomeCode;
import dev.portcullis.domain.outcome.ProviderFault;
import io.vavr.control.Option;
import java.util.concurrent.atomic.AtomicReference;

/** How the last login ended, for the health of the application. Keeps no token. */
final class LastLogin implements Journal {

  private final AtomicReference<Option<Ended>> last = new AtomicReference<>(Option.none());

  /** A login that ended; with a fault if the provider decided nothing. */
  record Ended(OutcomeCode code, Option<ProviderFault> fault) {}

  @Override
  public void record(GatewayEvent event) {
    // A login that the gateway itself has refused says nothing about the provider.
    if (event instanceof GatewayEvent.LoginEnded ended
        && !(ended.outcome() instanceof LoginOutcome.AttemptsLimited)) {
      last.set(Option.of(new Ended(ended.outcome().code(), ended.outcome().fault())));
    }
  }

  /** None before the first login. */
  Option<Ended> get() {
    return last.get();
  }
}
