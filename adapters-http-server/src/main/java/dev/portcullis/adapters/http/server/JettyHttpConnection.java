package dev.portcullis.adapters.http.server;

import dev.portcullis.adapters.http.server.OpenConnection.Ended;
import dev.portcullis.adapters.http.server.OpenConnection.Phase;
import dev.portcullis.adapters.http.server.socket.WipingBufferPool;
import dev.portcullis.application.journal.HttpRefusal;
import java.io.IOException;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.Callback;

/** The server's HTTP connection, which knows what it waits for and ends as a client can read it. */
final class JettyHttpConnection extends HttpConnection {

  /** How much is discarded of what a client sends after its last request. */
  private static final int MOST_DISCARDED = 1024 * 1024;

  private final OpenConnection open;
  private final ListenerPlan plan;
  // Without initial values: the superclass's constructor calls the methods that set them.
  private RequestHandler handler;
  private String target;
  private ForgetfulParser parser;
  private int discarded;

  @SuppressWarnings("NullAway.Init")
  JettyHttpConnection(
      HttpConfiguration configuration,
      Connector connector,
      EndPoint endPoint,
      OpenConnection open,
      ListenerPlan plan) {
    super(configuration, connector, endPoint);
    this.open = open;
    this.plan = plan;
    open.readFrom((AbstractEndPoint) endPoint);
  }

  OpenConnection open() {
    return open;
  }

  /** Whether what cannot be read is the start of TLS, on a port without it. */
  boolean tls() {
    return parser.tls();
  }

  /** The target of the request as it was sent; once. */
  String takeTarget() {
    String taken = target;
    target = "";
    return taken;
  }

  /** The server itself would decode the target, and refuse some that are none of its business. */
  @Override
  protected HttpStreamOverHTTP1 newHttpStream(String method, String uri, HttpVersion version) {
    target = uri;
    // Only CONNECT, which is refused, may have no path.
    String harmless = HttpMethod.CONNECT.is(method) ? uri : "/";
    return super.newHttpStream(method, harmless, version);
  }

  @Override
  protected RequestHandler newRequestHandler() {
    handler = new Requests();
    return handler;
  }

  @Override
  protected HttpParser newHttpParser(HttpCompliance compliance) {
    parser =
        new ForgetfulParser(handler, getHttpConfiguration().getRequestHeaderSize(), compliance);
    return parser;
  }

  /** Called whenever all that has arrived is used. */
  @Override
  public void fillInterested(Callback callback) {
    if (parser.isTerminated()) {
      await(Phase.CLOSING);
      // Who has sent the last reply and who discards what follows may both come here.
      tryFillInterested(callback);
      return;
    }
    if (!parser.isStart()) {
      await(Phase.HEAD);
    } else if (open.phase() != Phase.HEAD) {
      await(Phase.IDLE);
    }
    super.fillInterested(callback);
  }

  private void await(Phase phase) {
    if (open.phase() != phase) {
      open.enter(phase);
    }
  }

  @Override
  public void onFillable() {
    if (open.phase() == Phase.CLOSING || parser.isTerminated()) {
      discard();
    } else {
      super.onFillable();
    }
  }

  /** With bytes unread, closing would reset the connection, and the client lose the last reply. */
  private void discard() {
    RetainableByteBuffer buffer =
        getConnector().getByteBufferPool().acquire(WipingBufferPool.PIECE, true);
    try {
      int filled = 1;
      while (filled > 0 && discarded <= MOST_DISCARDED) {
        filled = getEndPoint().fill(buffer.getByteBuffer());
        buffer.getByteBuffer().position(buffer.getByteBuffer().limit());
        discarded += filled;
      }
      if (filled == 0) {
        fillInterested();
      } else {
        getEndPoint().close();
      }
    } catch (IOException e) {
      getEndPoint().close();
    } finally {
      buffer.release();
    }
  }

  @Override
  public void onFillInterestedFailed(Throwable cause) {
    if (!(cause instanceof Ended)) {
      super.onFillInterestedFailed(cause);
    } else if (cause == Ended.LATE && open.phase() == Phase.HEAD && !parser.isStart()) {
      // Answered as every other request that cannot be read.
      open.enter(Phase.CLOSING);
      handler.badMessage(new HttpException.RuntimeException(HttpRefusal.HEAD_TIMEOUT.status()));
    } else {
      if (cause == Ended.LATE && open.phase() == Phase.HEAD) {
        plan.refused().accept(HttpRefusal.HEAD_TIMEOUT);
      }
      getEndPoint().close();
    }
  }

  /** Tells a body that breaks off from a request that cannot be read. */
  private final class Requests extends RequestHandler {

    private boolean inBody;

    @Override
    public boolean headerComplete() {
      inBody = super.headerComplete();
      return inBody;
    }

    @Override
    public boolean messageComplete() {
      inBody = false;
      return super.messageComplete();
    }

    /** The parser calls this for some bodies that end early, and they would pass for complete. */
    @Override
    public void badMessage(HttpException failure) {
      if (inBody) {
        earlyEOF();
      } else {
        super.badMessage(failure);
      }
    }
  }
}
