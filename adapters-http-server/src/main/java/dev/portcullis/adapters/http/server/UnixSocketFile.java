package dev.portcullis.adapters.http.server;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** The file of a Unix domain socket. */
final class UnixSocketFile {

  private UnixSocketFile() {}

  /** Removes what a stopped process has left at the path. */
  static void makeWay(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (SocketChannel trial = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      trial.connect(UnixDomainSocketAddress.of(path));
    }
    Files.delete(path);
  }
}
