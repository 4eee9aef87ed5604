package dev.portcullis.adapters.file;

import dev.portcullis.application.session.port.RevokedSessions;
import dev.portcullis.domain.session.SessionFingerprint;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers revoked sessions in a file of a folder that belongs to one gateway: a line for each,
 * with its fingerprint and the second of its end. A revocation is on the disk when {@link #revoke}
 * returns. A last line that was not completely written is dropped at the start; sessions that have
 * ended are dropped at the start and as the file grows.
 */
public final class FileRevokedSessions implements RevokedSessions, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FileRevokedSessions.class);
  private static final String NAME = "revoked-sessions";
  private static final int LEAST_LINES = 1000;

  private final Path folder;
  private final Path file;
  private final InstantSource time;
  private final FileChannel lockFile;
  private final Map<SessionFingerprint, Instant> ends = new ConcurrentHashMap<>();

  private FileOutputStream out;
  private int lines;
  private int rewriteAt;
  private boolean damaged;

  private FileRevokedSessions(Path folder, InstantSource time, FileChannel lockFile)
      throws IOException {
    this.folder = folder;
    this.file = folder.resolve(NAME);
    this.time = time;
    this.lockFile = lockFile;
    read();
    this.out = rewritten();
  }

  /**
   * Reads the file in a folder, or creates it; only its owner can read it.
   *
   * @throws IllegalStateException if the folder cannot be written to, or another gateway uses it;
   *     the message says which
   */
  public static FileRevokedSessions open(Path directory, InstantSource time) {
    try {
      FileChannel lockFile = lock(directory);
      try {
        return new FileRevokedSessions(directory, time, lockFile);
      } catch (IOException e) {
        lockFile.close();
        throw e;
      }
    } catch (OverlappingFileLockException e) {
      throw new IllegalStateException(
          directory + " is used by another gateway: give each its own session.state-dir", e);
    } catch (IOException e) {
      throw new IllegalStateException(
          "cannot keep revoked sessions in " + directory + ": " + e.getMessage(), e);
    }
  }

  /** The open lock file, whose lock ends with it. */
  private static FileChannel lock(Path directory) throws IOException {
    FileChannel file =
        FileChannel.open(
            directory.resolve(NAME + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = file.tryLock();
      if (lock == null) {
        throw new OverlappingFileLockException();
      }
      return file;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private void read() throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    int whole = text.lastIndexOf('\n') + 1;
    long unreadable = text.substring(0, whole).lines().filter(line -> !read(line)).count();
    if (unreadable > 0) {
      LOG.atWarn()
          .addKeyValue("file", file)
          .addKeyValue("lines", unreadable)
          .log("Lines of the revoked sessions are not readable and were dropped");
    }
  }

  private boolean read(String line) {
    int space = line.indexOf(' ');
    try {
      keep(
          new SessionFingerprint(line.substring(0, Math.max(0, space))),
          Instant.ofEpochSecond(Long.parseLong(line.substring(space + 1))));
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }

  private void keep(SessionFingerprint session, Instant end) {
    ends.merge(session, end, (one, other) -> one.isBefore(other) ? other : one);
  }

  @Override
  public boolean revoke(SessionFingerprint session, Instant end) {
    // A started second counts completely.
    keep(session, Instant.ofEpochSecond(end.plusNanos(999_999_999).getEpochSecond()));
    return store(session);
  }

  private synchronized boolean store(SessionFingerprint session) {
    try {
      if (damaged || lines >= rewriteAt) {
        FileOutputStream before = out;
        out = rewritten();
        before.close();
        damaged = false;
      } else {
        Instant end = ends.get(session);
        out.write(
            line(session, end == null ? time.instant() : end).getBytes(StandardCharsets.US_ASCII));
        out.getFD().sync();
        lines++;
      }
      return true;
    } catch (IOException e) {
      // The file may end in half a line: the next revocation writes it anew.
      damaged = true;
      LOG.atError()
          .addKeyValue("file", file)
          .addKeyValue("error.message", e.getMessage())
          .log(
              "A logout could not be stored: after a restart, a copy of its cookie is valid again."
                  + " Make room in session.state-dir");
      return false;
    }
  }

  /** Writes what has not ended to a new file, which then replaces the old one. */
  private FileOutputStream rewritten() throws IOException {
    Instant now = time.instant();
    ends.values().removeIf(end -> !end.isAfter(now));
    Map<SessionFingerprint, Instant> kept = Map.copyOf(ends);
    Path next = folder.resolve(NAME + ".new");
    Files.deleteIfExists(next);
    PrivateFiles.createFile(next);
    FileOutputStream stream = new FileOutputStream(next.toFile(), true);
    try {
      stream.write(
          kept.entrySet().stream()
              .map(entry -> line(entry.getKey(), entry.getValue()))
              .collect(Collectors.joining())
              .getBytes(StandardCharsets.US_ASCII));
      stream.getFD().sync();
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      PrivateFiles.syncFolder(folder);
    } catch (IOException e) {
      stream.close();
      throw e;
    }
    lines = kept.size();
    rewriteAt = Math.max(LEAST_LINES, 2 * lines);
    return stream;
  }

  private static String line(SessionFingerprint session, Instant end) {
    return session.value() + " " + end.getEpochSecond() + "\n";
  }

  @Override
  public boolean contains(SessionFingerprint session) {
    return ends.containsKey(session);
  }

  /** Lets another gateway use the folder. */
  @Override
  public synchronized void close() {
    try {
      out.close();
    } catch (IOException e) {
      LOG.debug("closing the revoked sessions", e);
    }
    try {
      lockFile.close();
    } catch (IOException e) {
      LOG.debug("closing the lock of the revoked sessions", e);
    }
  }
}
