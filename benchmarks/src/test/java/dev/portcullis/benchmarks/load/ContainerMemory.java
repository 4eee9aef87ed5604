package dev.portcullis.benchmarks.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much memory the image's gateway takes in containers of several sizes, and whether it survives
 * more connections than it takes. {@code benchmarks/memory/run} runs it, as root: each gateway is
 * in a memory cgroup, which kills it if it takes more than its size.
 *
 * <p>{@code ContainerMemory IMAGE_ROOT JAVA_OPTIONS SIZE…}, sizes in MiB
 */
final class ContainerMemory {

  private static final int PER_ADDRESS = 128;
  private static final int ROUNDS = 30;

  /** As many files as one process may open here. */
  private static final int MOST = Integer.getInteger("memory.most", 18_000);

  private static final Pattern LIMIT =
      Pattern.compile("portcullis_connections_limit\\{listener=\"users\"\\} ([\\d.E]+)");

  private static final String BIG_HEAD =
      "POST /api/auth HTTP/1.1\r\nHost: gateway\r\n"
          + ("X-Filler: " + "x".repeat(988) + "\r\n").repeat(15);
  private static final String BODY =
      "POST /api/auth HTTP/1.1\r\nHost: gateway\r\n"
          + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 32000\r\n\r\n"
          + "username="
          + "x".repeat(31_000);

  /** What connections above the limit do. */
  private enum Kind {
    IDLE(
        "idle after a request", "OPTIONS * HTTP/1.1\r\nHost: gateway\r\nContent-Length: 0\r\n\r\n"),
    HEADS("15 KiB of a head", BIG_HEAD),
    BODIES("31 KB of a body", BODY),
    UNREAD("answers unread", "GET /openapi.yaml HTTP/1.1\r\nHost: a\r\n\r\n".repeat(20));

    private final String words;
    private final String text;

    Kind(String words, String text) {
      this.words = words;
      this.text = text;
    }
  }

  private final Path root;
  private final List<String> options;
  private final int size;

  private ContainerMemory(Path root, List<String> options, int size) {
    this.root = root;
    this.options = options;
    this.size = size;
  }

  public static void main(String[] args) throws Exception {
    System.out.println(
        "| Container | Heap | Connections | Load | Opened | Still open | Peak, MiB | Anonymous, MiB"
            + " | Outcome |");
    System.out.println("|---:|---:|---:|---|---:|---:|---:|---:|---|");
    List<String> options = args[1].isBlank() ? List.of() : List.of(args[1].strip().split("\\s+"));
    for (int i = 2; i < args.length; i++) {
      new ContainerMemory(Path.of(args[0]), options, Integer.parseInt(args[i])).measure();
    }
  }

  /** One gateway, and one kind of load after the other. */
  private void measure() throws Exception {
    Path folder = Files.createTempDirectory("portcullis-memory");
    try (StubTenant tenant = StubTenant.start();
        Cgroup cgroup = Cgroup.create(size)) {
      int port = freePort();
      int admin = freePort();
      Files.writeString(folder.resolve("portcullis.yaml"), settings(port, admin, tenant.port()));
      Process gateway = start(folder, cgroup);
      try {
        await(gateway, folder, admin);
        String metrics = get(admin, "/metrics");
        int limit = (int) number(LIMIT, metrics, set());
        String heap = heap(metrics);
        warmUp(port);
        for (Kind kind : Kind.values()) {
          cgroup.forgetPeak();
          measure(kind, gateway, cgroup, port, limit, heap);
          if (!gateway.isAlive()) {
            return;
          }
        }
      } finally {
        gateway.destroyForcibly().waitFor();
      }
    }
  }

  private void measure(Kind kind, Process gateway, Cgroup cgroup, int port, int limit, String heap)
      throws Exception {
    List<SocketChannel> open = new ArrayList<>();
    try {
      open(port, kind, Math.min(limit * 3 / 2, MOST), open);
      String alive = kind == Kind.IDLE ? Integer.toString(stillOpen(open)) : "";
      String outcome = answered(port, gateway);
      System.out.printf(
          "| %d MiB | %s | %d | %s | %d | %s | %d | %d | %s |%n",
          size,
          heap,
          limit,
          kind.words,
          open.size(),
          alive,
          cgroup.peakMiB(),
          anonymousMiB(gateway),
          outcome + (cgroup.kills() > 0 ? ", killed for its memory" : ""));
    } finally {
      for (SocketChannel channel : open) {
        channel.close();
      }
    }
  }

