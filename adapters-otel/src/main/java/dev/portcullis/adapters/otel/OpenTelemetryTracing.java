package dev.portcullis.adapters.otel;

import dev.portcullis.application.observe.port.ProviderOperation;
import dev.portcullis.application.observe.port.TraceContext;
import dev.portcullis.application.observe.port.Tracing;
import dev.portcullis.domain.address.RejectionReason;
import dev.portcullis.domain.address.RequestOrigin;
import dev.portcullis.domain.login.AttemptLimit;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.domain.outcome.OutcomeCode;
import dev.portcullis.domain.outcome.ProviderRequestId;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.vavr.collection.HashSet;
import io.vavr.collection.Set;
import io.vavr.control.Option;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Traces through OpenTelemetry. While a request is answered, every line of the log has its {@code
 * trace.id} and {@code span.id} and, if the client sent an {@code X-Request-Id}, that as {@code
 * portcullis.caller.request_id}, in SLF4J's MDC. Safe for concurrent use.
 */
public final class OpenTelemetryTracing implements Tracing {

  static final String SCOPE = "dev.portcullis";

  static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
  static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
  static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
  static final AttributeKey<String> REQUEST_ID = AttributeKey.stringKey("portcullis.request_id");
  static final AttributeKey<String> CALLER_REQUEST_ID =
      AttributeKey.stringKey(LogFields.CALLER_REQUEST_ID);
  static final AttributeKey<String> OPERATION =
      AttributeKey.stringKey("portcullis.provider.operation");
  static final AttributeKey<String> PROVIDER_REQUEST_ID =
      AttributeKey.stringKey("portcullis.provider.request_id");
  static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("portcullis.outcome");
  static final AttributeKey<String> REASON = AttributeKey.stringKey("portcullis.reason");
  static final AttributeKey<String> LIMIT = AttributeKey.stringKey("portcullis.limit");

  private static final ContextKey<LogFields> FIELDS = ContextKey.named("portcullis-log-fields");

  /** Others are {@code _OTHER}, as OpenTelemetry's conventions want it: clients choose them. */
  private static final Set<String> METHODS =
      HashSet.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH");

  private static final Pattern CALLER_ID = Pattern.compile("[A-Za-z0-9_.:=-]{1,128}");

  private final Tracer tracer;
  private final TextMapPropagator incoming;

  OpenTelemetryTracing(Tracer tracer, TextMapPropagator incoming) {
    this.tracer = tracer;
    this.incoming = incoming;
  }

  /**
   * Traces with an OpenTelemetry that the program has: its sampler, its exporters, and its
   * propagators, which read the headers of requests. A span that the program has made current on
   * the thread of a request comes before these headers.
   */
  public static OpenTelemetryTracing of(OpenTelemetry program) {
    return new OpenTelemetryTracing(
        program.getTracer(SCOPE), program.getPropagators().getTextMapPropagator());
  }

  @Override
  public Span request(
      String method, String route, RequestId id, RequestOrigin.HeaderLines headers) {
    return begun(
        () -> {
          String known = METHODS.contains(method) ? method : "_OTHER";
          Option<String> caller = callerId(headers);
          SpanBuilder builder =
              tracer
                  .spanBuilder(known + " " + route)
                  .setParent(parent(headers))
                  .setSpanKind(SpanKind.SERVER)
                  .setAttribute(METHOD, known)
                  .setAttribute(ROUTE, route)
                  .setAttribute(REQUEST_ID, id.value());
          caller.forEach(it -> builder.setAttribute(CALLER_REQUEST_ID, it));
          var span = builder.startSpan();
          LogFields fields = LogFields.of(span.getSpanContext(), caller);
          Runnable restore = fields.set();
          Runnable leave = enter(Context.current().with(span).with(FIELDS, fields));
          return new Open(
              span,
              () -> {
                leave.run();
                restore.run();
              });
        });
  }

  @Override
  public Span part(String name) {
    return begun(() -> child(tracer.spanBuilder(name)));
  }

