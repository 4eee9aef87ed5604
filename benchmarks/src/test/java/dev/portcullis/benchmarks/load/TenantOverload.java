package dev.portcullis.benchmarks.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The program of {@code benchmarks/overload/run}: a gateway in a process of its own, a tenant that
 * limits logins as Auth0 does, and a load that does not wait for answers. One file, which {@code
 * java} runs as it is.
 */
final class TenantOverload {

  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");
  private static final Pattern TYPE = Pattern.compile("\"type\":\"[^\"]*[:/]([a-z-]+)\"");
  private static final int SOURCES = 200;
  private static final long SECOND = 1_000_000_000L;
  private static final String NONE = "";

  /** Probes in eight seconds: each waits for as long as a login may. */
  private static final int FEW = 10;

  /** Shorter than the gateway's, so that no connection is closed while a login is sent on it. */
  private static final long LONGEST_IDLE = 20 * SECOND;

  private final Tenant tenant;
  private final int port;
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final Deque<Kept> idle = new ArrayDeque<>();
  private final AtomicInteger users = new AtomicInteger();
  private final List<String> missed = new ArrayList<>();
  private final Stalls stalls = new Stalls();

  private TenantOverload(Tenant tenant, int port) {
    this.tenant = tenant;
    this.port = port;
  }

  /** A connection without a login, since a time. */
  private record Kept(Socket socket, long since) {}

  /**
   * A login from the client's side.
   *
   * @param type the problem's, or empty
   */
  private record Answer(long sent, long took, int status, String type, boolean retryAfter) {

    boolean isRefusal() {
      return status == 503;
    }

    double millis() {
      return took / 1e6;
    }
  }

  public static void main(String[] args) throws Exception {
    int limit = Integer.parseInt(args[1]);
    int seconds = Integer.parseInt(args[2]);
    boolean met;
    Path folder = Files.createTempDirectory("overload");
    try (Tenant tenant = new Tenant(limit)) {
      int port = freePort();
      Process gateway = start(Path.of(args[0]), folder, port, tenant.port());
      try {
        TenantOverload load = new TenantOverload(tenant, port);
        load.awaitFirstAnswer(gateway, folder);
        load.run(limit, seconds);
        met = load.missed.isEmpty();
        load.missed.forEach(it -> System.err.println("overload: missed: " + it));
      } finally {
        gateway.destroy();
        gateway.waitFor(40, TimeUnit.SECONDS);
      }
    }
    System.exit(met ? 0 : 1);
  }

