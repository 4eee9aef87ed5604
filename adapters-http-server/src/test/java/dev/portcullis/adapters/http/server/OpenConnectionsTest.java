package dev.portcullis.adapters.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.HttpApi;
import dev.portcullis.adapters.http.server.HttpSettings.Listener;
import dev.portcullis.application.journal.HttpRefusal;
import dev.portcullis.domain.login.RequestId;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;

/** Connections that arrive at the same moment. */
@Timeout(60)
class OpenConnectionsTest {

  private static final int PLACES = 50;
  private static final int AT_ONCE = 200;

  private final List<HttpRefusal> refusals = new CopyOnWriteArrayList<>();
  private final OpenConnections connections =
      new OpenConnections(
          new ListenerPlan(
              Listener.plain("127.0.0.1", 0),
              HttpLimits.DEFAULT.withConnections(PLACES),
              HttpApi.of(() -> new RequestId("request"), Vector.empty(), refusals::add),
              (peer, names) -> false,
              Option::none,
              refusals::add));

  @RepeatedTest(20)
  void many_that_arrive_at_once_do_not_exceed_the_limit() throws Exception {
    List<OpenConnection> admitted = new CopyOnWriteArrayList<>();
    CountDownLatch start = new CountDownLatch(1);

    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < AT_ONCE; i++) {
        threads.execute(
            () -> {
              await(start);
              // None waits for its client yet, so none can give way to another.
              connections.admit(new ByteArrayEndPoint()).forEach(admitted::add);
            });
      }
      start.countDown();
    }

    assertThat(admitted).hasSize(PLACES);
    assertThat(refusals).hasSize(AT_ONCE - PLACES).containsOnly(HttpRefusal.TOO_MANY_CONNECTIONS);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
