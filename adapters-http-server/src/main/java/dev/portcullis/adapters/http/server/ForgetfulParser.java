package dev.portcullis.adapters.http.server;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpParser;
import org.jspecify.annotations.Nullable;

/**
 * Reads each request with a parser of its own, so that an idle connection keeps no target and no
 * header line of its last request: the server's parser keeps both in its builders.
 */
final class ForgetfulParser extends HttpParser {

  /** The first byte of a TLS handshake (RFC 8446 section 5.1). */
  private static final byte TLS_HANDSHAKE = 0x16;

  private final RequestHandler handler;
  private final int most;
  private final HttpCompliance compliance;
  private @Nullable HttpParser current;
  private boolean tls;

  /**
   * @param most the bytes of a head
   */
  ForgetfulParser(RequestHandler handler, int most, HttpCompliance compliance) {
    super(handler, most, compliance);
    this.handler = handler;
    this.most = most;
    this.compliance = compliance;
  }

  /** Whether what arrived is the start of TLS. */
  boolean tls() {
    return tls;
  }

  private HttpParser started() {
    if (current == null) {
      current = new HttpParser(handler, most, compliance);
      current.setHeaderCacheSize(0);
    }
    return current;
  }

  @Override
  public boolean parseNext(ByteBuffer buffer) {
    HttpParser parser = started();
    if (parser.isStart() && buffer.hasRemaining()) {
      tls = buffer.get(buffer.position()) == TLS_HANDSHAKE;
    }
    if (parser.isAtEOF() && parser.isState(State.TRAILER) && !buffer.hasRemaining()) {
      // The server's parser takes the body for complete without its last line.
      parser.close();
      handler.earlyEOF();
      return false;
    }
    return parser.parseNext(buffer);
  }

  @Override
  public void reset() {
    // One that is closed stays closed.
    if (current != null && !current.isTerminated()) {
      current = null;
    }
  }

  @Override
  public void close() {
    started().close();
  }

  @Override
  public void atEOF() {
    started().atEOF();
  }

  @Override
  public void startTunnel() {
    started().startTunnel();
  }

  @Override
  @SuppressWarnings({"deprecation", "removal"}) // passed on like every method
  public void servletUpgrade() {
    started().servletUpgrade();
  }

  @Override
  public void setHeadResponse(boolean head) {
    started().setHeadResponse(head);
  }

  @Override
  public long getBeginNanoTime() {
    return current == null ? super.getBeginNanoTime() : current.getBeginNanoTime();
  }

  @Override
  public long getContentLength() {
    return current == null ? super.getContentLength() : current.getContentLength();
  }

  @Override
  public long getContentRead() {
    return current == null ? super.getContentRead() : current.getContentRead();
  }

  @Override
  public int getHeaderLength() {
    return current == null ? super.getHeaderLength() : current.getHeaderLength();
  }

  @Override
  public State getState() {
    return current == null ? super.getState() : current.getState();
  }

  @Override
  public boolean hasContent() {
    return current == null ? super.hasContent() : current.hasContent();
  }

  @Override
  public boolean inContentState() {
    return current == null ? super.inContentState() : current.inContentState();
  }

  @Override
  public boolean inHeaderState() {
    return current == null ? super.inHeaderState() : current.inHeaderState();
  }

  @Override
  public boolean isChunking() {
    return current == null ? super.isChunking() : current.isChunking();
  }

  @Override
  public boolean isStart() {
    return current == null ? super.isStart() : current.isStart();
  }

  @Override
  public boolean isClose() {
    return current == null ? super.isClose() : current.isClose();
  }

  @Override
  public boolean isClosed() {
    return current == null ? super.isClosed() : current.isClosed();
  }

  @Override
  public boolean isIdle() {
    return current == null ? super.isIdle() : current.isIdle();
  }

  @Override
  public boolean isComplete() {
    return current == null ? super.isComplete() : current.isComplete();
  }

  @Override
  public boolean isTerminated() {
    return current == null ? super.isTerminated() : current.isTerminated();
  }

  @Override
  public boolean isState(State state) {
    return current == null ? super.isState(state) : current.isState(state);
  }

  @Override
  public boolean isAtEOF() {
    return current == null ? super.isAtEOF() : current.isAtEOF();
  }

  @Override
  public HttpField newHttpField(HttpHeader header, String name, String value) {
    return started().newHttpField(header, name, value);
  }

  @Override
  public String toString() {
    return current == null ? super.toString() : current.toString();
  }
}
