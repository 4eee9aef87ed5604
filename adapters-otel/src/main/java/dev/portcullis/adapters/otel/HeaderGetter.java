package dev.portcullis.adapters.otel;

import dev.portcullis.domain.address.RequestOrigin.HeaderLines;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the headers of a request for a propagator, which asks for each by its name. */
enum HeaderGetter implements TextMapGetter<HeaderLines> {
  INSTANCE;

  /** Older versions of OpenTelemetry have no default for it. */
  @Override
  @SuppressWarnings("deprecation")
  public Iterable<String> keys(HeaderLines headers) {
    return List.of();
  }

  /** The value of a header that occurs once; two of them are not to be trusted. */
  @Override
  public @Nullable String get(@Nullable HeaderLines headers, String key) {
    if (headers == null) {
      return null;
    }
    var lines = headers.named(key);
    return lines.size() == 1 ? lines.head() : null;
  }
}
