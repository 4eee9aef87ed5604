import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Three gateways with one Redis before a tenant with faults. A login is sent once, to one gateway;
 * only if no connection can be opened, to the next. Every login has a user of its own, so that the
 * tenant sees what is sent twice.
 */
final class Cluster {

  private static final String USAGE =
      """
      Three gateways and one Redis under load, while gateways and the store are killed.

        run [--seconds 60] [--rate 150] [--faults 30] [--kill-every 20] [--store-timeout 250ms] [--classpath CP]
        run --whole                 200,000 logins: 22 minutes
        run --cost [--rounds 6]     CPU of a login without limits, with limits, and with limits and the store

      Prints a table; ends with 1 if a login was sent twice, failed without a reason, or a check failed.
      Without --classpath it runs the image: ./mvnw -Pdist -pl bootstrap -am -Dmaven.test.skip=true package
      """;

  private static final Pattern FAILURES =
      Pattern.compile("portcullis_shared_store_failures_total\\{use=\"([a-z-]+)\"} (\\S+)");
  private static final Pattern PROBLEM = Pattern.compile("/problems/([a-z-]+)");
  private static final Pattern CSRF = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");

  private final Path root;
  private final String classpath;
  private final int rate;
  private final int faults;
  private final int killEvery;
  private final String storeTimeout;
  private final Path folder;
  private final Tenant tenant;
  private final List<Gateway> gateways = new ArrayList<>();
  private final Set<String> problems = ConcurrentHashMap.newKeySet();
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong faulted = new AtomicLong();
  private final AtomicLong inFlight = new AtomicLong();
  private final AtomicLong moved = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong late = new AtomicLong();
  private final Map<String, Integer> failures = new ConcurrentHashMap<>();
  private final int[] waits = new int[60_000];
  private Store store;

  private Cluster(Map<String, String> options) throws IOException {
    this.root = Path.of(options.get("root"));
    this.classpath = options.getOrDefault("classpath", image(root));
    this.rate = Integer.parseInt(options.getOrDefault("rate", "150"));
    this.faults =
        options.containsKey("cost") ? 0 : Integer.parseInt(options.getOrDefault("faults", "30"));
    this.killEvery = Integer.parseInt(options.getOrDefault("kill-every", "20"));
    this.storeTimeout = options.getOrDefault("store-timeout", "250ms");
    this.folder = Files.createTempDirectory("cluster");
    this.tenant = new Tenant(faults);
  }

  private static String image(Path root) {
    return root.resolve("bootstrap/target/dist/image/opt/portcullis/lib") + "/*";
  }

  public static void main(String[] arguments) throws Exception {
    Map<String, String> options = options(arguments);
    if (options.containsKey("help")) {
      System.out.print(USAGE);
      return;
    }
    Cluster cluster = new Cluster(options);
    Runtime.getRuntime().addShutdownHook(new Thread(cluster::close));
    if (options.containsKey("cost")) {
      cluster.cost(Integer.parseInt(options.getOrDefault("rounds", "6")));
    } else {
      int seconds = Integer.parseInt(options.getOrDefault("seconds", "60"));
      cluster.load(options.containsKey("whole") ? 200_000 : seconds * cluster.rate);
    }
    System.exit(cluster.problems.isEmpty() ? 0 : 1);
  }

  private static Map<String, String> options(String[] arguments) {
    Map<String, String> options = new LinkedHashMap<>();
    for (int i = 0; i < arguments.length; i++) {
      String name = arguments[i].replaceFirst("^--", "");
      if (Set.of("help", "whole", "cost").contains(name)) {
        options.put(name, "");
      } else if (Set.of(
                  "root",
                  "seconds",
                  "rate",
                  "faults",
                  "kill-every",
                  "classpath",
                  "rounds",
                  "store-timeout")
              .contains(name)
          && i + 1 < arguments.length) {
        options.put(name, arguments[++i]);
      } else {
        System.err.print(USAGE);
        System.exit(2);
      }
    }
    return options;
  }

  private void close() {
    gateways.forEach(gateway -> gateway.process.destroyForcibly());
    if (store != null) {
      store.process.destroyForcibly();
    }
  }