  private void run(int limit, int seconds) throws Exception {
    int calm = limit * 8 / 10;
    System.err.printf(
        "overload: %d s of %d logins a second, then a tenant that hangs; about %d s%n",
        seconds, 10 * limit, seconds + 60);
    drive(calm, 10);
    reset();

    stalls.forget();
    long overloaded = System.nanoTime();
    drive(10 * limit, seconds);
    long after = System.nanoTime();
    drive(calm, 10);
    long stalled = stalls.longest();
    List<Answer> during = between(overloaded + SECOND, after);
    List<Answer> granted = during.stream().filter(it -> it.status == 200).toList();
    List<Answer> refused = during.stream().filter(Answer::isRefusal).toList();
    double span = (after - overloaded - SECOND) / 1e9;
    System.out.println("| What | Measured | Goal |");
    System.out.println("|---|---|---|");
    row(
        "tenant's limit, demand",
        "%d, %.0f a second for %.0f s",
        NONE,
        true,
        limit,
        during.size() / span,
        span);
    row(
        "goodput",
        "%.1f a second, %.1f %% of the limit",
        ">= 90 %",
        granted.size() >= 0.9 * span * limit,
        granted.size() / span,
        100 * granted.size() / span / limit);
    row(
        "requests at the tenant in a second of its clock",
        "%d at most",
        "<= %d".formatted(limit),
        tenant.mostInASecond() <= limit,
        tenant.mostInASecond());
    row(
        "refused by the tenant for its limit",
        "%d",
        "0",
        tenant.refused.get() == 0,
        tenant.refused.get());
    row(
        "longest stall of the tenant and of the load",
        "%.0f ms",
        "the gateway allows for 40 ms",
        true,
        stalled / 1e6);
    row(
        "rejections",
        "%d, p50 %.1f ms, p99 %.1f ms",
        "p99 < 50 ms",
        percentile(refused, 0.99) < 50,
        refused.size(),
        percentile(refused, 0.5),
        percentile(refused, 0.99));
    long bare = refused.stream().filter(it -> !it.retryAfter).count();
    row("rejections without Retry-After", "%d", "0", bare == 0, bare);
    String others = others(during);
    row("other answers", "%s", "none", others.equals("none"), others);
    row("granted, p99", "%.0f ms", NONE, true, percentile(granted, 0.99));
    long recovered = lastAfter(after, it -> it.status != 200);
    row(
        "recovery: last rejection after the overload",
        "%.1f s",
        "< 5 s",
        recovered < 5 * SECOND,
        recovered / 1e9);

    reset();
    drive(calm, 3);
    long hung = System.nanoTime();
    tenant.hangs = true;
    try (ExecutorService driver = Executors.newSingleThreadExecutor()) {
      var load = driver.submit(() -> drive(calm, 20));
      TimeUnit.SECONDS.sleep(8);
      tenant.hangs = false;
      long back = System.nanoTime();
      load.get();
      TimeUnit.SECONDS.sleep(3);
      // When the first was answered: it was sent before, and waited for the tenant.
      long opened =
          answers.stream()
              .filter(it -> it.sent >= hung && it.type.equals("unreachable"))
              .mapToLong(it -> it.sent + it.took)
              .min()
              .orElse(hung + 999 * SECOND);
      long closed = first(back, it -> it.status == 200);
      List<Answer> open =
          between(opened, back).stream().filter(it -> it.type.equals("unreachable")).toList();
      row(
          "tenant hangs: breaker open after",
          "%.2f s",
          "< 2 s",
          opened - hung < 2 * SECOND,
          (opened - hung) / 1e9);
      row(
          "answers while it is open",
          "%d, p50 %.1f ms, p99 %.1f ms",
          "p99 < 50 ms",
          !open.isEmpty() && percentile(open, 0.99) < 50,
          open.size(),
          percentile(open, 0.5),
          percentile(open, 0.99));
      row(
          "requests that a hanging tenant gets while it is open",
          "%d",
          "few",
          tenant.between(opened + SECOND / 10, back) <= FEW,
          tenant.between(opened + SECOND / 10, back));
      row(
          "closed after the tenant's return",
          "%.2f s",
          "< 10 s",
          closed - back < 10 * SECOND,
          (closed - back) / 1e9);
      row("logins that reached the tenant twice", "%d", "0", tenant.twice() == 0, tenant.twice());
    }
  }

  @SuppressWarnings("AnnotateFormatMethod")
  private void row(String what, String measured, String goal, boolean met, Object... values) {
    String found = String.format(measured, values);
    System.out.println("| " + what + " | " + found + " | " + goal + " |");
    if (!met) {
      missed.add(what + ": " + found + " (goal: " + goal + ")");
    }
  }

  private void reset() {
    answers.clear();
    tenant.forget();
  }

  private List<Answer> between(long from, long to) {
    return answers.stream().filter(it -> it.sent >= from && it.sent < to).toList();
  }

  private long first(long from, Predicate<Answer> which) {
    return answers.stream()
        .filter(it -> it.sent >= from)
        .filter(which)
        .mapToLong(Answer::sent)
        .min()
        .orElse(from + 999 * SECOND);
  }

  private long lastAfter(long from, Predicate<Answer> which) {
    return Math.max(
        0,
        answers.stream()
                .filter(it -> it.sent >= from)
                .filter(which)
                .mapToLong(Answer::sent)
                .max()
                .orElse(from)
            - from);
  }

  private static String others(Collection<Answer> all) {
    Map<String, Integer> counts = new HashMap<>();
    all.stream()
        .filter(it -> it.status != 200 && !it.isRefusal())
        .forEach(it -> counts.merge(it.status + " " + it.type, 1, Integer::sum));
    return counts.isEmpty() ? "none" : counts.toString();
  }

