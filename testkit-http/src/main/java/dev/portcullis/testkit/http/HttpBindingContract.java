package dev.portcullis.testkit.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.adapters.http.HttpApi;
import dev.portcullis.adapters.http.exchange.Endpoint;
import dev.portcullis.adapters.http.exchange.Endpoint.Content;
import dev.portcullis.adapters.http.exchange.GatewayRequest;
import dev.portcullis.adapters.http.exchange.Handler;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.adapters.http.intake.RequestIntake;
import dev.portcullis.domain.address.Peer;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.testkit.http.RawConnection.Response;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every binding of {@link HttpApi} to an HTTP server must do. A binding
 *
 * <ul>
 *   <li>hands over method, path, query and header lines as they were received, and as the peer the
 *       one that the kernel reports; of an absolute target, its path and query alone;
 *   <li>serves HTTP/1.0 and HTTP/1.1;
 *   <li>reads a body of up to {@link HttpApi#bodyLimit} bytes completely before it sends the reply,
 *       lets a handler see that a body is larger or ended early, and never treats the rest of a
 *       body as the next request;
 *   <li>hands over a form as the bytes of its body, and refuses a body with a content coding (415);
 *   <li>sends status, header lines and body of the reply unchanged, without the body for HEAD;
 *       blanks in a media type do not count;
 *   <li>answers with 400 what is no HTTP request, and repeats nothing of it;
 *   <li>keeps no reference to a request after its reply: a body may contain a password;
 *   <li>takes 200 connections that are opened at once: its accept queue has room for them.
 * </ul>
 *
 * <p>The tests use real sockets on 127.0.0.1. Extend this class in the binding's tests:
 *
 * <pre>{@code
 * class MyBindingTest extends HttpBindingContract {
 *   @Override
 *   protected HttpBinding start(HttpApi api) {
 *     return new MyServer(api, 0);
 *   }
 * }
 * }</pre>
 */
@Timeout(60)
public abstract class HttpBindingContract {

  private static final int LIMIT = RequestIntake.MAX_BODY_BYTES;
  private static final String SECRET = "correct-horse-7";

  /** Targets that are unusual and valid. */
  private static final List<String> TARGETS =
      List.of(
          "/plain",
          "/a%2Fb",
          "/%61%6c%6C",
          "/a+b",
          "/a;b=c",
          "/a%00b",
          "/%2e%2e/a",
          "/%2e%2e/",
          "/%C3%A4");

  private static final List<String> FORWARDING_HEADERS =
      List.of(
          "X-Forwarded-For",
          "Forwarded",
          "X-Real-IP",
          "X-Forwarded-Proto",
          "X-Forwarded-Host",
          "X-Forwarded-Port");

  private final AtomicInteger ids = new AtomicInteger();
  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private final List<HttpBinding> bindings = new ArrayList<>();

  /** Creates the contract. */
  protected HttpBindingContract() {}

  /** Starts the binding in front of an API, on a free port of 127.0.0.1 and without TLS. */
  protected abstract HttpBinding start(HttpApi api);

  /**
   * The targets that the server refuses with 400 before the binding sees them. They are among those
   * that this contract sends; a server that has no reason to refuse them declares none.
   */
  protected Set<String> containerRefuses() {
    return Set.of();
  }

  @AfterEach
  final void stopBindings() {
    bindings.forEach(HttpBinding::close);
  }

  /** What a handler was given. */
  private record Seen(
      String method,
      String path,
      String query,
      Peer peer,
      Seq<String> lines,
      Seq<String> forwarding,
      String body) {}

  static List<String> targets() {
    return TARGETS;
  }

  @ParameterizedTest
  @MethodSource("targets")
  void the_path_arrives_as_sent(String path) throws IOException {
    HttpBinding binding = start(Endpoint.get(path, this::record));

    Response response = exchange(binding, get(path));

    if (containerRefuses().contains(path)) {
      assertThat(response.status()).isEqualTo(400);
      assertThat(seen).isEmpty();
    } else {
      assertThat(response.status()).isEqualTo(200);
      assertThat(seen).extracting(Seen::path).containsExactly(path);
    }
  }

  @Test
  void what_the_container_refuses_is_sent_by_this_contract() {
    assertThat(TARGETS).containsAll(containerRefuses());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=b", "", "a=%2B+%26&&a=%00", "=", "a%3Db", "a=1&a=2&A=3", "/?x"})
  void the_query_arrives_as_sent(String query) throws IOException {
    HttpBinding binding = start(Endpoint.get("/path", this::record));

    exchange(binding, get("/path?" + query));

    assertThat(seen).extracting(Seen::query).containsExactly(query);
    assertThat(seen).extracting(Seen::path).containsExactly("/path");
  }

  @Test
  void a_target_without_a_query_has_an_empty_one() throws IOException {
    HttpBinding binding = start(Endpoint.get("/path", this::record));

    exchange(binding, get("/path"));

    assertThat(seen).extracting(Seen::query).containsExactly("");
  }

  @Test
  void header_lines_arrive_one_by_one_in_the_order_received() throws IOException {
    HttpBinding binding = start(Endpoint.get("/path", this::record));

    exchange(
        binding,
        get(
            "/path",
            "X-Seen: 192.0.2.1, 192.0.2.2",
            "X-Other: x",
            "x-seen:198.51.100.7",
            "X-SEEN: \t\"quoted, comma\""));

    assertThat(seen).hasSize(1);
    assertThat(seen.getFirst().lines())
        .containsExactly("192.0.2.1, 192.0.2.2", "198.51.100.7", "\"quoted, comma\"");
  }

  @Test
  void an_absent_header_has_no_line_and_an_empty_one_has_an_empty_line() throws IOException {
    HttpBinding binding = start(Endpoint.get("/path", this::record));

    exchange(binding, get("/path"));
    exchange(binding, get("/path", "X-Seen:"));

    assertThat(seen).extracting(Seen::lines).containsExactly(Vector.empty(), Vector.of(""));
  }

  @Test
  void the_peer_is_the_one_that_the_kernel_reports() throws IOException {
    HttpBinding binding = start(Endpoint.get("/path", this::record));

    exchange(
        binding,
        get(
            "/path",
            "X-Forwarded-For: 203.0.113.9",
            "Forwarded: for=203.0.113.9",
            "X-Real-IP: 203.0.113.9"));

    assertThat(seen)
        .extracting(it -> it.peer() instanceof Peer.Inet(var address) ? address.toString() : "none")
        .containsExactly("127.0.0.1");
  }

  @Test
  void each_connection_has_the_peer_that_the_kernel_reports_for_it() throws IOException {
    HttpBinding binding = start(Endpoint.get("/path", this::record));

    for (String peer : List.of("127.0.0.2", "127.0.0.3")) {
      try (RawConnection connection = RawConnection.from(peer, binding)) {
        connection.send(get("/path")).read();
      }
    }

    assertThat(seen)
        .extracting(it -> it.peer() instanceof Peer.Inet(var address) ? address.toString() : "none")
        .containsExactly("127.0.0.2", "127.0.0.3");
  }

  @Test
  void forwarding_headers_arrive_as_sent() throws IOException {
    HttpBinding binding = start(Endpoint.get("/path", this::record));

    Response response =
        exchange(
            binding,
            get(
                "/path",
                "X-Forwarded-For: 203.0.113.9, 198.51.100.7",
                "X-Forwarded-Proto: https",
                "X-Forwarded-For: 127.0.0.1",
                "X-Forwarded-Host: b",
                "Forwarded: for=203.0.113.9;proto=https;host=b",
                "X-Forwarded-Port: 8443",
                "X-Real-IP: 203.0.113.9"));

    assertThat(response.status()).isEqualTo(200);
    assertThat(seen.getFirst().forwarding())
        .containsExactly(
            "203.0.113.9, 198.51.100.7",
            "127.0.0.1",
            "for=203.0.113.9;proto=https;host=b",
            "203.0.113.9",
            "https",
            "b",
            "8443");
  }

  @Test
  void a_body_of_the_greatest_size_arrives_byte_for_byte() throws IOException {
    HttpBinding binding = start(post("/path", this::record));
    byte[] body = new byte[LIMIT];
    for (int i = 0; i < body.length; i++) {
      body[i] = (byte) ((i * 31) >> 3);
    }

    try (RawConnection connection = RawConnection.to(binding)) {
      connection.send(head("/path", body.length)).send(body);

      assertThat(connection.read().body()).isEqualTo(new String(body, ISO_8859_1));
    }
    assertThat(seen.getFirst().body()).isEqualTo(new String(body, ISO_8859_1));
  }

  @Test
  void a_larger_body_is_seen_to_be_larger_and_its_rest_is_never_the_next_request()
      throws IOException {
    HttpBinding binding = start(post("/path", this::refuseLarge), post("/hidden", this::record));

    try (RawConnection connection = RawConnection.to(binding)) {
      connection
          .send(head("/path", LIMIT + 1 + hidden().length()))
          .send("x".repeat(LIMIT + 1))
          .sendIfOpen(hidden())
          .sendIfOpen(hidden());
      Response response = connection.read();
      connection.endSending().readToEnd();

      assertThat(response.status()).isEqualTo(413);
    }
    assertThat(seen).as("requests inside of a body, or after Connection: close").isEmpty();
  }

  @Test
  void a_larger_body_arrives_where_an_endpoint_declares_it() throws IOException {
    int limit = 8 * LIMIT;
    AtomicInteger arrived = new AtomicInteger();
    HttpBinding binding =
        start(
            Endpoint.post(
                "/path",
                new Content.Bytes(limit),
                (request, id) -> {
                  arrived.set(request.body().read(limit + 1).length);
                  return Reply.of(200, "text/plain", new byte[0]);
                }));

    try (RawConnection connection = RawConnection.to(binding)) {
      connection.send(head("/path", limit)).send("x".repeat(limit));

      assertThat(connection.read().status()).isEqualTo(200);
    }
    assertThat(arrived).hasValue(limit);
  }

  @Test
  void a_body_that_no_handler_reads_is_never_the_next_request() throws IOException {
    HttpBinding binding =
        start(post("/path", (request, id) -> text(200, "done")), post("/hidden", this::record));

    for (String path : List.of("/path", "/unknown")) {
      try (RawConnection connection = RawConnection.to(binding)) {
        String responses =
            connection.send(head(path, hidden().length())).send(hidden()).endSending().readToEnd();

        assertThat(responses).containsOnlyOnce("HTTP/1.1 ");
      }
    }
    assertThat(seen).as("requests inside of a body").isEmpty();
  }

  @Test
  void the_reply_is_sent_after_the_body_was_read() throws IOException {
    HttpBinding binding = start(post("/path", (request, id) -> text(200, "done")));

    try (RawConnection connection = RawConnection.to(binding)) {
      connection.send(head("/path", 2000)).send("x".repeat(1000)).timeout(1000);
      assertThatThrownBy(connection::read)
          .as("the answer to half a body")
          .isInstanceOf(SocketTimeoutException.class);
      connection.send("x".repeat(1000)).timeout(10_000);

      assertThat(connection.read().status()).isEqualTo(200);
    }
  }

  @Test
  void a_body_that_ends_early_reaches_no_handler_as_if_it_were_complete() throws IOException {
    HttpBinding binding = start(post("/path", this::record));

    try (RawConnection connection = RawConnection.to(binding)) {
      String response =
          connection.send(head("/path", 2000)).send("x".repeat(1000)).endSending().readToEnd();

      assertThat(response).doesNotContain("HTTP/1.1 200");
    }
    assertThat(seen).isEmpty();
  }

  @Test
  void a_chunked_body_arrives_without_its_framing() throws IOException {
    HttpBinding binding = start(post("/path", this::record), post("/hidden", this::record));

    try (RawConnection connection = RawConnection.to(binding)) {
      for (int i = 0; i < 2; i++) {
        connection
            .send("POST /path HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
            .send("3\r\none\r\n")
            .send(Integer.toHexString(hidden().length()) + "\r\n" + hidden() + "\r\n0\r\n\r\n");

        assertThat(connection.read().body()).isEqualTo("one" + hidden());
      }
    }
    assertThat(seen).extracting(Seen::path).containsExactly("/path", "/path");
  }

  @Test
  void a_form_arrives_as_the_bytes_of_its_body() throws IOException {
    HttpBinding binding = start(post("/path", this::record));
    String form = "a=1&a=%2B+%26&&b=%00";
    String type = "Content-Type: application/x-www-form-urlencoded\r\n";

    try (RawConnection connection = RawConnection.to(binding)) {
      connection
          .send("POST /path?a=0 HTTP/1.1\r\nHost: a\r\n" + type)
          .send("Content-Length: " + form.length() + "\r\n\r\n" + form);
      assertThat(connection.read().body()).isEqualTo(form);
      connection
          .send("POST /path?a=0 HTTP/1.1\r\nHost: a\r\n" + type)
          .send("Transfer-Encoding: chunked\r\n\r\n")
          .send(Integer.toHexString(form.length()) + "\r\n" + form + "\r\n0\r\n\r\n");
      assertThat(connection.read().body()).isEqualTo(form);
    }
  }

  @Test
  void a_body_with_a_content_coding_is_refused_with_415() throws IOException {
    HttpBinding binding = start(post("/path", this::record));

    Response refused =
        exchange(
            binding,
            "POST /path HTTP/1.1\r\nHost: a\r\nContent-Encoding: gzip\r\n"
                + "Content-Length: 3\r\n\r\none");
    Response identity =
        exchange(
            binding,
            "POST /path HTTP/1.1\r\nHost: a\r\nContent-Encoding: identity\r\n"
                + "Content-Length: 3\r\n\r\ntwo");

    assertThat(refused.status()).isEqualTo(415);
    assertThat(identity.status()).isEqualTo(200);
    assertThat(seen).extracting(Seen::body).containsExactly("two");
  }

  @Test
  void a_chunked_body_that_is_too_large_is_seen_to_be_larger() throws IOException {
    HttpBinding binding = start(post("/path", this::refuseLarge), post("/hidden", this::record));

    try (RawConnection connection = RawConnection.to(binding)) {
      String responses =
          connection
              .send("POST /path HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
              .send(
                  Integer.toHexString(LIMIT + 1) + "\r\n" + "x".repeat(LIMIT + 1) + "\r\n0\r\n\r\n")
              .sendIfOpen(hidden())
              .endSending()
              .readToEnd();

      assertThat(responses).startsWith("HTTP/1.1 413 ").containsOnlyOnce("HTTP/1.1 ");
    }
    assertThat(seen).isEmpty();
  }

  @Test
  void an_absolute_target_arrives_as_path_and_query() throws IOException {
    HttpBinding binding = start(Endpoint.get("/pa%74h", this::record));

    Response response = exchange(binding, get("http://a/pa%74h?a=%2B"));

    assertThat(response.status()).isEqualTo(200);
    assertThat(seen).extracting(Seen::path).containsExactly("/pa%74h");
    assertThat(seen).extracting(Seen::query).containsExactly("a=%2B");
  }

  @ParameterizedTest
  @ValueSource(strings = {"post", "Post"})
  void a_method_in_other_letters_is_another_method(String method) throws IOException {
    HttpBinding binding = start(post("/path", this::record));

    Response response =
        exchange(binding, method + " /path HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");

    assertThat(response.status()).isIn(405, 501);
    assertThat(seen).isEmpty();
  }

  @Test
  void http_1_0_is_served_and_closed() throws IOException {
    HttpBinding binding = start(post("/path", this::record));

    try (RawConnection connection = RawConnection.to(binding)) {
      String response =
          connection.send("POST /path HTTP/1.0\r\nContent-Length: 3\r\n\r\none").readToEnd();

      assertThat(response).matches("(?s)HTTP/1\\.[01] 200 .*one");
    }
  }

  @Test
  void a_connection_carries_one_request_after_the_other() throws IOException {
    HttpBinding binding = start(post("/path", this::record));

    try (RawConnection connection = RawConnection.to(binding)) {
      for (String body : List.of("one", "two", "three")) {
        connection.send(head("/path", body.length())).send(body);

        assertThat(connection.read().body()).isEqualTo(body);
      }
    }
  }

  @Test
  void connection_close_in_a_request_closes_the_connection() throws IOException {
    HttpBinding binding = start(post("/hidden", this::record));

    try (RawConnection connection = RawConnection.to(binding)) {
      String responses =
          connection.send(get("/unknown", "Connection: close") + hidden()).endSending().readToEnd();

      assertThat(responses).startsWith("HTTP/1.1 404 ").containsOnlyOnce("HTTP/1.1 ");
    }
    assertThat(seen).isEmpty();
  }

  @Test
  void connection_close_in_a_reply_closes_the_connection() throws IOException {
    HttpBinding binding =
        start(
            Endpoint.get("/path", (request, id) -> text(200, "done").with("Connection", "close")),
            post("/hidden", this::record));

    try (RawConnection connection = RawConnection.to(binding)) {
      String responses = connection.send(get("/path") + hidden()).endSending().readToEnd();

      assertThat(responses).startsWith("HTTP/1.1 200 ").containsOnlyOnce("HTTP/1.1 ");
    }
    assertThat(seen).isEmpty();
  }

  @Test
  void status_header_lines_and_body_of_a_reply_are_sent_unchanged() throws IOException {
    HttpBinding binding =
        start(
            Endpoint.get(
                "/path",
                (request, id) ->
                    text(429, "späte Antwort")
                        .with("Set-Cookie", "a=1; Path=/; Secure")
                        .with("Set-Cookie", "b=2; Path=/; Secure")
                        .withRetryAfter(Duration.ofSeconds(7))));

    Response response = exchange(binding, get("/path"));

    assertThat(response.status()).isEqualTo(429);
    assertThat(response.body()).isEqualTo("späte Antwort");
    assertThat(response.header("Set-Cookie"))
        .containsExactly("a=1; Path=/; Secure", "b=2; Path=/; Secure");
    assertThat(response.header("Retry-After")).containsExactly("7");
    assertThat(response.header("Content-Type").map(type -> type.replace(" ", "")))
        .containsExactly("text/plain;charset=iso-8859-1");
    assertThat(response.header("Cache-Control")).containsExactly("no-store");
    assertThat(response.header("X-Content-Type-Options")).containsExactly("nosniff");
    assertThat(response.header("Content-Length")).containsExactly("13");
  }

  @Test
  void a_head_request_is_answered_without_a_body() throws IOException {
    HttpBinding binding = start(Endpoint.get("/path", this::record));

    try (RawConnection connection = RawConnection.to(binding)) {
      connection.send("HEAD /path HTTP/1.1\r\nHost: a\r\nX-Body: four\r\n\r\n");
      Response head = connection.readHead();
      connection.send(get("/path", "X-Body: four"));
      Response get = connection.read();

      assertThat(head.status()).isEqualTo(200);
      assertThat(head.header("Content-Length")).containsExactly("4");
      assertThat(get.body()).isEqualTo("four");
    }
    assertThat(seen).extracting(Seen::method).containsExactly("HEAD", "GET");
  }

  @Test
  void a_reply_without_content_leaves_the_connection_usable() throws IOException {
    HttpBinding binding =
        start(
            post("/path", (request, id) -> Reply.of(204, "application/json", new byte[0])),
            Endpoint.get("/next", (request, id) -> text(200, "next")));

    try (RawConnection connection = RawConnection.to(binding)) {
      connection.send(head("/path", 1)).send("x");
      Response first = connection.readHead();
      connection.send(get("/next"));

      assertThat(first.status()).isEqualTo(204);
      assertThat(connection.read().body()).isEqualTo("next");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        SECRET + "\r\n\r\n",
        "P@ST /" + SECRET + " HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /" + SECRET + " HTTP/1.1 x\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\n" + SECRET + "\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX y: " + SECRET + "\r\n\r\n",
      })
  void what_is_no_request_is_refused_with_400_and_not_repeated(String bytes) throws IOException {
    HttpBinding binding = start(Endpoint.get("/", this::record));

    try (RawConnection connection = RawConnection.to(binding)) {
      String response = connection.send(bytes).endSending().readToEnd();

      assertThat(response).startsWith("HTTP/1.1 400 ").doesNotContain(SECRET);
    }
    assertThat(seen).isEmpty();
  }

  @Test
  void unknown_paths_wrong_methods_and_defects_are_answered_by_the_api() throws IOException {
    HttpBinding binding =
        start(
            post(
                "/path",
                (request, id) -> {
                  throw new IllegalStateException(SECRET);
                }),
            Endpoint.get("/next", (request, id) -> text(200, "next")));

    try (RawConnection connection = RawConnection.to(binding)) {
      connection.send(get("/unknown"));
      Response unknown = connection.read();
      connection.send("PUT /path HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
      Response wrongMethod = connection.read();
      connection.send(head("/path", 1)).send("x");
      Response defect = connection.read();
      // A server may close after an error, if it says so.
      boolean closes = defect.header("Connection").exists("close"::equalsIgnoreCase);
      Response next =
          closes ? exchange(binding, get("/next")) : connection.send(get("/next")).read();

      assertThat(unknown.status()).isEqualTo(404);
      assertThat(wrongMethod.status()).isEqualTo(405);
      assertThat(wrongMethod.header("Allow")).containsExactly("POST");
      assertThat(defect.status()).isEqualTo(500);
      assertThat(defect.body()).contains("/problems/internal-error").doesNotContain(SECRET);
      assertThat(next.body()).isEqualTo("next");
    }
  }

  @Test
  void two_hundred_concurrent_requests_get_each_its_own_answer() throws Exception {
    HttpBinding binding = start(post("/path", this::record));
    List<Future<String>> answers = new ArrayList<>();

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 200; i++) {
        String body = ("body " + i + " ").repeat(100);
        Callable<String> request =
            () -> {
              try (RawConnection connection = RawConnection.to(binding)) {
                return connection.send(head("/path", body.length())).send(body).read().body();
              }
            };
        answers.add(threads.submit(request));
      }
    }

    for (int i = 0; i < 200; i++) {
      assertThat(answers.get(i).get()).isEqualTo(("body " + i + " ").repeat(100));
    }
  }

  @Test
  void no_request_is_kept_after_its_reply() throws IOException, InterruptedException {
    List<WeakReference<?>> references = new CopyOnWriteArrayList<>();
    HttpBinding binding =
        start(
            post(
                "/path",
                (request, id) -> {
                  request.body().read(LIMIT);
                  references.add(new WeakReference<>(request));
                  references.add(new WeakReference<>(request.body()));
                  references.add(new WeakReference<>(request.origin()));
                  return text(200, "done");
                }));

    // The connection stays open, as a proxy would keep it.
    try (RawConnection connection = RawConnection.to(binding)) {
      connection.send(head("/path", SECRET.length())).send(SECRET);
      connection.read();

      assertThat(references).hasSize(3);
      assertThat(isCollected(references)).as("the request was garbage-collected").isTrue();
    }
  }

  private static boolean isCollected(List<WeakReference<?>> references)
      throws InterruptedException {
    for (int i = 0; i < 50; i++) {
      System.gc();
      if (references.stream().allMatch(reference -> reference.refersTo(null))) {
        return true;
      }
      Thread.sleep(Duration.ofMillis(50));
    }
    return false;
  }

  private HttpBinding start(Endpoint... endpoints) {
    HttpBinding binding =
        start(
            HttpApi.of(
                () -> new RequestId("request-" + ids.incrementAndGet()), Vector.of(endpoints)));
    bindings.add(binding);
    return binding;
  }

  private static Endpoint post(String path, Handler handler) {
    return Endpoint.post(path, new Content.Bytes(LIMIT), handler);
  }

  /** Notes the request and answers with its body, or with its header X-Body. */
  private Reply record(GatewayRequest request, RequestId id) throws IOException {
    byte[] body = request.body().read(LIMIT + 1);
    seen.add(
        new Seen(
            request.method(),
            request.path(),
            request.query(),
            request.origin().peer(),
            Vector.ofAll(request.origin().headers().named("X-Seen")),
            Vector.ofAll(FORWARDING_HEADERS).flatMap(request.origin().headers()::named),
            new String(body, ISO_8859_1)));
    return request.header("X-Body").isEmpty()
        ? Reply.of(200, "application/octet-stream", body)
        : text(200, request.header("X-Body"));
  }

  private Reply refuseLarge(GatewayRequest request, RequestId id) throws IOException {
    return request.body().read(LIMIT + 1).length > LIMIT
        ? text(413, "too large").with("Connection", "close")
        : record(request, id);
  }

  private static Reply text(int status, String text) {
    return Reply.of(status, "text/plain; charset=iso-8859-1", text.getBytes(ISO_8859_1));
  }

  private static Response exchange(HttpBinding binding, String request) throws IOException {
    try (RawConnection connection = RawConnection.to(binding)) {
      return connection.send(request).read();
    }
  }

  private static String get(String target, String... lines) {
    StringBuilder request = new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: a\r\n");
    for (String line : lines) {
      request.append(line).append("\r\n");
    }
    return request.append("\r\n").toString();
  }

  private static String head(String path, int length) {
    return "POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n";
  }

  /** A complete request, to be hidden in a body. */
  private static String hidden() {
    return head("/hidden", 0);
  }
}
