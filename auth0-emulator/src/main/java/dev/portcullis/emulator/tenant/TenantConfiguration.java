package dev.portcullis.emulator.tenant;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The tenant's configuration while it runs: starts as the seed, changes with the Management API.
 * Each {@link #get} is one consistent state; changes are atomic.
 */
public final class TenantConfiguration implements Supplier<TenantDefinition> {

  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicReference<TenantDefinition> current;
  private final Consumer<TenantDefinition> listener;

  /** Starts as this seed; the listener hears of each change before it holds. */
  public TenantConfiguration(TenantDefinition definition, Consumer<TenantDefinition> listener) {
    this.current = new AtomicReference<>(definition);
    this.listener = listener;
  }

  @Override
  public TenantDefinition get() {
    return current.get();
  }

  /** Changes it; what the change throws leaves everything as it was. */
  public TenantDefinition change(Consumer<TenantDefinition.Builder> change) {
    lock.lock();
    try {
      TenantDefinition.Builder builder = get().toBuilder();
      change.accept(builder);
      TenantDefinition after = builder.build();
      listener.accept(after);
      current.set(after);
      return after;
    } finally {
      lock.unlock();
    }
  }
}
