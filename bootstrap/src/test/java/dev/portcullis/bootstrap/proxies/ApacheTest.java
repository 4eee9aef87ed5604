package dev.portcullis.bootstrap.proxies;

import dev.portcullis.bootstrap.EmulatedTenant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;

/** Apache httpd with {@code mod_proxy_http}. */
class ApacheTest {

  private static RunningProxy apache(Path folder, int users, UnaryOperator<String> change)
      throws IOException, InterruptedException {
    int port = EmulatedTenant.freePort();
    String host =
        change
            .apply(Files.readString(ProxiedGateway.example("apache/apache.conf")))
            .replace("<VirtualHost *:443>", "<VirtualHost 127.0.0.1:" + port + ">")
            .replaceAll("(?m)^ *SSL.*$", "")
            .replace("10.0.0.10:8080", "127.0.0.1:" + users);
    String modules = "/usr/lib/apache2/modules/mod_";
    StringBuilder around = new StringBuilder();
    for (String module :
        new String[] {"mpm_event", "authz_core", "proxy", "proxy_http", "headers", "reqtimeout"}) {
      around.append("LoadModule ").append(module).append("_module ").append(modules);
      around.append(module).append(".so\n");
    }
    around.append(
        """
        ServerRoot "%s"
        ServerName login.example.com
        PidFile apache.pid
        Mutex sem
        DefaultRuntimeDir .
        Listen 127.0.0.1:%d
        ErrorLog /dev/stderr
        RequestReadTimeout header=1 body=1
        StartServers 1
        ServerLimit 1
        ThreadsPerChild 8
        MaxRequestWorkers 8
        <IfModule unixd_module>
          User www-data
          Group www-data
        </IfModule>
        """
            .formatted(folder, port));
    Files.writeString(folder.resolve("apache.conf"), around.append(host));
    return RunningProxy.start(
        folder,
        port,
        ProxyProgram.APACHE.orSkip(),
        "-X",
        "-d",
        folder.toString(),
        "-f",
        folder.resolve("apache.conf").toString());
  }

  @Nested
  class AsShipped extends ReverseProxyContract {

    @Override
    ProxyProgram program() {
      return ProxyProgram.APACHE;
    }

    @Override
    RunningProxy start(Path folder, int users, int admin) throws Exception {
      return apache(folder, users, config -> config);
    }
  }

  /** With ProxyPass alone Apache appends to what the client sends. */
  @Nested
  class WithProxyPassAlone extends ReverseProxyContract {

    @Override
    ProxyProgram program() {
      return ProxyProgram.APACHE;
    }

    @Override
    RunningProxy start(Path folder, int users, int admin) throws Exception {
      return apache(
          folder,
          users,
          config -> config.replaceAll("(?m)^ *(RequestHeader|ProxyPreserveHost).*$", ""));
    }
  }
}