  // ---- the run

  private void load(int logins) throws Exception {
    store = new Store(folder);
    String settings =
        "limits: {preset: protect}\nshared: {redis: {url: \"redis://127.0.0.1:"
            + store.port
            + "\", timeout: "
            + storeTimeout
            + ", key: a-key-that-all-gateways-of-this-run-have}}\n";
    for (int i = 0; i < 3; i++) {
      gateways.add(new Gateway("gateway-" + i, settings));
    }
    for (Gateway gateway : gateways) {
      gateway.awaitReady();
    }
    say(logins + " logins at " + rate + " a second, " + faults + " % with a fault");
    List<String> checks = new ArrayList<>();
    checks.add("before | " + checked());
    long begin = System.nanoTime();
    Thread chaos = Thread.ofPlatform().daemon().start(() -> chaos(logins / rate));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < logins; i++) {
        long start = begin + i * 1_000_000_000L / rate;
        for (long wait = start - System.nanoTime(); wait > 0; wait = start - System.nanoTime()) {
          TimeUnit.NANOSECONDS.sleep(wait);
        }
        int login = i;
        threads.submit(() -> logIn(login));
      }
    }
    double took = (System.nanoTime() - begin) * 1e-9;
    over = true;
    chaos.join();
    for (Gateway gateway : gateways) {
      gateway.awaitReady();
    }
    withoutStore = withoutStore();
    checks.add("after | " + checked());
    report(logins, took, checks);
  }

  private String withoutStore = "";

  /** Of the gateways as they are now; what killed ones counted is gone. */
  private String withoutStore() throws Exception {
    Map<String, Long> uses = new TreeMap<>();
    for (Gateway gateway : gateways) {
      Browser browser = new Browser();
      String metrics =
          browser
              .send(
                  HttpRequest.newBuilder(
                      URI.create("http://127.0.0.1:" + gateway.admin + "/metrics")))
              .body();
      Matcher failure = FAILURES.matcher(metrics);
      while (failure.find()) {
        uses.merge(failure.group(1), (long) Double.parseDouble(failure.group(2)), Long::sum);
      }
    }
    return uses.toString().replaceAll("[{}]", "");
  }

  private int gatewayKills;
  private int storeKills;
  private int restarts;

  /** Set when the last login is sent; what is killed is started again first. */
  private volatile boolean over;

  /** Kills a gateway every so often, and the store twice; restarts all in the last third. */
  private void chaos(int seconds) {
    try {
      int next = 0;
      boolean rolled = false;
      for (int second = 1; second < seconds && !over; second++) {
        TimeUnit.SECONDS.sleep(1);
        if (second >= seconds * (storeKills + 1) / 4 && storeKills < 2) {
          say("the store is killed");
          store.kill();
          storeKills++;
          TimeUnit.SECONDS.sleep(3);
          second += 3;
          store.start();
        }
        if (second >= seconds * 2 / 3 && !rolled) {
          rolled = true;
          for (Gateway gateway : gateways) {
            say(gateway.name + " is restarted");
            long began = System.nanoTime();
            gateway.restart();
            restarts++;
            second += (int) ((System.nanoTime() - began) / 1_000_000_000L);
          }
        }
        if (second % killEvery == 0 && second < seconds - 5) {
          Gateway gateway = gateways.get(next++ % 3);
          say(gateway.name + " is killed");
          long began = System.nanoTime();
          gateway.kill();
          gatewayKills++;
          TimeUnit.SECONDS.sleep(1);
          gateway.start();
          gateway.awaitReady();
          second += (int) ((System.nanoTime() - began) / 1_000_000_000L);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      problems.add("the run itself: " + e);
    }
  }

  /** What a login is answered, by the fault that its user meets at the tenant. */
  private void logIn(int login) {
    String user = "user-" + login + "@example.com";
    Fault fault = Fault.of(user, faults);
    long start = System.nanoTime();
    for (int i = 0; i < 30; i++) {
      Gateway gateway = gateways.get((login + i) % 3);
      if (!gateway.registered) {
        continue;
      }
      Socket socket;
      try {
        socket = new Socket();
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.port), 2000);
      } catch (IOException e) {
        moved.incrementAndGet();
        pause(i < 3 ? 1 : 100);
        continue;
      }
      try (socket) {
        Answer answer = post(socket, user, login);
        int status = answer.status();
        long millis = (System.nanoTime() - start) / 1_000_000;
        synchronized (waits) {
          waits[(int) Math.min(millis, waits.length - 1)]++;
        }
        if (fault.answers(status)) {
          (fault == Fault.NONE ? answered : faulted).incrementAndGet();
        } else {
          fail("answered " + answer.problem() + " with fault " + fault);
        }
      } catch (IOException e) {
        if (gateway.killedSince(start)) {
          inFlight.incrementAndGet();
        } else {
          fail(gateway.name + ": " + e.getMessage());
        }
      }
      return;
    }
    fail("no gateway");
  }

  /**
   * An answer to a login.
   *
   * @param problem its status, with the type of its problem
   */
  private record Answer(int status, String problem) {}

  private void fail(String why) {
    failed.incrementAndGet();
    failures.merge(why, 1, Integer::sum);
  }

  private static Answer post(Socket socket, String user, int login) throws IOException {
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(40_000);
    String body = "{\"username\":\"" + user + "\",\"password\":\"the right one\"}";
    String address = address(login);
    socket
        .getOutputStream()
        .write(
            ("POST /api/auth HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nX-Forwarded-For: "
                    + address
                    + "\r\nContent-Type: application/json\r\nContent-Length: "
                    + body.length()
                    + "\r\n\r\n"
                    + body)
                .getBytes(ISO_8859_1));
    String answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    if (!answer.startsWith("HTTP/1.1 ") || !answer.contains("\r\n\r\n")) {
      throw new IOException("closed without an answer");
    }
    Matcher problem = PROBLEM.matcher(answer);
    String status = answer.substring(9, 12);
    return new Answer(
        Integer.parseInt(status), status + (problem.find() ? " " + problem.group(1) : ""));
  }

  private void report(int logins, double took, List<String> checks) {
    Map<Integer, Integer> posts = new LinkedHashMap<>();
    tenant.logins.values().forEach(count -> posts.merge(count.get(), 1, Integer::sum));
    int sent = tenant.logins.size();
    int doubles = sent - posts.getOrDefault(1, 0);
    if (doubles > 0) {
      problems.add(doubles + " logins were sent to the tenant more than once");
    }
    if (failed.get() > 0) {
      problems.add("failed: " + failures);
    }
    System.out.printf(
        Locale.ROOT,
        """

        | What | Number |
        | --- | ---: |
        | logins | %,d in %.0f s (%.0f a second) |
        | granted | %,d |
        | with a fault of the tenant, answered accordingly | %,d |
        | in flight on a gateway that was killed | %,d |
        | failed otherwise | %,d |
        | moved to the next gateway before they were sent | %,d |
        | seen by the tenant | %,d |
        | seen by the tenant more than once | %,d |
        | gateways killed, store killed, gateways restarted | %d, %d, %d |
        | p50, p99, longest | %s |
        | decided without the store | %s |

        | Checks | logout refused everywhere after | renewals for 3 expiries, refused | resets for 9 requests |
        | --- | ---: | ---: | ---: |
        | %s |
        """,
        logins,
        took,
        logins / took,
        answered.get(),
        faulted.get(),
        inFlight.get(),
        failed.get(),
        moved.get(),
        sent,
        doubles,
        gatewayKills,
        storeKills,
        restarts,
        percentiles(),
        withoutStore,
        String.join(" |\n| ", checks));
    problems.forEach(problem -> System.out.println("FAILED: " + problem));
  }

  private String percentiles() {
    long all = Arrays.stream(waits).sum();
    return Stream.of(0.5, 0.99, 1.0)
        .map(
            share -> {
              long seen = 0;
              int millis = 0;
              while (millis < waits.length - 1 && (seen += waits[millis]) < share * all) {
                millis++;
              }
              return millis + " ms";
            })
        .collect(Collectors.joining(", "));
  }

  // ---- what has to hold for all gateways together

  private final AtomicInteger round = new AtomicInteger();

  /** What the checks found; a check that could not be made is a problem of the run. */
  private String checked() {
    try {
      return checks();
    } catch (Exception e) {
      problems.add("a check could not be made: " + e);
      return "? | ? | ?";
    }
  }

  private String checks() throws Exception {
    int now = round.incrementAndGet();
    long logout = logout("logout-" + now + "@example.com");
    int before = tenant.renewals.get();
    int refusedBefore = tenant.reused.get();
    renew("renewal-" + now + "@example.com");
    int renewals = tenant.renewals.get() - before;
    int refused = tenant.reused.get() - refusedBefore;
    int resets = resets("reset-" + now + "@example.com");
    if (logout > 1000) {
      problems.add("a logout took " + logout + " ms");
    }
    // The cookie that a browser shows last may be renewed once more.
    if (renewals < 3 || renewals > 4 || refused > 0) {
      problems.add(renewals + " renewals of 3 expiries, " + refused + " refused");
    }
    if (resets != 3) {
      problems.add(resets + " resets");
    }
    return logout + " ms | " + renewals + ", " + refused + " | " + resets;
  }

  private long logout(String user) throws Exception {
    Browser browser = new Browser();
    browser.logIn(gateways.get(0), user);
    String copy = browser.cookies.get("portcullis");
    browser.submit(gateways.get(0), "/login/done", "/logout", "");
    long start = System.nanoTime();
    browser.cookies.clear();
    browser.cookies.put("portcullis", copy);
    for (Gateway gateway : gateways) {
      while (browser.get(gateway, "/login/done").statusCode() == 200
          && System.nanoTime() - start < 10_000_000_000L) {
        pause(5);
      }
    }
    return (System.nanoTime() - start) / 1_000_000;
  }

  /** Each answer of a gateway near the end of the access token is an expiry. */
  private void renew(String user) throws Exception {
    Browser browser = new Browser();
    browser.logIn(gateways.get(0), user);
    for (int expiry = 0; expiry < 3; expiry++) {
      int before = tenant.renewals.get();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<HttpResponse<String>>> all =
            IntStream.range(0, 12)
                .mapToObj(
                    i -> threads.submit(() -> browser.get(gateways.get(i % 3), "/auth/verify")))
                .toList();
        for (Future<HttpResponse<String>> each : all) {
          if (each.get().statusCode() != 200) {
            problems.add("a verification was answered " + each.get().statusCode());
          }
        }
      }
      long end = System.nanoTime() + 10_000_000_000L;
      while (tenant.renewals.get() == before && System.nanoTime() < end) {
        pause(5);
      }
      boolean shown = false;
      while (!shown && System.nanoTime() < end) {
        HttpResponse<String> reply = browser.get(gateways.get((expiry + 1) % 3), "/auth/verify");
        browser.keep(reply);
        shown = reply.headers().firstValue("set-cookie").isPresent();
        pause(5);
      }
    }
  }

  private int resets(String user) throws Exception {
    Browser browser = new Browser();
    for (int i = 0; i < 9; i++) {
      HttpResponse<String> unused =
          browser.send(
              browser
                  .to(gateways.get(i % 3), "/api/auth/password-reset")
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofString("{\"username\":\"" + user + "\"}")));
    }
    pause(1000);
    AtomicInteger seen = tenant.resets.get(user);
    return seen == null ? 0 : seen.get();
  }

  /** Cookies, forms and redirects that are not followed. */
  private static final class Browser {

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, String> cookies = new LinkedHashMap<>();

    HttpRequest.Builder to(Gateway gateway, String path) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port + path))
              .header("X-Forwarded-For", "203.0.113.7");
      return cookies.isEmpty()
          ? request
          : request.header(
              "Cookie",
              cookies.entrySet().stream()
                  .map(it -> it.getKey() + "=" + it.getValue())
                  .collect(Collectors.joining("; ")));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
      return http.send(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<String> get(Gateway gateway, String path) throws Exception {
      return send(to(gateway, path));
    }

    void keep(HttpResponse<String> reply) {
      for (String line : reply.headers().allValues("set-cookie")) {
        String pair = line.substring(0, line.indexOf(';'));
        cookies.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
      }
    }

    void submit(Gateway gateway, String page, String path, String more) throws Exception {
      HttpResponse<String> shown = get(gateway, page);
      keep(shown);
      Matcher token = CSRF.matcher(shown.body());
      if (!token.find()) {
        throw new IOException(page + ": no form; " + shown.statusCode());
      }
      keep(
          send(
              to(gateway, path)
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(BodyPublishers.ofString("csrf=" + token.group(1) + more))));
    }

    /**
     * When the load ends, the calls that are left are those that the tenant does not answer: a
     * breaker that opens on them refuses logins, until one of them finds out that it may close.
     */
    void logIn(Gateway gateway, String user) throws Exception {
      String form = "&username=" + URLEncoder.encode(user, UTF_8) + "&password=right";
      for (int i = 0; i < 20 && !cookies.containsKey("portcullis"); i++) {
        pause(i == 0 ? 0 : 500);
        submit(gateway, "/login", "/login", form);
      }
      if (!cookies.containsKey("portcullis")) {
        throw new IOException("not logged in");
      }
    }
  }

  // ---- what a login costs

  private static final int COST_LOGINS = 20_000;

  /** Rounds before the first that counts: until then most of the CPU compiles. */
  private static final int COST_WARM_UP = 30;

  /**
   * After each ten of these: under load the compilers fall behind, and what waits for them is not a
   * login's.
   */
  private static final long COST_REST_MILLIS = 10_000;

  private void cost(int rounds) throws Exception {
    store = new Store(folder);
    Map<String, String> variants = new LinkedHashMap<>();
    variants.put("without limits", "limits: {preset: off}\n");
    variants.put("limits", "limits: {preset: protect}\n");
    variants.put(
        "limits and the store",
        "limits: {preset: protect}\nshared: {redis: {url: \"redis://127.0.0.1:"
            + store.port
            + "\", timeout: "
            + storeTimeout
            + ", key: a-key-that-all-gateways-of-this-run-have}}\n");
    for (Map.Entry<String, String> variant : variants.entrySet()) {
      gateways.add(new Gateway(variant.getKey().replace(' ', '-'), variant.getValue()));
    }
    List<List<Double>> cpu = new ArrayList<>();
    for (Gateway gateway : gateways) {
      gateway.awaitReady();
      cpu.add(new ArrayList<>());
    }
    double storeCpu = 0;
    AtomicInteger next = new AtomicInteger();
    for (int round = -COST_WARM_UP; round < rounds; round++) {
      if (round <= 0 && round > -COST_WARM_UP && round % 10 == 0) {
        Thread.sleep(COST_REST_MILLIS);
      }
      for (int i = 0; i < gateways.size(); i++) {
        Gateway gateway = gateways.get((i + Math.floorMod(round, 3)) % 3);
        int at = gateways.indexOf(gateway);
        double before = seconds(gateway.process);
        double storeBefore = seconds(store.process);
        closedLoop(gateway, next);
        if (round >= 0) {
          cpu.get(at).add((seconds(gateway.process) - before) * 1e6 / COST_LOGINS);
          storeCpu += at == 2 ? (seconds(store.process) - storeBefore) * 1e6 / COST_LOGINS : 0;
        }
      }
    }
    System.out.println("\n| Gateway | µs of CPU a login (median, least, most) | to the first |");
    System.out.println("| --- | ---: | ---: |");
    int i = 0;
    for (String name : variants.keySet()) {
      List<Double> each = cpu.get(i);
      List<Double> ratios = new ArrayList<>();
      for (int round = 0; round < rounds; round++) {
        ratios.add(each.get(round) / cpu.get(0).get(round));
      }
      System.out.printf(
          Locale.ROOT,
          "| %s | %.0f (%.0f, %.0f) | %.2f |%n",
          name,
          median(each),
          each.stream().min(Double::compare).get(),
          each.stream().max(Double::compare).get(),
          median(ratios));
      i++;
    }
    System.out.printf(Locale.ROOT, "%nThe store: %.0f µs a login.%n", storeCpu / rounds);
  }

  private static double median(List<Double> numbers) {
    List<Double> sorted = numbers.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }

  /** 64 clients with a kept connection each; every login is of another user and address. */
  private void closedLoop(Gateway gateway, AtomicInteger next) throws Exception {
    AtomicInteger left = new AtomicInteger(COST_LOGINS);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> clients = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        clients.add(
            threads.submit(
                () -> {
                  try (Socket socket = new Socket("127.0.0.1", gateway.port)) {
                    socket.setTcpNoDelay(true);
                    while (left.getAndDecrement() > 0) {
                      kept(socket, next.incrementAndGet());
                    }
                  }
                  return 0;
                }));
      }
      for (Future<?> client : clients) {
        client.get();
      }
    }
  }

  /** Each login comes from a network of its own, and few from one subscriber's larger network. */
  private static String address(int login) {
    return "2001:db8:"
        + Integer.toHexString(login & 0xffff)
        + ":"
        + Integer.toHexString(login >> 16)
        + "::1";
  }

  private static void kept(Socket socket, int login) throws IOException {
    String body =
        "{\"username\":\"user-" + login + "@example.com\",\"password\":\"the right one\"}";
    String address = address(login);
    socket
        .getOutputStream()
        .write(
            ("POST /api/auth HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Forwarded-For: "
                    + address
                    + "\r\nContent-Type: application/json\r\nContent-Length: "
                    + body.length()
                    + "\r\n\r\n"
                    + body)
                .getBytes(ISO_8859_1));
    String head = Message.read(socket.getInputStream()).head();
    if (!head.startsWith("HTTP/1.1 200")) {
      throw new IOException(head.lines().findFirst().orElse(""));
    }
  }

  /** The CPU that a process has used. */
  private static double seconds(Process process) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
  }

  // ---- processes

  private final class Gateway {

    private final String name;
    private final Path home;
    private final int port = freePort();
    private final int admin = freePort();
    private volatile boolean registered = true;
    private volatile long killed = Long.MIN_VALUE;
    private Process process;

    Gateway(String name, String more) throws IOException {
      this.name = name;
      this.home = Files.createDirectory(folder.resolve(name));
      Files.writeString(
          home.resolve("portcullis.yaml"),
          """
          listen: {users: "127.0.0.1:%d", operators: "127.0.0.1:%d", max-connections: 5000}
          client-ip:
            trusted-proxies: 127.0.0.0/8
            private-result: {allow: [203.0.113.0/24, "2001:db8::/32"]}
          auth0:
            domain: "http://127.0.0.1:%d"
            client-id: client
            client-secret: secret-of-the-run
            total-timeout: 5s
          password-reset: {connection: users}
          pages: {enabled: true, origin: "http://127.0.0.1:%d"}
          session: {keys: AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=%s}
          forward-auth: {enabled: true, renew-before: 10m}
          log: {level: warn}
          """
                  .formatted(
                      port,
                      admin,
                      tenant.port(),
                      port,
                      more.contains("shared") ? "" : ", revoked: memory")
              + more);
      start();
    }

    void start() throws IOException {
      process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "@" + root.resolve("bootstrap/src/dist/jvm.options"),
                  "-Xmx256m",
                  "-cp",
                  classpath,
                  "dev.portcullis.bootstrap.Main",
                  "serve",
                  "--config",
                  home.resolve("portcullis.yaml").toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolve("log").toFile()))
              .start();
    }

    /** Until it answers that it is ready. */
    void awaitReady() throws Exception {
      Browser browser = new Browser();
      for (int i = 0; i < 600 && process.isAlive(); i++) {
        try {
          HttpResponse<String> ready =
              browser.send(
                  HttpRequest.newBuilder(
                      URI.create("http://127.0.0.1:" + admin + "/health/ready")));
          if (ready.statusCode() == 200) {
            return;
          }
        } catch (IOException e) {
          // Not yet.
        }
        pause(100);
      }
      throw new IOException(name + " is not ready:\n" + Files.readString(home.resolve("log")));
    }

    /** Without a goodbye; what was sent to it before is in flight. */
    void kill() throws InterruptedException {
      killed = System.nanoTime();
      process.destroyForcibly();
      process.waitFor();
    }

    boolean killedSince(long start) {
      return killed > start - 1_000_000_000L && killed != Long.MIN_VALUE;
    }

    /** As a deployment does: out of the balancer, stopped with a signal, started, back in. */
    void restart() throws Exception {
      registered = false;
      TimeUnit.SECONDS.sleep(1);
      process.destroy();
      process.waitFor();
      if (process.exitValue() != 0) {
        problems.add(name + " ended with " + process.exitValue());
      }
      start();
      awaitReady();
      registered = true;
    }
  }

  /** A redis-server that keeps nothing. */
  private static final class Store {

    private final Path folder;
    private final int port = freePort();
    private Process process;

    Store(Path folder) throws IOException {
      this.folder = folder;
      start();
    }

    void start() throws IOException {
      process =
          new ProcessBuilder(
                  "redis-server",
                  "--port",
                  Integer.toString(port),
                  "--bind",
                  "127.0.0.1",
                  "--save",
                  "",
                  "--maxmemory-policy",
                  "noeviction")
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("redis.log").toFile())
              .start();
    }

    void kill() throws InterruptedException {
      process.destroyForcibly();
      process.waitFor();
    }
  }

  private static int freePort() {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void say(String what) {
    System.err.printf(Locale.ROOT, "cluster: %tT %s%n", System.currentTimeMillis(), what);
  }

  // ---- the tenant

  /** What happens to the login of a user, always the same. */
  private enum Fault {
    NONE,
    /** 503 at once. */
    UNAVAILABLE,
    /** The connection is closed after the request. */
    CLOSED,
    /** The answer is no JSON. */
    UNREADABLE,
    /** The right answer, after 2 s. */
    SLOW,
    /** No answer; the gateway gives up after 5 s. */
    HANGING;

    static Fault of(String user, int percent) {
      int at = Math.floorMod(user.hashCode() * 0x9E3779B1, 1 << 20);
      if (!user.startsWith("user-") || at * 100L >= percent * (1L << 20)) {
        return NONE;
      }
      return values()[1 + at % 5];
    }

    boolean answers(int status) {
      return switch (this) {
        case NONE, SLOW -> status == 200;
        case UNAVAILABLE, CLOSED, UNREADABLE, HANGING -> status >= 500 && status <= 504;
      };
    }
  }

  /** Grants every login unless its user meets a fault, and counts. Refresh tokens rotate. */
  private static final class Tenant {

    private final ServerSocket server = new ServerSocket(0, 4096, InetAddress.getLoopbackAddress());
    private final int faults;
    private final Map<String, AtomicInteger> logins = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> resets = new ConcurrentHashMap<>();
    private final Map<String, String> refreshTokens = new ConcurrentHashMap<>();
    private final AtomicInteger renewals = new AtomicInteger();
    private final AtomicInteger reused = new AtomicInteger();
    private final AtomicLong tokens = new AtomicLong();

    Tenant(int faults) throws IOException {
      this.faults = faults;
      Thread.ofPlatform().daemon().start(this::accept);
    }

    int port() {
      return server.getLocalPort();
    }

    private void accept() {
      try {
        while (true) {
          Socket socket = server.accept();
          Thread.ofVirtual().start(() -> serve(socket));
        }
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    private void serve(Socket socket) {
      try (socket) {
        socket.setTcpNoDelay(true);
        for (Message message = Message.read(socket.getInputStream());
            message != null;
            message = Message.read(socket.getInputStream())) {
          if (!answer(message, socket.getOutputStream())) {
            return;
          }
        }
      } catch (IOException e) {
        // The gateway has closed, or was killed.
      }
    }

    private boolean answer(Message message, OutputStream out) throws IOException {
      if (message.head().startsWith("POST /dbconnections/change_password")) {
        Matcher user = Pattern.compile("\"email\"\\s*:\\s*\"([^\"]+)\"").matcher(message.body());
        resets
            .computeIfAbsent(user.find() ? user.group(1) : "", it -> new AtomicInteger())
            .incrementAndGet();
        return send(out, 200, "We've just sent you an email to reset your password.");
      }
      Map<String, String> form = message.form();
      if (form.containsKey("refresh_token") && form.get("grant_type").equals("refresh_token")) {
        return renew(form.get("refresh_token"), out);
      }
      if (!form.containsKey("password")) {
        return send(out, 403, "{\"error\":\"unauthorized_client\",\"error_description\":\"-\"}");
      }
      String user = form.get("username");
      logins.computeIfAbsent(user, it -> new AtomicInteger()).incrementAndGet();
      switch (Fault.of(user, faults)) {
        case UNAVAILABLE -> {
          return send(out, 503, "");
        }
        case CLOSED -> {
          return false;
        }
        case UNREADABLE -> {
          return send(out, 200, "<html>");
        }
        case SLOW -> pause(2000);
        case HANGING -> {
          pause(8000);
          return false;
        }
        case NONE -> pause(faults == 0 ? 1 : 20);
      }
      return grant(user, out);
    }

    private boolean renew(String token, OutputStream out) throws IOException {
      String user = refreshTokens.remove(token);
      if (user == null) {
        reused.incrementAndGet();
        return send(out, 403, "{\"error\":\"invalid_grant\",\"error_description\":\"reused\"}");
      }
      renewals.incrementAndGet();
      return grant(user, out);
    }

    private boolean grant(String user, OutputStream out) throws IOException {
      String refresh = "";
      if (!user.startsWith("user-")) {
        refresh = "refresh-" + tokens.incrementAndGet() + "-of-" + user;
        refreshTokens.put(refresh, user);
        refresh = "\"refresh_token\":\"" + refresh + "\",";
      }
      long now = System.currentTimeMillis() / 1000;
      String claims =
          "{\"sub\":\"auth0|%s\",\"email\":\"%s\",\"name\":\"%s\",\"iat\":%d,\"exp\":%d}"
              .formatted(user, user, user, now, now + 300);
      return send(
          out,
          200,
          "{\"access_token\":\"%s%d\",%s\"id_token\":\"%s.%s.%s\",\"expires_in\":300,\"token_type\":\"Bearer\"}"
              .formatted(
                  "a".repeat(700),
                  tokens.incrementAndGet(),
                  refresh,
                  base64("{\"alg\":\"RS256\",\"typ\":\"JWT\"}"),
                  base64(claims),
                  base64("signature")));
    }

    private static String base64(String text) {
      return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }

    private static boolean send(OutputStream out, int status, String body) throws IOException {
      out.write(
          ("HTTP/1.1 "
                  + status
                  + " -\r\nContent-Type: application/json\r\nContent-Length: "
                  + body.length()
                  + "\r\n\r\n"
                  + body)
              .getBytes(ISO_8859_1));
      return true;
    }
  }

  /** A request or an answer with a length. */
  private record Message(String head, String body) {

    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");

    /** The next one; null at the end. */
    static Message read(InputStream in) throws IOException {
      StringBuilder head = new StringBuilder();
      byte[] buffer = new byte[16 * 1024];
      int have = 0;
      while (true) {
        int read = in.read(buffer, have, buffer.length - have);
        if (read < 0) {
          return null;
        }
        have += read;
        String text = new String(buffer, 0, have, ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end >= 0) {
          head.append(text, 0, end);
          Matcher length = LENGTH.matcher("\r\n" + head);
          int body = length.find() ? Integer.parseInt(length.group(1)) : 0;
          int rest = body - (have - end - 4);
          String all = text.substring(end + 4);
          if (rest > 0) {
            all += new String(in.readNBytes(rest), ISO_8859_1);
          }
          return new Message(head.toString(), all);
        }
        if (have == buffer.length) {
          throw new IOException("a head of more than 16 KiB");
        }
      }
    }

    Map<String, String> form() {
      Map<String, String> form = new LinkedHashMap<>();
      for (String pair : body.split("&")) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          form.put(
              URLDecoder.decode(pair.substring(0, equals), UTF_8),
              URLDecoder.decode(pair.substring(equals + 1), UTF_8));
        }
      }
      return form;
    }
  }
}
