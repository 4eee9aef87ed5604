package dev.portcullis.adapters.http.server;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.util.BufferUtil;

/**
 * The buffers that connections are read into and written from. Each is overwritten with zeros when
 * its last user releases it: a request may contain a password. Keeps a bounded number of them, all
 * outside of the heap; what is needed beyond that is left to the garbage collector.
 */
final class WipingBufferPool implements ByteBufferPool {

  /** The buffers of HTTP; a head or a reply needs one or two. */
  static final int PIECE = 4096;

  private static final int PIECES = 1024;

  /** TLS takes a record of 16 KiB and some more. */
  private static final int RECORD = 36 * 1024;

  private static final int RECORDS = 128;
  private static final byte[] ZEROS = new byte[RECORD];

  private final BlockingQueue<ByteBuffer> pieces = new ArrayBlockingQueue<>(PIECES);
  private final BlockingQueue<ByteBuffer> records = new ArrayBlockingQueue<>(RECORDS);

  @Override
  public RetainableByteBuffer.Mutable acquire(int size, boolean direct) {
    if (size <= PIECE) {
      return from(pieces, PIECE);
    }
    return size <= RECORD ? from(records, RECORD) : wiped(ByteBuffer.allocate(size), buffer -> {});
  }

  private static RetainableByteBuffer.Mutable from(BlockingQueue<ByteBuffer> kept, int size) {
    ByteBuffer buffer = kept.poll();
    return wiped(buffer == null ? ByteBuffer.allocateDirect(size) : buffer, kept::offer);
  }

  private static RetainableByteBuffer.Mutable wiped(
      ByteBuffer buffer, java.util.function.Consumer<ByteBuffer> released) {
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
