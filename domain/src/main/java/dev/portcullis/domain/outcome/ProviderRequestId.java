package dev.portcullis.domain.outcome;

import io.vavr.control.Option;
import java.util.regex.Pattern;

/** How the provider calls a request in its own logs; no secret. */
public record ProviderRequestId(String value) {

  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_.:-]{1,128}");

  public ProviderRequestId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("value: not an id (expected: " + FORM + ")");
    }
  }

  /** None if the text is not such an id, so that nothing else gets into a log. */
  public static Option<ProviderRequestId> of(String text) {
    return FORM.matcher(text).matches() ? Option.some(new ProviderRequestId(text)) : Option.none();
  }

  @Override
  public String toString() {
    return value;
  }
}
