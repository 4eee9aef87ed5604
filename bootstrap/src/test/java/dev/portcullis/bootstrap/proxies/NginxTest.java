package dev.portcullis.bootstrap.proxies;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.bootstrap.EmulatedTenant;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** nginx, with its default {@code proxy_pass} and with kept connections. */
class NginxTest {

  /** nginx with a configuration of examples/proxies/nginx. */
  static RunningProxy nginx(Path folder, String example, String upstream)
      throws IOException, InterruptedException {
    int port = EmulatedTenant.freePort();
    String server =
        Files.readString(ProxiedGateway.example("nginx/" + example))
            .replace("10.0.0.10:8080", upstream)
            .replace("listen 443 ssl;", "listen 127.0.0.1:" + port + ";")
            .replaceAll("(?m)^ *ssl_.*$", "");
    Files.writeString(
        folder.resolve("nginx.conf"),
        """
        daemon off; master_process off; pid nginx.pid; error_log stderr error; events {}
        http {
          access_log off; client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path f;
          uwsgi_temp_path u; scgi_temp_path s; client_body_timeout %s;
          %s
        }
        """
            .formatted(ReverseProxyContract.STALL, server));
    return RunningProxy.start(
        folder,
        port,
        ProxyProgram.NGINX.orSkip(),
        "-p",
        folder.toString(),
        "-e",
        "stderr",
        "-c",
        "nginx.conf");
  }

  @Nested
  class WithDefaultProxyPass extends ReverseProxyContract {

    @Override
    ProxyProgram program() {
      return ProxyProgram.NGINX;
    }

    @Override
    RunningProxy start(Path folder, int users, int admin) throws Exception {
      return nginx(folder, "nginx.conf", "127.0.0.1:" + users);
    }

    @Override
    boolean keepsConnections() {
      return false;
    }

    /** nginx before 1.29.7 sends HTTP/1.0 unless told otherwise. */
    @Test
    void the_version_of_http_is_left_to_nginx() throws Exception {
      HttpResponse<String> reply = user().logIn();

      assertThat(reply.statusCode()).isEqualTo(200);
      assertThat(relay().sent().getLast()).containsPattern("^POST /api/auth HTTP/1\\.[01]\r\n");
      assertThat(Files.readString(ProxiedGateway.example("nginx/nginx.conf")))
          .doesNotContain("proxy_http_version");
    }
  }

  @Nested
  class WithKeptConnections extends ReverseProxyContract {

    @Override
    ProxyProgram program() {
      return ProxyProgram.NGINX;
    }

    @Override
    RunningProxy start(Path folder, int users, int admin) throws Exception {
      return nginx(folder, "nginx-keepalive.conf", "127.0.0.1:" + users);
    }
  }

  /** The same over a Unix socket. */
  @Nested
  class WithUnixSocket {

    @Test
    void a_login_has_the_address_that_connected_to_the_proxy(@TempDir Path folder)
        throws Exception {
      ProxyProgram.NGINX.orSkip();
      Path socket = folder.resolve("portcullis.sock");
      try (ProxiedGateway gateway =
              new ProxiedGateway(
                  "nginx",
                  "",
                  Map.of(
                      "PORTCULLIS_LISTEN_USERS",
                      "unix:" + socket,
                      "PORTCULLIS_CLIENT_IP_UNIX_PEER_TRUSTED",
                      "true"));
          RunningProxy proxy = nginx(folder, "nginx-keepalive.conf", "unix:" + socket);
          ProxyUser user = new ProxyUser(proxy.port())) {

        HttpResponse<String> reply = user.logIn();
        String forged = user.logInWith("X-Forwarded-For: 198.51.100.66\r\nConnection: close\r\n");

        assertThat(reply.statusCode()).as(reply.body() + proxy.log()).isEqualTo(200);
        assertThat(forged).startsWith("HTTP/1.1 200");
        assertThat(gateway.addressesSent()).containsExactly(ProxyUser.ADDRESS, ProxyUser.ADDRESS);
      }
    }
  }
}
