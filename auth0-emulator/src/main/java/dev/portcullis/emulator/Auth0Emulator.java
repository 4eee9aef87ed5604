package dev.portcullis.emulator;

import dev.portcullis.emulator.control.MovableClock;
import dev.portcullis.emulator.http.Handler;
import dev.portcullis.emulator.token.TokenKeys;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * A running Auth0 tenant over HTTP, and HTTPS if wanted; all its state is in memory and ends with
 * it.
 */
public final class Auth0Emulator implements AutoCloseable {

  private final Servers servers;
  private final URI baseUri;
  private final Supplier<TenantRuntime> life;
  private final AtomicReference<TenantRuntime> runtime;
  private final Tenant tenant;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Auth0Emulator(EmulatorSettings settings, Servers servers) {
    MovableClock clock = new MovableClock(settings.clock());
    TokenKeys keys = settings.keys();
    this.servers = servers;
    this.baseUri = servers.httpsUri().orElse(servers.httpUri());
    this.life = () -> new TenantRuntime(settings, baseUri, clock, keys, this::reset);
    this.runtime = new AtomicReference<>(life.get());
    this.tenant = new Tenant(runtime::get);
  }

  /** Starts a tenant; when this returns, it answers. */
  public static Auth0Emulator start(EmulatorSettings settings) {
    // The issuer is known only once the port is.
    CompletableFuture<Handler> front = new CompletableFuture<>();
    Servers servers = Servers.start(settings, request -> front.join().handle(request));
    Auth0Emulator emulator = new Auth0Emulator(settings, servers);
    front.complete(request -> emulator.runtime.get().front().handle(request));
    return emulator;
  }

  /** Begins anew from the seed: users, counters, logs, mails, tokens; the clock stays moved. */
  public void reset() {
    runtime.getAndSet(life.get()).close();
  }

  /**
   * Its address without a trailing slash: {@code http://127.0.0.1:PORT}, or {@code
   * https://127.0.0.1:PORT} if it has TLS.
   */
  public URI baseUri() {
    return baseUri;
  }

  /** Its address over plain HTTP, which it has in any case. */
  public URI httpUri() {
    return servers.httpUri();
  }

  /** The certificate that clients of HTTPS have to trust, as PEM; nothing without TLS. */
  public Optional<Path> caFile() {
    return servers.caFile();
  }

  /** The {@code iss} of its tokens: the address with a trailing slash. */
  public String issuer() {
    return baseUri + "/";
  }

  /** The port of its address. */
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
      servers.close();
      runtime.get().close();
    }
  }
}
