package dev.portcullis.bootstrap.proxies;

import dev.portcullis.bootstrap.EmulatedTenant;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Caddy with its {@code reverse_proxy}. It has no deadline for a body, and passes the gateway's
 * answer on only when the body has ended or the client has left.
 */
class CaddyTest extends ReverseProxyContract {

  @Override
  ProxyProgram program() {
    return ProxyProgram.CADDY;
  }

  @Override
  RunningProxy start(Path folder, int users, int admin) throws Exception {
    int port = EmulatedTenant.freePort();
    String site =
        Files.readString(ProxiedGateway.example("caddy/Caddyfile"))
            .replace("\nlogin.example.com {", "\nhttp://127.0.0.1:" + port + " {")
            .replace("10.0.0.10:8080", "127.0.0.1:" + users);
    String options = "{\n\tadmin off\n\tauto_https off\n}\n";
    Files.writeString(folder.resolve("Caddyfile"), options + site);
    return RunningProxy.start(
        folder, port, program().orSkip(), "run", "--config", "Caddyfile", "--adapter", "caddyfile");
  }

  @Override
  boolean tellsStalledClients() {
    return false;
  }
}
