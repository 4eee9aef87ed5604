package dev.portcullis.bootstrap.pages;

import dev.portcullis.bootstrap.proxies.ProxyProgram;
import dev.portcullis.bootstrap.proxies.RunningProxy;
import java.nio.file.Files;
import java.nio.file.Path;

/** Caddy with the long form of {@code forward_auth}. */
class CaddyForwardAuthTest extends ForwardAuthContract {

  @Override
  void orSkip() {
    ProxyProgram.CADDY.orSkip();
  }

  @Override
  String unauthenticated() {
    return "status";
  }

  @Override
  AutoCloseable start(ForwardAuthSite behind) throws Exception {
    return caddy(folder, "127.0.0.1", port, behind);
  }

  static RunningProxy caddy(Path folder, String host, int port, ForwardAuthSite behind)
      throws Exception {
    String site =
        example("Caddyfile")
            .replace("\napp.example.com {", "\nhttp://" + host + ":" + port + " {")
            .replace("127.0.0.1:9000", "127.0.0.1:" + behind.applicationPort())
            .replace("127.0.0.1:8080", "127.0.0.1:" + behind.port());
    String options = "{\n\tadmin off\n\tauto_https off\n\tdefault_bind 127.0.0.1\n}\n";
    Files.writeString(folder.resolve("Caddyfile"), options + site);
    return RunningProxy.start(
        folder,
        port,
        ProxyProgram.CADDY.orSkip(),
        "run",
        "--config",
        "Caddyfile",
        "--adapter",
        "caddyfile");
  }
}
