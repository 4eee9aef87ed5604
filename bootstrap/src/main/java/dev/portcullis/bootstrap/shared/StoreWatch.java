package dev.portcullis.bootstrap.shared;

import dev.portcullis.adapters.http.admin.Readiness;
import dev.portcullis.adapters.redis.StoreEvents;
import dev.portcullis.adapters.redis.StoreUse;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vavr.collection.Map;
import io.vavr.collection.Vector;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells operators about the shared store: by two meters, the log, and a warning of {@code
 * /health/ready} while it is away. Readiness stays up, because the gateway goes on without it. Safe
 * for concurrent use.
 */
final class StoreWatch implements StoreEvents {

  private static final Logger LOG = LoggerFactory.getLogger(StoreWatch.class);
  private static final String TOPIC = "shared-store";

  private final Map<StoreUse, Counter> failures;
  private final AtomicReference<String> problem = new AtomicReference<>("");
  private final AtomicReference<Readiness> readiness = new AtomicReference<>(new Readiness());
  private final InstantSource time;

  StoreWatch(MeterRegistry metrics, InstantSource time) {
    this.time = time;
    this.failures =
        Vector.of(StoreUse.values())
            .toMap(
                use -> use,
                use ->
                    Counter.builder("portcullis.shared.store.failures")
                        .description("What the shared store did not do, by its use")
                        .tag("use", use.word())
                        .register(metrics));
    Gauge.builder("portcullis.shared.store.away", problem, it -> it.get().isEmpty() ? 0 : 1)
        .description("1 while the shared store does not answer")
        .strongReference(true)
        .register(metrics);
  }

  /** Warnings go to {@code gateway} from now on. */
  void start(Readiness gateway) {
    readiness.set(gateway);
    show();
  }

  @Override
  public void failed(StoreUse use) {
    failures.get(use).forEach(Counter::increment);
  }

  @Override
  public void away(String reason) {
    problem.set("The shared store is away since " + time.instant() + ": " + reason);
    show();
    LOG.atWarn()
        .addKeyValue("reason", reason)
        .log(
            "The shared store is away: until it is back, other instances do not learn of a logout"
                + " here, and limits count on each instance alone, or refuse with"
                + " shared.redis.fail-closed");
  }

  @Override
  public void back() {
    problem.set("");
    show();
    LOG.info("The shared store answers");
  }

  private void show() {
    readiness.get().warn(TOPIC, Vector.of(problem.get()).filter(it -> !it.isEmpty()));
  }
}
