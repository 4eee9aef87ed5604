package dev.portcullis.adapters.otel;

import io.opentelemetry.api.trace.SpanContext;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.control.Option;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** The fields that all lines of one request have in the log. */
record LogFields(Map<String, String> values) {

  static final String TRACE_ID = "trace.id";
  static final String SPAN_ID = "span.id";
  static final String CALLER_REQUEST_ID = "portcullis.caller.request_id";

  /**
   * Those of a request.
   *
   * @param caller the client's own id of it
   */
  static LogFields of(SpanContext span, Option<String> caller) {
    Map<String, String> ids =
        span.isValid()
            ? LinkedHashMap.of(TRACE_ID, span.getTraceId(), SPAN_ID, span.getSpanId())
            : LinkedHashMap.empty();
    return new LogFields(caller.fold(() -> ids, id -> ids.put(CALLER_REQUEST_ID, id)));
  }

  /** Adds them to the lines that this thread logs from now on; the result takes that back. */
  Runnable set() {
    Map<String, Option<String>> before = values.mapValues(value -> Option.<String>none());
    for (String key : values.keySet()) {
      @Nullable String old = MDC.get(key);
      before = before.put(key, Option.of(old));
    }
    values.forEach((key, value) -> MDC.put(key, value));
    Map<String, Option<String>> restored = before;
    return () ->
        restored.forEach(
            (key, value) -> {
              if (value.isDefined()) {
                MDC.put(key, value.get());
              } else {
                MDC.remove(key);
              }
            });
  }
}
