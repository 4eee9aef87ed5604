package dev.portcullis.bootstrap.wiring;

import dev.portcullis.adapters.auth0.doctor.Auth0Events;
import dev.portcullis.adapters.http.admin.Readiness;
import dev.portcullis.adapters.http.api.LogStreamEndpoint;
import dev.portcullis.application.journal.port.Journal;
import dev.portcullis.bootstrap.settings.DoctorSettings;
import dev.portcullis.bootstrap.settings.DoctorSettings.Watch;
import dev.portcullis.bootstrap.system.Version;
import dev.portcullis.doctor.DiagnoseTenantUseCase;
import dev.portcullis.doctor.check.Area;
import dev.portcullis.doctor.check.Selection;
import dev.portcullis.doctor.port.Progress;
import dev.portcullis.doctor.port.Sleeper;
import dev.portcullis.doctor.report.DoctorPage;
import dev.portcullis.doctor.watch.WatchTenantUseCase;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import jakarta.inject.Provider;
import java.util.concurrent.atomic.AtomicReference;

/** Watches the tenant's log and runs the doctor at intervals, as configured. */
final class TenantWatching extends Watching {

  private final DoctorSettings settings;
  private final Journal sent;
  private final WatchTenantUseCase watch;
  private final Provider<DiagnoseTenantUseCase> doctor;
  private final Sleeper sleeper;
  private final Runnable end;
  private final DoctorPage page = new DoctorPage(Version.current());
  private final AtomicReference<Readiness> readiness = new AtomicReference<>(new Readiness());
  private final AtomicReference<Seq<Thread>> threads = new AtomicReference<>(Vector.empty());

  TenantWatching(
      DoctorSettings settings,
      Journal sent,
      WatchTenantUseCase watch,
      Provider<DiagnoseTenantUseCase> doctor,
      Sleeper sleeper,
      Runnable end) {
    this.settings = settings;
    this.sent = sent;
    this.watch = watch;
    this.doctor = doctor;
    this.sleeper = sleeper;
    this.end = end;
  }

  @Override
  Journal journal() {
    return settings.watch() instanceof Watch.Off ? super.journal() : sent;
  }

  @Override
  Option<LogStreamEndpoint> logStream() {
    return settings.watch() instanceof Watch.Stream(var token)
        ? Option.of(
            new LogStreamEndpoint(
                token, body -> warn(Watching.warnings(watch.take(Auth0Events.ofStream(body))))))
        : Option.none();
  }

  @Override
  Option<DoctorPage> page() {
    return Option.when(settings.every().isDefined(), page);
  }

  @Override
  void start(Readiness gateway) {
    readiness.set(gateway);
    if (settings.watch() instanceof Watch.Poll(var interval)) {
      repeat(
          "portcullis-watch",
          () -> {
            warn(Watching.warnings(watch.look()));
            sleeper.sleep(interval);
          });
    }
    settings
        .every()
        .forEach(
            every ->
                repeat(
                    "portcullis-doctor",
                    () -> {
                      page.show(
                          doctor
                              .get()
                              .diagnose(
                                  Selection.ALL.without(Area.CANARY),
                                  settings.lookBack(),
                                  Progress.SILENT));
                      sleeper.sleep(every);
                    }));
  }

  private void warn(Seq<String> warnings) {
    readiness.get().warn("tenant", warnings);
  }

  private void repeat(String name, Runnable task) {
    Thread thread = Watching.repeating(name, task);
    threads.updateAndGet(all -> all.append(thread));
  }

  @Override
  public void close() {
    threads.get().forEach(Thread::interrupt);
    end.run();
  }
}
