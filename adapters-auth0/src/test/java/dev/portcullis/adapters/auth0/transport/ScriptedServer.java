package dev.portcullis.adapters.auth0.transport;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A TCP server that follows a script, byte by byte, and records what it receives. The first
 * connection gets the first script and so on; the last script serves all that follow.
 */
public final class ScriptedServer implements AutoCloseable {

  /** What the server does with one connection; the connection is closed afterwards. */
  public interface Script {
    void play(Wire wire) throws IOException;
  }

  private final ServerSocket listener;
  private final @Nullable SSLContext tls;
  private final List<Script> scripts;
  private final Thread acceptor = Thread.ofVirtual().unstarted(this::accept);
  private final AtomicInteger connections = new AtomicInteger();
  private final List<Received> requests = new CopyOnWriteArrayList<>();
  private final List<String> serverNames = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final List<String> clientNames = new CopyOnWriteArrayList<>();
  private final AtomicInteger bytesReceived = new AtomicInteger();
  private final boolean asksForCertificates;

  private ScriptedServer(
      ServerSocket listener,
      @Nullable SSLContext tls,
      boolean asksForCertificates,
      List<Script> scripts) {
    this.listener = listener;
    this.tls = tls;
    this.asksForCertificates = asksForCertificates;
    this.scripts = scripts;
  }

  public static ScriptedServer start(Script... scripts) {
    return start(null, scripts);
  }

  public static ScriptedServer start(@Nullable SSLContext tls, Script... scripts) {
    return start(tls, false, scripts);
  }

  /** Refuses every client without a certificate that {@code tls} trusts. */
  public static ScriptedServer askingForCertificates(SSLContext tls, Script... scripts) {
    return start(tls, true, scripts);
  }

