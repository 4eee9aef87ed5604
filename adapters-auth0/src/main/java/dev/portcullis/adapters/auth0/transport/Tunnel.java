package dev.portcullis.adapters.auth0.transport;

import dev.portcullis.adapters.auth0.settings.Auth0Proxy;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;

/** A way through a proxy to the origin: one CONNECT, and nothing of the request. */
public final class Tunnel {

  private static final byte[] NO_BODY = {};

  private Tunnel() {}

  /** Its target is a host and a port, which HttpCore would read as a path. */
  private static final class Connect extends BasicClassicHttpRequest {

    private static final long serialVersionUID = 1L;

    private final String target;

    Connect(Origin to) {
      super("CONNECT", "/");
      this.target = to.hostAndPort();
    }

    @Override
    public String getRequestUri() {
      return target;
    }
  }

  /** The proxy has answered, and opens no way. Has no stack trace: it is no defect. */
  public static final class RefusedException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int status;

    private RefusedException(int status) {
      super("the proxy answers " + status);
      this.status = status;
    }

    /** The status of its answer; 407 if it asks for a user and a password, or for others. */
    public int status() {
      return status;
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    public Throwable fillInStackTrace() {
      return this;
    }
  }

  /**
   * Opens it. What follows on the channel goes to the origin and comes from it.
   *
   * @param channel connected to the proxy, blocking; not usable after an exception
   * @throws RefusedException if the proxy opens none
   * @throws IOException if its answer is none of HTTP, or the connection ends
   */
  public static void open(SocketChannel channel, Origin to, Auth0Proxy proxy) throws IOException {
    HttpConnection connection = new HttpConnection(channel, null, 0);
    ClassicHttpRequest connect = new Connect(to);
    connect.addHeader(HttpHeaders.HOST, to.hostAndPort());
    proxy
        .authorization()
        .forEach(value -> connect.addHeader(HttpHeaders.PROXY_AUTHORIZATION, value));
    try {
      connection.send(connect, NO_BODY);
      ClassicHttpResponse answer = connection.receiveHead();
      if (answer.getCode() < 200 || answer.getCode() > 299) {
        throw new RefusedException(answer.getCode());
      }
    } catch (HttpException | RuntimeException e) {
      throw new IOException("the proxy's answer is not HTTP");
    }
    // The origin speaks second, so nothing may follow the proxy's answer.
    if (!connection.alive()) {
      throw new IOException("the proxy's answer is followed by something else");
    }
  }
}
