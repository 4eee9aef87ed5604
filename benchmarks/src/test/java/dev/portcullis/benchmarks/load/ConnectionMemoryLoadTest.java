package dev.portcullis.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("load")
@Timeout(300)
class ConnectionMemoryLoadTest {

  private static final int IDLE = Integer.getInteger("load.idle", 15_000);
  private static final int ROUNDS = 50;
  private static final int PER_ROUND = 512;

  /** Below {@code listen}'s limit for one address. */
  private static final int PER_ADDRESS = 128;

  @Test
  void an_idle_connection_takes_at_most_16_kib_of_heap(@TempDir Path folder) throws Exception {
    try (StubTenant tenant = StubTenant.start();
        GatewayProcess gateway = GatewayProcess.start(tenant, folder)) {
      Connections.open(gateway.port(), 3, 200).close();
      long before = gateway.liveHeap();

      try (Connections idle = Connections.open(gateway.port(), 2, IDLE)) {
        long each = (gateway.liveHeap() - before) / IDLE;

        System.err.printf(
            "%d idle connections: %d bytes of heap each, %d MiB resident%n",
            IDLE, each, gateway.residentMiB());
        gateway.requireAlive();
        idle.requireOpen();
        assertThat(each).isBetween(200L, 16 * 1024L);
      }
    }
  }

  @Test
  void connections_that_come_and_go_leave_at_most_160_mib_resident(@TempDir Path folder)
      throws Exception {
    try (StubTenant tenant = StubTenant.start();
        GatewayProcess gateway = GatewayProcess.start(tenant, folder)) {
      long most = 0;

      for (int round = 0; round < ROUNDS; round++) {
        Connections.open(gateway.port(), 10 + round, PER_ROUND).close();
        most = Math.max(most, gateway.residentMiB());
      }

      System.err.printf(
          "After %d rounds of %d connections: %d MiB resident, at most %d%n",
          ROUNDS, PER_ROUND, gateway.residentMiB(), most);
      assertThat(gateway.residentMiB()).isBetween(1L, 160L);
    }
  }

  /** Open connections with one login each, of clients that connect themselves. */
  private record Connections(List<Socket> sockets) implements AutoCloseable {

    /** Logs in over each, sixteen at a time; all stay open. */
    static Connections open(int port, int net, int count) throws Exception {
      List<Callable<Socket>> tasks = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        InetAddress from = Messages.user(net, i / PER_ADDRESS);
        tasks.add(() -> logIn(port, from));
      }
      List<Socket> sockets = new ArrayList<>();
      try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
        for (Future<Socket> socket : threads.invokeAll(tasks)) {
          sockets.add(socket.get());
        }
      }
      return new Connections(sockets);
    }

    private static Socket logIn(int port, InetAddress from) throws IOException {
      Socket socket = new Socket();
      socket.setSoTimeout(30_000);
      socket.bind(new InetSocketAddress(from, 0));
      socket.connect(new InetSocketAddress(Messages.address(127, 0, 0, 1), port), 30_000);
      socket.getOutputStream().write(Messages.login());
      int status = Messages.read(socket.getInputStream(), new byte[8 * 1024]);
      if (status != 200) {
        throw new IOException("answered with " + status);
      }
      return socket;
    }

    /** Sends one more login over the last, which were no idle connection if it had been closed. */
    void requireOpen() throws IOException {
      Socket last = sockets.getLast();
      last.getOutputStream().write(Messages.login());
      assertThat(Messages.read(last.getInputStream(), new byte[8 * 1024])).isEqualTo(200);
    }

    @Override
    public void close() throws IOException {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }
}
