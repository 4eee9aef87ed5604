package dev.portcullis.adapters.http.server.socket;

import java.nio.ByteBuffer;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Consumer;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.util.BufferUtil;

/**
 * The buffers that connections are read into and written from. Each is overwritten with zeros when
 * its last user releases it: a request may contain a password. All are outside of the heap.
 *
 * <p>As many are kept as were in use at once: one that is dropped is freed by a full collection
 * only, and where too many wait for that, the JDK stops the program to collect them.
 */
public final class WipingBufferPool implements ByteBufferPool {

  /** The size of the buffers of HTTP, in bytes; a head or a reply needs one or two. */
  public static final int PIECE = 4096;

  /** TLS takes a record of 16 KiB and some more. */
  private static final int RECORD = 36 * 1024;

  private static final byte[] ZEROS = new byte[RECORD];

  // The one used last is used next: it is in the processor's cache. No lock: a thread that the
  // kernel stops while it holds one would stop all others.
  private final Deque<ByteBuffer> pieces = new ConcurrentLinkedDeque<>();
  private final Deque<ByteBuffer> records = new ConcurrentLinkedDeque<>();

  @Override
  public RetainableByteBuffer.Mutable acquire(int size, boolean direct) {
    if (size <= PIECE) {
      return from(pieces, PIECE);
    }
    return size <= RECORD ? from(records, RECORD) : wiped(ByteBuffer.allocate(size), buffer -> {});
  }

  private static RetainableByteBuffer.Mutable from(Deque<ByteBuffer> kept, int size) {
    ByteBuffer buffer = kept.pollFirst();
    return wiped(buffer == null ? ByteBuffer.allocateDirect(size) : buffer, kept::addFirst);
  }

  private static RetainableByteBuffer.Mutable wiped(
      ByteBuffer buffer, Consumer<ByteBuffer> released) {
    // Empty in the way the server leaves its buffers: ready to be read from.
    BufferUtil.reset(buffer);
    return RetainableByteBuffer.wrap(
        buffer,
        () -> {
          wipe(buffer);
          released.accept(buffer);
        });
  }

  private static void wipe(ByteBuffer buffer) {
    buffer.clear();
    while (buffer.hasRemaining()) {
      buffer.put(ZEROS, 0, Math.min(ZEROS.length, buffer.remaining()));
    }
  }

  @Override
  public void clear() {
    pieces.clear();
    records.clear();
  }
}