  /** What the environment sets for the gateway, or what it has had without. */
  private static int set() {
    return Integer.parseInt(
        System.getenv().getOrDefault("PORTCULLIS_LISTEN_MAX_CONNECTIONS", "20000"));
  }

  private Process start(Path folder, Cgroup cgroup) throws IOException {
    Path lib = root.resolve("opt/portcullis/lib");
    List<String> command =
        new ArrayList<>(
            List.of(
                "sh",
                "-c",
                "echo $$ > " + cgroup.processes() + " && exec \"$@\"",
                "sh",
                root.resolve("opt/portcullis/runtime/bin/java").toString(),
                "@" + lib.resolve("jvm.options"),
                "-XX:AOTCache=" + lib.resolve("portcullis.aot"),
                "-Xlog:aot*=off",
                "-Xlog:cds*=off"));
    command.addAll(options);
    try (var jars = Files.newDirectoryStream(lib, "portcullis-bootstrap-*-main.jar")) {
      command.addAll(List.of("-cp", jars.iterator().next().toString()));
    }
    command.addAll(
        List.of(
            "dev.portcullis.bootstrap.Main",
            "serve",
            "--config",
            folder.resolve("portcullis.yaml").toString()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start();
  }

  private static String settings(int port, int admin, int tenant) {
    return """
    listen: {users: "127.0.0.1:%d", operators: "127.0.0.1:%d"}
    client-ip:
      trusted-proxies: 127.0.0.1
      direct-access: allow
      private-result: {allow: [127.128.0.0/9, 203.0.113.0/24]}
    auth0:
      domain: http://127.0.0.1:%d
      client-id: client
      client-secret: secret
    log: {level: warn}
    """
        .formatted(port, admin, tenant);
  }

  private static void await(Process gateway, Path folder, int admin) throws Exception {
    for (int i = 0; i < 6000; i++) {
      if (get(admin, "/health/ready").contains(" 200 ")) {
        return;
      }
      if (!gateway.isAlive()) {
        throw new IllegalStateException(
            "the gateway has not started: " + Files.readString(folder.resolve("log")));
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    throw new IllegalStateException("the gateway is not ready");
  }

  /** Sixteen logins at once, many times: what a busy gateway has compiled and cached. */
  private static void warmUp(int port) throws Exception {
    List<Callable<Integer>> users = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      int number = i;
      users.add(
          () -> {
            int good = 0;
            try (SocketChannel channel = connect(port, 9, number)) {
              for (int round = 0; round < ROUNDS; round++) {
                channel.write(ByteBuffer.wrap(Messages.login()));
                good +=
                    Messages.read(Channels.newInputStream(channel), new byte[8192]) == 200 ? 1 : 0;
              }
            }
            return good;
          });
    }
    int good = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
      for (Future<Integer> user : threads.invokeAll(users)) {
        good += user.get();
      }
    }
    // On a machine that is busy with something else some are late.
    if (good < 16 * ROUNDS / 2) {
      throw new IllegalStateException("most logins failed");
    }
  }

  private static void open(int port, Kind kind, int count, List<SocketChannel> open)
      throws Exception {
    List<Callable<SocketChannel>> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int number = i;
      tasks.add(
          () -> {
            try {
              SocketChannel channel = connect(port, 1, number / PER_ADDRESS);
              if (kind == Kind.UNREAD) {
                channel.configureBlocking(false);
              }
              channel.write(ByteBuffer.wrap(Messages.ascii(kind.text)));
              if (kind == Kind.IDLE) {
                channel.read(ByteBuffer.allocate(1024));
              }
              return channel;
            } catch (IOException e) {
              // Refused, which is what a full gateway should do.
              return SocketChannel.open();
            }
          });
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
      for (Future<SocketChannel> channel : threads.invokeAll(tasks, 2, TimeUnit.MINUTES)) {
        if (!channel.isCancelled()) {
          open.add(channel.get());
        }
      }
    }
    // What was sent may still be in the system's buffers.
    TimeUnit.SECONDS.sleep(2);
  }

  /** Of how many the other side has not been closed. */
  private static int stillOpen(List<SocketChannel> channels) {
    int open = 0;
    for (SocketChannel channel : channels) {
      try {
        if (channel.isConnected()) {
          channel.configureBlocking(false);
          open += channel.read(ByteBuffer.allocate(1)) == 0 ? 1 : 0;
        }
      } catch (IOException e) {
        // Closed.
      }
    }
    return open;
  }

  /** Ten logins through the proxy while the others are there. */
  private static String answered(int port, Process gateway) {
    int good = 0;
    for (int i = 0; i < 10; i++) {
      try (SocketChannel channel =
          SocketChannel.open(new InetSocketAddress(Messages.address(127, 0, 0, 1), port))) {
        channel.write(ByteBuffer.wrap(Messages.proxiedLogin("203.0.113.7")));
        good += Messages.read(Channels.newInputStream(channel), new byte[8192]) == 200 ? 1 : 0;
      } catch (IOException e) {
        // Counted as none.
      }
    }
    return (gateway.isAlive() ? "alive" : "ended with " + gateway.exitValue())
        + ", "
        + good
        + " of 10 logins";
  }

  private static SocketChannel connect(int port, int net, int user) throws IOException {
    SocketChannel channel = SocketChannel.open();
    channel.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
    channel.bind(new InetSocketAddress(Messages.user(net, user), 0));
    channel.connect(new InetSocketAddress(Messages.address(127, 0, 0, 1), port));
    return channel;
  }

  private static String get(int port, String path) {
    try (SocketChannel channel =
        SocketChannel.open(new InetSocketAddress(Messages.address(127, 0, 0, 1), port))) {
      channel.write(
          ByteBuffer.wrap(Messages.ascii("GET " + path + " HTTP/1.0\r\nHost: gateway\r\n\r\n")));
      return new String(
          Channels.newInputStream(channel).readAllBytes(),
          java.nio.charset.StandardCharsets.US_ASCII);
    } catch (IOException e) {
      return "";
    }
  }

  private static String heap(String metrics) {
    double bytes = 0;
    Matcher most =
        Pattern.compile("jvm_memory_max_bytes\\{area=\"heap\",id=\"([^\"]+)\"\\} ([\\d.E]+)")
            .matcher(metrics);
    while (most.find()) {
      bytes += Double.parseDouble(most.group(2)) * (most.group(1).equals("Survivor Space") ? 2 : 1);
    }
    return bytes == 0 ? "?" : Math.round(bytes / 1024 / 1024) + " MiB";
  }

  private static double number(Pattern pattern, String text, double otherwise) {
    Matcher found = pattern.matcher(text);
    return found.find() ? Double.parseDouble(found.group(1)) : otherwise;
  }

  private static long anonymousMiB(Process gateway) {
    try {
      return (long)
              number(
                  Pattern.compile("RssAnon:\\s+(\\d+) kB"),
                  Files.readString(Path.of("/proc/" + gateway.pid() + "/status")),
                  0)
          / 1024;
    } catch (IOException e) {
      return 0;
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new java.net.ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** A memory cgroup of either version, removed at the end. */
  private record Cgroup(Path folder, boolean second) implements AutoCloseable {

    static Cgroup create(int size) throws IOException {
      Path first = Path.of("/sys/fs/cgroup/memory");
      boolean second = !Files.isDirectory(first);
      Path folder =
          (second ? Path.of("/sys/fs/cgroup") : first)
              .resolve("portcullis-memory-" + ProcessHandle.current().pid());
      Files.createDirectories(folder);
      Cgroup cgroup = new Cgroup(folder, second);
      cgroup.write(second ? "memory.max" : "memory.limit_in_bytes", size + "M");
      try {
        cgroup.write(second ? "memory.swap.max" : "memory.swappiness", "0");
      } catch (IOException e) {
        // Without swap there is nothing to turn off.
      }
      return cgroup;
    }

    Path processes() {
      return folder.resolve("cgroup.procs");
    }

    long peakMiB() throws IOException {
      String file = second ? "memory.peak" : "memory.max_usage_in_bytes";
      return Long.parseLong(Files.readString(folder.resolve(file)).strip()) / 1024 / 1024;
    }

    /** Where the kernel can; otherwise it is the highest since the start. */
    void forgetPeak() {
      try {
        write(second ? "memory.peak" : "memory.max_usage_in_bytes", "0");
      } catch (IOException e) {
        // An older kernel.
      }
    }

    long kills() throws IOException {
      String file = second ? "memory.events" : "memory.oom_control";
      return (long)
          number(Pattern.compile("oom_kill (\\d+)"), Files.readString(folder.resolve(file)), 0);
    }

    private void write(String file, String value) throws IOException {
      Files.writeString(folder.resolve(file), value);
    }

    @Override
    public void close() throws IOException {
      for (int i = 0; i < 100 && Files.size(processes()) >= 0; i++) {
        try {
          Files.delete(folder);
          return;
        } catch (IOException e) {
          try {
            TimeUnit.MILLISECONDS.sleep(50);
          } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return;
          }
        }
      }
    }
  }
}
