package dev.portcullis.adapters.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.exchange.Endpoint;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.adapters.http.server.ListenAddress.Tcp;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** The memory outside of the heap that connections take while they are read and answered. */
@Isolated("it measures the memory of the process")
@Timeout(60)
class ConnectionBuffersTest {

  private static final int CONNECTIONS = 100;

  @Test
  void a_connection_that_is_being_answered_takes_at_most_two_buffers_of_4_kib() throws Exception {
    CountDownLatch arrived = new CountDownLatch(CONNECTIONS);
    CountDownLatch released = new CountDownLatch(1);
    Endpoint waits =
        Endpoint.get(
            "/path",
            (request, id) -> {
              arrived.countDown();
              await(released);
              return Reply.of(200, "text/plain", new byte[0]);
            });
    // The second request is still in the buffer while the first is answered.
    String requests = "GET /path HTTP/1.1\r\nHost: gateway\r\n\r\n".repeat(2);
    List<Socket> clients = new ArrayList<>();

    try (TestListener listener = TestListener.on(new Tcp("127.0.0.1", 0), waits)) {
      long before = direct();
      for (int i = 0; i < CONNECTIONS; i++) {
        Socket client = listener.connect();
        clients.add(client);
        TestListener.send(client, requests);
      }
      arrived.await();
      long each = (direct() - before) / CONNECTIONS;
      released.countDown();

      assertThat(each).isBetween(4_000L, 9_000L);
    } finally {
      for (Socket client : clients) {
        client.close();
      }
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static long direct() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }
}
