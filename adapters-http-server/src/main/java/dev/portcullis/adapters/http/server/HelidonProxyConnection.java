package dev.portcullis.adapters.http.server;

import dev.portcullis.adapters.http.server.ListenerPlan.ProxyGate;
import dev.portcullis.domain.address.Peer;
import dev.portcullis.domain.address.ProxyHeader;
import dev.portcullis.domain.address.ProxyProtocol;
import dev.portcullis.domain.address.ProxyProtocol.Reading;
import dev.portcullis.domain.address.RejectionReason;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.socket.PeerInfo;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import io.vavr.control.Either;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.security.Principal;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A connection that starts with a PROXY header and continues as HTTP/1.1. If anything is wrong with
 * the header, the connection is closed without an answer; no byte after the header is consumed.
 */
final class HelidonProxyConnection implements ServerConnection, InterruptableTask<Void> {

  private static final int ROOM_FOR_MOST_HEADERS = 128;

  private final HelidonContext kernel;
  private final AnnouncedContext announced;
  private final ServerConnection http;
  private final ProxyGate gate;
  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.ANNOUNCING);
  private int length;

  private enum Phase {
    ANNOUNCING,
    SERVING,
    LATE,
    STOPPED
  }

  HelidonProxyConnection(
      HelidonContext context,
      ServerConnectionSelector http,
      ProxyGate gate) {
    this.kernel = context;
    this.announced = new AnnouncedContext(context);
    this.http = http.connection(announced);
    this.gate = gate;
  }

  @Override
  public void handle(Limit limit) throws InterruptedException {
    Peer peer = RequestPipeline.peer(kernel.remotePeer().address());
    if (!gate.mayAnnounce().test(peer)) {
      throw refuse(peer, RejectionReason.PROXY_UNTRUSTED_PEER);
    }
    announced.header = readInTime(peer);
    http.handle(limit);
  }

  private ProxyHeader readInTime(Peer peer) {
    CountDownLatch read = new CountDownLatch(1);
    Thread.ofVirtual().start(() -> closeUnless(read));
    Either<RejectionReason, ProxyHeader> header = readToTheEnd();
    read.countDown();
    return switch (phase.compareAndExchange(Phase.ANNOUNCING, Phase.SERVING)) {
      case ANNOUNCING -> {
        if (length == 0) {
          // A load balancer that only checks whether the port is open: nothing to refuse.
          throw new CloseConnectionException("closed by the other end before it sent anything");
        }
        yield header.getOrElseThrow(reason -> refuse(peer, reason));
      }
      case LATE -> throw refuse(peer, RejectionReason.PROXY_TIMEOUT);
      case STOPPED, SERVING -> throw new CloseConnectionException("the server is stopping");
    };
  }

  /** One deadline for the whole header, however its bytes are spread. */
  private void closeUnless(CountDownLatch read) {
    try {
      boolean inTime = read.await(gate.policy().timeout().toNanos(), TimeUnit.NANOSECONDS);
      if (!inTime && phase.compareAndSet(Phase.ANNOUNCING, Phase.LATE)) {
        closeSocket();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Either<RejectionReason, ProxyHeader> readToTheEnd() {
    DataReader reader = kernel.dataReader();
    byte[] bytes = new byte[ROOM_FOR_MOST_HEADERS];
    Reading reading = new Reading.More(1);
    try {
      while (reading instanceof Reading.More(var atLeast)) {
        bytes = atLeast > bytes.length ? Arrays.copyOf(bytes, atLeast) : bytes;
        while (length < atLeast) {
          bytes[length] = reader.read();
          length++;
        }
        reading = ProxyProtocol.read(bytes, length, gate.policy().versions(), gate.policy().maxBytes());
      }
    } catch (CloseConnectionException | DataReader.InsufficientDataAvailableException e) {
      // The connection broke, ended, or was closed by a stop or by the deadline.
      return Either.left(RejectionReason.PROXY_SYNTAX);
    }
    return switch (reading) {
      case Reading.Whole(var header, var all) -> Either.right(header);
      case Reading.Refused(var reason) -> Either.left(reason);
      case Reading.More more -> throw new AssertionError(more);
    };
  }

  private CloseConnectionException refuse(Peer peer, RejectionReason reason) {
    gate.closed().accept(peer, reason);
    return new CloseConnectionException(reason.explanation());
  }

  private void closeSocket() {
    try {
      kernel.serverSocket().close();
    } catch (UncheckedIOException e) {
      // It is already closed.
    }
  }

  @Override
  public boolean canInterrupt() {
    return phase.get() != Phase.SERVING
        || (http instanceof InterruptableTask<?> task && task.canInterrupt());
  }

  @Override
  public Duration idleTime() {
    return phase.get() == Phase.SERVING ? http.idleTime() : Duration.ZERO;
  }

  @Override
  public void close(boolean interrupt) {
    if (phase.compareAndSet(Phase.ANNOUNCING, Phase.STOPPED)) {
      closeSocket();
    } else {
      http.close(interrupt);
    }
  }

  /** The kernel's peer, and what it announced in the PROXY header. */
  record AnnouncedPeer(PeerInfo kernel, ProxyHeader header) implements PeerInfo {

    @Override
    public SocketAddress address() {
      return kernel.address();
    }

    @Override
    public String host() {
      return kernel.host();
    }

    @Override
    public int port() {
      return kernel.port();
    }

    @Override
    public Optional<Principal> tlsPrincipal() {
      return kernel.tlsPrincipal();
    }

    @Override
    public Optional<Certificate[]> tlsCertificates() {
      return kernel.tlsCertificates();
    }
  }

  /** The connection as HTTP sees it: the header travels with the peer. */
  private static final class AnnouncedContext extends HelidonContext {

    private ProxyHeader header = new ProxyHeader.NoAddress();

    AnnouncedContext(HelidonContext kernel) {
      super(kernel);
    }

    @Override
    public PeerInfo remotePeer() {
      return new AnnouncedPeer(super.remotePeer(), header);
    }
  }
}
