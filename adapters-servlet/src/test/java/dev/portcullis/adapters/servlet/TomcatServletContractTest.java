package dev.portcullis.adapters.servlet;

import dev.portcullis.adapters.http.HttpApi;
import dev.portcullis.testkit.http.HttpBinding;
import dev.portcullis.testkit.http.HttpBindingContract;
import java.util.Set;

class TomcatServletContractTest extends HttpBindingContract {

  @Override
  protected HttpBinding start(HttpApi api) {
    PortcullisValve valve = PortcullisValve.passing();
    return new TomcatHost().engineValve(valve).servlet(valve.servlet(api)).started();
  }

  @Override
  protected Set<String> containerRefuses() {
    return Set.of("/a%2Fb", "/a%00b", "/%2e%2e/a", "/%2e%2e/");
  }
}
