package dev.portcullis.adapters.webhook;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.portcullis.application.reset.port.ResetDelivery;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.domain.reset.ResetTicket;
import dev.portcullis.testkit.TestClock;
import dev.portcullis.testkit.contract.ResetDeliveryContract;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookResetDeliveryContractTest implements ResetDeliveryContract {

  private static final String SECRET = "canary-4c1d-of-gateway-and-mailer-1234";

  private final List<ServerSocket> opened = new ArrayList<>();
  private final List<String> received = new CopyOnWriteArrayList<>();

  @Override
  public ResetDelivery delivery(Situation situation) {
    ServerSocket mailer = listen();
    URI url = URI.create("http://127.0.0.1:" + mailer.getLocalPort() + "/hook?x=1");
    String answer =
        switch (situation) {
          case ORDINARY -> "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n";
          case REFUSING -> "HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n";
          case REDIRECTING ->
              "HTTP/1.1 307 There\r\nLocation: " + url + "\r\nContent-Length: 0\r\n\r\n";
          case UNINTELLIGIBLE -> "220 mail.example.com ESMTP\r\n\r\n";
          // Headers, and then nothing: the client's own time-out would not end this.
          case SILENT -> "HTTP/1.1 202 Accepted\r\nContent-Length: 5\r\n\r\n";
          case UNREACHABLE -> "";
        };
    if (situation == Situation.UNREACHABLE) {
      close(mailer);
    } else {
      Thread.ofVirtual().start(() -> serve(mailer, answer, situation == Situation.SILENT));
    }
    Duration timeout =
        situation == Situation.SILENT ? Duration.ofMillis(400) : Duration.ofSeconds(15);
    return new WebhookResetDelivery(
        new WebhookSettings(url, new WebhookSecret(SECRET), timeout), TestClock.create());
  }

  @Test
  void a_link_is_posted_once_and_signed_with_its_time() throws Exception {
    delivery(Situation.ORDINARY)
        .deliver(
            new RequestId("request-1"),
            new ResetTicket("a\"da@example.com", "https://example.com/?t=1"));

    String body =
        "{\"event\":\"password_reset\",\"request_id\":\"request-1\","
            + "\"email\":\"a\\\"da@example.com\",\"link\":\"https://example.com/?t=1\"}";
    // 2026-01-15T10:30:00Z, as the clock shows.
    String at = "1768473000";
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET.getBytes(US_ASCII), "HmacSHA256"));
    String signature = HexFormat.of().formatHex(mac.doFinal((at + "." + body).getBytes(UTF_8)));
    assertThat(received).hasSize(1);
    assertThat(received.getFirst())
        .startsWith("POST /hook?x=1 HTTP/1.1\r\n")
        .containsIgnoringCase("Content-Type: application/json\r\n")
        .containsIgnoringCase("Portcullis-Signature: t=" + at + ",v1=" + signature + "\r\n")
        .endsWith("\r\n\r\n" + body);
  }

  @Test
  void an_answer_arrives_while_others_block_the_jvms_common_pool() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    for (int i = 0; i < 64; i++) {
      ForkJoinPool.commonPool()
          .execute(
              () -> {
                try {
                  release.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
    }
    try {
      boolean delivered = delivery(Situation.ORDINARY).deliver(new RequestId("request-1"), TICKET);

      assertThat(delivered).isTrue();
    } finally {
      release.countDown();
    }
  }

  @Test
  void a_redirect_is_not_followed() {
    delivery(Situation.REDIRECTING).deliver(new RequestId("request-1"), TICKET);

    assertThat(received).hasSize(1);
  }

  @Test
  void the_connection_to_a_mailer_that_hangs_is_closed() throws Exception {
    ServerSocket mailer = listen();
    CompletableFuture<Integer> after = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try (Socket socket = mailer.accept()) {
                received.add(request(socket.getInputStream()));
                socket
                    .getOutputStream()
                    .write("HTTP/1.1 202 Accepted\r\nContent-Length: 5\r\n\r\n".getBytes(US_ASCII));
                after.complete(socket.getInputStream().read());
              } catch (IOException e) {
                // Reset is closed too.
                after.complete(-1);
              }
            });
    WebhookResetDelivery delivery =
        new WebhookResetDelivery(
            new WebhookSettings(
                URI.create("http://127.0.0.1:" + mailer.getLocalPort() + "/"),
                new WebhookSecret(SECRET),
                Duration.ofMillis(400)),
            TestClock.create());

    boolean delivered = delivery.deliver(new RequestId("request-1"), TICKET);

    assertThat(delivered).isFalse();
    assertThat(after.get(10, TimeUnit.SECONDS)).isEqualTo(-1);
  }

  @Test
  void the_secret_of_the_moment_signs_a_delivery() {
    AtomicReference<WebhookSecret> current = new AtomicReference<>(new WebhookSecret(SECRET));
    ServerSocket mailer = listen();
    // It closes each connection, so it says so: a kept one could be used once more.
    String answer = "HTTP/1.1 204 Done\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    Thread.ofVirtual().start(() -> serve(mailer, answer, false));
    WebhookResetDelivery delivery =
        new WebhookResetDelivery(
            new WebhookSettings(
                URI.create("http://127.0.0.1:" + mailer.getLocalPort() + "/"),
                new WebhookSecret(SECRET),
                Duration.ofSeconds(15)),
            current::get,
            TestClock.create());

    delivery.deliver(new RequestId("request-1"), TICKET);
    current.set(new WebhookSecret("another-secret-of-gateway-and-mailer"));
    delivery.deliver(new RequestId("request-1"), TICKET);

    assertThat(received).hasSize(2);
    assertThat(received.stream().map(WebhookResetDeliveryContractTest::signature))
        .doesNotHaveDuplicates();
  }

  private static String signature(String request) {
    return request
        .lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("portcullis-signature:"))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "200, true",
    "204, true",
    "299, true",
    "300, false",
    "302, false",
    "307, false",
    "400, false",
    "500, false"
  })
  void a_link_is_delivered_only_if_the_mailer_accepts_it(int status, boolean delivered) {
    ServerSocket mailer = listen();
    Thread.ofVirtual()
        .start(
            () ->
                serve(
                    mailer, "HTTP/1.1 " + status + " Status\r\nContent-Length: 0\r\n\r\n", false));
    WebhookResetDelivery delivery =
        new WebhookResetDelivery(
            new WebhookSettings(
                URI.create("http://127.0.0.1:" + mailer.getLocalPort() + "/"),
                new WebhookSecret(SECRET),
                Duration.ofSeconds(15)),
            TestClock.create());

    boolean accepted = delivery.deliver(new RequestId("request-1"), TICKET);

    assertThat(accepted).isEqualTo(delivered);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://mailer.example.com/",
        "http://127.example.com/",
        "http://127.0.0.1.example.com/",
        "http://localhost.example.com/",
        "http://128.0.0.1/",
        "http://[::2]/",
        "http://0.0.0.0/",
        "ftp://127.0.0.1/",
        "https://user:canary-4c1d@example.com/",
        "mailto:a@example.com",
        "/hook"
      })
  void a_mailer_that_others_can_listen_to_is_none(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new WebhookSettings(
                    URI.create(url), new WebhookSecret(SECRET), Duration.ofSeconds(1)))
        .withMessageNotContaining("canary-4c1d");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://mailer.example.com/hook",
        "HTTPS://mailer.example.com/",
        "http://localhost:8080/",
        "http://LocalHost/",
        "http://127.255.0.1/",
        "http://[::1]:8080/"
      })
  void a_mailer_that_nobody_listens_to_is_one(String url) {
    WebhookSettings settings =
        new WebhookSettings(URI.create(url), new WebhookSecret(SECRET), Duration.ofMinutes(1));

    assertThat(settings.toString()).doesNotContain(SECRET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S", "PT1M0.000000001S"})
  void a_delivery_takes_some_time_and_a_minute_at_most(Duration timeout) {
    URI url = URI.create("https://mailer.example.com/");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WebhookSettings(url, new WebhookSecret(SECRET), timeout))
        .withMessage("timeout: " + timeout + " (expected: > 0, <= PT1M)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "thirty-one-characters-of-a-key!",
        "thirty-two-characters and-blanks",
        "thirty-two-characters-w\u00efth-others"
      })
  void a_secret_of_fewer_or_other_characters_is_none(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WebhookSecret(text))
        .withMessageNotContaining(text);
  }

  @Test
  void a_secret_of_32_characters_is_one_and_is_compared_and_not_printed() {
    WebhookSecret secret = new WebhookSecret("!thirty-two-characters-of-a-key~");

    assertThat(secret.isSameAs(new WebhookSecret("!thirty-two-characters-of-a-key~"))).isTrue();
    assertThat(secret.isSameAs(new WebhookSecret("!thirty-two-characters-of-a-key!"))).isFalse();
    assertThat(secret).hasToString("WebhookSecret[redacted]");
  }

  @Test
  void a_secret_that_can_be_searched_for_is_none() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WebhookSecret("canary-4c1d"))
        .withMessageNotContaining("canary-4c1d");
  }

  @AfterEach
  void close() {
    opened.forEach(WebhookResetDeliveryContractTest::close);
  }

  private ServerSocket listen() {
    try {
      ServerSocket socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
      opened.add(socket);
      return socket;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void serve(ServerSocket mailer, String answer, boolean hang) {
    try {
      while (true) {
        Socket socket = mailer.accept();
        received.add(request(socket.getInputStream()));
        socket.getOutputStream().write(answer.getBytes(US_ASCII));
        socket.getOutputStream().flush();
        if (!hang) {
          socket.close();
        }
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private static String request(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int length = -1;
    while (length < 0 || bytes.size() < length) {
      bytes.write(in.read());
      String text = bytes.toString(UTF_8);
      if (length < 0 && text.endsWith("\r\n\r\n")) {
        String head = text.toLowerCase(Locale.ROOT);
        int at = head.indexOf("content-length: ") + "content-length: ".length();
        length = bytes.size() + Integer.parseInt(head.substring(at, head.indexOf('\r', at)));
      }
    }
    return bytes.toString(UTF_8);
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
