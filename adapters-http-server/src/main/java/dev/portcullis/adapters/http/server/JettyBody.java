package dev.portcullis.adapters.http.server;

import dev.portcullis.adapters.http.intake.RequestIntake;
import dev.portcullis.adapters.http.server.OpenConnection.Phase;
import dev.portcullis.application.journal.HttpRefusal;
import io.vavr.control.Either;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Invocable;

/**
 * Reads a request's body to its end before the request is answered: what is left unread would be
 * read as the next request.
 */
final class JettyBody {

  private static final byte[] NONE = new byte[0];

  private final Request request;
  private final OpenConnection open;
  private byte[] bytes;
  private int length;

  private JettyBody(Request request, OpenConnection open) {
    this.request = request;
    this.open = open;
    // Room for one byte more than expected: only a chunked body comes without a length.
    this.bytes = new byte[(int) Math.max(request.getLength(), 512)];
  }

  /** The whole body, or why there is none. */
  static Either<HttpRefusal, byte[]> read(Request request, OpenConnection open) {
    if (request.getLength() == 0) {
      return Either.right(NONE);
    }
    return new JettyBody(request, open).read();
  }

  private Either<HttpRefusal, byte[]> read() {
    while (true) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        if (open.phase() == Phase.ANSWER) {
          open.enter(Phase.BODY);
        }
        if (open.phase() != Phase.BODY || !awaitMore()) {
          return Either.left(HttpRefusal.BODY_TIMEOUT);
        }
      } else if (Content.Chunk.isFailure(chunk)) {
        return Either.left(HttpRefusal.BODY_INCOMPLETE);
      } else {
        boolean last = chunk.isLast();
        take(chunk);
        if (length > RequestIntake.MAX_BODY_BYTES) {
          return Either.left(HttpRefusal.BODY_TOO_LARGE);
        }
        if (last) {
          return Either.right(length == bytes.length ? bytes : Arrays.copyOf(bytes, length));
        }
      }
    }
  }

  private void take(Content.Chunk chunk) {
    ByteBuffer content = chunk.getByteBuffer();
    int more = content.remaining();
    if (length + more > bytes.length) {
      byte[] smaller = bytes;
      bytes = Arrays.copyOf(smaller, Math.max(length + more, 2 * smaller.length));
    }
    content.get(bytes, length, more);
    length += more;
    chunk.release();
  }

  private boolean awaitMore() {
    CountDownLatch arrived = new CountDownLatch(1);
    request.demand(Invocable.from(Invocable.InvocationType.NON_BLOCKING, arrived::countDown));
    try {
      arrived.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    return open.phase() == Phase.BODY;
  }
}
