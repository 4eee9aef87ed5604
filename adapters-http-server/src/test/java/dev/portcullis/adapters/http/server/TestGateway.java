package dev.portcullis.adapters.http.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.portcullis.adapters.http.HttpApi;
import dev.portcullis.adapters.http.admin.AdminEndpoints;
import dev.portcullis.adapters.http.admin.Readiness;
import dev.portcullis.adapters.http.intake.AddressSettings;
import dev.portcullis.adapters.http.intake.AddressSettings.TraceMode;
import dev.portcullis.adapters.http.intake.ClientAddresses;
import dev.portcullis.adapters.http.intake.RequestIntake;
import dev.portcullis.adapters.http.server.HttpSettings.Listener;
import dev.portcullis.adapters.http.server.HttpSettings.UserListener;
import dev.portcullis.application.journal.AddressDecision;
import dev.portcullis.application.journal.GatewayEvent;
import dev.portcullis.application.journal.HttpRefusal;
import dev.portcullis.application.login.LogInUseCase;
import dev.portcullis.domain.address.AddressSource;
import dev.portcullis.domain.address.ClientAddressPolicy;
import dev.portcullis.domain.address.ClientAddressPolicy.PrivateResult;
import dev.portcullis.domain.address.ClientAddressPolicy.ProxyProtocolPolicy;
import dev.portcullis.domain.address.IpRange;
import dev.portcullis.domain.address.IpRangeSet;
import dev.portcullis.domain.address.ProxyProtocol.Version;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.testkit.fake.RecordingJournal;
import io.vavr.collection.LinkedHashSet;
import io.vavr.collection.Map;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** A gateway on free ports that refuses every password and records the client addresses. */
public final class TestGateway implements AutoCloseable {

  static final IpRangeSet LOOPBACK = ranges("127.0.0.0/8");

  static final HttpLimits LIMITS = HttpLimits.DEFAULT.withDrain(Duration.ofSeconds(10));

  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");
  private static final String JSON = "{\"username\":\"ada@example.com\",\"password\":\"p\"}";

  private final List<String> clients = new CopyOnWriteArrayList<>();
  private final RecordingJournal journal = new RecordingJournal();
  private final Map<String, ClientAddresses> addresses;
  private final GatewayServer server;

  private TestGateway(LogInUseCase useCase, HttpLimits limits, UserListener... listeners) {
    AtomicInteger next = new AtomicInteger();
    Supplier<RequestId> ids = () -> new RequestId("request-" + next.incrementAndGet());
    Readiness readiness = new Readiness();
    this.addresses =
        Vector.of(listeners)
            .toLinkedMap(
                UserListener::name, it -> new ClientAddresses(it.name(), it.address(), journal));
    LogInUseCase noting =
        attempt -> {
          clients.add(attempt.client().toString());
          return useCase.logIn(attempt);
        };
    this.server =
        GatewayServer.start(
            new HttpSettings(Vector.of(listeners), Listener.plain("127.0.0.1", 0), limits),
            listener ->
                new PublicListener(
                    addresses(listener.name()),
                    journal,
                    HttpApi.builder(ids, new RequestIntake(addresses(listener.name()), journal))
                        .login(noting)
                        .build()),
            HttpApi.of(ids, AdminEndpoints.health(readiness)),
            readiness,
            ids,
            InstantSource.system());
  }

  static TestGateway with(UserListener... listeners) {
    return before(attempt -> new LoginOutcome.WrongCredentials(), listeners);
  }

  static TestGateway before(LogInUseCase useCase, UserListener... listeners) {
    return before(useCase, LIMITS, listeners);
  }

  static TestGateway before(LogInUseCase useCase, HttpLimits limits, UserListener... listeners) {
    return new TestGateway(useCase, limits, listeners);
  }

  static TestGateway within(HttpLimits limits, UserListener... listeners) {
    return before(attempt -> new LoginOutcome.WrongCredentials(), limits, listeners);
  }

