package dev.portcullis.adapters.http.server.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real socket and a real selector; the steps of the selector's thread are taken one by one. */
@Timeout(30)
class ReadAheadEndPointTest {

  private static final Executor NO_THREADS =
      task -> {
        throw new AssertionError("nothing is executed here");
      };

  private final WipingBufferPool buffers = new WipingBufferPool();
  // The one that the pool hands out next.
  private final ByteBuffer piece = pooled();
  private final ScheduledExecutorScheduler scheduler = new ScheduledExecutorScheduler();
  private Selector selector;
  private SocketChannel client;
  private SocketChannel accepted;
  private SelectionKey key;
  private ReadAheadEndPoint endPoint;

  private ByteBuffer pooled() {
    RetainableByteBuffer buffer = buffers.acquire(WipingBufferPool.PIECE, true);
    buffer.release();
    return buffer.getByteBuffer();
  }

  @BeforeEach
  void connect() throws IOException {
    selector = Selector.open();
    try (ServerSocketChannel listening = ServerSocketChannel.open()) {
      listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      client = SocketChannel.open(listening.getLocalAddress());
      accepted = listening.accept();
    }
    accepted.configureBlocking(false);
    key = accepted.register(selector, 0);
    endPoint =
        new ReadAheadEndPoint(
            accepted, new ManagedSelector(new Unused(), 0), key, scheduler, buffers, NO_THREADS);
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    accepted.close();
    selector.close();
  }

  @Test
  void what_is_waited_for_is_read_at_once_and_the_socket_stays_registered() throws Exception {
    await("login");
    endPoint.updateKey();

    assertThat(text(piece)).startsWith("login");
    assertThat(key.interestOps()).isEqualTo(SelectionKey.OP_READ);
    assertThat(fill(100)).isEqualTo("login");
    assertThat(fill(100)).as("without a look at the socket").isEmpty();
  }

  @Test
  void a_read_that_finds_nothing_is_left_out_only_once() throws Exception {
    await("first");
    send("second");

    assertThat(fill(100)).isEqualTo("first");
    assertThat(fill(100)).isEmpty();
    assertThat(fill(100)).isEqualTo("second");
    assertThat(fill(100)).isEmpty();
  }

  @Test
  void what_is_not_waited_for_is_not_read_and_no_longer_told() throws Exception {
    await("first");
    endPoint.updateKey();
    fill(100);
    send("second");
    select();
    endPoint.onSelected();
    endPoint.updateKey();

    assertThat(text(piece)).doesNotContain("second");
    assertThat(key.interestOps()).isZero();
    fill(100);
    assertThat(fill(100)).isEqualTo("second");
  }

  @Test
  void a_later_change_of_what_is_waited_for_reaches_the_kernel() throws Exception {
    await("login");
    endPoint.updateKey();
    // As after a write that was not complete.
    endPoint.updateKey();
    assertThat(key.interestOps()).isZero();

    waitForMore();

    assertThat(key.interestOps()).isEqualTo(SelectionKey.OP_READ);
  }

  @Test
  void a_socket_that_was_not_read_empty_is_not_kept_registered_and_read_in_order()
      throws Exception {
    String all = "a".repeat(WipingBufferPool.PIECE) + "b";
    await(all);
    endPoint.updateKey();

    assertThat(key.interestOps()).isZero();
    assertThat(fill(4_000)).isEqualTo("a".repeat(4_000));
    assertThat(fill(4_000)).isEqualTo("a".repeat(WipingBufferPool.PIECE - 4_000));
    assertThat(fill(4_000)).isEqualTo("b");
    send("c");
    assertThat(fill(4_000)).as("without a look at the socket").isEmpty();
    assertThat(fill(4_000)).isEqualTo("c");
  }

  @Test
  void what_was_read_ahead_is_wiped_when_the_connection_closes() throws Exception {
    await("password=secret");
    assertThat(text(piece)).contains("secret");

    endPoint.close();

    assertThat(text(piece)).isEqualTo("\0".repeat(WipingBufferPool.PIECE));
    assertThat(buffers.acquire(1, true).getByteBuffer()).isSameAs(piece);
  }

  @Test
  void an_end_is_told_to_who_reads_and_takes_no_buffer() throws Exception {
    waitForMore();
    client.shutdownOutput();
    select();
    endPoint.onSelected();
    endPoint.updateKey();

    assertThat(buffers.acquire(1, true).getByteBuffer()).isSameAs(piece);
    assertThat(endPoint.fill(BufferUtil.allocate(10))).isEqualTo(-1);
  }

  /** Waits for what the client then sends, and takes the selector's step up to the task. */
  private void await(String sent) throws IOException {
    waitForMore();
    send(sent);
    select();
    assertThat(endPoint.onSelected()).isNotNull();
    // The task, without a thread of its own.
    endPoint.getFillInterest().fillable();
  }

  private void waitForMore() {
    endPoint.fillInterested(Callback.NOOP);
    endPoint.updateKey();
  }

  private void send(String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    while (bytes.hasRemaining()) {
      client.write(bytes);
    }
  }

  private void select() throws IOException {
    selector.selectedKeys().clear();
    assertThat(selector.select(10_000)).isOne();
  }

  private String fill(int space) throws IOException {
    ByteBuffer buffer = BufferUtil.allocate(space);
    endPoint.fill(buffer);
    return BufferUtil.toString(buffer);
  }

  private static String text(ByteBuffer buffer) {
    return StandardCharsets.ISO_8859_1.decode(buffer.duplicate().clear()).toString();
  }

  private static final class Unused extends SelectorManager {

    Unused() {
      // It would only be told of connections that are closed.
      super(task -> {}, new ScheduledExecutorScheduler());
    }

    @Override
    protected EndPoint newEndPoint(
        SelectableChannel channel, ManagedSelector selector, SelectionKey key) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Connection newConnection(
        SelectableChannel channel, EndPoint endPoint, Object attachment) {
      throw new UnsupportedOperationException();
    }
  }
}
