package dev.portcullis.testkit.fake;

import dev.portcullis.application.observe.port.ProviderOperation;
import dev.portcullis.application.observe.port.TraceContext;
import dev.portcullis.application.observe.port.Tracing;
import dev.portcullis.domain.address.RejectionReason;
import dev.portcullis.domain.address.RequestOrigin;
import dev.portcullis.domain.login.AttemptLimit;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.domain.outcome.OutcomeCode;
import dev.portcullis.domain.outcome.ProviderRequestId;
import io.vavr.control.Option;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keeps every span that has ended, in the order of their ends. */
public final class RecordingTracing implements Tracing {

  private static final Pattern TRACEPARENT =
      Pattern.compile("00-((?!0{32})[0-9a-f]{32})-((?!0{16})[0-9a-f]{16})-([0-9a-f]{2})");

  private final List<Ended> ended = new CopyOnWriteArrayList<>();
  private final ThreadLocal<Option<TraceContext>> current = ThreadLocal.withInitial(Option::none);
  private final AtomicLong ids = new AtomicLong();

  /**
   * A span that has ended.
   *
   * @param name the method and route of a request, the name of a part, or {@code provider} and the
   *     operation
   * @param parentSpanId empty if it has none
   * @param attributes what was recorded of it, by names of this class's own
   */
  public record Ended(
      String name,
      String traceId,
      String spanId,
      String parentSpanId,
      Map<String, String> attributes) {}

  /** All that have ended so far, a snapshot. */
  public List<Ended> ended() {
    return List.copyOf(ended);
  }

  @Override
  public Span request(
      String method, String route, RequestId id, RequestOrigin.HeaderLines headers) {
    Option<TraceContext> parent =
        current
            .get()
            .orElse(
                headers
                    .named("traceparent")
                    .headOption()
                    .map(TRACEPARENT::matcher)
                    .filter(Matcher::matches)
                    .map(it -> new TraceContext(it.group(1), it.group(2), true)));
    Open span = new Open(method + " " + route, parent);
    span.attributes.put("request_id", id.value());
    return span;
  }

  @Override
  public Span part(String name) {
    return new Open(name, current.get());
  }

  @Override
  public Call begin(ProviderOperation operation) {
    return new Open("provider " + operation.word(), current.get());
  }

  @Override
  public Option<TraceContext> current() {
    return current.get();
  }

  @Override
  public Runnable continued(Runnable task) {
    Option<TraceContext> here = current.get();
    return () -> {
      Option<TraceContext> before = current.get();
      current.set(here);
      try {
        task.run();
      } finally {
        current.set(before);
      }
    };
  }

  private final class Open implements Span, Call {

    private final String name;
    private final Option<TraceContext> parent;
    private final Option<TraceContext> before = current.get();
    private final TraceContext own;
    private final Map<String, String> attributes = new TreeMap<>();

    Open(String name, Option<TraceContext> parent) {
      this.name = name;
      this.parent = parent;
      long number = ids.incrementAndGet();
      this.own =
          new TraceContext(
              parent.map(TraceContext::traceId).getOrElse(() -> "%032x".formatted(number)),
              "%016x".formatted(number),
              true);
      current.set(Option.some(own));
    }

    @Override
    public void status(int status) {
      attributes.put("status", Integer.toString(status));
    }

    @Override
    public void outcome(OutcomeCode code) {
      attributes.put("outcome", code.word());
    }

    @Override
    public void rejected(RejectionReason reason) {
      attributes.put("reason", reason.code());
    }

    @Override
    public void reached(AttemptLimit limit) {
      attributes.put("limit", limit.word());
    }

    @Override
    public void ended(OutcomeCode code, Option<ProviderRequestId> upstream) {
      outcome(code);
      upstream.forEach(id -> attributes.put("provider_request_id", id.value()));
      close();
    }

    @Override
    public void broke() {
      attributes.put("broke", "true");
      close();
    }

    @Override
    public void close() {
      current.set(before);
      ended.add(
          new Ended(
              name,
              own.traceId(),
              own.spanId(),
              parent.map(TraceContext::spanId).getOrElse(""),
              Map.copyOf(attributes)));
    }
  }
}
