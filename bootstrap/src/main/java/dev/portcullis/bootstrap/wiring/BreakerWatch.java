package dev.portcullis.bootstrap.wiring;

import dev.portcullis.adapters.http.admin.Readiness;
import dev.portcullis.application.protection.ProtectionEvents;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells operators about the breaker in front of the provider: by the log, and by a warning of
 * {@code /health/ready} while it is open. Readiness stays up, because another instance reaches the
 * provider no better. Safe for concurrent use.
 */
final class BreakerWatch implements ProtectionEvents {

  private static final Logger LOG = LoggerFactory.getLogger(BreakerWatch.class);
  private static final String TOPIC = "breaker";

  private final AtomicReference<Readiness> readiness = new AtomicReference<>(new Readiness());
  private final InstantSource time;

  BreakerWatch(InstantSource time) {
    this.time = time;
  }

  /** Warnings go to {@code gateway} from now on; called before the first login. */
  void start(Readiness gateway) {
    readiness.set(gateway);
  }

  @Override
  public void opened() {
    show(
        Vector.of(
            "The provider answers nothing since "
                + time.instant()
                + ", so logins are refused at once"));
    LOG.warn(
        "The provider does not answer: logins are refused at once, but for one now and then that"
            + " finds out whether it answers again");
  }

  @Override
  public void closed() {
    show(Vector.empty());
    LOG.info("The provider answers again");
  }

  private void show(Seq<String> warnings) {
    readiness.get().warn(TOPIC, warnings);
  }
}
