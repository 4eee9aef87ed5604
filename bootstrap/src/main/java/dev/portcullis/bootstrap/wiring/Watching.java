package dev.portcullis.bootstrap.wiring;

import dev.portcullis.adapters.http.admin.Readiness;
import dev.portcullis.adapters.http.api.LogStreamEndpoint;
import dev.portcullis.application.journal.port.LoginJournal;
import dev.portcullis.doctor.report.DoctorPage;
import dev.portcullis.doctor.tenant.WatchState;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;

/** What runs beside a gateway and looks after its tenant; by itself it does nothing. */
class Watching implements AutoCloseable {

  /** Written to with every login. */
  LoginJournal journal() {
    return (subject, outcome, upstream, elapsed) -> {};
  }

  /** Where the tenant delivers its log. */
  Option<LogStreamEndpoint> logStream() {
    return Option.none();
  }

  /** The doctor's last findings; none: there is no such page. */
  Option<DoctorPage> page() {
    return Option.none();
  }

  /** Begins. */
  void start(Readiness readiness) {}

  @Override
  public void close() {}

  /** What operators are warned of. */
  static Seq<String> warnings(WatchState state) {
    return switch (state) {
      case WatchState.Unknown() -> Vector.empty();
      case WatchState.Agrees() -> Vector.empty();
      case WatchState.Differs(var since, var what) -> Vector.of(what + ", since " + since);
      case WatchState.Blind(var why) ->
          Vector.of("the tenant's log cannot be read: " + why.reason());
    };
  }

  /** What runs {@code task} again and again on a thread of its own, until it is closed. */
  static Thread repeating(String name, Runnable task) {
    return Thread.ofPlatform()
        .daemon()
        .name(name)
        .start(
            () -> {
              while (!Thread.currentThread().isInterrupted()) {
                task.run();
              }
            });
  }
}