  private static ScriptedServer start(
      @Nullable SSLContext tls, boolean asksForCertificates, Script... scripts) {
    try {
      ServerSocket listener = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
      ScriptedServer server =
          new ScriptedServer(listener, tls, asksForCertificates, List.of(scripts));
      server.acceptor.start();
      return server;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  public int port() {
    return listener.getLocalPort();
  }

  public URI uri() {
    return URI.create((tls == null ? "http" : "https") + "://localhost:" + port());
  }

  public int connections() {
    return connections.get();
  }

  /** Application bytes, inside TLS if there is any. */
  public int bytesReceived() {
    return bytesReceived.get();
  }

  /** The names asked for in TLS (SNI), one for each connection that had any. */
  List<String> serverNames() {
    return List.copyOf(serverNames);
  }

  /** The subjects of the certificates that clients have shown, one for each connection. */
  public List<String> clientNames() {
    return List.copyOf(clientNames);
  }

  /** The requests received so far, answered or not. */
  public List<Received> requests() {
    return List.copyOf(requests);
  }

  /** Returns once no client can connect. */
  @Override
  public void close() {
    closeQuietly(listener);
    try {
      acceptor.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    open.forEach(ScriptedServer::closeQuietly);
  }

  private void accept() {
    try {
      while (!listener.isClosed()) {
        Socket socket = listener.accept();
        Script script = scripts.get(Math.min(connections.getAndIncrement(), scripts.size() - 1));
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket, script));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket socket, Script script) {
    try {
      socket.setTcpNoDelay(true);
      script.play(new Wire(socket, wrapped(socket)));
    } catch (IOException e) {
      // The other side closed the connection, as it may.
    } finally {
      closeQuietly(socket);
      open.remove(socket);
    }
  }

  private Socket wrapped(Socket socket) throws IOException {
    if (tls == null) {
      return socket;
    }
    SSLSocket wrapped =
        (SSLSocket)
            tls.getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
    wrapped.setUseClientMode(false);
    wrapped.setNeedClientAuth(asksForCertificates);
    wrapped.startHandshake();
    if (asksForCertificates) {
      clientNames.add(wrapped.getSession().getPeerPrincipal().getName());
    }
    if (wrapped.getSession() instanceof ExtendedSSLSession session) {
      session.getRequestedServerNames().stream()
          .map(name -> new String(name.getEncoded(), StandardCharsets.US_ASCII))
          .forEach(serverNames::add);
    }
    return wrapped;
  }

  private static void closeQuietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      // Gone already.
    }
  }

  /** One request as it came over the wire. */
  public record Received(String requestLine, List<String> headers, String body) {

    /** All values of a header; the case of its name does not matter. */
    public List<String> header(String name) {
      String prefix = name.toLowerCase(Locale.ROOT) + ":";
      return headers.stream()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
          .map(line -> line.substring(prefix.length()).strip())
          .toList();
    }

    /** All values of a form parameter, still encoded. */
    public List<String> parameter(String name) {
      return List.of(body.split("&", -1)).stream()
          .filter(pair -> pair.startsWith(name + "="))
          .map(pair -> pair.substring(name.length() + 1))
          .toList();
    }
  }

  /** The server's end of one connection. */
  public final class Wire {

    private final Socket base;
    private final Socket socket;

    private Wire(Socket base, Socket socket) {
      this.base = base;
      this.socket = socket;
    }

    /** Reads one whole request. */
    public Received readRequest() throws IOException {
      List<String> lines = new ArrayList<>();
      for (String line = readLine(); !line.isEmpty(); line = readLine()) {
        lines.add(line);
      }
      List<String> headers = lines.subList(1, lines.size());
      Received head = new Received(lines.getFirst(), headers, "");
      List<String> lengths = head.header("content-length");
      int length = lengths.isEmpty() ? 0 : Integer.parseInt(lengths.getFirst());
      Received request =
          new Received(
              lines.getFirst(),
              headers,
              new String(readBytes(length), StandardCharsets.ISO_8859_1));
      requests.add(request);
      return request;
    }

    public Wire send(String text) throws IOException {
      return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public Wire send(byte[] bytes) throws IOException {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
      return this;
    }

    /** One byte at a time, a moment apart, until the other side gives up. */
    void drip(String text) throws IOException {
      for (byte b : text.getBytes(StandardCharsets.ISO_8859_1)) {
        send(new byte[] {b});
        waitForClose(20);
      }
    }

    /** The same, regardless of what the other side sends meanwhile. */
    void dripOver(String text) throws IOException {
      base.setSoTimeout(20);
      for (byte b : text.getBytes(StandardCharsets.ISO_8859_1)) {
        send(new byte[] {b});
        try {
          if (socket.getInputStream().readNBytes(10_000).length < 10_000) {
            return;
          }
        } catch (SocketTimeoutException e) {
          // Still there.
        }
      }
    }

    /** Sends nothing until the other side closes. */
    public void hang() throws IOException {
      waitForClose(0);
    }

    /** Returns when the other side has closed. */
    void awaitEnd() throws IOException {
      while (socket.getInputStream().read() >= 0) {
        // Its content does not matter.
      }
    }

    /** Sends FIN: nothing more will come. */
    void fin() throws IOException {
      socket.shutdownOutput();
    }

    /** Closes the TCP connection without closing TLS. */
    public void cut() throws IOException {
      base.close();
    }

    /** Closes with RST. */
    void reset() throws IOException {
      base.setSoLinger(true, 0);
      base.close();
    }

    private void waitForClose(int millis) throws IOException {
      base.setSoTimeout(millis);
      try {
        if (socket.getInputStream().read() < 0) {
          throw new EOFException();
        }
      } catch (SocketTimeoutException e) {
        // Still there.
      } finally {
        base.setSoTimeout(0);
      }
    }

    private String readLine() throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int b = readByte(); b != '\n'; b = readByte()) {
        line.write(b);
      }
      return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    private byte[] readBytes(int length) throws IOException {
      byte[] bytes = new byte[length];
      for (int i = 0; i < length; i++) {
        bytes[i] = (byte) readByte();
      }
      return bytes;
    }

    int readByte() throws IOException {
      InputStream in = socket.getInputStream();
      int b = in.read();
      if (b < 0) {
        throw new EOFException();
      }
      bytesReceived.incrementAndGet();
      return b;
    }
  }
}
