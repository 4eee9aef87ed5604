package dev.portcullis.adapters.http.server;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.Router;
import io.helidon.webserver.ServerConnectionException;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

/**
 * A connection of which nothing has been read yet. It keeps nothing of what is read from it, and
 * hides the server's own PROXY data, which HTTP would add to a request's headers.
 */
class HelidonContext implements ConnectionContext {

  private final ConnectionContext server;
  private final DataReader reader;

  HelidonContext(ConnectionContext server) {
    this(server, new HelidonReader(new Bytes(server.serverSocket())));
  }

  private HelidonContext(ConnectionContext server, DataReader reader) {
    this.server = server;
    this.reader = reader;
  }

  /** The same connection, for a subclass that overrides a part of it. */
  HelidonContext(HelidonContext other) {
    this(other.server, other.reader);
  }

  @Override
  public PeerInfo remotePeer() {
    return server.remotePeer();
  }

  @Override
  public PeerInfo localPeer() {
    return server.localPeer();
  }

  @Override
  public boolean isSecure() {
    return server.isSecure();
  }

  @Override
  public String socketId() {
    return server.socketId();
  }

  @Override
  public String childSocketId() {
    return server.childSocketId();
  }

  @Override
  public ListenerContext listenerContext() {
    return server.listenerContext();
  }

  @Override
  public ExecutorService executor() {
    return server.executor();
  }

  @Override
  public DataWriter dataWriter() {
    return server.dataWriter();
  }

  @Override
  public DataReader dataReader() {
    return reader;
  }

  @Override
  public Router router() {
    return server.router();
  }

  @Override
  public HelidonSocket serverSocket() {
    return server.serverSocket();
  }

  /** The bytes received on a connection; the buffer they pass through is wiped. */
  private static final class Bytes implements Supplier<byte[]> {

    private static final int MOST = 4096;
    private static final byte[] ZEROS = new byte[MOST];

    private final HelidonSocket socket;
    private final BufferData buffer = BufferData.create(MOST);

    Bytes(HelidonSocket socket) {
      this.socket = socket;
    }

    /**
     * @throws DataReader.InsufficientDataAvailableException at the end
     */
    @Override
    public byte[] get() {
      int length = read();
      if (length < 0) {
        throw new DataReader.InsufficientDataAvailableException();
      }
      byte[] bytes = new byte[length];
      buffer.read(bytes);
      buffer.clear();
      buffer.write(ZEROS, 0, length);
      buffer.clear();
      return bytes;
    }

    /** Uses the deprecated method: its replacement has a buffer of its own. */
    @SuppressWarnings("removal")
    private int read() {
      try {
        return socket.read(buffer);
      } catch (UncheckedIOException e) {
        // What the server's own reader would throw.
        throw new ServerConnectionException("Failed to get data from socket", e);
      }
    }
  }
}
