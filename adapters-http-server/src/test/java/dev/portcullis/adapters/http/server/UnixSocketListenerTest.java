package dev.portcullis.adapters.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.adapters.http.intake.AddressSettings;
import dev.portcullis.adapters.http.intake.AddressSettings.TraceMode;
import dev.portcullis.adapters.http.server.HttpSettings.Listener;
import dev.portcullis.adapters.http.server.HttpSettings.UserListener;
import dev.portcullis.adapters.http.server.ListenAddress.Unix;
import dev.portcullis.domain.address.ClientAddressPolicy;
import dev.portcullis.domain.address.IpRangeSet;
import io.vavr.control.Option;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A listener on a Unix domain socket, with curl. */
@Timeout(60)
class UnixSocketListenerTest {

  private final Path socket;

  UnixSocketListenerTest(@TempDir Path directory) {
    socket = directory.resolve("portcullis.sock");
  }

  @Test
  void a_login_arrives_through_a_unix_socket() {
    try (TestGateway gateway = TestGateway.with(listener())) {
      String status = login();

      assertThat(status).isEqualTo("403");
      assertThat(gateway.clients()).containsExactly("203.0.113.7");
      assertThat(gateway.server().where().get("users").get()).hasToString("unix:" + socket);
      assertThat(gateway.server().port()).isEqualTo(-1);
    }
  }

  @Test
  void nobody_but_the_gateways_user_and_group_can_connect() throws IOException {
    try (TestGateway gateway = TestGateway.with(listener())) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
          .isEqualTo("rw-rw----");
      assertThat(gateway.clients()).isEmpty();
    }
  }

  @Test
  void a_stop_removes_the_socket() {
    TestGateway.with(listener()).close();

    assertThat(socket).doesNotExist();
  }

  @Test
  void a_socket_that_a_stopped_process_has_left_is_replaced() throws IOException {
    try (ServerSocketChannel left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      left.bind(UnixDomainSocketAddress.of(socket));
    }
    boolean stale = Files.exists(socket);

    try (TestGateway gateway = TestGateway.with(listener())) {
      assertThat(stale).isTrue();
      assertThat(login()).isEqualTo("403");
      assertThat(gateway.clients()).hasSize(1);
    }
  }

  @Test
  void a_second_gateway_on_the_same_socket_is_refused_and_the_first_serves_on() {
    try (TestGateway first = TestGateway.with(listener())) {
      assertThatThrownBy(() -> TestGateway.with(listener()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("cannot listen on unix:" + socket)
          .hasMessageContaining("another process listens there");
      assertThat(login()).isEqualTo("403");
      assertThat(first.clients()).hasSize(1);
    }
  }

  @Test
  void a_file_that_is_no_socket_stays() throws IOException {
    Files.writeString(socket, "precious");

    assertThatThrownBy(() -> TestGateway.with(listener()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no socket");

    assertThat(socket).content().isEqualTo("precious");
  }

  @Test
  void a_folder_that_is_not_there_is_named() {
    Path lost = socket.resolveSibling("none").resolve("a.sock");

    assertThatThrownBy(() -> TestGateway.with(listener(lost)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("unix:" + lost)
        .hasMessageContaining("folder exists");
  }

  @Test
  void a_unix_socket_is_not_trusted_by_itself() {
    ClientAddressPolicy policy = TestGateway.xff();
    try (TestGateway gateway =
        TestGateway.with(
            new UserListener(
                "users",
                Listener.plain(new Unix(socket)),
                new AddressSettings(policy, "v1", TraceMode.OFF, Option.none())))) {
      String status = login();

      assertThat(status).isEqualTo("400");
      assertThat(gateway.refusals()).containsExactly("peer-unix");
    }
  }

  private String login() {
    return Program.run(
        "curl -s -o /dev/null -w %{http_code} --unix-socket "
            + socket
            + " -H X-Forwarded-For:203.0.113.7 -d username=a -d password=b"
            + " http://localhost/api/auth");
  }

  private UserListener listener() {
    return listener(socket);
  }

  private static UserListener listener(Path path) {
    ClientAddressPolicy behind =
        ClientAddressPolicy.behind(IpRangeSet.EMPTY).withPrivateResult(TestGateway.users());
    ClientAddressPolicy policy =
        new ClientAddressPolicy(
            behind.source(),
            behind.trustedProxies(),
            behind.trustedPeers(),
            behind.trustedHops(),
            behind.directAccess(),
            true,
            behind.trustedCertificates(),
            behind.privateResult(),
            behind.selfRanges(),
            behind.conflicts(),
            behind.limits(),
            behind.originProof(),
            behind.proxyProtocol());
    return new UserListener(
        "users",
        Listener.plain(new Unix(path)),
        new AddressSettings(policy, "v1", TraceMode.OFF, Option.none()));
  }
}
