package dev.portcullis.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Sends logins at a fixed rate, whether or not earlier ones have been answered, and counts each
 * from the moment at which it was due: a server that stalls is charged for everybody who had to
 * wait.
 *
 * <p>{@code OpenLoop HOST PORT RATE SECONDS CONNECTIONS} prints one line of JSON, in milliseconds.
 */
public final class OpenLoop {

  private static final String FORM =
      "grant_type=password&username=alice%40example.com&password=correct+horse+battery+staple";
  private static final byte[] LOGIN =
      ("POST /api/auth HTTP/1.1\r\nHost: gateway\r\nX-Forwarded-For: 203.0.113.7\r\n"
              + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: "
              + FORM.length()
              + "\r\n\r\n"
              + FORM)
          .getBytes(StandardCharsets.US_ASCII);

  /** At the same rate, so that this process is not slower than what it measures. */
  private static final double WARM_UP_SECONDS = 5;

  private final Histogram waits = new ConcurrentHistogram(60_000_000_000L, 3);
  private final AtomicLong due = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final long interval;
  private final long unrecorded;
  private final long logins;
  private final long begin;

  private OpenLoop(double rate, double seconds) {
    interval = Math.round(1e9 / rate);
    unrecorded = Math.round(rate * WARM_UP_SECONDS);
    logins = unrecorded + Math.round(rate * seconds);
    begin = System.nanoTime() + 1_000_000_000L;
  }

  /** Runs one load; the connections are opened before the first login is due. */
  public static void main(String[] args) throws Exception {
    InetSocketAddress server = new InetSocketAddress(args[0], Integer.parseInt(args[1]));
    int connections = Integer.parseInt(args[4]);
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      Socket socket = new Socket();
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(60_000);
      socket.connect(server, 10_000);
      sockets.add(socket);
    }
    OpenLoop load = new OpenLoop(Double.parseDouble(args[2]), Double.parseDouble(args[3]));
    List<Thread> threads = new ArrayList<>();
    for (Socket socket : sockets) {
      threads.add(Thread.ofVirtual().start(() -> load.run(socket)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.println(load.summary(Double.parseDouble(args[2]), connections));
  }

  /** Takes the next login that is due until there is none left. */
  private void run(Socket socket) {
    byte[] buffer = new byte[16 * 1024];
    try (socket) {
      InputStream in = socket.getInputStream();
      OutputStream out = socket.getOutputStream();
      for (long i = due.getAndIncrement(); i < logins; i = due.getAndIncrement()) {
        long start = begin + i * interval;
        for (long wait = start - System.nanoTime(); wait > 0; wait = start - System.nanoTime()) {
          LockSupport.parkNanos(wait);
        }
        out.write(LOGIN);
        boolean granted = answered(in, buffer);
        if (i >= unrecorded) {
          waits.recordValue(Math.min(System.nanoTime() - start, 60_000_000_000L));
        }
        if (!granted) {
          failed.incrementAndGet();
        }
      }
    } catch (IOException e) {
      failed.incrementAndGet();
    }
  }

  private static boolean answered(InputStream in, byte[] buffer) throws IOException {
    int length = 0;
    do {
      int read = in.read(buffer, length, buffer.length - length);
      if (read < 0) {
        throw new IOException("closed");
      }
      length += read;
    } while (buffer[length - 1] != '}');
    return buffer[9] == '2';
  }

  private String summary(double rate, int connections) {
    double achieved = logins / ((System.nanoTime() - begin) / 1e9);
    return String.format(
        Locale.ROOT,
        "{\"rate\":%.0f,\"achieved\":%.0f,\"connections\":%d,\"p50\":%.3f,\"p90\":%.3f,\"p99\":%.3f,\"p999\":%.3f,\"max\":%.3f,\"failed\":%d}",
        rate,
        achieved,
        connections,
        waits.getValueAtPercentile(50) / 1e6,
        waits.getValueAtPercentile(90) / 1e6,
        waits.getValueAtPercentile(99) / 1e6,
        waits.getValueAtPercentile(99.9) / 1e6,
        waits.getMaxValue() / 1e6,
        failed.get());
  }
}
