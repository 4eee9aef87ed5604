package dev.portcullis.adapters.http.server;

import dev.portcullis.adapters.http.HttpApi;
import dev.portcullis.adapters.http.admin.Readiness;
import dev.portcullis.adapters.http.intake.ClientAddresses;
import dev.portcullis.adapters.http.server.HttpSettings.UserListener;
import dev.portcullis.adapters.http.server.ListenAddress.Tcp;
import dev.portcullis.adapters.http.server.ListenerPlan.ProxyGate;
import dev.portcullis.adapters.http.server.ServerEngine.OpenListener;
import dev.portcullis.application.journal.GatewayEvent;
import dev.portcullis.application.journal.HttpRefusal;
import dev.portcullis.domain.address.Peer;
import dev.portcullis.domain.address.RejectionReason;
import dev.portcullis.domain.login.RequestId;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Binds {@link HttpApi} to an HTTP server. Any number of public listeners, one admin listener; what
 * can be set is in {@link HttpSettings}.
 */
public final class GatewayServer implements AutoCloseable {

  private final Readiness readiness;
  private final Duration delay;
  private Map<String, OpenListener> listeners = LinkedHashMap.empty();
  private Option<OpenListener> admin = Option.none();
  private boolean stopping;

  private GatewayServer(Readiness readiness, Duration delay) {
    this.readiness = readiness;
    this.delay = delay;
  }

  /**
   * Starts all listeners.
   *
   * @param listeners what each public listener serves, called once for each
   * @param admin what the admin listener serves
   * @param readiness set once all listeners are open, and reset by {@link #close}
   * @param ids supplies ids for connections that are closed before there is a request
   * @param time within which certificates have to be valid
   * @throws UnopenedListenerException if a listener cannot be opened; those that were are closed
   */
  public static GatewayServer start(
      HttpSettings settings,
      Function<UserListener, PublicListener> listeners,
      HttpApi admin,
      Readiness readiness,
      Supplier<RequestId> ids,
      InstantSource time) {
    return start(new JettyEngine(time), settings, listeners, admin, readiness, ids);
  }

  static GatewayServer start(
      ServerEngine engine,
      HttpSettings settings,
      Function<UserListener, PublicListener> listeners,
      HttpApi admin,
      Readiness readiness,
      Supplier<RequestId> ids) {
    GatewayServer server = new GatewayServer(readiness, settings.limits().drainDelay());
    try {
      for (UserListener listener : settings.users()) {
        ListenerPlan plan = plan(listener, listeners.apply(listener), settings.limits(), ids);
        server.listeners =
            server.listeners.put(listener.name(), open(engine, listener.name(), plan));
      }
      Consumer<HttpRefusal> uncounted = refusal -> {};
      server.admin =
          Option.of(
              open(
                  engine,
                  HttpSettings.OPERATORS,
                  new ListenerPlan(
                      settings.operators(),
                      settings.limits(),
                      admin,
                      (peer, certificate) -> true,
                      Option::none,
                      uncounted)));
    } catch (RuntimeException e) {
      server.stop();
      throw e;
    }
    readiness.set(true);
    return server;
  }

  private static OpenListener open(ServerEngine engine, String name, ListenerPlan plan) {
    try {
      return engine.open(plan);
    } catch (RuntimeException e) {
      throw new UnopenedListenerException(name, e);
    }
  }

  private static ListenerPlan plan(
      UserListener listener, PublicListener served, HttpLimits limits, Supplier<RequestId> ids) {
    ClientAddresses addresses = served.addresses();
    return new ListenerPlan(
        listener.on(),
        limits,
        served.api(),
        (peer, certificate) -> addresses.resolver().isProxy(peer, certificate),
        () ->
            addresses
                .resolver()
                .policy()
                .proxyProtocol()
                .map(
                    policy ->
                        new ProxyGate(
                            policy,
                            peer -> addresses.resolver().mayAnnounce(peer),
                            (peer, reason) -> closed(served, peer, reason, ids.get()))),
        refusal ->
            served.journal().record(new GatewayEvent.HttpRefused(addresses.listener(), refusal)));
  }

  private static void closed(
      PublicListener served, Peer peer, RejectionReason reason, RequestId id) {
    served
        .journal()
        .record(new GatewayEvent.RequestRefused(id, served.addresses().listener(), reason));
    served.addresses().closed(peer, reason, id);
  }

  /** The port of the first public listener; -1 if it is a Unix socket. */
  public int port() {
    return port(listeners.head()._2());
  }

  private static int port(OpenListener listener) {
    return listener.where() instanceof Tcp tcp ? tcp.port() : -1;
  }

  /** Where each public listener listens, by its name. */
  public Map<String, ListenAddress> where() {
    return listeners.mapValues(OpenListener::where);
  }

  /** Where the admin listener listens. */
  public ListenAddress adminWhere() {
    return admin.get().where();
  }

  /**
   * The port of a public listener; -1 if it is a Unix socket.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public int port(String name) {
    return port(listener(name));
  }

  /**
   * The connections of a public listener that are open now.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public int connections(String name) {
    return listener(name).connections();
  }

  private OpenListener listener(String name) {
    return listeners
        .get(name)
        .getOrElseThrow(
            () -> new IllegalArgumentException("name: " + name + " (expected: a listener's)"));
  }

  /** Sets what load balancers see until the stop; logins are answered either way. */
  public synchronized void ready(boolean value) {
    readiness.set(value && !stopping);
  }

  /** The port of the admin listener; -1 if it is a Unix socket. */
  public int adminPort() {
    return port(admin.get());
  }

  /**
   * Becomes unready and serves on for {@link HttpLimits#drainDelay}. Then accepts no more
   * connections on any public listener, waits for logins in progress to end, and stops the admin
   * listener.
   */
  @Override
  public void close() {
    endReadiness();
    try {
      TimeUnit.MILLISECONDS.sleep(delay.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    stop();
  }

  private synchronized void endReadiness() {
    stopping = true;
    readiness.set(false);
  }

  private void stop() {
    endReadiness();
    // Side by side: one after the other, the last would take logins while the first waits.
    try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
      listeners.values().forEach(listener -> all.execute(listener::stop));
    }
    admin.forEach(OpenListener::stop);
  }

  /** A listener that could not be opened. The message says where it should listen, and why not. */
  public static final class UnopenedListenerException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    private final String listener;

    UnopenedListenerException(String listener, RuntimeException cause) {
      super(cause.getMessage(), cause);
      this.listener = listener;
    }

    /** The listener's name; {@code operators} for the admin listener. */
    public String listener() {
      return listener;
    }
  }
}
