package dev.portcullis.adapters.auth0.transport;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.BasicHttpTransportMetrics;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.impl.DefaultContentLengthStrategy;
import org.apache.hc.core5.http.impl.io.ChunkedInputStream;
import org.apache.hc.core5.http.impl.io.ContentLengthInputStream;
import org.apache.hc.core5.http.impl.io.DefaultHttpRequestWriter;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.impl.io.IdentityInputStream;
import org.apache.hc.core5.http.impl.io.SessionInputBufferImpl;
import org.apache.hc.core5.http.impl.io.SessionOutputBufferImpl;
import org.apache.hc.core5.http.message.MessageSupport;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.jspecify.annotations.Nullable;

/**
 * One connection and HttpCore's codec on it: writes a request, reads its answer within limits, and
 * reports whether another request may follow. Not usable after an exception.
 */
final class HttpConnection implements Closeable {

  static final int MAX_BODY = 64 * 1024;

  /** Interim answers, headers and framing of one answer, in addition to its body. */
  private static final int MAX_REST = 64 * 1024;

  private static final int MAX_LINE = 8 * 1024;
  private static final int MAX_HEADERS = 100;
  private static final int BUFFER = 8 * 1024;
  private static final byte[] ZEROS = new byte[BUFFER];

  private static final Http1Config LIMITS =
      Http1Config.custom()
          .setMaxLineLength(MAX_LINE)
          .setMaxHeaderCount(MAX_HEADERS)
          .setMaxEmptyLineCount(1)
          .build();
  private static final HttpCoreContext NO_CONTEXT = HttpCoreContext.create();

  private final SocketChannel channel;
  private final @Nullable SSLSocket tls;
  private final int maxBody;
  private final AnswerStream answer;
  private final OutputStream socketOut;
  private final SessionInputBufferImpl in =
      new SessionInputBufferImpl(new BasicHttpTransportMetrics(), BUFFER, -1, MAX_LINE, null);
  private final SessionOutputBufferImpl out = new SessionOutputBufferImpl(BUFFER);
  private final DefaultHttpResponseParser parser = new DefaultHttpResponseParser(LIMITS);
  private final DefaultHttpRequestWriter writer = new DefaultHttpRequestWriter();
  private final ByteBuffer probe = ByteBuffer.allocate(1);
  private boolean reusable;

  /** When this was last given back, in sweeps of the pool. */
  private int idleSince;

  HttpConnection(SocketChannel channel, @Nullable SSLSocket tls, int maxBody) throws IOException {
    this.channel = channel;
    this.tls = tls;
    this.maxBody = maxBody;
    this.answer =
        new AnswerStream(
            (tls == null ? channel.socket() : tls).getInputStream(), maxBody + MAX_REST);
    this.socketOut = (tls == null ? channel.socket() : tls).getOutputStream();
  }

  SocketChannel channel() {
    return channel;
  }

  int idleSince() {
    return idleSince;
  }

  void idleSince(int sweep) {
    idleSince = sweep;
  }

  void send(ClassicHttpRequest request, byte[] body) throws IOException, HttpException {
    reusable = false;
    answer.restart();
    long before = out.getMetrics().getBytesTransferred();
    writer.write(request, out, socketOut);
    out.write(body, 0, body.length, socketOut);
    out.flush(socketOut);
    wipe((int) Math.min(BUFFER, out.getMetrics().getBytesTransferred() - before));
  }

  /** HttpCore keeps what it sent until it sends more: that is, the buffer's first bytes. */
  private void wipe(int bytes) throws IOException {
    out.write(ZEROS, 0, bytes, OutputStream.nullOutputStream());
    out.flush(OutputStream.nullOutputStream());
  }

  /** The head of the final answer. */
  ClassicHttpResponse receiveHead() throws IOException, HttpException {
    ClassicHttpResponse head;
    do {
      head = parser.parse(in, answer);
      if (head == null) {
        throw new NoHttpResponseException("closed before an answer");
      }
      if (answer.ended) {
        // The parser treats the end of the stream as the end of the headers.
        throw new ConnectionClosedException("closed inside the headers");
      }
      requireHttp1(head);
    } while (head.getCode() < HttpStatus.SC_SUCCESS);
    return head;
  }

  byte[] receiveBody(ClassicHttpRequest request, ClassicHttpResponse head)
      throws IOException, HttpException {
    byte[] body =
        MessageSupport.canResponseHaveBody(request.getMethod(), head) ? read(head) : new byte[0];
    reusable =
        DefaultConnectionReuseStrategy.INSTANCE.keepAlive(request, head, NO_CONTEXT)
            && !(head.containsHeader(HttpHeaders.TRANSFER_ENCODING)
                && head.containsHeader(HttpHeaders.CONTENT_LENGTH))
            && !hasSurplus();
    return body;
  }

  /** Whether another request may follow the one that was just answered. */
  boolean reusable() {
    return reusable;
  }

  /** Whether the other side has neither closed nor sent anything since; does not block. */
  boolean alive() {
    try {
      if (hasSurplus()) {
        return false;
      }
      probe.clear();
      channel.configureBlocking(false);
      int read = channel.read(probe);
      channel.configureBlocking(true);
      return read == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether the other side closed the connection during its answer. */
  boolean ended() {
    return answer.ended;
  }

  /** Closes the socket without close_notify, which could block; the answer is complete by then. */
  @Override
  public void close() {
    Watchdog.closeQuietly(channel);
  }

  private static void requireHttp1(ClassicHttpResponse head) throws ProtocolException {
    boolean version =
        head.getVersion() != null
            && head.getVersion().getMajor() == HttpVersion.HTTP_1_1.getMajor();
    boolean status =
        head.getCode() >= 100
            && head.getCode() <= 599
            && head.getCode() != HttpStatus.SC_SWITCHING_PROTOCOLS;
    if (!version || !status) {
      throw new ProtocolException("not an answer to an HTTP/1.1 request");
    }
  }

  /** Closes no stream, because HttpCore's streams read on when they are closed. */
  private byte[] read(ClassicHttpResponse head) throws IOException, HttpException {
    long length = DefaultContentLengthStrategy.INSTANCE.determineLength(head);
    if (length > maxBody) {
      throw new MessageConstraintException("body too large");
    }
    if (length >= 0) {
      return new ContentLengthInputStream(in, answer, length).readNBytes((int) length);
    }
    boolean chunked = length == ContentLengthStrategy.CHUNKED;
    InputStream stream =
        chunked ? new ChunkedInputStream(in, answer, LIMITS) : new IdentityInputStream(in, answer);
    byte[] body = stream.readNBytes(maxBody + 1);
    if (body.length > maxBody) {
      throw new MessageConstraintException("body too large");
    }
    if (chunked && answer.ended) {
      throw new ConnectionClosedException("closed inside the trailers");
    }
    return body;
  }

  private boolean hasSurplus() throws IOException {
    return in.hasBufferedData() || (tls != null && tls.getInputStream().available() > 0);
  }

  /** The socket's input: records its end and stops an answer that is too long. */
  private static final class AnswerStream extends InputStream {

    private final InputStream socketIn;
    private final int longest;
    private int left;
    private boolean ended;

    AnswerStream(InputStream socketIn, int longest) {
      this.socketIn = socketIn;
      this.longest = longest;
    }

    void restart() {
      left = longest;
      ended = false;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (left <= 0) {
        throw new MessageConstraintException("answer too large");
      }
      int read = socketIn.read(bytes, offset, length);
      if (read < 0) {
        ended = true;
      } else {
        left -= read;
      }
      return read;
    }
  }
}
