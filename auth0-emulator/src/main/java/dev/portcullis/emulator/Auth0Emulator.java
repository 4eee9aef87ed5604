package dev.portcullis.emulator;

import dev.portcullis.emulator.clock.MovableClock;
import dev.portcullis.emulator.crypto.TokenKeys;
import dev.portcullis.emulator.internal.http.Handler;
import dev.portcullis.emulator.internal.store.DataDirectory;
import dev.portcullis.emulator.internal.store.Store;
import dev.portcullis.emulator.internal.store.Table;
import dev.portcullis.emulator.tenant.Secret;
import dev.portcullis.emulator.tenantfile.TenantFile;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A running Auth0 tenant over HTTP and, optionally, HTTPS. Its state is lost when it stops, unless
 * the settings name a data folder. Safe for many threads.
 */
public final class Auth0Emulator implements AutoCloseable {

  /** The key of tables that have one row. */
  private static final String ONLY = "only";

  private final EmulatorSettings settings;
  private final Servers servers;
  private final Optional<DataDirectory> data;
  private final URI baseUri;
  private final TenantAddress address;
  private final MovableClock clock;
  private final TokenKeys keys;
  private final ReentrantLock beginning = new ReentrantLock();
  private final AtomicReference<TenantRuntime> runtime;
  private final Tenant tenant;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Auth0Emulator(EmulatorSettings settings, Optional<DataDirectory> data, Servers servers) {
    Optional<Store> present = data.flatMap(DataDirectory::present);
    this.settings = settings;
    this.data = data;
    this.servers = servers;
    this.baseUri = servers.httpsUri().orElse(servers.httpUri());
    this.address = TenantAddress.of(settings, servers);
    this.clock =
        new MovableClock(
            settings.clock(), present.map(store -> only(moves(store))).orElse(Duration.ZERO));
    this.keys =
        present
            .map(store -> TokenKeys.of(only(keys(store))))
            .orElseGet(() -> settings.keys().copy());
    this.runtime =
        new AtomicReference<>(
            present.map(store -> life(settings, store)).orElseGet(() -> newLife(settings)));
    this.tenant = new Tenant(runtime::get);
  }

  /**
   * Starts a tenant; when this returns, it accepts requests.
   *
   * @throws IllegalStateException if the port is in use, or another process uses the data folder;
   *     the message is a sentence for users
   */
  public static Auth0Emulator start(EmulatorSettings settings) {
    Optional<DataDirectory> data = settings.data().map(DataDirectory::open);
    try {
      // The issuer is known only once the port is.
      CompletableFuture<Handler> pipeline = new CompletableFuture<>();
      Servers servers = Servers.start(settings, request -> pipeline.join().handle(request));
      try {
        Auth0Emulator emulator = new Auth0Emulator(settings, data, servers);
        pipeline.complete(request -> emulator.runtime.get().pipeline().handle(request));
        emulator.keys.prepareNext();
        return emulator;
      } catch (RuntimeException e) {
        pipeline.completeExceptionally(e);
        servers.close();
        throw e;
      }
    } catch (RuntimeException e) {
      data.ifPresent(DataDirectory::close);
      throw e;
    }
  }

  /**
   * Resets the tenant to its definition: users, counters, logs, mails, tokens. Its clock shows the
   * time of the settings' clock again.
   */
  public void reset() {
    begin(settings, clock::reset);
  }

  /** Replaces the tenant by that of a file, until the next reset. The clock stays as it is. */
  public void replace(TenantFile file) {
    begin(settings.withTenant(file), () -> {});
  }

  private void begin(EmulatorSettings with, Runnable first) {
    beginning.lock();
    try {
      first.run();
      runtime.getAndSet(newLife(with)).close();
    } finally {
      beginning.unlock();
    }
  }

  private TenantRuntime newLife(EmulatorSettings with) {
    Store store = data.map(DataDirectory::begin).orElseGet(Store::inMemory);
    TenantRuntime life = life(with, store);
    keys(store).put(ONLY, keys.privateJwk());
    moves(store).put(ONLY, clock.ahead());
    store.commit();
    return life;
  }

  private TenantRuntime life(EmulatorSettings with, Store store) {
    clock.onMove(ahead -> moves(store).put(ONLY, ahead));
    keys.onChange(() -> keys(store).put(ONLY, keys.privateJwk()));
    return new TenantRuntime(with, address, clock, keys, store, this::reset, this::replace);
  }

  private static Table<String, Secret> keys(Store store) {
    return store.table("keys", String.class, Secret.class);
  }

  private static Table<String, Duration> moves(Store store) {
    return store.table("clock", String.class, Duration.class);
  }

  private static <V> V only(Table<String, V> table) {
    return Objects.requireNonNull(table.load().get(ONLY));
  }

  /** The method and path of every endpoint. */
  List<String> routes() {
    return runtime.get().routes();
  }

  /**
   * Its address without a trailing slash: {@code http://127.0.0.1:PORT}, or {@code
   * https://127.0.0.1:PORT} if it has TLS.
   */
  public URI baseUri() {
    return baseUri;
  }

  /** Its address over plain HTTP, which is always available. */
  public URI httpUri() {
    return servers.httpUri();
  }

  /** The PEM certificate that HTTPS clients have to trust; empty without TLS. */
  public Optional<Path> caFile() {
    return servers.caFile();
  }

  /**
   * The {@code iss} of its tokens, with a trailing slash: that of the settings, else its address.
   */
  public String issuer() {
    return address.issuer().toString();
  }

  /** The port of its address. */
  public int port() {
    return baseUri.getPort();
  }

  /** Direct access to the running tenant. */
  public Tenant tenant() {
    return tenant;
  }

  /** Stops it; a second call does nothing. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      servers.close();
      runtime.get().close();
      data.ifPresent(DataDirectory::close);
    }
  }
}
