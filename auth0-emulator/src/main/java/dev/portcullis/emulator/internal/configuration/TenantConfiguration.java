package dev.portcullis.emulator.internal.configuration;

import dev.portcullis.emulator.tenant.TenantDefinition;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The tenant's configuration while it runs: it starts as defined, and changes through the
 * Management API and the page. Each {@link #get} is one consistent state; changes are atomic.
 */
public final class TenantConfiguration implements Supplier<TenantDefinition> {

  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicReference<TenantDefinition> current;
  private final Consumer<TenantDefinition> listener;

  /** Starts as defined; the listener is called with each change before it takes effect. */
  public TenantConfiguration(TenantDefinition definition, Consumer<TenantDefinition> listener) {
    this.current = new AtomicReference<>(definition);
    this.listener = listener;
  }

  @Override
  public TenantDefinition get() {
    return current.get();
  }

  /** Applies a change; if the change throws, the configuration stays as it was. */
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
