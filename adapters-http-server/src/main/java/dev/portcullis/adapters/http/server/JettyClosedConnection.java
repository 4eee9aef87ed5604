package dev.portcullis.adapters.http.server;

import java.util.concurrent.Executor;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.EndPoint;

/** A connection that is not admitted: closed unread. */
final class JettyClosedConnection extends AbstractConnection {

  JettyClosedConnection(EndPoint endPoint, Executor executor) {
    super(endPoint, executor);
  }

  @Override
  public void onOpen() {
    super.onOpen();
    close();
  }

  @Override
  public void onFillable() {
    close();
  }
}