  @Override
  public Call begin(ProviderOperation operation) {
    Span span =
        begun(
            () ->
                child(
                    tracer
                        .spanBuilder("provider " + operation.word())
                        .setSpanKind(SpanKind.CLIENT)
                        .setAttribute(OPERATION, operation.word())));
    return span instanceof Open open ? open : Call.NONE;
  }

  @Override
  public Option<TraceContext> current() {
    SpanContext context = io.opentelemetry.api.trace.Span.current().getSpanContext();
    return Option.when(
        context.isValid(),
        () -> new TraceContext(context.getTraceId(), context.getSpanId(), context.isSampled()));
  }

  @Override
  public Runnable continued(Runnable task) {
    Context context = Context.current();
    if (context.equals(Context.root())) {
      return task;
    }
    LogFields fields = context.get(FIELDS);
    return () -> {
      Runnable restore = fields == null ? () -> {} : fields.set();
      Runnable leave = enter(context);
      try {
        task.run();
      } finally {
        leave.run();
        restore.run();
      }
    };
  }

  private Context parent(RequestOrigin.HeaderLines headers) {
    Context current = Context.current();
    return io.opentelemetry.api.trace.Span.fromContext(current).getSpanContext().isValid()
        ? current
        : incoming.extract(current, headers, HeaderGetter.INSTANCE);
  }

  /** None if there are several or it could not be written to a log as it is. */
  private static Option<String> callerId(RequestOrigin.HeaderLines headers) {
    var lines = headers.named("X-Request-Id");
    return lines.size() == 1
        ? lines.headOption().filter(it -> CALLER_ID.matcher(it).matches())
        : Option.none();
  }

  private static Open child(SpanBuilder builder) {
    var span = builder.startSpan();
    return new Open(span, enter(Context.current().with(span)));
  }

  /** Makes a context the current one; the result, on the same thread, takes that back. */
  @SuppressWarnings("MustBeClosedChecker")
  private static Runnable enter(Context context) {
    return context.makeCurrent()::close;
  }

  /** A program's own SDK may throw, and no login ends for that. */
  private static Span begun(Supplier<Span> begin) {
    try {
      return begin.get();
    } catch (RuntimeException e) {
      return Span.NONE;
    }
  }

  private static void attempt(Runnable part) {
    try {
      part.run();
    } catch (RuntimeException e) {
      // As above.
    }
  }

  /**
   * A span that has begun.
   *
   * @param leave makes the span before it the current one again
   */
  private record Open(io.opentelemetry.api.trace.Span span, Runnable leave) implements Span, Call {

    @Override
    public void status(int status) {
      attempt(
          () -> {
            span.setAttribute(STATUS, (long) status);
            if (status >= 500) {
              span.setStatus(StatusCode.ERROR);
            }
          });
    }

    @Override
    public void outcome(OutcomeCode code) {
      attempt(
          () -> {
            span.setAttribute(OUTCOME, code.word());
            switch (code.kind()) {
              case SUCCEEDED, CONTINUES, REFUSED -> {}
              case IMPAIRED, BROKEN -> span.setStatus(StatusCode.ERROR);
            }
          });
    }

    @Override
    public void rejected(RejectionReason reason) {
      attempt(() -> span.setAttribute(REASON, reason.code()));
    }

    @Override
    public void reached(AttemptLimit limit) {
      attempt(() -> span.setAttribute(LIMIT, limit.word()));
    }

    @Override
    public void ended(OutcomeCode code, Option<ProviderRequestId> upstream) {
      outcome(code);
      attempt(() -> upstream.forEach(id -> span.setAttribute(PROVIDER_REQUEST_ID, id.value())));
      close();
    }

    @Override
    public void broke() {
      attempt(() -> span.setStatus(StatusCode.ERROR));
      close();
    }

    @Override
    public void close() {
      attempt(leave);
      attempt(span::end);
    }
  }
}
