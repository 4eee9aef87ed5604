package dev.portcullis.emulator.internal.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/**
 * The content of a request, of a known length or chunked. It is read before the request is
 * answered: bytes left unread on a connection would be treated as the next request.
 */
final class JettyContent {

  /**
   * A refused body up to this size is still read, so that its sender receives the 413 instead of a
   * reset.
   */
  private static final int DISCARD_LIMIT = 256 * 1024;

  private static final int LIMIT = 64 * 1024;

  /** The longest body under {@code /emulator/}, where a tenant file may be sent. */
  private static final int CONTROL_LIMIT = 64 << 20;

  private final byte[] bytes;
  private final boolean whole;
  private final Optional<Reply> refusal;

  private JettyContent(byte[] bytes, boolean whole, Optional<Reply> refusal) {
    this.bytes = bytes;
    this.whole = whole;
    this.refusal = refusal;
  }

  static JettyContent of(Request request, String path) {
    int limit = path.startsWith("/emulator/") ? CONTROL_LIMIT : LIMIT;
    try (InputStream in = Content.Source.asInputStream(request)) {
      byte[] bytes = in.readNBytes(limit + 1);
      return bytes.length <= limit
          ? new JettyContent(bytes, true, Optional.empty())
          : refused(
              in.readNBytes(DISCARD_LIMIT).length < DISCARD_LIMIT,
              HttpStatus.PAYLOAD_TOO_LARGE_413);
    } catch (IOException | RuntimeException e) {
      // The body ends early, or its framing is invalid.
      return refused(false, HttpStatus.BAD_REQUEST_400);
    }
  }

  private static JettyContent refused(boolean whole, int status) {
    return new JettyContent(new byte[0], whole, Optional.of(Reply.empty(status)));
  }

  byte[] bytes() {
    return bytes;
  }

  /** Whether it was read to its end, so that the connection can be reused. */
  boolean whole() {
    return whole;
  }

  /** The reply if no handler can answer the request. */
  Optional<Reply> refusal() {
    return refusal;
  }
}
