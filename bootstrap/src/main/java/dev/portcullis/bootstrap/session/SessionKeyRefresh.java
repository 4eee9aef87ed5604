package dev.portcullis.bootstrap.session;

import dev.portcullis.adapters.http.session.SessionKeys;
import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.bootstrap.settings.document.SettingsSource;
import dev.portcullis.bootstrap.system.WatchedFile;
import io.vavr.control.Option;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the file of the session keys again when it has changed, so that keys are rotated without a
 * restart. Keys that cannot be used are refused, and the current ones stay.
 */
public final class SessionKeyRefresh implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SessionKeyRefresh.class);
  private static final Duration EVERY = Duration.ofSeconds(2);
  private static final String KEY = "session.keys";

  private final SessionKeys keys;
  private final WatchedFile file;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "session-keys");
            thread.setDaemon(true);
            return thread;
          });

  /** Looks for changes from now on; {@link #reload} finds those since the keys were read. */
  SessionKeyRefresh(SessionKeys keys, Path file) {
    this.keys = keys;
    this.file = new WatchedFile(file);
  }

  /** Starts to look at the file every two seconds, if the settings name one. */
  public static Option<SessionKeyRefresh> start(SettingsSource source, Settings settings) {
    Path settingsFile = source.directory().resolve(Path.of(source.name()).getFileName());
    return settings
        .pages()
        .flatMap(
            pages ->
                settings
                    .doctor()
                    .secretFiles()
                    .get(KEY)
                    .filter(file -> !file.equals(settingsFile))
                    .map(file -> new SessionKeyRefresh(pages.session().keys(), file)))
        // The file may have changed since the settings were read.
        .peek(SessionKeyRefresh::reload)
        .peek(SessionKeyRefresh::everyTwoSeconds);
  }

  private void everyTwoSeconds() {
    var unused =
        clock.scheduleWithFixedDelay(
            this::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Looks at the file, and reads it if it has changed and is at rest since. */
  synchronized void look() {
    if (file.hasChanged()) {
      reload();
    }
  }

  /** Reads the file now. */
  public synchronized void reload() {
    try {
      apply(SessionKeys.parse(Files.readString(file.path())));
    } catch (IOException | IllegalArgumentException e) {
      LOG.atWarn()
          .addKeyValue("file", file.path())
          .addKeyValue("error.type", e.getClass().getName())
          .log(
              "The new session keys cannot be used; the current ones stay. Expected: 32 bytes in"
                  + " base64, a key a line");
    }
  }

  private void apply(SessionKeys fresh) {
    switch (keys.replaceBy(fresh)) {
      case NONE -> {}
      case REPLACED ->
          LOG.atInfo()
              .addKeyValue("file", file.path())
              .addKeyValue("keys", fresh.size())
              .log("New session keys are applied");
      case FIRST_KEY_IS_NEW ->
          LOG.atWarn()
              .addKeyValue("file", file.path())
              .addKeyValue("keys", fresh.size())
              .log(
                  "New session keys are applied, and the first was not known before: instances that"
                      + " do not have it yet answer 401. Append a new key first, and move it to the"
                      + " front when every instance has it");
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
