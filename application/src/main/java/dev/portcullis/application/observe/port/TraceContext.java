package dev.portcullis.application.observe.port;

/**
 * Names the span in which something happens (W3C Trace Context).
 *
 * @param traceId 32 hexadecimal digits in lower case
 * @param spanId 16 hexadecimal digits in lower case
 * @param sampled whether the span is recorded
 */
public record TraceContext(String traceId, String spanId, boolean sampled) {

  /**
   * Checks the form.
   *
   * @throws IllegalArgumentException if an id has another
   */
  public TraceContext {
    if (!isHex(traceId, 32) || !isHex(spanId, 16)) {
      throw new IllegalArgumentException(
          "traceId, spanId: not ids (expected: 32 and 16 hexadecimal digits in lower case)");
    }
  }

  private static boolean isHex(String text, int length) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f')) {
        return false;
      }
    }
    return text.length() == length;
  }
}