  private static double percentile(List<Answer> all, double part) {
    List<Double> sorted = all.stream().map(Answer::millis).sorted().toList();
    return sorted.isEmpty() ? 0 : sorted.get((int) (part * (sorted.size() - 1)));
  }

  /** Sends this many logins a second, whatever becomes of them, and waits for the last answers. */
  private void drive(int perSecond, int seconds) {
    long next = System.nanoTime();
    long end = next + seconds * SECOND;
    ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();
    while (next < end) {
      senders.execute(this::logIn);
      next += SECOND / perSecond;
      LockSupport.parkNanos(next - System.nanoTime());
    }
    senders.shutdown();
  }

  private void logIn() {
    int user = users.incrementAndGet();
    String form =
        "grant_type=password&username=user-" + user + "&password=correct+horse+battery+staple";
    byte[] request =
        ("POST /api/auth HTTP/1.1\r\nHost: gateway\r\nX-Forwarded-For: 203.0.113."
                + (1 + user % SOURCES)
                + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "
                + form.length()
                + "\r\n\r\n"
                + form)
            .getBytes(StandardCharsets.US_ASCII);
    Socket socket = null;
    long sent = 0;
    try {
      socket = connection();
      sent = System.nanoTime();
      socket.getOutputStream().write(request);
      String answer = read(socket.getInputStream());
      long took = System.nanoTime() - sent;
      Matcher type = TYPE.matcher(answer);
      answers.add(
          new Answer(
              sent,
              took,
              Integer.parseInt(answer.substring(9, 12)),
              type.find() ? type.group(1) : "",
              answer.toLowerCase(java.util.Locale.ROOT).contains("\r\nretry-after:")));
      if (answer.contains("\r\nConnection: close")) {
        close(socket);
      } else {
        synchronized (idle) {
          idle.addFirst(new Kept(socket, System.nanoTime()));
        }
      }
    } catch (IOException | RuntimeException e) {
      answers.add(
          new Answer(
              sent == 0 ? System.nanoTime() : sent, 0, 0, String.valueOf(e.getMessage()), false));
      if (socket != null) {
        close(socket);
      }
    }
  }

