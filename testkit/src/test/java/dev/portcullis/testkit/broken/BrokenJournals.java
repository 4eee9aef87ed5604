package dev.portcullis.testkit.broken;

import dev.portcullis.application.journal.GatewayEvent;
import dev.portcullis.application.journal.port.Journal;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.testkit.contract.JournalContract;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Journals that break {@link JournalContract}, around one that keeps it. */
final class BrokenJournals {

  private BrokenJournals() {}

  /** The contract's test of a journal; a subclass breaks it. */
  static class Sound implements JournalContract {

    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

    void write(GatewayEvent event) {
      line(event.getClass().getSimpleName());
    }

    final void line(String text) {
      lines.add(text);
    }

    @Override
    public final Journal journal() {
      return this::write;
    }

    @Override
    public final List<String> written() {
      return List.copyOf(lines);
    }

    @Override
    public Option<Journal> withoutStore() {
      return Option.some(event -> {});
    }
  }

  static final class FailsWithUpstream extends Sound {
    @Override
    void write(GatewayEvent event) {
      boolean known =
          switch (event) {
            case GatewayEvent.LoginEnded login -> login.upstream().isDefined();
            case GatewayEvent.StepEnded step -> step.upstream().isDefined();
            default -> false;
          };
      if (known) {
        throw new IllegalArgumentException("no such column");
      }
      super.write(event);
    }
  }

  static final class WritesTwice extends Sound {
    @Override
    void write(GatewayEvent event) {
      super.write(event);
      super.write(event);
    }
  }

  static final class WritesTokens extends Sound {
    @Override
    void write(GatewayEvent event) {
      if (event instanceof GatewayEvent.LoginEnded login
          && login.outcome() instanceof LoginOutcome.Granted(var tokens)) {
        line(tokens.accessToken().value());
      } else {
        super.write(event);
      }
    }
  }

  static final class WritesRawHeaders extends Sound {
    @Override
    void write(GatewayEvent event) {
      line(event instanceof GatewayEvent.AddressDecided ? "forged\r\nline" : "event");
    }
  }

  static final class CountsNanoseconds extends Sound {
    @Override
    void write(GatewayEvent event) {
      line(
          event instanceof GatewayEvent.LoginEnded login
              ? "took " + login.elapsed().toNanos()
              : "event");
    }
  }

  static final class LosesSome extends Sound {
    private final AtomicInteger count = new AtomicInteger();

    @Override
    void write(GatewayEvent event) {
      if (count.incrementAndGet() % 1000 != 0) {
        super.write(event);
      }
    }
  }

  static final class ForgetsSteps extends Sound {
    @Override
    void write(GatewayEvent event) {
      if (!(event instanceof GatewayEvent.StepEnded)) {
        super.write(event);
      }
    }
  }

  static final class FailsWithoutStore extends Sound {
    @Override
    public Option<Journal> withoutStore() {
      return Option.some(
          event -> {
            throw new IllegalStateException("connection refused");
          });
    }
  }

  static final class WaitsForStore extends Sound {
    @Override
    public Option<Journal> withoutStore() {
      return Option.some(event -> LockSupport.parkNanos(200_000_000));
    }
  }
}
