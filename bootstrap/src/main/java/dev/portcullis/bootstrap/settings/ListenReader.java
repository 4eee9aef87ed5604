package dev.portcullis.bootstrap.settings;

import dev.portcullis.adapters.http.server.HttpLimits;
import dev.portcullis.adapters.http.server.HttpSettings;
import dev.portcullis.adapters.http.server.HttpSettings.Listener;
import dev.portcullis.adapters.http.server.HttpSettings.UserListener;
import dev.portcullis.adapters.http.server.ListenAddress;
import dev.portcullis.adapters.http.server.tls.TlsSettings;
import dev.portcullis.adapters.http.server.tls.TlsSettings.ClientCertificates.Asked;
import dev.portcullis.bootstrap.settings.clientip.ClientIp;
import dev.portcullis.bootstrap.settings.clientip.ClientIpReader;
import dev.portcullis.bootstrap.settings.document.Accumulator;
import dev.portcullis.bootstrap.settings.document.Section;
import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import dev.portcullis.bootstrap.settings.document.ValueType;
import dev.portcullis.domain.address.IpAddress;
import dev.portcullis.domain.address.PolicyLint;
import io.vavr.Tuple2;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import io.vavr.control.Validation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;

/** Reads {@code listen}, {@code client-ip} and {@code listeners}. */
final class ListenReader {

  private static final String USERS = "users";
  static final String LISTENERS = "listeners";
  private static final String CLIENT_IP = "client-ip";
  private static final String OPERATORS = "operators";
  private static final Seq<String> RESERVED = Vector.of(USERS, OPERATORS);

  private static final ValueType<ListenAddress> ADDRESS =
      new ValueType<>("host:port or unix:path", false, ListenReader::address);

  /** For what a stop does besides waiting for logins: the rest of the log. */
  private static final Duration REST_OF_STOP = Duration.ofSeconds(5);

  /** What systemd waits for, unless set otherwise, less that rest. */
  private static final Duration LONGEST_STOP = Duration.ofSeconds(85);

  private final Section root;
  private final Section listen;
  private final Accumulator all = new Accumulator();
  private final Map<String, Supplier<Listener>> addresses;
  private final Supplier<Listener> operators;
  private final Supplier<HttpLimits> limits;
  private final Validation<Seq<SettingsProblem>, Map<String, ClientIp>> clientIps;
  private Seq<ListenerTls> tls = Vector.empty();

  /**
   * A reader.
   *
   * @param reservedHeaders headers, in lower case, that carry the address to the provider
   */
  ListenReader(Section root, Set<String> reservedHeaders) {
    this.root = root;
    listen = root.section("listen");
    Section listeners = root.section(LISTENERS);
    Supplier<Listener> users =
        listener(
            listen.withDefault(
                USERS,
                ADDRESS,
                "0.0.0.0:8080",
                "The public listener, for front ends or the proxy in front of the gateway: a port,"
                    + " or a Unix socket such as unix:/run/portcullis.sock."),
            listen.section("tls"));
    operators =
        listener(
            listen.withDefault(
                OPERATORS,
                ADDRESS,
                "127.0.0.1:9090",
                "The admin listener, with /health/live, /health/ready and /metrics; keep it from"
                    + " the public."),
            listen.section("operators-tls"));
    var readLimits = limits(listen, listeners.children().size() + 1);
    limits = all.add(readLimits);
    addresses =
        LinkedHashMap.<String, Supplier<Listener>>of(USERS, users)
            .merge(
                names(listeners)
                    .toLinkedMap(
                        name -> name,
                        name -> {
                          Section section = listeners.section(name).undocumented();
                          return listener(
                              section.required(
                                  "listen", ADDRESS, "The address that it listens on."),
                              section.section("tls"));
                        }));
    clientIps =
        clientIps(root, names(listeners), reservedHeaders)
            .map(
                read ->
                    readLimits.fold(
                        wrong -> read,
                        kept ->
                            read.mapValues(clientIp -> clientIp.withIdle(kept.idle(), listen))));
  }

  private Supplier<Listener> listener(
      Validation<Seq<SettingsProblem>, ListenAddress> address, Section section) {
    Supplier<ListenAddress> where = all.add(address);
    var read = TlsReader.read(section);
    read.forEach(settings -> tls = tls.appendAll(settings.map(it -> new ListenerTls(section, it))));
    Supplier<Option<TlsSettings>> secured = all.add(read);
    return () -> new Listener(where.get(), secured.get());
  }

