package dev.portcullis.adapters.http.server;

import dev.portcullis.adapters.http.server.ListenAddress.Tcp;
import io.helidon.common.socket.SocketOptions;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;

/** Helidon SE on virtual threads, HTTP/1.1; a server for each listener. */
final class HelidonEngine implements ServerEngine {

  @Override
  public OpenListener open(ListenerPlan plan) {
    if (!(plan.listener().where() instanceof Tcp where) || plan.listener().tls().isDefined()) {
      throw new IllegalStateException("this server has neither Unix sockets nor TLS");
    }
    tryToBind(where);
    RequestPipeline pipeline = new RequestPipeline(plan.api());
    // HTTP/1.1 only, even if other protocols are on the class path.
    WebServer server =
        WebServer.builder()
            .shutdownHook(false)
            .featuresDiscoverServices(false)
            .protocolsDiscoverServices(false)
            .host(where.host())
            .port(where.port())
            .shutdownGracePeriod(plan.limits().drain())
            .idleConnectionTimeout(plan.limits().idle())
            .maxTcpConnections(plan.limits().connections())
            // A channel's buffers, the last request in them, could not be wiped.
            .useNio(false)
            .connectionOptions(
                SocketOptions.builder().tcpNoDelay(true).readTimeout(Duration.ZERO).build())
            .directHandlers(pipeline.unreadable())
            .routing(HttpRouting.builder().any(pipeline))
            .addConnectionSelector(new HelidonProxySelector(plan.proxy()))
            .build();
    server.start();
    if (!server.isRunning()) {
      throw new IllegalStateException("cannot listen on " + where);
    }
    return new OpenListener() {
      @Override
      public ListenAddress where() {
        return new Tcp(where.host(), server.port());
      }

      @Override
      public void stop() {
        server.stop();
      }
    };
  }

  /** The server itself logs a failure with its stack trace and returns normally. */
  private static void tryToBind(Tcp where) {
    try (ServerSocketChannel trial = ServerSocketChannel.open()) {
      trial.bind(new InetSocketAddress(where.host(), where.port()));
    } catch (IOException | UnresolvedAddressException e) {
      throw new IllegalStateException(
          "cannot listen on "
              + where
              + (e instanceof BindException
                  ? ": the port is in use, or the address is not local"
                  : ": no such address")
              + ". Stop the program that uses it, or choose another",
          e);
    }
  }
}
