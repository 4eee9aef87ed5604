package dev.portcullis.bootstrap.wiring;

import dev.portcullis.adapters.http.admin.Readiness;
import dev.portcullis.adapters.http.api.LogStreamEndpoint;
import dev.portcullis.application.journal.port.Journal;
import dev.portcullis.doctor.report.DoctorPage;
import dev.portcullis.doctor.tenant.WatchState;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What runs beside a gateway and watches its tenant. This class does nothing; see its subclass. */
class Watching implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Watching.class);

  /** Receives every login. */
  Journal journal() {
    return Journal.NONE;
  }

  /** The endpoint that the tenant's log stream delivers to, if there is one. */
  Option<LogStreamEndpoint> logStream() {
    return Option.none();
  }

  /** The page of the doctor's latest findings, if there is one. */
  Option<DoctorPage> page() {
    return Option.none();
  }

  /** Starts the watch; warnings go to {@code readiness}. */
  void start(Readiness readiness) {}

  @Override
  public void close() {}

  /** The warnings for operators about a state of the watch. */
  static Seq<String> warnings(WatchState state) {
    return switch (state) {
      case WatchState.Unknown() -> Vector.empty();
      case WatchState.Agrees() -> Vector.empty();
      case WatchState.Differs(var since, var what) -> Vector.of(what + ", since " + since);
      case WatchState.Blind(var why) ->
          Vector.of("the tenant's log cannot be read: " + why.reason());
    };
  }

  /**
   * Starts a daemon thread that runs {@code task} repeatedly until it is interrupted. A task that
   * fails is logged, and runs again a second later.
   */
  static Thread repeating(String name, Runnable task) {
    return Thread.ofPlatform()
        .daemon()
        .name(name)
        .start(
            () -> {
              while (!Thread.currentThread().isInterrupted()) {
                try {
                  task.run();
                } catch (RuntimeException e) {
                  failed(name, e);
                }
              }
            });
  }

  private static void failed(String name, RuntimeException fault) {
    LOG.atError()
        .addKeyValue("task", name)
        .addKeyValue("error.type", fault.getClass().getName())
        .log("A background task failed and runs again");
    try {
      TimeUnit.SECONDS.sleep(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
