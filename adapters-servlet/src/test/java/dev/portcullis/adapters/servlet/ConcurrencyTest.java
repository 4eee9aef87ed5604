package dev.portcullis.adapters.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.testkit.http.HttpBinding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class ConcurrencyTest {

  static Stream<Named<Function<TestApi, HttpBinding>>> hosts() {
    return Stream.of(
        Named.of(
            "Jetty",
            gateway -> {
              JettyHost host = new JettyHost().servlet(new PortcullisServlet(gateway.api()));
              host.server().setStopTimeout(20_000);
              return host.started();
            }),
        Named.of(
            "Jetty, virtual threads",
            gateway -> {
              JettyHost host =
                  new JettyHost().virtualThreads().servlet(new PortcullisServlet(gateway.api()));
              host.server().setStopTimeout(20_000);
              return host.started();
            }),
        Named.of(
            "Tomcat",
            gateway -> {
              PortcullisValve valve = PortcullisValve.passing();
              return new TomcatHost()
                  .engineValve(valve)
                  .servlet(valve.servlet(gateway.api()))
                  .started();
            }),
        Named.of(
            "Tomcat's valve, virtual threads",
            gateway ->
                new TomcatHost()
                    .connector("useVirtualThreads", "true")
                    .engineValve(PortcullisValve.answering(gateway.api()))
                    .started()));
  }

  @ParameterizedTest
  @MethodSource("hosts")
  void two_hundred_users_at_once_keep_each_their_own_address(Function<TestApi, HttpBinding> start)
      throws Exception {
    CountDownLatch together = new CountDownLatch(100);
    TestApi gateway =
        new TestApi(
            attempt -> {
              together.countDown();
              await(together);
              return new LoginOutcome.WrongCredentials();
            });
    List<Future<String>> answers = new ArrayList<>();
    try (HttpBinding host = start.apply(gateway);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 200; i++) {
        String login = TestApi.login("X-Forwarded-For: 203.0.113.66, 192.0.2." + i);
        answers.add(threads.submit(() -> Talk.with(host, login)));
      }
      for (Future<String> answer : answers) {
        assertThat(answer.get()).startsWith("HTTP/1.1 403 ");
      }
    }
    assertThat(gateway.clients())
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 200).mapToObj(i -> "192.0.2." + i).toList());
  }

  @ParameterizedTest
  @MethodSource("hosts")
  void a_login_in_progress_is_answered_when_the_container_stops(
      Function<TestApi, HttpBinding> start) throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    TestApi gateway =
        new TestApi(
            attempt -> {
              arrived.countDown();
              await(go);
              return new LoginOutcome.WrongCredentials();
            });
    HttpBinding host = start.apply(gateway);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> answer =
          threads.submit(() -> Talk.with(host, TestApi.login("X-Forwarded-For: 192.0.2.7")));
      await(arrived);
      Future<?> stopped = threads.submit(host::close);
      // Longer than Tomcat itself waits for a servlet.
      Thread.sleep(Duration.ofSeconds(3));
      assertThat(stopped).isNotDone();
      go.countDown();

      assertThat(answer.get()).startsWith("HTTP/1.1 403 ");
      stopped.get(20, TimeUnit.SECONDS);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
