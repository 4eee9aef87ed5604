package dev.portcullis.adapters.http.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.portcullis.adapters.http.HttpApi;
import dev.portcullis.adapters.http.exchange.Endpoint;
import dev.portcullis.adapters.http.exchange.Endpoint.Content;
import dev.portcullis.adapters.http.exchange.GatewayRequest;
import dev.portcullis.adapters.http.exchange.Handler;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.adapters.http.intake.RequestIntake;
import dev.portcullis.adapters.http.server.HttpSettings.Listener;
import dev.portcullis.adapters.http.server.ListenerPlan.ProxyGate;
import dev.portcullis.adapters.http.server.ServerEngine.OpenListener;
import dev.portcullis.application.journal.HttpRefusal;
import dev.portcullis.domain.address.Peer;
import dev.portcullis.domain.login.RequestId;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * A listener of an engine under test. It serves
 *
 * <ul>
 *   <li>{@code POST /login}, which answers with the body, and 413 to a larger one;
 *   <li>{@code GET} and {@code POST} of {@code /next} and {@code /hidden};
 *   <li>{@code GET /large}, {@value #LARGE} bytes;
 *   <li>{@code GET /wait}, answered after {@link #release}.
 * </ul>
 */
final class ListenerUnderTest implements AutoCloseable {

  static final int LARGE = 16 * 1024 * 1024;

  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private final List<HttpRefusal> refusals = new CopyOnWriteArrayList<>();
  private final Semaphore waiting = new Semaphore(0);
  private final CountDownLatch release = new CountDownLatch(1);
  private final OpenListener open;

  /**
   * What a handler was given.
   *
   * @param lines the lines of the header X-Seen
   */
  record Seen(String method, String path, String query, String body, Seq<String> lines) {}

  private ListenerUnderTest(
      ServerEngine engine,
      Listener listener,
      HttpLimits limits,
      Predicate<Peer> trusted,
      Option<ProxyGate> proxy) {
    HttpApi api =
        HttpApi.of(
            () -> new RequestId("none"),
            Vector.of(
                post("/login", this::record),
                Endpoint.get("/next", this::record),
                post("/next", this::record),
                Endpoint.get("/hidden", this::record),
                post("/hidden", this::record),
                Endpoint.get("/large", (request, id) -> text(200, new byte[LARGE])),
                Endpoint.get("/wait", this::wait)));
    this.open =
        engine.open(new ListenerPlan(listener, limits, api, trusted, () -> proxy, refusals::add));
  }

  static ListenerUnderTest open(ServerEngine engine, HttpLimits limits) {
    return open(engine, Listener.plain("127.0.0.1", 0), limits, peer -> false, Option.none());
  }

  static ListenerUnderTest open(
      ServerEngine engine,
      Listener listener,
      HttpLimits limits,
      Predicate<Peer> trusted,
      Option<ProxyGate> proxy) {
    return new ListenerUnderTest(engine, listener, limits, trusted, proxy);
  }

  private static Endpoint post(String path, Handler handler) {
    return Endpoint.post(path, new Content.Bytes(RequestIntake.MAX_BODY_BYTES), handler);
  }

  /** Notes the request and answers with its body. */
  private Reply record(GatewayRequest request, RequestId id) throws IOException {
    byte[] body = request.body().read(RequestIntake.MAX_BODY_BYTES + 1);
    if (body.length > RequestIntake.MAX_BODY_BYTES) {
      return text(413, new byte[0]).with("Connection", "close");
    }
    seen.add(
        new Seen(
            request.method(),
            request.path(),
            request.query(),
            new String(body, ISO_8859_1),
            Vector.ofAll(request.origin().headers().named("X-Seen"))));
    return text(200, body);
  }

  private Reply wait(GatewayRequest request, RequestId id) {
    waiting.release();
    try {
      release.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      return text(500, new byte[0]);
    }
    return text(200, "waited".getBytes(ISO_8859_1));
  }

  private static Reply text(int status, byte[] body) {
    return Reply.of(status, "text/plain; charset=iso-8859-1", body);
  }

  ListenAddress where() {
    return open.where();
  }

  Wire connect() {
    return Wire.to(where());
  }

  /** All answers to these bytes, each argument a write; the client keeps its side open. */
  Answers talk(String... pieces) {
    try (Wire wire = connect()) {
      for (String piece : pieces) {
        wire.send(piece);
      }
      return wire.answers();
    }
  }

  /** What reached a handler. */
  List<Seen> seen() {
    return seen;
  }

  /** What the server refused before a handler saw it. */
  List<HttpRefusal> refusals() {
    return refusals;
  }

  void forget() {
    seen.clear();
    refusals.clear();
  }

  /** Waits until so many requests to {@code /wait} are in progress. */
  boolean waits(int requests) throws InterruptedException {
    return waiting.tryAcquire(requests, 10, TimeUnit.SECONDS);
  }

  /** Lets all requests to {@code /wait} be answered. */
  void release() {
    release.countDown();
  }

  /** The refusals, as soon as there is one, or after two seconds. */
  List<HttpRefusal> settledRefusals() {
    until(() -> !refusals.isEmpty());
    return List.copyOf(refusals);
  }

  /** Waits for what another thread is about to do, two seconds at most. */
  static boolean until(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      try {
        Thread.sleep(5);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {
    release();
    open.stop();
  }
}
