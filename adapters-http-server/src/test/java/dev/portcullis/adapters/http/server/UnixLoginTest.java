package dev.portcullis.adapters.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.intake.AddressSettings;
import dev.portcullis.adapters.http.intake.AddressSettings.TraceMode;
import dev.portcullis.adapters.http.server.HttpSettings.Listener;
import dev.portcullis.adapters.http.server.HttpSettings.UserListener;
import dev.portcullis.adapters.http.server.ListenAddress.Unix;
import dev.portcullis.domain.address.ClientAddressPolicy;
import dev.portcullis.domain.address.IpRangeSet;
import io.vavr.control.Option;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Logins through a Unix domain socket, with curl. */
@Timeout(60)
class UnixLoginTest {

  private final Path socket;

  UnixLoginTest(@TempDir Path directory) {
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
    ClientAddressPolicy policy =
        ClientAddressPolicy.behind(IpRangeSet.EMPTY)
            .withUnixPeerTrusted(true)
            .withPrivateResult(TestGateway.users());
    return new UserListener(
        "users",
        Listener.plain(new Unix(socket)),
        new AddressSettings(policy, "v1", TraceMode.OFF, Option.none()));
  }
}
