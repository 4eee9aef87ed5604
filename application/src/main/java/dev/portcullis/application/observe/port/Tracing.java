package dev.portcullis.application.observe.port;

import dev.portcullis.domain.address.RejectionReason;
import dev.portcullis.domain.address.RequestOrigin;
import dev.portcullis.domain.login.AttemptLimit;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.domain.outcome.OutcomeCode;
import io.vavr.control.Option;

/**
 * Traces requests: a span for each, and within it one for each of its parts and each call to the
 * provider. A span is the current one of its thread until it is closed, so that what begins
 * meanwhile on that thread belongs to it.
 *
 * <p>What a span can hold is what {@link Span} has a method for: it is never given a user name, an
 * address, a password or a token. An implementation does not block and throws nothing, whatever
 * becomes of its receiver, and is safe for concurrent use. Its contract is {@code TracingContract}
 * in the testkit.
 */
public interface Tracing extends ProviderCalls {

  /** Traces nothing. */
  Tracing OFF =
      new Tracing() {
        @Override
        public Span request(
            String method, String route, RequestId id, RequestOrigin.HeaderLines headers) {
          return Span.NONE;
        }

        @Override
        public Span part(String name) {
          return Span.NONE;
        }

        @Override
        public Call begin(ProviderOperation operation) {
          return Call.NONE;
        }

        @Override
        public Option<TraceContext> current() {
          return Option.none();
        }

        @Override
        public Runnable continued(Runnable task) {
          return task;
        }
      };

  /**
   * A request begins. It continues the trace that its headers name (W3C Trace Context), or the
   * program's own if one is current on this thread.
   *
   * @param method as sent
   * @param route the endpoint's path, which is one of a few
   * @param headers those of the request; only the headers of traces, and {@code X-Request-Id}, are
   *     read
   */
  Span request(String method, String route, RequestId id, RequestOrigin.HeaderLines headers);

  /**
   * A part of a request begins.
   *
   * @param name one of a few, such as {@code intake}
   */
  Span part(String name);

  /** The current span; none outside of a request. */
  Option<TraceContext> current();

  /** The same task, which belongs to the current span on whatever thread it runs. */
  Runnable continued(Runnable task);

  /** A span that has begun, closed once and on the same thread. */
  interface Span extends AutoCloseable {

    /** Records nothing. */
    Span NONE =
        new Span() {
          @Override
          public void status(int status) {}

          @Override
          public void outcome(OutcomeCode code) {}

          @Override
          public void rejected(RejectionReason reason) {}

          @Override
          public void reached(AttemptLimit limit) {}

          @Override
          public void close() {}
        };

    /** The HTTP status that the request is answered with. */
    void status(int status);

    /** How it ended. */
    void outcome(OutcomeCode code);

    /** The client's address is unknown. */
    void rejected(RejectionReason reason);

    /** A login has reached a limit of the gateway itself. */
    void reached(AttemptLimit limit);

    /** Ends the span. */
    @Override
    void close();
  }
}
