package dev.portcullis.bootstrap.pages;

import dev.portcullis.bootstrap.EmulatedTenant;
import dev.portcullis.bootstrap.proxies.ProxyProgram;
import dev.portcullis.bootstrap.proxies.RunningProxy;
import java.nio.file.Files;

/**
 * HAProxy before the nginx of the example, as where it ends TLS: nginx sees http, and browsers see
 * https.
 */
class HaproxyForwardAuthTest extends ForwardAuthContract {

  @Override
  void orSkip() {
    ProxyProgram.HAPROXY.orSkip();
    ProxyProgram.NGINX.orSkip();
  }

  @Override
  String unauthenticated() {
    return "redirect";
  }

  @Override
  String origin() {
    return "https://127.0.0.1:" + port;
  }

  @Override
  AutoCloseable start(ForwardAuthSite behind) throws Exception {
    int between = EmulatedTenant.freePort();
    String config =
        """
        defaults
            mode http
            timeout connect 5s
            timeout client 30s
            timeout server 30s
        frontend https
            bind 127.0.0.1:%d
            option forwardfor
            default_backend nginx
        backend nginx
            server n1 127.0.0.1:%d
        """
            .formatted(port, between);
    Files.writeString(folder.resolve("haproxy.cfg"), config);
    RunningProxy nginx = NginxForwardAuthTest.nginx(folder, between, behind);
    RunningProxy haproxy =
        RunningProxy.start(
            Files.createDirectory(folder.resolve("haproxy")),
            port,
            ProxyProgram.HAPROXY.orSkip(),
            "-db",
            "-f",
            folder.resolve("haproxy.cfg").toString());
    return () -> {
      haproxy.close();
      nginx.close();
    };
  }
}
