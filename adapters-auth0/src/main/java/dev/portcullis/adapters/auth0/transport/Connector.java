package dev.portcullis.adapters.auth0.transport;

import dev.portcullis.adapters.auth0.settings.Auth0Proxy;
import dev.portcullis.adapters.auth0.transport.HttpFault.NotSent;
import dev.portcullis.adapters.auth0.transport.Watchdog.Alarm;
import dev.portcullis.domain.outcome.ProviderFault.ConnectFault;
import io.vavr.control.Option;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections to one origin, directly or through a proxy. Sends no request, so it may try a
 * second address.
 */
public final class Connector {

  private static final int MAX_ADDRESSES = 2;

  private final Origin origin;
  private final Option<Auth0Proxy> proxy;
  private final @Nullable LiveTls tls;
  private final Dns dns;
  private final Watchdog watchdog;
  private final long connectNanos;
  private final int maxBody;
  private final AtomicReference<@Nullable CompletableFuture<InetAddress[]>> lookup =
      new AtomicReference<>();

  /**
   * @param proxy through which the origin is reached, if not directly
   * @param tls null for plain http
   */
  Connector(
      Origin origin,
      Option<Auth0Proxy> proxy,
      @Nullable LiveTls tls,
      Dns dns,
      Watchdog watchdog,
      Duration connectTimeout,
      int maxBody) {
    this.origin = origin;
    this.proxy = proxy;
    this.tls = tls;
    this.dns = dns;
    this.watchdog = watchdog;
    this.connectNanos = connectTimeout.toNanos();
    this.maxBody = maxBody;
  }

  HttpConnection connect(Alarm call) throws NotSent {
    InetAddress[] addresses = resolve(timeFor(call));
    NotSent fault = new NotSent(ConnectFault.UNKNOWN_HOST);
    for (int i = 0; i < addresses.length && i < MAX_ADDRESSES && !call.rung(); i++) {
      try {
        return connect(addresses[i], timeFor(call));
      } catch (NotSent e) {
        fault = e;
      }
    }
    throw fault;
  }

  private long timeFor(Alarm call) {
    return Math.min(connectNanos, call.remainingNanos());
  }

  private HttpConnection connect(InetAddress address, long nanos) throws NotSent {
    SocketChannel channel = null;
    HttpConnection connection = null;
    ConnectFault ifItFails = ConnectFault.CONNECT_REFUSED;
    try (Alarm alarm = watchdog.alarmIn(nanos)) {
      try {
        channel = SocketChannel.open();
        alarm.watch(channel);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.connect(
            new InetSocketAddress(address, proxy.map(Auth0Proxy::port).getOrElse(origin.port())));
        if (proxy.isDefined()) {
          ifItFails = ConnectFault.PROXY_REFUSED;
          Tunnel.open(channel, origin, proxy.get());
        }
        ifItFails = ConnectFault.TLS_FAILED;
        HttpConnection opened =
            new HttpConnection(
                channel, tls == null ? null : handshake(tls.sockets(), channel), maxBody);
        if (alarm.disarm()) {
          connection = opened;
          return opened;
        }
      } catch (IOException | RuntimeException e) {
        // Reported below.
      }
      throw new NotSent(alarm.rung() ? ConnectFault.CONNECT_TIMED_OUT : ifItFails);
    } finally {
      if (connection == null && channel != null) {
        Watchdog.closeQuietly(channel);
      }
    }
  }

  private SSLSocket handshake(SSLSocketFactory factory, SocketChannel channel) throws IOException {
    SSLSocket socket =
        (SSLSocket) factory.createSocket(channel.socket(), origin.hostName(), origin.port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private InetAddress[] resolve(long nanos) throws NotSent {
    try {
      return sharedLookup().get(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotSent(ConnectFault.UNKNOWN_HOST);
    } catch (ExecutionException | TimeoutException e) {
      throw new NotSent(ConnectFault.UNKNOWN_HOST);
    }
  }

  /**
   * One concurrent lookup, on a thread of its own, because a lookup can be neither timed out nor
   * interrupted and pins the carrier of a virtual thread.
   */
  private CompletableFuture<InetAddress[]> sharedLookup() {
    CompletableFuture<InetAddress[]> mine = new CompletableFuture<>();
    CompletableFuture<InetAddress[]> running = lookup.compareAndExchange(null, mine);
    if (running != null) {
      return running;
    }
    try {
      Thread.ofPlatform()
          .daemon()
          .name("portcullis-auth0-dns-" + hostToConnect())
          .start(() -> look(mine));
    } catch (OutOfMemoryError e) {
      // No thread can be started now; perhaps for the next call.
      lookup.set(null);
      mine.completeExceptionally(e);
    }
    return mine;
  }

  /** A proxy looks up the origin's name itself. */
  private String hostToConnect() {
    return proxy.map(Auth0Proxy::host).getOrElse(origin.hostName());
  }

  private void look(CompletableFuture<InetAddress[]> found) {
    try {
      InetAddress[] addresses = dns.lookUp(hostToConnect());
      lookup.set(null);
      found.complete(addresses);
    } catch (Throwable e) {
      lookup.set(null);
      found.completeExceptionally(e);
    }
  }

  /** Finds a host's addresses; may block. */
  public interface Dns {
    InetAddress[] lookUp(String host) throws UnknownHostException;
  }
}