  private Socket connection() throws IOException {
    synchronized (idle) {
      long now = System.nanoTime();
      while (!idle.isEmpty() && now - idle.getLast().since > LONGEST_IDLE) {
        close(idle.removeLast().socket);
      }
      if (!idle.isEmpty()) {
        return idle.removeFirst().socket;
      }
    }
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    return socket;
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is not used again.
    }
  }

  /** One message with a length. */
  private static String read(InputStream in) throws IOException {
    byte[] buffer = new byte[16 * 1024];
    int length = 0;
    int end = Integer.MAX_VALUE;
    while (length < end) {
      int read = in.read(buffer, length, buffer.length - length);
      if (read < 0) {
        throw new IOException("closed");
      }
      length += read;
      String text = new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
      int blank = text.indexOf("\r\n\r\n");
      if (blank >= 0) {
        Matcher size = LENGTH.matcher(text.substring(0, blank));
        end = blank + 4 + (size.find() ? Integer.parseInt(size.group(1)) : 0);
      }
    }
    return new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
  }

  private static Process start(Path launcher, Path folder, int port, int tenant)
      throws IOException {
    Path settings = folder.resolve("portcullis.yaml");
    Files.writeString(
        settings,
        """
        listen: {users: "127.0.0.1:%d", operators: "127.0.0.1:%d"}
        client-ip: {trusted-proxies: 127.0.0.1, private-result: {allow: [203.0.113.0/24]}}
        auth0: {domain: "http://127.0.0.1:%d", client-id: client, client-secret: secret}
        limits: {preset: "off"}
        """
            .formatted(port, freePort(), tenant));
    return new ProcessBuilder(launcher.toString(), "serve", "--config", settings.toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("gateway.log").toFile())
        .start();
  }

  private void awaitFirstAnswer(Process gateway, Path folder) throws Exception {
    for (int i = 0; i < 1200; i++) {
      if (!gateway.isAlive()) {
        throw new IOException(
            "the gateway has ended: " + Files.readString(folder.resolve("gateway.log")));
      }
      logIn();
      if (answers.stream().anyMatch(it -> it.status == 200)) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    throw new IOException(
        "no answer: " + Files.readString(folder.resolve("gateway.log")) + answers);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /**
   * How long this process was kept from running: a login that reaches the tenant meanwhile is
   * counted in a later second than it was sent in.
   */
  private static final class Stalls {

    private static final long STEP = SECOND / 500;

    private volatile long longest;

    Stalls() {
      Thread.ofPlatform().daemon().start(this::watch);
    }

    long longest() {
      return longest;
    }

    void forget() {
      longest = 0;
    }

    private void watch() {
      long before = System.nanoTime();
      while (true) {
        LockSupport.parkNanos(STEP);
        long now = System.nanoTime();
        longest = Math.max(longest, now - before - STEP);
        before = now;
      }
    }
  }

  /**
   * Takes 50 ms for a login, and a number of them in each second of the clock, and says so as Auth0
   * does.
   */
  private static final class Tenant implements AutoCloseable {

    private static final String TOKENS =
        "{\"access_token\":\"%s\",\"expires_in\":86400,\"token_type\":\"Bearer\"}"
            .formatted("a".repeat(760));
    private static final String TOO_MANY =
        "{\"error\":\"too_many_requests\",\"error_description\":\"Global limit has been reached\"}";

    private final ServerSocket server = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
    private final int limit;
    private final AtomicInteger refused = new AtomicInteger();
    private final Map<Long, Integer> seconds = new HashMap<>();
    private final List<Long> times = new ArrayList<>();
    private final Map<String, Integer> users = new HashMap<>();
    private volatile boolean hangs;

    Tenant(int limit) throws IOException {
      this.limit = limit;
      Thread.ofPlatform().daemon().start(this::accept);
    }

    int port() {
      return server.getLocalPort();
    }

    synchronized int mostInASecond() {
      return seconds.values().stream().max(Integer::compare).orElse(0);
    }

    synchronized long between(long from, long to) {
      return times.stream().filter(it -> it >= from && it < to).count();
    }

    synchronized long twice() {
      return users.values().stream().filter(it -> it > 1).count();
    }

    synchronized void forget() {
      seconds.clear();
      refused.set(0);
    }

    @Override
    public void close() throws IOException {
      server.close();
    }

    private void accept() {
      try {
        while (true) {
          Socket socket = server.accept();
          Thread.ofVirtual().start(() -> serve(socket));
        }
      } catch (IOException e) {
        // It is over.
      }
    }

    private synchronized int used(String request) {
      users.merge(request.replaceAll("(?s).*username=([^&]*).*", "$1"), 1, Integer::sum);
      times.add(System.nanoTime());
      return seconds.merge(System.currentTimeMillis() / 1000, 1, Integer::sum);
    }

    private void serve(Socket socket) {
      try (socket) {
        socket.setTcpNoDelay(true);
        while (true) {
          String request = read(socket.getInputStream());
          if (!request.contains("username=")) {
            answer(socket.getOutputStream(), 401, "{\"error\":\"unauthorized_client\"}", limit, 0);
            continue;
          }
          long reset = System.currentTimeMillis() / 1000 + 1;
          int used = used(request);
          if (hangs) {
            TimeUnit.HOURS.sleep(1);
          }
          TimeUnit.MILLISECONDS.sleep(50);
          if (used > limit) {
            refused.incrementAndGet();
          }
          answer(
              socket.getOutputStream(),
              used > limit ? 429 : 200,
              used > limit ? TOO_MANY : TOKENS,
              Math.max(0, limit - used),
              reset);
        }
      } catch (IOException | InterruptedException e) {
        // The gateway has closed.
      }
    }

    private void answer(OutputStream out, int status, String body, int left, long reset)
        throws IOException {
      out.write(
          ("HTTP/1.1 "
                  + status
                  + " Status\r\nContent-Type: application/json\r\nx-ratelimit-limit: "
                  + limit
                  + "\r\nx-ratelimit-remaining: "
                  + left
                  + "\r\nx-ratelimit-reset: "
                  + reset
                  + "\r\nContent-Length: "
                  + body.length()
                  + "\r\n\r\n"
                  + body)
              .getBytes(StandardCharsets.US_ASCII));
    }
  }
}
