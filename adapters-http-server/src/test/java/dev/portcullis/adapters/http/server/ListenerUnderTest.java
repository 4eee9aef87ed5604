package dev.portcullis.adapters.http.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.portcullis.adapters.http.HttpApi;
import dev.portcullis.adapters.http.exchange.Endpoint;
import dev.portcullis.adapters.http.exchange.Endpoint.Content;
import dev.portcullis.adapters.http.exchange.GatewayRequest;
import dev.portcullis.adapters.http.exchange.Handler;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.adapters.http.intake.AddressSettings;
import dev.portcullis.adapters.http.intake.AddressSettings.TraceMode;
import dev.portcullis.adapters.http.intake.ClientAddresses;
import dev.portcullis.adapters.http.intake.RequestIntake;
import dev.portcullis.adapters.http.server.HttpSettings.Listener;
import dev.portcullis.adapters.http.server.ListenerPlan.ProxyGate;
import dev.portcullis.adapters.http.server.ServerEngine.OpenListener;
import dev.portcullis.application.journal.GatewayEvent;
import dev.portcullis.application.journal.HttpRefusal;
import dev.portcullis.application.journal.port.Journal;
import dev.portcullis.domain.address.ClientAddressPolicy;
import dev.portcullis.domain.address.ClientAddressPolicy.PrivateResult;
import dev.portcullis.domain.address.Peer;
import dev.portcullis.domain.login.LoginOutcome;
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
 *   <li>{@code POST /api/auth}, which refuses every password;
 *   <li>{@code GET} and {@code POST} of {@code /next} and {@code /hidden};
 *   <li>{@code GET /large}, {@value #LARGE} bytes;
 *   <li>{@code GET /wait}, answered after {@link #release}.
 * </ul>
 */
final class ListenerUnderTest implements AutoCloseable {

  static final int LARGE = 8 * 1024 * 1024;

  private static final byte[] LARGE_BODY = new byte[LARGE];

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
    RequestIntake intake = intake();
    HttpApi api =
        HttpApi.builder(() -> new RequestId("none"), intake)
            .login(attempt -> new LoginOutcome.WrongCredentials())
            .with(
                Vector.of(
                    post("/login", (request, id) -> record(request, id, intake)),
                    Endpoint.get("/next", (request, id) -> record(request, id, intake)),
                    post("/next", (request, id) -> record(request, id, intake)),
                    Endpoint.get("/hidden", (request, id) -> record(request, id, intake)),
                    post("/hidden", (request, id) -> record(request, id, intake)),
                    Endpoint.get("/large", (request, id) -> text(LARGE_BODY)),
                    Endpoint.get("/wait", this::wait)))
            .build();
    this.open =
        engine.open(
            new ListenerPlan(
                listener,
                limits,
                api,
                (peer, names) -> trusted.test(peer),
                () -> proxy,
                refusals::add));
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

  /** Users connect directly; what the API refuses is noted like what the server refuses. */
  private RequestIntake intake() {
    ClientAddressPolicy direct =
        ClientAddressPolicy.direct()
            .withPrivateResult(new PrivateResult.AllowOnly(TestGateway.LOOPBACK));
    Journal journal =
        event -> {
          if (event instanceof GatewayEvent.HttpRefused refused) {
            refusals.add(refused.reason());
          }
        };
    return new RequestIntake(
        new ClientAddresses(
            "users", new AddressSettings(direct, "v1", TraceMode.OFF, Option.none()), journal),
        journal);
  }

  /** Notes the request and answers with its body. */
  private Reply record(GatewayRequest request, RequestId id, RequestIntake intake)
      throws IOException {
    byte[] body = request.body().read(RequestIntake.MAX_BODY_BYTES + 1);
    if (body.length > RequestIntake.MAX_BODY_BYTES) {
      return intake.refusals().refuse(HttpRefusal.BODY_TOO_LARGE, id);
    }
    seen.add(
        new Seen(
            request.method(),
            request.path(),
            request.query(),
            new String(body, ISO_8859_1),
            Vector.ofAll(request.origin().headers().named("X-Seen"))));
    return text(body);
  }

  private Reply wait(GatewayRequest request, RequestId id) {
    waiting.release();
    try {
      release.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return text("waited".getBytes(ISO_8859_1));
  }

  private static Reply text(byte[] body) {
    return Reply.of(200, "text/plain; charset=iso-8859-1", body);
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

  /** What the server and the API refused before a handler saw it. */
  List<HttpRefusal> refusals() {
    return refusals;
  }

  void forget() {
    seen.clear();
    refusals.clear();
  }

  /** Waits until this number of requests to {@code /wait} are in progress. */
  boolean waits(int requests) throws InterruptedException {
    return waiting.tryAcquire(requests, 10, TimeUnit.SECONDS);
  }

  /** Lets all requests to {@code /wait} be answered. */
  void release() {
    release.countDown();
  }

  /** The refusals, as soon as there is one, or after five seconds. */
  List<HttpRefusal> settledRefusals() {
    until(() -> !refusals.isEmpty());
    return List.copyOf(refusals);
  }

  /** Waits for what another thread is about to do, five seconds at most. */
  static boolean until(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
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