  static UserListener listener(String name, ClientAddressPolicy policy) {
    return listener(name, new AddressSettings(policy, "v1", TraceMode.OFF, Option.none()));
  }

  static UserListener listener(String name, AddressSettings settings) {
    return new UserListener(name, Listener.plain("127.0.0.1", 0), settings);
  }

  /** Behind proxies on this machine that append to X-Forwarded-For. */
  public static ClientAddressPolicy xff() {
    return ClientAddressPolicy.behind(LOOPBACK).withPrivateResult(users());
  }

  static PrivateResult users() {
    return new PrivateResult.AllowOnly(
        ranges("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32"));
  }

  /** Behind a balancer on this machine that sends a PROXY header. */
  static ClientAddressPolicy proxied(AddressSource source, Duration timeout) {
    return proxied(source, LOOPBACK, timeout, Version.V1, Version.V2);
  }

  static ClientAddressPolicy proxied(
      AddressSource source, IpRangeSet trustedFrom, Duration timeout, Version... versions) {
    return ClientAddressPolicy.direct()
        .withSource(source)
        .withTrustedProxies(
            source instanceof AddressSource.ProxyProtocol
                ? IpRangeSet.EMPTY
                : ranges("192.0.2.0/24"))
        .withDirectAccess(ClientAddressPolicy.DirectAccess.REJECT)
        .withPrivateResult(users())
        .withProxyProtocol(
            new ProxyProtocolPolicy(LinkedHashSet.of(versions), trustedFrom, timeout, 4096));
  }

  static IpRangeSet ranges(String... texts) {
    return IpRangeSet.of(Vector.of(texts).map(text -> IpRange.parse(text).get()));
  }

  /** A login as bytes; {@code headers} are whole lines. */
  static byte[] login(String... headers) {
    StringBuilder request = new StringBuilder("POST /api/auth HTTP/1.1\r\nHost: a\r\n");
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    return request
        .append("Content-Type: application/json\r\nContent-Length: ")
        .append(JSON.length())
        .append("\r\n\r\n")
        .append(JSON)
        .toString()
        .getBytes(ISO_8859_1);
  }

  ClientAddresses addresses(String listener) {
    return addresses.get(listener).get();
  }

  GatewayServer server() {
    return server;
  }

  /** The client addresses of the logins that reached the use case. */
  List<String> clients() {
    return clients;
  }

  List<String> refusals() {
    return journal.refusals().stream().map(it -> it.reason().code()).toList();
  }

  List<HttpRefusal> httpRefusals() {
    return journal.httpRefusals().stream().map(GatewayEvent.HttpRefused::reason).toList();
  }

  List<AddressDecision> decisions() {
    return journal.decisions();
  }

  List<GatewayEvent.CandidateDiffered> disagreements() {
    return journal.differences();
  }

  Socket connect(String listener) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port(listener));
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(30_000);
    return socket;
  }

  /** All that a connection answers to these pieces, each a write, and the end of what is sent. */
  String talk(String listener, byte[]... pieces) throws IOException {
    try (Socket socket = connect(listener)) {
      send(socket, pieces);
      return answers(socket);
    }
  }

  private static void send(Socket socket, byte[]... pieces) throws IOException {
    OutputStream out = socket.getOutputStream();
    try {
      for (byte[] piece : pieces) {
        out.write(piece);
        out.flush();
      }
      socket.shutdownOutput();
    } catch (SocketException e) {
      // The gateway has closed already, which the answer shows.
    }
  }

  /** Everything up to the end of the connection, whether closed or reset. */
  static String answers(Socket socket) throws IOException {
    StringBuilder all = new StringBuilder();
    try {
      for (int b = socket.getInputStream().read(); b >= 0; b = socket.getInputStream().read()) {
        all.append((char) b);
      }
    } catch (SocketException e) {
      return all.toString();
    }
    return all.toString();
  }

  /** The statuses of all answers. */
  static List<String> statuses(String answers) {
    return STATUS_LINE.matcher(answers).results().map(line -> line.group(1)).toList();
  }

  @Override
  public void close() {
    server.close();
  }
}
