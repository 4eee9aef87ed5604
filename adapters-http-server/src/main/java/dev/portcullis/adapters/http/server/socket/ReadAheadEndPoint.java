package dev.portcullis.adapters.http.server.socket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * A socket that the selector's thread reads from as soon as something arrives that is waited for.
 * The socket is empty then and can stay registered while the request is answered: the kernel is not
 * told twice for each request what is waited for, and the selector is not woken for it.
 */
public final class ReadAheadEndPoint extends SocketChannelEndPoint {

  private final ManagedSelector selector;
  private final ByteBufferPool buffers;
  private final Executor requests;

  // Guarded by this, as every read of the socket is: what is read first is used first.
  private @Nullable RetainableByteBuffer ahead;
  private boolean empty;

  // Used by the selector's thread only.
  private SelectionKey key;
  private boolean keepsKey;

  /**
   * @param channel connected and not blocking
   * @param buffers where those that are read into come from; each is used for one read
   * @param executor the server's; requests run on its virtual threads
   */
  public ReadAheadEndPoint(
      SocketChannel channel,
      ManagedSelector selector,
      SelectionKey key,
      Scheduler scheduler,
      ByteBufferPool buffers,
      Executor executor) {
    super(channel, selector, key, scheduler);
    this.selector = selector;
    this.key = key;
    this.buffers = buffers;
    this.requests = VirtualThreads.getVirtualThreadsExecutor(executor);
  }

  @Override
  public Runnable onSelected() {
    keepsKey = key.isReadable() && readAhead();
    return super.onSelected();
  }

  /** Called after {@link #onSelected}, before the selector waits again. */
  @Override
  public void updateKey() {
    if (!keepsKey) {
      super.updateKey();
    }
    keepsKey = false;
  }

  @Override
  protected void needsFillInterest() {
    super.needsFillInterest();
    if (hasAhead()) {
      // The selector does not tell of what has been read already.
      requests.execute(getFillInterest()::fillable);
    }
  }

  @Override
  protected void onIncompleteFlush() {
    super.onIncompleteFlush();
    selector.submit(all -> super.updateKey());
  }

  @Override
  public Callback cancelWrite(Throwable cause) {
    Callback cancelled = super.cancelWrite(cause);
    selector.submit(all -> super.updateKey());
    return cancelled;
  }

  @Override
  public void replaceKey(SelectionKey newKey) {
    super.replaceKey(newKey);
    key = newKey;
  }

  private synchronized boolean hasAhead() {
    return ahead != null;
  }

  /**
   * Reads if that is waited for; an end or a failure is left to {@link #fill}.
   *
   * @return whether something was read, and the socket is empty now
   */
  private synchronized boolean readAhead() {
    if (ahead != null || !isFillInterested() || !isOpen()) {
      return false;
    }
    RetainableByteBuffer buffer = buffers.acquire(WipingBufferPool.PIECE, true);
    ByteBuffer bytes = buffer.getByteBuffer();
    int start = BufferUtil.flipToFill(bytes);
    int read;
    try {
      read = getChannel().read(bytes);
    } catch (IOException e) {
      read = -1;
    }
    boolean drained = bytes.hasRemaining();
    BufferUtil.flipToFlush(bytes, start);
    if (read <= 0) {
      buffer.release();
      return false;
    }
    ahead = buffer;
    empty = drained;
    return drained;
  }

  @Override
  public synchronized int fill(ByteBuffer buffer) throws IOException {
    if (ahead != null) {
      notIdle();
      int filled = BufferUtil.append(buffer, ahead.getByteBuffer());
      if (!ahead.hasRemaining()) {
        dropAhead();
      }
      return filled;
    }
    if (empty) {
      // The read before took less than it could: this one would find nothing.
      empty = false;
      return 0;
    }
    int space = BufferUtil.space(buffer);
    int filled = super.fill(buffer);
    empty = filled > 0 && filled < space;
    return filled;
  }

  private synchronized void dropAhead() {
    if (ahead != null) {
      ahead.release();
      ahead = null;
    }
  }

  @Override
  public void onClose(Throwable cause) {
    super.onClose(cause);
    dropAhead();
  }
}
