package dev.portcullis.adapters.http.server;

import dev.portcullis.adapters.http.admin.Readiness;
import dev.portcullis.adapters.http.exchange.GatewayRequest;
import dev.portcullis.adapters.http.exchange.Problem;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.adapters.http.exchange.Router;
import dev.portcullis.adapters.http.intake.ClientAddresses;
import dev.portcullis.adapters.http.intake.RequestIntake;
import dev.portcullis.adapters.http.server.HelidonProxyConnection.AnnouncedPeer;
import dev.portcullis.adapters.http.server.HttpSettings.UserListener;
import dev.portcullis.application.journal.port.RefusalJournal;
import dev.portcullis.domain.address.IpAddress;
import dev.portcullis.domain.address.Peer;
import dev.portcullis.domain.address.RequestOrigin;
import dev.portcullis.domain.login.RequestId;
import io.helidon.common.socket.SocketOptions;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import io.vavr.collection.Map;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Binds the handlers to the HTTP server: Helidon SE on virtual threads, HTTP/1.1. Any number of
 * listeners for users, one for operators.
 */
public final class GatewayServer implements AutoCloseable {

  /** Per listener; each may hold a header of 16 KiB and a body of 32 KiB. */
  private static final int MOST_CONNECTIONS = 4096;

  private static final ConcurrentMap<String, HeaderName> NAMES = new ConcurrentHashMap<>();

  private final Map<String, WebServer> users;
  private final WebServer operators;
  private final Readiness readiness;

  private GatewayServer(Map<String, WebServer> users, WebServer operators, Readiness readiness) {
    this.users = users;
    this.operators = operators;
    this.readiness = readiness;
  }

  /**
   * What stands behind one listener for users.
   *
   * @param addresses decides its addresses; the login endpoint's own
   * @param refusals is told of connections that are closed without an answer
   */
  public record Entrance(ClientAddresses addresses, RefusalJournal refusals, Router routes) {}

