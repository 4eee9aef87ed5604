package dev.portcullis.benchmarks.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Logins at a fixed rate, each counted from the moment at which it was due: half over the kept
 * connections of a trusted proxy, half over a new connection of the client's own.
 */
final class Logins {

  private final int port;
  private final Histogram waits = new ConcurrentHistogram(60_000_000_000L, 3);
  private final AtomicLong failed = new AtomicLong();
  private final Queue<String> reasons = new ConcurrentLinkedQueue<>();
  private final Queue<Socket> kept = new ConcurrentLinkedQueue<>();

  private Logins(int port) {
    this.port = port;
  }

  /**
   * What became of them.
   *
   * @param p99 in milliseconds
   * @param reasons why some failed, the first few
   */
  record Result(long sent, long failed, double p50, double p99, double max, List<String> reasons) {

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%d logins, %d failed, p50 %.1f ms, p99 %.1f ms, max %.1f ms %s",
          sent,
          failed,
          p50,
          p99,
          max,
          reasons);
    }
  }

  static Result run(int port, int rate, Duration time) throws InterruptedException {
    Logins logins = new Logins(port);
    long sent = rate * time.toSeconds();
    long begin = System.nanoTime();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < sent; i++) {
      int login = i;
      long due = begin + i * 1_000_000_000L / rate;
      for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
        LockSupport.parkNanos(wait);
      }
      threads.add(Thread.ofVirtual().start(() -> logins.send(login, due)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    logins.kept.forEach(Logins::close);
    return new Result(
        sent,
        logins.failed.get(),
        logins.waits.getValueAtPercentile(50) / 1e6,
        logins.waits.getValueAtPercentile(99) / 1e6,
        logins.waits.getMaxValue() / 1e6,
        logins.reasons.stream().limit(3).toList());
  }

  private void send(int login, long due) {
    boolean proxied = login % 2 == 0;
    Socket socket = null;
    boolean keep = false;
    try {
      socket = proxied ? kept.poll() : null;
      if (socket == null) {
        socket = connect(proxied ? Messages.address(127, 0, 0, 1) : Messages.user(9, login));
      }
      socket
          .getOutputStream()
          .write(proxied ? Messages.proxiedLogin("203.0.113." + login % 256) : Messages.login());
      int status = Messages.read(socket.getInputStream(), new byte[8 * 1024]);
      if (status != 200) {
        throw new IOException("answered with " + status);
      }
      keep = proxied;
    } catch (IOException e) {
      failed.incrementAndGet();
      reasons.add((proxied ? "proxied: " : "direct: ") + e.getMessage());
    }
    waits.recordValue(Math.min(System.nanoTime() - due, 60_000_000_000L));
    if (keep) {
      kept.add(socket);
    } else if (socket != null) {
      close(socket);
    }
  }

  private Socket connect(InetAddress from) throws IOException {
    Socket socket = new Socket();
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(30_000);
    socket.bind(new InetSocketAddress(from, 0));
    socket.connect(new InetSocketAddress(Messages.address(127, 0, 0, 1), port), 30_000);
    return socket;
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is over either way.
    }
  }
}