  private static Validation<Seq<SettingsProblem>, HttpLimits> limits(
      Section listen, int listeners) {
    Accumulator all = new Accumulator();
    var delay =
        all.add(
            listen.withDefault(
                "drain-delay",
                ValueType.duration(Duration.ZERO, Duration.ofMinutes(5)),
                "0s",
                "How long a stop goes on serving while /health/ready says 503, before it closes"
                    + " the listeners: as long as the balancer takes to send no more requests."));
    var drain =
        all.add(
            listen.withDefault(
                "drain",
                ValueType.duration(Duration.ZERO, Duration.ofMinutes(5)),
                "25s",
                "How long a stop waits for logins in progress; at least twice auth0.total-timeout,"
                    + " because a leaked password makes two calls."));
    var idle =
        all.add(
            listen.withDefault(
                "idle",
                ValueType.duration(Duration.ofSeconds(1), Duration.ofHours(1)),
                "75s",
                "How long a connection may stay idle between requests; longer than the proxy keeps"
                    + " idle connections."));
    ValueType<Duration> timeout = ValueType.duration(Duration.ofMillis(100), Duration.ofMinutes(5));
    var head =
        all.add(
            listen.withDefault(
                "head-timeout",
                timeout,
                "10s",
                "How long a request's head may take: from the start of the connection for the"
                    + " first, a TLS handshake included, and from its first byte for the others."));
    var body =
        all.add(
            listen.withDefault(
                "body-timeout",
                timeout,
                "10s",
                "How long a request's body may take, from the end of its head."));
    var write =
        all.add(
            listen.withDefault(
                "write-timeout",
                timeout,
                "10s",
                "How long a client may take none of a reply before it is cut off."));
    var connections =
        all.add(
            listen.optional(
                "max-connections",
                ValueType.number(1, 1_000_000),
                "How many connections each listener keeps open. Without it as many as the memory"
                    + " carries whatever their clients send: one for each 48 KiB of heap beyond"
                    + " the first 24 MiB, at most 20000, divided by the public listeners."));
    var perAddress =
        all.add(
            listen.withDefault(
                "max-connections-per-address",
                ValueType.number(1, 1_000_000),
                "256",
                "How many of them one IPv4 address, or one IPv6 /64, may have; trusted proxies and"
                    + " Unix sockets are not limited."));
    var requests =
        all.add(
            listen.withDefault(
                "max-requests-per-connection",
                ValueType.number(1, 100_000_000),
                "100000",
                "How many requests one connection carries before it is closed."));
    return all.build(
        () ->
            HttpLimits.DEFAULT
                .withDrainDelay(delay.get())
                .withDrain(drain.get())
                .withIdle(idle.get())
                .withHead(head.get())
                .withBody(body.get())
                .withWriteStall(write.get())
                .withConnections(
                    connections
                        .get()
                        .getOrElse(
                            () ->
                                HttpLimits.connectionsFor(
                                    Runtime.getRuntime().maxMemory(), listeners)))
                .withConnectionsPerAddress(perAddress.get())
                .withRequestsPerConnection(requests.get()));
  }

  /** The TLS settings that could be read. */
  Seq<ListenerTls> tls() {
    return tls;
  }

  /** The names of the listeners under {@code listeners}; another name is a problem. */
  private Seq<String> names(Section listeners) {
    Seq<String> wrong = listeners.children().filter(name -> !isName(name));
    wrong.forEach(
        name ->
            all.add(
                listeners.invalid(
                    name, "not a name for a listener", "use a-z, 0-9 and -, at most 32")));
    return listeners.children().removeAll(wrong);
  }

  private static boolean isName(String name) {
    return name.matches("[a-z0-9-]{1,32}") && !RESERVED.contains(name);
  }

  private static Validation<Seq<SettingsProblem>, Map<String, ClientIp>> clientIps(
      Section root, Seq<String> names, Set<String> reservedHeaders) {
    Accumulator all = new Accumulator();
    Map<String, Supplier<ClientIp>> read =
        LinkedHashMap.<String, Supplier<ClientIp>>of(
                USERS,
                all.add(new ClientIpReader(root.section(CLIENT_IP), reservedHeaders).readAndLint()))
            .merge(
                names.toLinkedMap(
                    name -> name,
                    name ->
                        all.add(
                            new ClientIpReader(
                                    root.section(LISTENERS)
                                        .section(name)
                                        .undocumented()
                                        .section(CLIENT_IP),
                                    reservedHeaders)
                                .readAndLint())));
    return all.build(() -> read.mapValues(Supplier::get));
  }

  /** The client-ip settings of each listener, by its name. */
  Validation<Seq<SettingsProblem>, Map<String, ClientIp>> clientIps() {
    return clientIps;
  }

  /**
   * The settings of the server.
   *
   * @param slowestLogin how long a login may take
   * @param limit what says so, in messages
   */
  Validation<Seq<SettingsProblem>, HttpSettings> http(
      Validation<Seq<SettingsProblem>, Duration> slowestLogin, String limit) {
    Supplier<Map<String, ClientIp>> policies = all.needs(clientIps);
    Supplier<Duration> login = all.needs(slowestLogin);
    return all.check(
        () -> {
          // A stop that does not wait for the slowest login would cut it off.
          Duration slowest = login.get().multipliedBy(2);
          if (limits.get().drain().compareTo(slowest) < 0) {
            return listen.invalid(
                "drain",
                "shorter than twice " + limit + ", so a stop could cut off a login",
                "make it at least " + seconds(slowest) + ", or " + limit + " shorter");
          }
          HttpSettings http =
              new HttpSettings(
                  addresses.map(it -> userListener(it, policies.get())).toVector(),
                  operators.get(),
                  limits.get());
          Seq<SettingsProblem> unasked = http.users().flatMap(this::certificatesNotAskedFor);
          return unasked.isEmpty() ? Validation.valid(http) : Validation.invalid(unasked);
        });
  }

