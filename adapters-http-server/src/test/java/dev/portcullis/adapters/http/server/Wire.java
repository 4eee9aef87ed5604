package dev.portcullis.adapters.http.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.portcullis.adapters.http.server.ListenAddress.Tcp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;

/**
 * A client's connection whose every byte the test decides, as ISO-8859-1. That the server has
 * closed is never an exception of sending: what the server answered shows it.
 */
final class Wire implements AutoCloseable {

  /** Longer than any server under test may take. */
  private static final int PATIENCE_MILLIS = 8000;

  private final Socket socket;

  private Wire(Socket socket) {
    this.socket = socket;
  }

  static Wire to(ListenAddress where) {
    return from("127.0.0.1", where, 0);
  }

  /**
   * A connection from an address of this machine.
   *
   * @param receiveBuffer how many bytes the kernel takes unread; 0 for its default
   */
  static Wire from(String local, ListenAddress where, int receiveBuffer) {
    try {
      Socket socket = new Socket();
      if (receiveBuffer > 0) {
        socket.setReceiveBufferSize(receiveBuffer);
      }
      socket.bind(new InetSocketAddress(address(local), 0));
      socket.connect(new InetSocketAddress(address("127.0.0.1"), ((Tcp) where).port()), 5000);
      return over(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A connection that is open already, with TLS perhaps. */
  static Wire over(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return new Wire(socket);
  }

  Wire send(String text) {
    return send(text.getBytes(ISO_8859_1));
  }

  Wire send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
    } catch (IOException e) {
      // The server has closed already.
    }
    return this;
  }

  /** Sends a byte at a time until all are sent or the server closes. Takes what it answers. */
  Answers drip(String text, Duration pause) {
    StringBuilder received = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      send(text.substring(i, i + 1));
      if (takes(received, pause)) {
        return Answers.parse(received.toString());
      }
    }
    return Answers.parse(received + rest());
  }

  /** Reads for a while; whether the connection ended. */
  private boolean takes(StringBuilder received, Duration time) {
    try {
      socket.setSoTimeout((int) time.toMillis());
      int read = socket.getInputStream().read();
      while (read >= 0) {
        received.append((char) read);
        read = socket.getInputStream().read();
      }
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    } finally {
      patient();
    }
  }

  private void patient() {
    try {
      socket.setSoTimeout(PATIENCE_MILLIS);
    } catch (SocketException e) {
      // It is closed.
    }
  }

  /** Sends no more. */
  Wire shut() {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      // The server has closed already.
    }
    return this;
  }

  /** The next response, not of 1xx, which must have a length. */
  Answers.Answer answer() {
    try {
      StringBuilder text = new StringBuilder();
      while (true) {
        Answers read = Answers.parse(text.toString());
        if (!read.all().isEmpty()
            && read.all().last().status() >= 200
            && Integer.toString(read.all().last().body().length())
                .equals(read.all().last().header("Content-Length").getOrElse("0"))) {
          return read.all().last();
        }
        int b = socket.getInputStream().read();
        if (b < 0) {
          throw new AssertionError("closed after: " + text);
        }
        text.append((char) b);
      }
    } catch (IOException e) {
      throw new AssertionError("no answer", e);
    }
  }

  /** The next line. */
  String line() {
    StringBuilder text = new StringBuilder();
    try {
      int b = socket.getInputStream().read();
      while (b >= 0 && b != '\n') {
        text.append((char) b);
        b = socket.getInputStream().read();
      }
    } catch (IOException e) {
      throw new AssertionError("no line", e);
    }
    return text.toString().stripTrailing();
  }

  /** Every response up to the end of the connection, which may be a reset. */
  Answers answers() {
    return Answers.parse(rest());
  }

  /**
   * Everything up to the end of the connection.
   *
   * @throws AssertionError if the server keeps it open
   */
  private String rest() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      InputStream in = socket.getInputStream();
      byte[] some = new byte[8192];
      for (int read = in.read(some); read >= 0; read = in.read(some)) {
        all.write(some, 0, read);
      }
    } catch (SocketTimeoutException e) {
      throw new AssertionError("still open, after: " + all.toString(ISO_8859_1), e);
    } catch (IOException e) {
      // A reset is an end too.
    }
    return all.toString(ISO_8859_1);
  }

  /** Takes one byte, as slow readers do; whether there was one. */
  boolean takesOne() {
    try {
      return socket.getInputStream().read() >= 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Takes this number of pieces of a response, each after a pause; how many bytes there were. */
  long takeSlowly(int pieces, Duration pause, int size) {
    long taken = 0;
    try {
      for (int i = 0; i < pieces; i++) {
        Thread.sleep(pause);
        taken += socket.getInputStream().readNBytes(size).length;
      }
    } catch (IOException e) {
      return taken;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return taken;
  }

  /** The number of bytes up to the end of the connection, which may be a reset. */
  long bytesToEnd() {
    long all = 0;
    try {
      byte[] some = new byte[65_536];
      for (int read = 0; read >= 0; read = socket.getInputStream().read(some)) {
        all += read;
      }
    } catch (IOException e) {
      return all;
    }
    return all;
  }

  /** Whether the server has neither sent anything nor closed within this time. */
  boolean quietFor(Duration time) {
    StringBuilder received = new StringBuilder();
    boolean ended = takes(received, time);
    return !ended && received.isEmpty();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("AddressSelection") // A literal names one address.
  static InetAddress address(String literal) throws UnknownHostException {
    return InetAddress.getByName(literal);
  }
}
