package dev.portcullis.emulator;

import dev.portcullis.emulator.control.MovableClock;
import dev.portcullis.emulator.http.Handler;
import dev.portcullis.emulator.http.HelidonServer;
import dev.portcullis.emulator.token.TokenKeys;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** A running Auth0 tenant over plain HTTP; all its state is in memory and ends with it. */
public final class Auth0Emulator implements AutoCloseable {

  private final HelidonServer server;
  private final URI baseUri;
  private final Supplier<TenantRuntime> life;
  private final AtomicReference<TenantRuntime> runtime;
  private final Tenant tenant;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Auth0Emulator(EmulatorSettings settings, HelidonServer server) {
    MovableClock clock = new MovableClock(settings.clock());
    TokenKeys keys = settings.keys();
    this.server = server;
    this.baseUri = baseUri(settings.host(), server.port());
    this.life = () -> new TenantRuntime(settings, baseUri, clock, keys, this::reset);
    this.runtime = new AtomicReference<>(life.get());
    this.tenant = new Tenant(runtime::get);
  }

  /** Starts a tenant; when this returns, it answers. */
  public static Auth0Emulator start(EmulatorSettings settings) {
    // The issuer is known only once the port is.
    CompletableFuture<Handler> front = new CompletableFuture<>();
    HelidonServer server =
        HelidonServer.start(
            settings.host(), settings.port(), request -> front.join().handle(request));
    Auth0Emulator emulator = new Auth0Emulator(settings, server);
    front.complete(request -> emulator.runtime.get().front().handle(request));
    return emulator;
  }

  /** Begins anew from the seed: users, counters, logs, mails, tokens; the clock stays moved. */
  public void reset() {
    runtime.getAndSet(life.get()).close();
  }

  /** Its address, {@code http://127.0.0.1:PORT}, without a trailing slash. */
  public URI baseUri() {
    return baseUri;
  }

  /** The {@code iss} of its tokens: the address with a trailing slash. */
  public String issuer() {
    return baseUri + "/";
  }

  /** The port it listens on. */
  public int port() {
    return baseUri.getPort();
  }

  /** The live tenant. */
  public Tenant tenant() {
    return tenant;
  }

  /** Stops it; a second call does nothing. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      server.close();
      runtime.get().close();
    }
  }

  private static URI baseUri(String host, int port) {
    String reachable = host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
    String authority = reachable.contains(":") ? "[" + reachable + "]" : reachable;
    return URI.create("http://" + authority + ":" + port);
  }
}