  /** Stops that could cut off a login, or be cut off themselves. */
  static Seq<SettingsProblem> warnings(Section listen, Settings read) {
    HttpLimits limits = read.http().limits();
    Duration wait =
        read.attemptLimits().isEnforced() ? read.attemptLimits().patience() : Duration.ZERO;
    Duration slowest = wait.plus(read.slowestCall().multipliedBy(2));
    Duration stop = limits.drainDelay().plus(limits.drain());
    return Vector.of(
            Option.when(
                limits.drain().compareTo(slowest) < 0,
                () ->
                    listen.problem(
                        "drain",
                        "shorter than limits.wait and two calls of the provider, so a stop could"
                            + " cut off a login that waits at a limit",
                        "make it at least " + seconds(slowest) + ", or limits.wait shorter")),
            Option.when(
                stop.compareTo(LONGEST_STOP) > 0,
                () ->
                    listen.problem(
                        "drain-delay",
                        "a stop may take "
                            + seconds(stop)
                            + " with listen.drain; systemd kills a service after 90s, and"
                            + " Kubernetes a pod after 30s",
                        "make TimeoutStopSec or terminationGracePeriodSeconds at least "
                            + seconds(stop.plus(REST_OF_STOP))
                            + ", or both settings shorter")))
        .flatMap(it -> it);
  }

  private static String seconds(Duration time) {
    return time.plusMillis(999).toSeconds() + "s";
  }

  private Seq<SettingsProblem> certificatesNotAskedFor(UserListener listener) {
    boolean asked = listener.on().tls().exists(it -> it.clients() instanceof Asked);
    return asked
        ? Vector.empty()
        : PolicyLint.withoutClientCertificates(listener.address().policy())
            .map(
                finding ->
                    root.section(clientIpPath(listener.name()))
                        .problem(finding.key(), finding.problem(), finding.remedy()));
  }

  private static UserListener userListener(
      Tuple2<String, Supplier<Listener>> named, Map<String, ClientIp> policies) {
    return new UserListener(
        named._1(),
        named._2().get(),
        policies
            .get(named._1())
            .getOrElseThrow(() -> new AssertionError(named._1()))
            .addressSettings());
  }

  /** The key of the address of a listener, or of the admin listener. */
  static String addressKey(String listener) {
    return RESERVED.contains(listener)
        ? "listen." + listener
        : LISTENERS + "." + listener + ".listen";
  }

  /** The path of a listener's client-ip section. */
  static String clientIpPath(String listener) {
    return listener.equals(USERS) ? CLIENT_IP : LISTENERS + "." + listener + "." + CLIENT_IP;
  }

  /** The name, if there is such a listener. */
  static Validation<Seq<SettingsProblem>, String> known(Section root, String listener) {
    Section listeners = root.section(LISTENERS);
    return listener.equals(USERS) || listeners.children().contains(listener)
        ? Validation.valid(listener)
        : listeners.invalid(listener, "no such listener", "name one of the settings file");
  }

  private static Validation<String, ListenAddress> address(String text) {
    String expected =
        "host:port, such as 127.0.0.1:8080 or [::1]:8080; or unix: and an absolute path of at most"
            + " 107 bytes";
    if (text.startsWith("unix:")) {
      return ValueType.FILE
          .parse()
          .apply(text.substring("unix:".length()))
          .mapError(e -> expected)
          .flatMap(path -> unix(path).toValidation(expected));
    }
    int colon = text.lastIndexOf(':');
    if (colon <= 0) {
      return Validation.invalid(expected);
    }
    String host = text.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    String bare = bracketed ? host.substring(1, host.length() - 1) : host;
    boolean colons = bare.indexOf(':') >= 0;
    if (colons != bracketed || (colons && IpAddress.parse(bare).isEmpty()) || bare.isBlank()) {
      return Validation.invalid(expected);
    }
    return ValueType.number(0, 65535)
        .parse()
        .apply(text.substring(colon + 1))
        .<ListenAddress>map(port -> new ListenAddress.Tcp(bare, port))
        .mapError(e -> expected + ", with a port of 0 to 65535");
  }

  private static Option<ListenAddress> unix(Path path) {
    try {
      return Option.of(new ListenAddress.Unix(path));
    } catch (IllegalArgumentException e) {
      return Option.none();
    }
  }
}
