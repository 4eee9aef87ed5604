package dev.portcullis.emulator.internal.http;

import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * The content of a request, of a known length or chunked. It is read before the request is
 * answered: bytes left unread on a connection would be treated as the next request.
 */
final class HelidonContent {

  /**
   * A refused body up to this size is still read, so that its sender receives the 413 instead of a
   * reset.
   */
  private static final int DISCARD_LIMIT = 256 * 1024;

  private static final int LIMIT = 64 * 1024;

  /** The longest body under {@code /emulator/}, where a tenant file may be sent. */
  static final int CONTROL_LIMIT = 64 << 20;

  private final byte[] bytes;
  private final boolean whole;
  private final Optional<Reply> refusal;

  private HelidonContent(byte[] bytes, boolean whole, Optional<Reply> refusal) {
    this.bytes = bytes;
    this.whole = whole;
    this.refusal = refusal;
  }

  static HelidonContent of(ServerRequest request) {
    if (!request.content().hasEntity()) {
      return new HelidonContent(new byte[0], true, Optional.empty());
    }
    try {
      InputStream in = request.content().inputStream();
      boolean control = request.prologue().uriPath().path().startsWith("/emulator/");
      int limit = control ? CONTROL_LIMIT : LIMIT;
      byte[] bytes = in.readNBytes(limit + 1);
      return bytes.length <= limit
          ? new HelidonContent(bytes, true, Optional.empty())
          : refused(endsSoon(in), Status.REQUEST_ENTITY_TOO_LARGE_413);
    } catch (IOException | RuntimeException e) {
      // Helidon throws this for a body that ends early or has invalid framing.
      return refused(false, Status.BAD_REQUEST_400);
    }
  }

  private static HelidonContent refused(boolean whole, Status status) {
    return new HelidonContent(new byte[0], whole, Optional.of(Reply.empty(status.code())));
  }

  private static boolean endsSoon(InputStream in) {
    try {
      return in.readNBytes(DISCARD_LIMIT).length < DISCARD_LIMIT;
    } catch (IOException | RuntimeException e) {
      return false;
    }
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
