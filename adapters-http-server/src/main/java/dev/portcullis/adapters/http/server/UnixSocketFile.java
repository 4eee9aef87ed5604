package dev.portcullis.adapters.http.server;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/** The file of a Unix domain socket (unix(7)). */
final class UnixSocketFile {

  private UnixSocketFile() {}

  /**
   * Removes the socket that a stopped process has left.
   *
   * @throws IllegalStateException if the path cannot be used; the message says why and what to do
   */
  static void makeWay(Path path) {
    try {
      Path folder = path.getParent();
      if (folder == null || !Files.isDirectory(folder)) {
        throw refused(path, "the folder " + folder + " does not exist. Create it, or choose", null);
      }
      if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        return;
      }
      if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .isOther()) {
        throw refused(path, "a file that is no socket is there. Remove it, or choose", null);
      }
      if (isInUse(path)) {
        throw refused(path, "another program listens there. Stop it, or choose", null);
      }
      Files.delete(path);
    } catch (IOException e) {
      throw refused(path, "what is there cannot be removed. Remove it, or choose", e);
    }
  }

  private static boolean isInUse(Path path) throws IOException {
    try (SocketChannel trial = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return trial.connect(UnixDomainSocketAddress.of(path));
    } catch (java.net.ConnectException e) {
      return false;
    }
  }

  /** Lets its owner and its group connect, which takes the right to write. */
  static void restrict(Path path) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw----"));
  }

  private static IllegalStateException refused(
      Path path, String why, @org.jspecify.annotations.Nullable Exception cause) {
    return new IllegalStateException(
        "cannot listen on unix:" + path + ": " + why + " another path", cause);
  }
}
