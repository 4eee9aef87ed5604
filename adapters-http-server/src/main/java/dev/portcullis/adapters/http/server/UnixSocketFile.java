package dev.portcullis.adapters.http.server;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/** The file of a Unix domain socket. */
final class UnixSocketFile {

  private UnixSocketFile() {}

  /**
   * Removes a socket that a stopped process has left at the path.
   *
   * @throws BindException if there is something else, or a process listens there; the message says
   *     which
   */
  static void makeWay(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .isOther()) {
      throw new BindException("there is a file that is no socket");
    }
    try (SocketChannel trial = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      trial.connect(UnixDomainSocketAddress.of(path));
    } catch (ConnectException e) {
      Files.delete(path);
      return;
    }
    throw new BindException("another process listens there");
  }

  /** Lets the gateway's user and group connect, and nobody else. */
  static void restrict(Path path) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw----"));
  }
}
