package dev.portcullis.bootstrap.settings;

import dev.portcullis.bootstrap.settings.document.Accumulator;
import dev.portcullis.bootstrap.settings.document.Section;
import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import dev.portcullis.bootstrap.settings.document.ValueType;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import io.vavr.control.Validation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/** Where ended sessions are remembered: in a folder, or in this process alone. */
public final class SessionState {

  /** In this process alone: a logout holds until the next restart. */
  public static final SessionState MEMORY = new SessionState(Option.none(), Option::none);

  private final Option<Path> directory;
  private final Supplier<Option<SettingsProblem>> problem;

  private SessionState(Option<Path> directory, Supplier<Option<SettingsProblem>> problem) {
    this.directory = directory;
    this.problem = problem;
  }

  private enum Store {
    FILE,
    MEMORY
  }

  /**
   * Where they are remembered.
   *
   * @param shared whether a store remembers them too, so that a folder may be missing
   */
  static Validation<Seq<SettingsProblem>, SessionState> read(Section session, boolean shared) {
    Accumulator all = new Accumulator();
    var written =
        all.add(
            session.optional(
                "state-dir",
                ValueType.FILE,
                "With pages: the folder of this gateway alone that remembers ended and renewed"
                    + " sessions across restarts; without it $STATE_DIRECTORY, which systemd"
                    + " sets. Not needed with shared.redis.url."));
    var store =
        all.add(
            session.withDefault(
                "revoked",
                ValueType.oneOf(Store.class, '-'),
                "file",
                "Where ended and renewed sessions are remembered: file for session.state-dir,"
                    + " memory until the next restart."));
    return all.build(
        () -> {
          if (store.get() == Store.MEMORY) {
            return MEMORY;
          }
          Option<Path> directory =
              written.get().orElse(() -> systemd(session)).map(session.directory()::resolve);
          return directory.isEmpty() && shared
              ? MEMORY
              : new SessionState(directory, () -> problem(session, directory));
        });
  }

  /** The first of the folders that systemd made (systemd.exec, StateDirectory=). */
  private static Option<Path> systemd(Section session) {
    return session.variable("STATE_DIRECTORY").map(value -> Path.of(value.split(":", 2)[0]));
  }

  private static Option<SettingsProblem> problem(Section session, Option<Path> directory) {
    return directory.fold(
        () ->
            Option.some(
                session.problem(
                    "state-dir",
                    "missing while pages.enabled is true, and STATE_DIRECTORY is not set",
                    "name a folder that the gateway may write to (StateDirectory= of systemd makes"
                        + " one), or set session.revoked to memory: then a logout holds until the"
                        + " next restart")),
        folder ->
            Files.isDirectory(folder) && Files.isWritable(folder)
                ? Option.none()
                : Option.some(
                    session.problem(
                        "state-dir",
                        "no folder that this user may write to: " + folder,
                        "create it for the gateway's user, or set session.revoked to memory: then"
                            + " a logout holds until the next restart")));
  }

  /** The folder; none if ended sessions are remembered in memory. */
  public Option<Path> directory() {
    return directory;
  }

  /** What keeps the folder from being used now. */
  public Option<SettingsProblem> problem() {
    return problem.get();
  }
}
