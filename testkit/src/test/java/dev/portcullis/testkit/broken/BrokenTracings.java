package dev.portcullis.testkit.broken;

import dev.portcullis.application.observe.port.ProviderOperation;
import dev.portcullis.application.observe.port.TraceContext;
import dev.portcullis.application.observe.port.Tracing;
import dev.portcullis.domain.address.RequestOrigin.HeaderLines;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.domain.outcome.OutcomeCode;
import dev.portcullis.domain.outcome.ProviderRequestId;
import dev.portcullis.testkit.contract.TracingContract;
import dev.portcullis.testkit.fake.RecordingTracing;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.HashSet;
import java.util.List;

/** Tracings that break their contract, around one that keeps it. */
final class BrokenTracings {

  private BrokenTracings() {}

  /** The contract's test; a subclass breaks it. */
  static class Sound implements TracingContract {
    private final RecordingTracing sound = new RecordingTracing();
    private final Tracing tracing = broken(sound);

    @Override
    public Tracing tracing() {
      return tracing;
    }

    @Override
    public List<EndedSpan> ended() {
      return sound.ended().stream()
          .map(
              it ->
                  new EndedSpan(
                      it.name(),
                      it.traceId(),
                      it.spanId(),
                      it.parentSpanId(),
                      new HashSet<>(it.attributes().values())))
          .toList();
    }

    Tracing broken(Tracing sound) {
      return sound;
    }
  }

  /** Hands everything on. */
  private static class Around implements Tracing {
    final Tracing sound;

    Around(Tracing sound) {
      this.sound = sound;
    }

    @Override
    public Span request(String method, String route, RequestId id, HeaderLines headers) {
      return sound.request(method, route, id, headers);
    }

    @Override
    public Span part(String name) {
      return sound.part(name);
    }

    @Override
    public Call begin(ProviderOperation operation) {
      return sound.begin(operation);
    }

    @Override
    public Option<TraceContext> current() {
      return sound.current();
    }

    @Override
    public Runnable continued(Runnable task) {
      return sound.continued(task);
    }
  }

  static final class BeginsEachTraceAnew extends Sound {
    @Override
    Tracing broken(Tracing sound) {
      return new Around(sound) {
        @Override
        public Span request(String method, String route, RequestId id, HeaderLines headers) {
          return sound.request(method, route, id, HeaderLines.NONE);
        }
      };
    }
  }

  static final class SharesOneSpan extends Sound {
    @Override
    Tracing broken(Tracing sound) {
      return new Around(sound) {
        @Override
        public Span request(String method, String route, RequestId id, HeaderLines headers) {
          return sound.request(
              method, route, id, name -> Vector.of("00-" + TRACE + "-" + PARENT + "-01"));
        }
      };
    }
  }

  static final class LeavesCallsOpen extends Sound {
    @Override
    Tracing broken(Tracing sound) {
      return new Around(sound) {
        @Override
        public Call begin(ProviderOperation operation) {
          Call call = sound.begin(operation);
          return new Call() {
            @Override
            public void ended(OutcomeCode code, Option<ProviderRequestId> upstream) {}

            @Override
            public void broke() {
              call.broke();
            }
          };
        }
      };
    }
  }

  static final class ForgetsOtherThreads extends Sound {
    @Override
    Tracing broken(Tracing sound) {
      return new Around(sound) {
        @Override
        public Runnable continued(Runnable task) {
          return task;
        }
      };
    }
  }

  static final class HasNoParts extends Sound {
    @Override
    Tracing broken(Tracing sound) {
      return new Around(sound) {
        @Override
        public Span part(String name) {
          return Span.NONE;
        }
      };
    }
  }
}
