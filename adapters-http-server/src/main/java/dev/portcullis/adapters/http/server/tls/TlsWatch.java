package dev.portcullis.adapters.http.server.tls;

import dev.portcullis.adapters.http.server.tls.TlsFiles.Finding;
import dev.portcullis.adapters.http.server.tls.TlsSettings.ClientCertificates.Asked;
import dev.portcullis.adapters.http.server.tls.TlsSettings.Identity;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TLS of one listener: reads its files at the start, and again when they have changed. What was
 * read stays in force until the new files are usable.
 */
public final class TlsWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TlsWatch.class);
  private static final Duration EVERY = Duration.ofSeconds(2);
  private static final Duration A_DAY = Duration.ofDays(1);

  private final String listener;
  private final TlsSettings settings;
  private final InstantSource time;
  private final SSLContext first;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "tls-files");
            thread.setDaemon(true);
            return thread;
          });

  private Consumer<SSLContext> apply = context -> {};
  private Seq<String> tried;
  private Seq<String> seen;
  private Instant checked;
  private Option<String> fault = Option.none();

  private TlsWatch(String listener, TlsSettings settings, InstantSource time)
      throws UnusableTlsException {
    this.listener = listener;
    this.settings = settings;
    this.time = time;
    // Before the files are read: what changes meanwhile is read again.
    this.tried = state();
    this.seen = tried;
    this.first = load();
    this.checked = time.instant();
  }

  /**
   * Reads the files of a listener.
   *
   * @param listener where it listens, for the log
   * @throws IllegalStateException if one cannot be used; the message says why and what to do
   */
  public static TlsWatch open(String listener, TlsSettings settings, InstantSource time) {
    try {
      return new TlsWatch(listener, settings, time);
    } catch (UnusableTlsException e) {
      throw new IllegalStateException("cannot listen on " + listener + ": " + e.getMessage(), e);
    }
  }

  /** What was read at the start. */
  public SSLContext context() {
    return first;
  }

  /** Starts to look at the files, every two seconds. */
  public void start(Consumer<SSLContext> changed) {
    onChange(changed);
    var unused =
        clock.scheduleWithFixedDelay(
            this::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  synchronized void onChange(Consumer<SSLContext> changed) {
    apply = changed;
  }

  /** Looks at the files, and reads them if they have changed and are at rest since. */
  synchronized void look() {
    for (Finding due : due()) {
      LOG.atWarn()
          .addKeyValue("listener", listener)
          .addKeyValue("fix", due.fix())
          .log(due.problem());
    }
    for (String problem : read()) {
      LOG.atWarn()
          .addKeyValue("listener", listener)
          .addKeyValue("problem", problem)
          .log("The new TLS files cannot be used; the current certificates stay");
    }
  }

  /**
   * Reads the files if they have changed and are at rest since.
   *
   * @return why they cannot be used, if that is another reason than the last time
   */
  synchronized Option<String> read() {
    Seq<String> now = state();
    boolean atRest = now.equals(seen);
    seen = now;
    if (now.equals(tried) || !atRest) {
      return Option.none();
    }
    tried = now;
    Option<String> before = fault;
    fault = Option.none();
    try {
      apply.accept(load());
    } catch (UnusableTlsException e) {
      fault = Option.of(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      fault = Option.of(e.getClass().getName());
    }
    return fault.equals(before) ? Option.none() : fault;
  }

  /** What is wrong with the files, or due soon; once a day, for a renewal may have failed. */
  synchronized Seq<Finding> due() {
    Instant now = time.instant();
    if (now.isBefore(checked.plus(A_DAY))) {
      return Vector.empty();
    }
    checked = now;
    return TlsFiles.check(settings, now);
  }

  private SSLContext load() throws UnusableTlsException {
    TlsMaterial material = TlsMaterial.load(settings, time.instant());
    LOG.atInfo()
        .addKeyValue("listener", listener)
        .addKeyValue("certificates", material.summary())
        .log("TLS certificates are loaded");
    return material.context();
  }

  /** What tells that a file was written or, as Kubernetes does it, replaced. */
  private Seq<String> state() {
    return settings
        .identities()
        .flatMap(Identity::files)
        .appendAll(
            settings.clients() instanceof Asked(var authorities, var required)
                ? Vector.of(authorities)
                : Vector.empty())
        .map(TlsWatch::state);
  }

  private static String state(Path file) {
    try {
      // The time of change too: a copy may bring its own time of modification, and the same number.
      boolean unix = file.getFileSystem().supportedFileAttributeViews().contains("unix");
      return new TreeMap<>(
              Files.readAttributes(
                  file,
                  unix ? "unix:ino,size,lastModifiedTime,ctime" : "size,lastModifiedTime,fileKey"))
          .toString();
    } catch (IOException e) {
      return "not there";
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
