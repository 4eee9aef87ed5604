package dev.portcullis.adapters.http.server;

import static java.util.Objects.requireNonNull;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.HttpApi;
import dev.portcullis.adapters.http.server.HttpSettings.Listener;
import dev.portcullis.application.journal.HttpRefusal;
import dev.portcullis.domain.login.RequestId;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections that arrive, or are late, at the same moment. */
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

  @Test
  void those_that_are_late_are_ended_in_portions_until_the_next_sweep() {
    Sweeps sweeps = new Sweeps();
    List<Long> ended = new CopyOnWriteArrayList<>();
    connections.sweepWith(sweeps);
    for (int i = 0; i < PLACES; i++) {
      ByteArrayEndPoint socket = new ByteArrayEndPoint();
      connections.admit(socket);
      socket.fillInterested(
          Callback.from(
              () -> {},
              late -> {
                ended.add(sweeps.now);
                socket.close();
              }));
    }

    sweeps.runFor(HttpLimits.DEFAULT.head().plusSeconds(1));

    Map<Long, Long> at = ended.stream().collect(groupingBy(identity(), TreeMap::new, counting()));
    assertThat(ended).hasSize(PLACES);
    assertThat(at.values()).allMatch(portion -> portion <= 6);
    assertThat(ended.getLast() - ended.getFirst()).isLessThan(250);
    assertThat(ended.getFirst()).isGreaterThan(HttpLimits.DEFAULT.head().toMillis());
  }

  /** Runs what is scheduled when its time has come, in this thread. */
  private static final class Sweeps extends AbstractLifeCycle implements Scheduler {

    private record Due(long at, long number, Runnable task) {}

    private final PriorityQueue<Due> due =
        new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::number));
    private long now;
    private long number;

    @Override
    public Task schedule(Runnable task, long delay, TimeUnit units) {
      due.add(new Due(now + units.toMillis(delay), number++, task));
      return () -> false;
    }

    void runFor(Duration time) {
      while (requireNonNull(due.peek()).at() <= time.toMillis()) {
        Due next = requireNonNull(due.poll());
        now = next.at();
        next.task().run();
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
}
