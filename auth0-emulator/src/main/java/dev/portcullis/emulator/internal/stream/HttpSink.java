package dev.portcullis.emulator.internal.stream;

import dev.portcullis.emulator.tenant.Secret;
import java.net.URI;
import java.util.Optional;

/** The target of a stream; {@code authorization} is the value of that header. */
public record HttpSink(URI endpoint, Optional<Secret> authorization, Format format) {

  /** Checks that the endpoint is an HTTP address. */
  public HttpSink {
    String scheme = String.valueOf(endpoint.getScheme());
    if (!scheme.matches("https?") || endpoint.getHost() == null) {
      throw new IllegalArgumentException("httpEndpoint (expected: an http or https URL)");
    }
  }

  /** How a batch is written. */
  public enum Format {
    /** {@code JSONLINES}: an object per line. */
    JSONLINES,
    /** {@code JSONARRAY}: one array. */
    JSONARRAY,
    /** {@code JSONOBJECT}: one object per request. */
    JSONOBJECT
  }
}