  /**
   * Starts all listeners.
   *
   * @param entrances what stands behind each listener for users, asked once for each
   * @throws IllegalStateException if a port cannot be bound
   */
  public static GatewayServer start(
      HttpSettings settings,
      Function<UserListener, Entrance> entrances,
      Router operators,
      Readiness readiness,
      Supplier<RequestId> ids) {
    // A server for each, because one server stops its listeners one after the other, and the last
    // would take logins while the first waits for its own to end.
    Map<String, WebServer> users =
        settings
            .users()
            .toLinkedMap(
                UserListener::name,
                listener -> forUsers(listener, entrances.apply(listener), settings, ids));
    GatewayServer server =
        new GatewayServer(
            users,
            builder()
                .update(it -> configure(it, settings.operators(), settings, operators, ids))
                .addProtocol(Http1Config.create())
                .build(),
            readiness);
    try {
      server.users.values().forEach(GatewayServer::open);
      open(server.operators);
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
    readiness.set(true);
    return server;
  }

  /**
   * The server itself writes a failure to the log, stack and all, and returns as if nothing had
   * happened; so the address is tried first, and the result looked at.
   */
  private static void open(WebServer server) {
    String where = server.prototype().host() + ":" + server.prototype().port();
    InetSocketAddress address =
        new InetSocketAddress(server.prototype().host(), server.prototype().port());
    try (ServerSocketChannel trial = ServerSocketChannel.open()) {
      trial.bind(address);
    } catch (IOException | UnresolvedAddressException e) {
      throw new IllegalStateException(
          "cannot listen on "
              + where
              + (e instanceof BindException
                  ? ": the port is taken, or the address not this" + " machine's"
                  : ": no such address")
              + ". Stop what uses it, or choose another",
          e);
    }
    server.start();
    if (!server.isRunning()) {
      throw new IllegalStateException("cannot listen on " + where);
    }
  }

  private static WebServer forUsers(
      UserListener listener, Entrance entrance, HttpSettings settings, Supplier<RequestId> ids) {
    return builder()
        .update(it -> configure(it, listener.where(), settings, entrance.routes(), ids))
        .addConnectionSelector(
            new HelidonProxySelector(entrance.addresses(), entrance.refusals(), ids))
        .build();
  }

  private static WebServerConfig.Builder builder() {
    // Whatever else lies on the class path: HTTP/1.1 and nothing more.
    return WebServer.builder()
        .shutdownHook(false)
        .featuresDiscoverServices(false)
        .protocolsDiscoverServices(false);
  }

  private static void configure(
      ListenerConfig.BuilderBase<?, ?> listener,
      HttpSettings.Listener where,
      HttpSettings settings,
      Router router,
      Supplier<RequestId> ids) {
    listener
        .host(where.host())
        .port(where.port())
        .shutdownGracePeriod(settings.drain())
        .idleConnectionTimeout(settings.idle())
        .maxTcpConnections(MOST_CONNECTIONS)
        // A channel's buffers, the last request in them, could not be wiped.
        .useNio(false)
        .connectionOptions(
            SocketOptions.builder().tcpNoDelay(true).readTimeout(Duration.ZERO).build())
        .directHandlers(directHandlers(ids))
        .routing(HttpRouting.builder().any((request, reply) -> serve(router, request, reply)));
  }

  private static void serve(Router router, ServerRequest request, ServerResponse response) {
    // A HEAD is answered as its GET without the body (RFC 9110 section 9.3.2).
    boolean head = request.prologue().method().equals(Method.HEAD);
    boolean framed = !request.headers().contains(HeaderNames.TRANSFER_ENCODING);
    Content content = framed ? Content.of(request) : Content.UNREAD;
    Reply reply =
        framed
            ? router.answer(
                new GatewayRequest(
                    head ? Method.GET.text() : request.prologue().method().text(),
                    request.path().rawPath(),
                    request.query().rawValue(),
                    new RequestOrigin(
                        peer(request.remotePeer().address()),
                        request.remotePeer() instanceof AnnouncedPeer(var kernel, var header)
                            ? Option.of(header)
                            : Option.none(),
                        name -> lines(request.headers(), name)),
                    content::read))
            : router.lengthRequired();
    boolean last =
        !content.whole()
            || (request.headers().contains(HeaderNames.CONNECTION)
                && request.headers().containsToken(HeaderValues.CONNECTION_CLOSE))
            || reply.headers().exists(header -> header.name().equals("Connection"));
    response.status(reply.status());
    for (Reply.Header header : reply.headers()) {
      // Not set but added: there may be several cookies.
      response.headers().add(name(header.name()), header.value());
    }
    if (last) {
      response.header(HeaderValues.CONNECTION_CLOSE);
    }
    if (head) {
      response.header(HeaderNames.CONTENT_LENGTH, Integer.toString(reply.body().length));
      response.send();
    } else {
      response.send(reply.body());
    }
    if (last) {
      // The server itself would go on reading, and take the rest of a body for the next request.
      throw new CloseConnectionException("answered with Connection: close");
    }
  }

  /**
   * The content of a request, read before anything is answered: what is left unread on a connection
   * would be read as the next request.
   */
  private static final class Content {

    static final Content UNREAD = new Content(new byte[0], false, true);

    /** How much of a content that is too large is read, so that its sender sees the answer. */
    private static final int MOST_DISCARDED = 256 * 1024;

    private final byte[] bytes;
    private final boolean whole;
    private final boolean broken;

    private Content(byte[] bytes, boolean whole, boolean broken) {
      this.bytes = bytes;
      this.whole = whole;
      this.broken = broken;
    }

    static Content of(ServerRequest request) {
      if (!request.content().hasEntity()) {
        return new Content(new byte[0], true, false);
      }
      try {
        InputStream in = request.content().inputStream();
        // One more than there should be sees the end; many more would cost 16 KiB a request.
        long length = request.headers().contentLength().orElse(Long.MAX_VALUE);
        byte[] bytes = in.readNBytes((int) Math.min(length, RequestIntake.MAX_BODY_BYTES) + 1);
        boolean fits = bytes.length <= RequestIntake.MAX_BODY_BYTES;
        return new Content(bytes, fits || endsAfterDiscarding(in), false);
      } catch (IOException | RuntimeException e) {
        // The server's word for a body that breaks off or is not framed as HTTP says.
        return UNREAD;
      }
    }

    private static boolean endsAfterDiscarding(InputStream in) throws IOException {
      byte[] discarded = new byte[8192];
      int total = 0;
      int read = 0;
      while (read >= 0 && total < MOST_DISCARDED) {
        read = in.read(discarded);
        total += read;
      }
      return read < 0;
    }

    /** Whether it was read to its end, so that the connection can be used again. */
    boolean whole() {
      return whole;
    }

    byte[] read(int limit) throws IOException {
      if (broken) {
        throw new IOException("the body cannot be read to its end");
      }
      return bytes.length <= limit ? bytes : Arrays.copyOf(bytes, limit);
    }
  }

  static Peer peer(SocketAddress address) {
    if (address instanceof InetSocketAddress inet && inet.getAddress() != null) {
      return IpAddress.ofBytes(inet.getAddress().getAddress())
          .<Peer>map(Peer.Inet::new)
          .getOrElse(new Peer.Unknown());
    }
    return address instanceof UnixDomainSocketAddress ? new Peer.Unix() : new Peer.Unknown();
  }

  /** As the server calls it. Only names that code and settings hold come here, so few are kept. */
  private static HeaderName name(String name) {
    HeaderName known = NAMES.get(name);
    return known == null ? NAMES.computeIfAbsent(name, HeaderNames::create) : known;
  }

  private static Vector<String> lines(Headers headers, String name) {
    HeaderName header = name(name);
    return headers.contains(header)
        ? Vector.ofAll(headers.get(header).allValues())
        : Vector.empty();
  }

  /** What the server answers by itself, before any handler: also a problem, and no more said. */
  private static DirectHandlers directHandlers(Supplier<RequestId> ids) {
    DirectHandlers.Builder handlers = DirectHandlers.builder();
    for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
      handlers.addHandler(
          type,
          (request, event, status, headers, message) -> {
            // No handler of ours throws, so whatever the server refuses is the request's fault.
            Status refusal =
                status.code() == 500 ? Status.BAD_REQUEST_400 : Status.create(status.code());
            Reply reply =
                Problem.of(
                        refusal.code(),
                        "bad-http",
                        "invalid_request",
                        "Not a valid HTTP request",
                        "The request was refused before it was read: "
                            + refusal.reasonPhrase()
                            + ". Send HTTP/1.1.")
                    .reply(ids.get());
            DirectHandler.TransportResponse.Builder response =
                DirectHandler.TransportResponse.builder().status(refusal).entity(reply.body());
            for (Reply.Header header : reply.headers()) {
              response.header(HeaderNames.create(header.name()), header.value());
            }
            return response.build();
          });
    }
    return handlers.build();
  }

  /** The port of the first listener for users. */
  public int port() {
    return users.head()._2().port();
  }

  /**
   * The port of a listener for users.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public int port(String name) {
    return users
        .get(name)
        .map(WebServer::port)
        .getOrElseThrow(
            () -> new IllegalArgumentException("name: " + name + " (expected: a listener's)"));
  }

  /** Tells the balancer whether to send logins here; they are answered all the same. */
  public void ready(boolean value) {
    readiness.set(value);
  }

  /** The port for operators. */
  public int operatorsPort() {
    return operators.port();
  }

  /**
   * Turns unready, takes no more connections for users on any listener, waits for logins under way
   * to end, and only then turns operators away.
   */
  @Override
  public void close() {
    readiness.set(false);
    try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
      users.values().forEach(server -> all.execute(server::stop));
    }
    operators.stop();
  }
}
