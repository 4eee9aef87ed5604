package dev.portcullis.adapters.otel;

/** The value of the header {@code Authorization} for the receiver of the spans. Not printed. */
public final class OtlpAuthorization {

  private static final int MAX = 8192;

  private final String value;

  /**
   * A value such as {@code Bearer …}.
   *
   * @param value 1 to 8,192 printable ASCII characters
   * @throws IllegalArgumentException if it is none; the message does not contain it
   */
  public OtlpAuthorization(String value) {
    if (value.isBlank()
        || value.length() > MAX
        || !value.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      throw new IllegalArgumentException(
          "value: not usable (expected: 1-" + MAX + " printable ASCII characters)");
    }
    this.value = value;
  }

  /** Whether the other is the same value. */
  public boolean isSameAs(OtlpAuthorization other) {
    return value.equals(other.value);
  }

  String value() {
    return value;
  }

  @Override
  public String toString() {
    return "OtlpAuthorization[redacted]";
  }
}
