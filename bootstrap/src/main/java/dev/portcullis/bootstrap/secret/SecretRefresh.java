package dev.portcullis.bootstrap.secret;

import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.bootstrap.settings.document.SettingsSource;
import dev.portcullis.bootstrap.system.WatchedFile;
import io.vavr.collection.Map;
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
 * Reads the files of {@link LiveSecrets} again when they have changed, so that these secrets are
 * rotated without a restart. A new secret is used at once; one that cannot be used is refused, and
 * the present one stays.
 */
public final class SecretRefresh implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SecretRefresh.class);
  private static final Duration EVERY = Duration.ofSeconds(2);

  private final LiveSecrets secrets;
  private final Map<String, WatchedFile> files;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "secrets");
            thread.setDaemon(true);
            return thread;
          });

  /** Looks for changes from now on; {@link #catchUp} finds those since the secrets were read. */
  SecretRefresh(LiveSecrets secrets, Map<String, Path> files) {
    this.secrets = secrets;
    this.files = files.mapValues(WatchedFile::new);
  }

  /** Starts to look at the files every two seconds, if a secret has a file of its own. */
  public static Option<SecretRefresh> start(
      SettingsSource source, Settings settings, LiveSecrets secrets) {
    Path settingsFile = source.directory().resolve(Path.of(source.name()).getFileName());
    Map<String, Path> files =
        settings
            .doctor()
            .secretFiles()
            .filter((key, file) -> secrets.keys().contains(key) && !file.equals(settingsFile));
    return Option.when(!files.isEmpty(), () -> new SecretRefresh(secrets, files))
        .peek(SecretRefresh::catchUp)
        .peek(SecretRefresh::everyTwoSeconds);
  }

  private void everyTwoSeconds() {
    var unused =
        clock.scheduleWithFixedDelay(
            this::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Looks at the files, and reads each that has changed and is at rest since. */
  synchronized void look() {
    files.filterValues(WatchedFile::hasChanged).forEach((key, file) -> read(key, file, true));
  }

  /** Reads the files, which may have changed since the settings were read. */
  private synchronized void catchUp() {
    files.forEach((key, file) -> read(key, file, false));
  }

  /** Reads the files now. */
  public synchronized void reload() {
    files.forEach((key, file) -> read(key, file, true));
  }

  private void read(String key, WatchedFile file, boolean logged) {
    try {
      if (secrets.replace(key, Files.readString(file.path()).stripTrailing()) || logged) {
        LOG.atInfo().addKeyValue("key", key).log("The secret of the file is in use");
      }
    } catch (IOException | RuntimeException e) {
      LOG.atWarn()
          .addKeyValue("key", key)
          .addKeyValue("error.type", e.getClass().getName())
          .log(
              "The file of a secret cannot be used; the present secret stays in use. Expected: one"
                  + " line of printable ASCII");
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
