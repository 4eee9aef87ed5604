package dev.portcullis.bootstrap.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A file that is read again when it has changed. Starts with the file as it is now. Not safe for
 * concurrent use.
 */
public final class WatchedFile {

  private final Path path;
  private String taken;
  private String seen;

  public WatchedFile(Path path) {
    this.path = path;
    this.taken = state();
    this.seen = taken;
  }

  public Path path() {
    return path;
  }

  /**
   * Whether it has changed since the last time that this returned true, and is at rest: the same as
   * at the last look.
   */
  public boolean hasChanged() {
    String now = state();
    boolean atRest = now.equals(seen);
    seen = now;
    if (now.equals(taken) || !atRest) {
      return false;
    }
    taken = now;
    return true;
  }

  /** What tells that the file was written or, as Kubernetes does it, replaced. */
  private String state() {
    try {
      BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
      return now.fileKey() + " " + now.size() + " " + now.lastModifiedTime();
    } catch (IOException e) {
      return "not there";
    }
  }
}
