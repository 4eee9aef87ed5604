package dev.portcullis.bootstrap.pages;

import dev.portcullis.bootstrap.proxies.ProxyProgram;
import dev.portcullis.bootstrap.proxies.RunningProxy;
import java.nio.file.Files;
import java.nio.file.Path;

/** nginx with {@code auth_request}. */
class NginxForwardAuthTest extends ForwardAuthContract {

  @Override
  void orSkip() {
    ProxyProgram.NGINX.orSkip();
  }

  @Override
  String unauthenticated() {
    return "redirect";
  }

  @Override
  AutoCloseable start(ForwardAuthSite behind) throws Exception {
    return nginx(folder, port, behind);
  }

  static RunningProxy nginx(Path folder, int port, ForwardAuthSite behind) throws Exception {
    String server =
        example("nginx.conf")
            .replace("listen 8443;", "listen 127.0.0.1:" + port + ";")
            .replace("127.0.0.1:9000", "127.0.0.1:" + behind.applicationPort())
            .replace("127.0.0.1:8080", "127.0.0.1:" + behind.port());
    String conf =
        "daemon off; master_process off; pid nginx.pid; error_log stderr error;"
            + " events {} http { access_log off; client_body_temp_path body; proxy_temp_path proxy;"
            + " fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;\n"
            + server
            + "\n}";
    Files.writeString(folder.resolve("nginx.conf"), conf);
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
}
