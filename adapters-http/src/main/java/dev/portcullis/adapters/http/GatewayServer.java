package dev.portcullis.adapters.http;

import dev.portcullis.adapters.http.HelidonProxyConnection.AnnouncedPeer;
import dev.portcullis.adapters.http.HttpSettings.UserListener;
import dev.portcullis.application.port.out.RefusalJournal;
import dev.portcullis.domain.address.IpAddress;
import dev.portcullis.domain.address.Peer;
import dev.portcullis.domain.address.RequestOrigin;
import dev.portcullis.domain.login.RequestId;
import io.helidon.common.socket.SocketOptions;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.vavr.collection.Map;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Binds the handlers to the HTTP server: Helidon SE on virtual threads, HTTP/1.1. Any number of
 * listeners for users, one for operators.
 */
public final class GatewayServer implements AutoCloseable {

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

  /** The server itself writes a failure to the log and returns as if nothing had happened. */
  private static void open(WebServer server) {
    server.start();
    if (!server.isRunning()) {
      throw new IllegalStateException(
          "cannot listen on " + server.prototype().host() + ":" + server.prototype().port());
    }
  }

  private static WebServer forUsers(
      UserListener listener, Entrance entrance, HttpSettings settings, Supplier<RequestId> ids) {
    return builder()
        .update(it -> configure(it, listener.where(), settings, entrance.routes(), ids))
        .protocolsDiscoverServices(false)
        .addConnectionSelector(
            new HelidonProxySelector(entrance.addresses(), entrance.refusals(), ids))
        .build();
  }

  private static WebServerConfig.Builder builder() {
    return WebServer.builder().shutdownHook(false).featuresDiscoverServices(false);
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
        .connectionOptions(
            SocketOptions.builder().tcpNoDelay(true).readTimeout(settings.idle()).build())
        .directHandlers(directHandlers(ids))
        .routing(HttpRouting.builder().any((request, reply) -> serve(router, request, reply)));
  }

  private static void serve(Router router, ServerRequest request, ServerResponse response) {
    // A HEAD is answered as its GET without the body (RFC 9110 section 9.3.2).
    boolean head = request.prologue().method().equals(Method.HEAD);
    Reply reply =
        router.answer(
            new GatewayRequest(
                head ? Method.GET.text() : request.prologue().method().text(),
                request.path().rawPath(),
                new RequestOrigin(
                    peer(request.remotePeer().address()),
                    request.remotePeer() instanceof AnnouncedPeer(var kernel, var header)
                        ? Option.of(header)
                        : Option.none(),
                    name -> lines(request.headers(), name)),
                limit -> read(request, limit)));
    response.status(reply.status());
    for (Reply.Header header : reply.headers()) {
      response.header(HeaderNames.create(header.name()), header.value());
    }
    if (head) {
      response.header(HeaderNames.CONTENT_LENGTH, Integer.toString(reply.body().length));
      response.send();
    } else {
      response.send(reply.body());
    }
  }

  private static byte[] read(ServerRequest request, int limit) throws IOException {
    if (!request.content().hasEntity()) {
      return new byte[0];
    }
    try {
      return request.content().inputStream().readNBytes(limit);
    } catch (RuntimeException e) {
      // The server's word for a body that breaks off or is not framed as HTTP says.
      throw new IOException("the body cannot be read to its end", e);
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

  private static Vector<String> lines(Headers headers, String name) {
    var header = HeaderNames.create(name);
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
            boolean fault = status.code() >= 500;
            Reply reply =
                Problem.of(
                        status.code(),
                        fault ? "internal-error" : "bad-http",
                        fault ? "server_error" : "invalid_request",
                        fault ? "Something went wrong here" : "Not a valid HTTP request",
                        fault
                            ? "This is a defect of the gateway. Tell whoever runs this service,"
                                + " with the request id."
                            : "The request was refused before it was read: "
                                + Status.create(status.code()).reasonPhrase()
                                + ".")
                    .reply(ids.get());
            DirectHandler.TransportResponse.Builder response =
                DirectHandler.TransportResponse.builder().status(status).entity(reply.body());
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
