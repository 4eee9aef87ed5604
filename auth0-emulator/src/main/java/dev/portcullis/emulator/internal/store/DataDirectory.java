package dev.portcullis.emulator.internal.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A folder with a tenant's state, used by one process at a time. What was written survives a kill
 * of the process; after a crash of the machine the last changes may be missing, because writes are
 * not synced to disk.
 */
public final class DataDirectory implements AutoCloseable {

  /** Below this size the state file is not compacted. */
  private static final long SLACK = 8L << 20;

  private static final String STATE = "state.jsonl";

  private final Path folder;
  private final FileChannel lock;
  private final long slack;
  private Optional<FileStore> present;

  private DataDirectory(Path folder, FileChannel lock, long slack) {
    this.folder = folder;
    this.lock = lock;
    this.slack = slack;
    this.present = FileStore.open(folder.resolve(STATE), slack);
  }

  /**
   * Opens the folder, and creates it if necessary.
   *
   * @throws IllegalStateException if another process uses it, or its state is damaged; the message
   *     is a sentence for users
   */
  public static DataDirectory open(Path folder) {
    return open(folder, SLACK);
  }

  static DataDirectory open(Path folder, long slack) {
    @Nullable FileChannel channel = null;
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder);
        restrict(folder, "rwx------");
      }
      channel =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (locked(channel).isEmpty()) {
        channel.close();
        throw new IllegalStateException(
            "the data folder "
                + folder
                + " is in use by another emulator: stop it, or choose another folder");
      }
      return new DataDirectory(folder, channel, slack);
    } catch (IOException e) {
      throw new IllegalStateException(
          "the data folder "
              + folder
              + " cannot be used (expected: a folder that this user may make and write): "
              + e.getClass().getSimpleName(),
          e);
    }
  }

  private static Optional<FileLock> locked(FileChannel channel) throws IOException {
    try {
      return Optional.ofNullable(channel.tryLock());
    } catch (OverlappingFileLockException e) {
      return Optional.empty();
    }
  }

  /** The state that an earlier process left, if there is one. */
  public synchronized Optional<Store> present() {
    return present.map(store -> store);
  }

  /** An empty store, which replaces the present one when it is committed. */
  public synchronized Store begin() {
    return FileStore.create(folder.resolve(STATE + ".new"), slack, this::commit);
  }

  private synchronized void commit(FileStore store) {
    present.ifPresent(FileStore::close);
    store.moveTo(folder.resolve(STATE));
    present = Optional.of(store);
  }

  @Override
  public synchronized void close() {
    present.ifPresent(FileStore::close);
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Restricts access to the owner, where the file system supports it. */
  static void restrict(Path path, String permissions) throws IOException {
    try {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    } catch (UnsupportedOperationException e) {
      // A file system without owners: the folder keeps its own permissions.
    }
  }
}
