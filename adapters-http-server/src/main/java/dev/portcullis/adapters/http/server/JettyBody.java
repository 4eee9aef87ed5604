package dev.portcullis.adapters.http.server;

import dev.portcullis.adapters.http.server.OpenConnection.Phase;
import dev.portcullis.application.journal.HttpRefusal;
import io.vavr.control.Either;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
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
  private final int limit;
  private final Room room;
  private byte[] bytes = NONE;
  private int length;

  private JettyBody(Request request, OpenConnection open, int limit, Room room) {
    this.request = request;
    this.open = open;
    this.limit = limit;
    this.room = room;
  }

  /**
   * The memory for bodies that are being read, shared by a listener's connections. It is taken as
   * bytes arrive, not by what a length announces.
   */
  static final class Room {

    private final long most;
    private final AtomicLong taken = new AtomicLong();

    Room(long most) {
      this.most = most;
    }

    /** Takes this number of bytes; false if fewer are left. */
    boolean take(int more) {
      if (taken.addAndGet(more) <= most) {
        return true;
      }
      giveBack(more);
      return false;
    }

    void giveBack(int less) {
      taken.addAndGet(-less);
    }
  }

  /** The whole body of at most {@code limit} bytes, or why there is none. */
  static Either<HttpRefusal, byte[]> read(
      Request request, OpenConnection open, int limit, Room room) {
    if (request.getLength() == 0) {
      return Either.right(NONE);
    }
    JettyBody body = new JettyBody(request, open, limit, room);
    try {
      return body.read();
    } finally {
      room.giveBack(body.bytes.length);
    }
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
        boolean taken = take(chunk);
        chunk.release();
        if (!taken) {
          return Either.left(HttpRefusal.TOO_MANY_BODIES);
        }
        if (length > limit) {
          return Either.left(HttpRefusal.BODY_TOO_LARGE);
        }
        if (last) {
          return Either.right(length == bytes.length ? bytes : Arrays.copyOf(bytes, length));
        }
      }
    }
  }

  /** Adds what has arrived; false if there is no room for it. */
  private boolean take(Content.Chunk chunk) {
    ByteBuffer content = chunk.getByteBuffer();
    int more = content.remaining();
    if (length + more > bytes.length) {
      int size = length == 0 && chunk.isLast() ? more : Math.max(length + more, 2 * length);
      if (!room.take(size - bytes.length)) {
        return false;
      }
      bytes = Arrays.copyOf(bytes, size);
    }
    content.get(bytes, length, more);
    length += more;
    return true;
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
