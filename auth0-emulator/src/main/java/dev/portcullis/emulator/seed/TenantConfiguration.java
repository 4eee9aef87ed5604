package dev.portcullis.emulator.seed;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The tenant's configuration while it runs: starts as the seed, changes with the Management API.
 * Each {@link #get} is one consistent state; changes are atomic.
 */
public final class TenantConfiguration implements Supplier<TenantSeed> {

  private final AtomicReference<TenantSeed> current;

  /** Starts as this seed. */
  public TenantConfiguration(TenantSeed seed) {
    this.current = new AtomicReference<>(seed);
  }

  @Override
  public TenantSeed get() {
    return current.get();
  }

  /** Changes it; what the change throws leaves everything as it was. May be called twice. */
  public TenantSeed change(Consumer<TenantSeed.Builder> change) {
    return current.updateAndGet(
        before -> {
          TenantSeed.Builder builder = before.toBuilder();
          change.accept(builder);
          return builder.build();
        });
  }
}
