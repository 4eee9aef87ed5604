package dev.portcullis.adapters.file;

import dev.portcullis.application.session.port.RenewedSessions;
import dev.portcullis.domain.session.SessionFingerprint;
import io.vavr.control.Option;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps renewed sessions in a folder of its own below the state folder, which {@link
 * FileRevokedSessions} has locked: a file for each, named by its fingerprint, with the second of
 * its end and the sealed session. What has ended is deleted at the start, and as files are added.
 */
public final class FileRenewedSessions implements RenewedSessions {

  private static final Logger LOG = LoggerFactory.getLogger(FileRenewedSessions.class);
  private static final String NEW = ".new";
  private static final int LEAST = 1000;

  private final Path folder;
  private final InstantSource time;
  private final Map<SessionFingerprint, Instant> ends = new ConcurrentHashMap<>();
  private int sweepAt = LEAST;

  private FileRenewedSessions(Path folder, InstantSource time) {
    this.folder = folder;
    this.time = time;
  }

  /**
   * Reads what is in the folder, or creates it; only its owner can read it.
   *
   * @param directory the state folder
   * @throws IllegalStateException if it cannot be read or written to
   */
  public static FileRenewedSessions open(Path directory, InstantSource time) {
    FileRenewedSessions renewed =
        new FileRenewedSessions(directory.resolve("renewed-sessions"), time);
    try {
      PrivateFiles.createFolder(renewed.folder);
      renewed.readAll();
      return renewed;
    } catch (IOException e) {
      throw new IllegalStateException(
          "cannot keep renewed sessions in " + renewed.folder + ": " + e.getMessage(), e);
    }
  }

  private void readAll() throws IOException {
    Instant now = time.instant();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Option<Instant> end = read(file).map(Kept::end).filter(it -> it.isAfter(now));
        if (end.isEmpty()) {
          Files.deleteIfExists(file);
        } else {
          ends.put(new SessionFingerprint(file.getFileName().toString()), end.get());
        }
      }
    }
  }

  private record Kept(Instant end, String sealed) {}

  /** The content of a file; none if it is not ours, or not complete. */
  private static Option<Kept> read(Path file) {
    try {
      var unused = new SessionFingerprint(file.getFileName().toString());
      String[] lines = Files.readString(file, StandardCharsets.ISO_8859_1).split("\n", -1);
      return lines.length == 3 && lines[2].isEmpty()
          ? Option.some(new Kept(Instant.ofEpochSecond(Long.parseLong(lines[0])), lines[1]))
          : Option.none();
    } catch (IOException | IllegalArgumentException e) {
      return Option.none();
    }
  }

  @Override
  public synchronized boolean keep(SessionFingerprint renewal, String sealed, Instant end) {
    Path file = folder.resolve(renewal.value());
    Path next = folder.resolve(renewal.value() + NEW);
    try {
      Files.deleteIfExists(next);
      PrivateFiles.createFile(next);
      try (FileOutputStream out = new FileOutputStream(next.toFile())) {
        out.write(
            (end.getEpochSecond() + 1 + "\n" + sealed + "\n").getBytes(StandardCharsets.US_ASCII));
        out.getFD().sync();
      }
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      PrivateFiles.syncFolder(folder);
      ends.put(renewal, end);
      sweep();
      return true;
    } catch (IOException e) {
      LOG.atError()
          .addKeyValue("file", file)
          .addKeyValue("error.message", e.getMessage())
          .log(
              "A renewed session could not be stored: its user has to log in again if the browser"
                  + " does not get it now. Make room in session.state-dir");
      return false;
    }
  }

  private void sweep() {
    if (ends.size() < sweepAt) {
      return;
    }
    Instant now = time.instant();
    ends.forEach(
        (renewal, end) -> {
          if (!end.isAfter(now)) {
            forget(renewal);
          }
        });
    sweepAt = Math.max(LEAST, 2 * ends.size());
  }

  @Override
  public Option<String> find(SessionFingerprint renewal) {
    return ends.containsKey(renewal)
        ? read(folder.resolve(renewal.value())).map(Kept::sealed)
        : Option.none();
  }

  @Override
  public void forget(SessionFingerprint renewal) {
    if (ends.remove(renewal) != null) {
      try {
        Files.deleteIfExists(folder.resolve(renewal.value()));
      } catch (IOException e) {
        LOG.debug("deleting a renewed session", e);
      }
    }
  }
}
