package dev.portcullis.bootstrap.proxies;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;

/** Apache httpd with {@code mod_proxy_http}. */
class ApacheTest {

  private static RunningProxy apache(Path folder, int users, UnaryOperator<String> change)
      throws IOException, InterruptedException {
    return ProxyExamples.apache(folder, users, "RequestReadTimeout header=1 body=1", change);
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
