package dev.portcullis.benchmarks.load;

import static java.util.Objects.requireNonNull;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Connections that send or take a byte now and then, a third of each {@link Kind}. One that the
 * gateway closes is replaced at once. One thread; a hundred connections to an address, none of
 * which is trusted.
 */
final class SlowClients implements Closeable {

  private static final int PER_ADDRESS = 100;
  private static final long DRIP_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long OPENED_PER_SECOND = 2_000;

  /** More than a socket of loopback takes without a reader: 2.6 MB. */
  private static final byte[] REQUESTS =
      Messages.ascii("GET /openapi.yaml HTTP/1.1\r\nHost: gateway\r\n\r\n".repeat(80));

  private static final byte[] HEAD =
      Messages.ascii("POST /api/auth HTTP/1.1\r\nHost: gateway\r\nX-Slow: ");
  private static final byte[] BODY =
      Messages.ascii(
          "POST /api/auth HTTP/1.1\r\nHost: gateway\r\nContent-Type:"
              + " application/x-www-form-urlencoded\r\nContent-Length: 500\r\n\r\nusername=");

  /** What a connection is slow at. */
  enum Kind {
    HEAD,
    BODY,
    /** Requests whose answers it does not read. */
    READING
  }

  private final int port;
  private final Selector selector;
  private final List<Client> clients = new ArrayList<>();
  private final Map<Kind, Histogram> lives = new EnumMap<>(Kind.class);
  private final Thread thread;
  private final ByteBuffer scratch = ByteBuffer.allocateDirect(8 * 1024);
  private volatile boolean closed;
  private volatile int open;

  private SlowClients(int port, int count) throws IOException {
    this.port = port;
    this.selector = Selector.open();
    for (Kind kind : Kind.values()) {
      lives.put(kind, new Histogram(3_600_000_000_000L, 3));
    }
    for (int i = 0; i < count; i++) {
      clients.add(new Client(i, Kind.values()[i % Kind.values().length]));
    }
    thread = Thread.ofPlatform().name("slow-clients").unstarted(this::run);
  }

  static SlowClients start(int port, int count) throws IOException {
    SlowClients slow = new SlowClients(port, count);
    slow.thread.start();
    return slow;
  }

  /** Connections that are open now. */
  int open() {
    return open;
  }

  /** Ends all. */
  @Override
  public void close() throws IOException {
    closed = true;
    selector.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    selector.close();
  }

  /**
   * How long the longest connection of a kind lived, in seconds, those alive at the end included.
   */
  double longest(Kind kind) {
    return lives(kind).getMaxValue() / 1e9;
  }

  private Histogram lives(Kind kind) {
    return requireNonNull(lives.get(kind));
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    lives.forEach(
        (kind, seen) ->
            text.append(
                "%s: %d connections, half lived %.1f s, the longest %.1f s; "
                    .formatted(
                        kind,
                        seen.getTotalCount(),
                        seen.getValueAtPercentile(50) / 1e9,
                        seen.getMaxValue() / 1e9)));
    return text.toString();
  }

  private void run() {
    long begin = System.nanoTime();
    long allowed = 0;
    long opened = 0;
    long looked = begin;
    while (!closed) {
      select();
      long now = System.nanoTime();
      if (now - looked < LOOK_NANOS) {
        continue;
      }
      looked = now;
      allowed = (now - begin) * OPENED_PER_SECOND / 1_000_000_000L;
      int up = 0;
      for (Client client : clients) {
        if (client.channel == null && opened < allowed) {
          opened++;
          client.open(now);
        } else if (client.channel != null && now >= client.next) {
          client.drip(now);
        }
        up += client.established == 0 ? 0 : 1;
      }
      open = up;
    }
    long now = System.nanoTime();
    clients.forEach(client -> client.ended(now));
  }

  private void select() {
    try {
      selector.select(key -> ((Client) key.attachment()).ready(key), 20);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private final class Client {

    private final int number;
    private final Kind kind;
    private final ByteBuffer first;
    private final ByteBuffer one = ByteBuffer.allocate(1);
    private @Nullable SocketChannel channel;
    private long established;
    private long next;

    Client(int number, Kind kind) {
      this.number = number;
      this.kind = kind;
      this.first =
          ByteBuffer.wrap(
              switch (kind) {
                case HEAD -> HEAD;
                case BODY -> BODY;
                case READING -> REQUESTS;
              });
    }

    void open(long now) {
      try {
        channel = SocketChannel.open();
        channel.configureBlocking(false);
        if (kind == Kind.READING) {
          channel.setOption(StandardSocketOptions.SO_RCVBUF, 2048);
        }
        channel.bind(new InetSocketAddress(Messages.user(1, number / PER_ADDRESS), 0));
        channel.connect(new InetSocketAddress(Messages.address(127, 0, 0, 1), port));
        channel.register(selector, SelectionKey.OP_CONNECT, this);
        first.clear();
        established = 0;
        next = Long.MAX_VALUE;
      } catch (IOException e) {
        ended(now);
      }
    }

    void ready(SelectionKey key) {
      long now = System.nanoTime();
      try {
        SocketChannel connected = (SocketChannel) key.channel();
        if (key.isConnectable() && connected.finishConnect()) {
          established = now;
          // One that reads nothing learns from its next write that it was closed.
          key.interestOps(kind == Kind.READING ? 0 : SelectionKey.OP_READ);
          connected.write(first);
          next = now + DRIP_NANOS;
        } else if (key.isReadable()) {
          scratch.clear();
          if (connected.read(scratch) < 0) {
            ended(now);
          }
        }
      } catch (IOException e) {
        ended(now);
      }
    }

    void drip(long now) {
      next = now + DRIP_NANOS;
      SocketChannel connected = channel;
      if (connected == null) {
        return;
      }
      try {
        if (first.hasRemaining()) {
          connected.write(first);
        } else {
          one.clear().put((byte) (kind == Kind.READING ? '\r' : 'x')).flip();
          connected.write(one);
        }
      } catch (IOException e) {
        ended(now);
      }
    }

    void ended(long now) {
      if (channel != null) {
        if (established != 0) {
          lives(kind).recordValue(now - established);
        }
        try {
          channel.close();
        } catch (IOException e) {
          // Closed either way.
        }
      }
      channel = null;
      established = 0;
    }
  }
}
