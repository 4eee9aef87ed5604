package dev.portcullis.adapters.otel;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code traceparent}, which has nothing but ids, and not {@code tracestate}, in which a
 * client can write any text that the receiver of the spans would get. Hands nothing on.
 */
final class TraceparentAlone implements TextMapPropagator {

  private static final String TRACEPARENT = "traceparent";

  @Override
  public Collection<String> fields() {
    return List.of(TRACEPARENT);
  }

  @Override
  public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {}

  @Override
  public <C> Context extract(Context context, @Nullable C carrier, TextMapGetter<C> getter) {
    return W3CTraceContextPropagator.getInstance()
        .extract(
            context,
            carrier,
            new TextMapGetter<C>() {
              @Override
              @SuppressWarnings("deprecation")
              public Iterable<String> keys(C headers) {
                return List.of(TRACEPARENT);
              }

              @Override
              public @Nullable String get(@Nullable C headers, String key) {
                return key.equals(TRACEPARENT) ? getter.get(headers, key) : null;
              }
            });
  }
}
