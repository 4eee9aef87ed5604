package dev.portcullis.adapters.http.server;

import static dev.portcullis.adapters.http.server.ProxyHeaders.join;
import static dev.portcullis.adapters.http.server.ProxyHeaders.v1;
import static dev.portcullis.adapters.http.server.TestGateway.listener;
import static dev.portcullis.adapters.http.server.TestGateway.login;
import static dev.portcullis.adapters.http.server.TestGateway.proxied;
import static dev.portcullis.adapters.http.server.TestGateway.xff;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.intake.AddressSettings;
import dev.portcullis.adapters.http.intake.AddressSettings.TraceMode;
import dev.portcullis.adapters.http.server.HttpSettings.Listener;
import dev.portcullis.adapters.http.server.HttpSettings.UserListener;
import dev.portcullis.adapters.http.server.ListenAddress.Tcp;
import dev.portcullis.adapters.http.server.tls.TestCertificates;
import dev.portcullis.adapters.http.server.tls.TlsSettings;
import dev.portcullis.adapters.http.server.tls.TlsSettings.ClientCertificates;
import dev.portcullis.domain.address.AddressSource;
import dev.portcullis.domain.login.LoginOutcome;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A login may wait for the tenant for seconds: each has a virtual thread, however its connection
 * starts, so that none waits for another's.
 */
@Timeout(60)
class RequestThreadsTest {

  /** More than the server has threads of its own. */
  private static final int LOGINS = 60;

  private static final String XFF = "X-Forwarded-For: 203.0.113.7";

  private final CountDownLatch arrived = new CountDownLatch(LOGINS);
  private final List<Thread> threads = new CopyOnWriteArrayList<>();

  @Test
  void logins_wait_side_by_side() {
    try (TestGateway gateway = gateway(listener("web", xff()))) {
      List<String> statuses = atOnce(() -> inTwoPackets(gateway.connect("web"), login(XFF)));

      assertThat(statuses).hasSize(LOGINS).containsOnly("403");
    }
    assertThat(threads).hasSize(LOGINS).allMatch(Thread::isVirtual);
  }

  @Test
  void logins_behind_a_proxy_header_wait_side_by_side() {
    byte[] request = join(v1("PROXY TCP4 203.0.113.4 127.0.0.1 1 2"), login());
    try (TestGateway gateway =
        gateway(
            listener("web", proxied(new AddressSource.ProxyProtocol(), Duration.ofSeconds(10))))) {
      List<String> statuses = atOnce(() -> inTwoPackets(gateway.connect("web"), request));

      assertThat(statuses).hasSize(LOGINS).containsOnly("403");
    }
    assertThat(threads).hasSize(LOGINS).allMatch(Thread::isVirtual);
  }

  @Test
  void logins_over_tls_wait_side_by_side(@TempDir Path directory) {
    TestCertificates made = TestCertificates.in(directory);
    TlsClient client = TlsClient.trusting(made.authority());
    TlsSettings tls =
        new TlsSettings(
            Vector.of(made.host("localhost").identity()), new ClientCertificates.NotAsked());
    try (TestGateway gateway =
        gateway(
            new UserListener(
                "web",
                new Listener(new Tcp("127.0.0.1", 0), Option.of(tls)),
                new AddressSettings(xff(), "v1", TraceMode.OFF, Option.none())))) {
      List<String> statuses =
          atOnce(() -> inTwoPackets(client.connect(gateway.server().port()), login(XFF)));

      assertThat(statuses).hasSize(LOGINS).containsOnly("403");
    }
    assertThat(threads).hasSize(LOGINS).allMatch(Thread::isVirtual);
  }

  private TestGateway gateway(UserListener listener) {
    return TestGateway.before(
        attempt -> {
          threads.add(Thread.currentThread());
          arrived.countDown();
          try {
            return arrived.await(20, TimeUnit.SECONDS)
                ? new LoginOutcome.WrongCredentials()
                : new LoginOutcome.TooManyLogins();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        },
        listener);
  }

  private interface Client {
    String ask() throws IOException;
  }

  private static List<String> atOnce(Client client) {
    List<String> statuses = new CopyOnWriteArrayList<>();
    List<Thread> clients =
        IntStream.range(0, LOGINS)
            .mapToObj(
                i ->
                    Thread.ofPlatform()
                        .start(
                            () -> {
                              try {
                                statuses.add(client.ask());
                              } catch (IOException e) {
                                throw new UncheckedIOException(e);
                              }
                            }))
            .toList();
    try {
      for (Thread thread : clients) {
        thread.join();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return statuses;
  }

  /** The last bytes of the body come later than the rest, so that the login waits for them. */
  private static String inTwoPackets(Socket socket, byte[] request) throws IOException {
    try (socket) {
      int cut = request.length - 3;
      socket.getOutputStream().write(request, 0, cut);
      socket.getOutputStream().flush();
      Thread.sleep(20);
      socket.getOutputStream().write(Arrays.copyOfRange(request, cut, request.length));
      socket.getOutputStream().flush();
      return TestListener.reply(socket).substring("HTTP/1.1 ".length()).substring(0, 3);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
