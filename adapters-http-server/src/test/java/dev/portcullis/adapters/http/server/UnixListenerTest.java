package dev.portcullis.adapters.http.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.adapters.http.exchange.Endpoint;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.adapters.http.server.ListenAddress.Unix;
import dev.portcullis.domain.address.Peer;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Listeners on Unix domain sockets. */
@Timeout(60)
@SuppressWarnings("try") // A listener may only have to be there.
class UnixListenerTest {

  @TempDir private Path directory;

  private final List<Peer> peers = new CopyOnWriteArrayList<>();

  private TestListener open(Path path) {
    return TestListener.on(
        new Unix(path),
        Endpoint.get(
            "/path",
            (request, id) -> {
              peers.add(request.origin().peer());
              return Reply.of(200, "text/plain", new byte[0]);
            }));
  }

  @Test
  void requests_are_answered_and_the_peer_is_a_unix_socket() throws IOException {
    Path path = directory.resolve("gateway.sock");

    try (TestListener listener = open(path)) {
      String answer = get(path);

      assertThat(answer).startsWith("HTTP/1.1 200 ");
      assertThat(listener.where()).hasToString("unix:" + path);
    }
    assertThat(peers).containsExactly(new Peer.Unix());
    assertThat(path).doesNotExist();
  }

  @Test
  void its_owner_and_group_alone_may_connect() throws IOException {
    Path path = directory.resolve("gateway.sock");

    try (TestListener listener = open(path)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
          .isEqualTo("rw-rw----");
    }
  }

  @Test
  void a_socket_that_a_stopped_process_left_is_replaced() throws IOException {
    Path path = directory.resolve("gateway.sock");
    try (ServerSocketChannel left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      left.bind(UnixDomainSocketAddress.of(path));
    }
    assertThat(path).exists();

    try (TestListener listener = open(path)) {
      assertThat(get(path)).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void a_socket_that_is_in_use_is_named_and_kept() throws IOException {
    Path path = directory.resolve("gateway.sock");
    try (TestListener listener = open(path)) {
      assertThatThrownBy(() -> open(path))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "cannot listen on unix:"
                  + path
                  + ": another program listens there. Stop it, or choose another path");

      assertThat(get(path)).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void a_file_that_is_no_socket_is_named_and_kept() throws IOException {
    Path path = Files.writeString(directory.resolve("notes.txt"), "keep me");

    assertThatThrownBy(() -> open(path))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "cannot listen on unix:"
                + path
                + ": a file that is no socket is there. Remove it, or choose another path");
    assertThat(path).hasContent("keep me");
  }

  @Test
  void a_folder_that_is_missing_is_named() {
    Path path = directory.resolve("missing/gateway.sock");

    assertThatThrownBy(() -> open(path))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "cannot listen on unix:"
                + path
                + ": the folder "
                + path.getParent()
                + " does not exist. Create it, or choose another path");
  }

  private static String get(Path path) throws IOException {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      channel.write(
          ByteBuffer.wrap(
              "GET /path HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".getBytes(ISO_8859_1)));
      return new String(Channels.newInputStream(channel).readAllBytes(), ISO_8859_1);
    }
  }
}
