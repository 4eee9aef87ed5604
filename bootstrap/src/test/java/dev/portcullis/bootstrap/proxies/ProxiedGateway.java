package dev.portcullis.bootstrap.proxies;

import dev.portcullis.bootstrap.EmulatedTenant;
import dev.portcullis.bootstrap.settings.SettingsReader;
import dev.portcullis.bootstrap.settings.document.SettingsSource;
import dev.portcullis.bootstrap.wiring.Gateway;
import dev.portcullis.bootstrap.wiring.ProductionComponent;
import dev.portcullis.emulator.Auth0Emulator;
import dev.portcullis.emulator.observed.LogEvent;
import dev.portcullis.emulator.observed.ReceivedRequest;
import dev.portcullis.emulator.tenant.DemoTenant;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A gateway with the settings of an example, in front of an emulated tenant. Its proxy runs at
 * 127.0.0.1 and its user at another address of this machine. Addresses of 198.51.100.0/24, which
 * the users of the tests only claim, would do for a user too.
 */
final class ProxiedGateway implements AutoCloseable {

  private static final Path EXAMPLES = Path.of("..", "examples", "proxies");

  private final Auth0Emulator tenant = EmulatedTenant.start();
  private final Gateway.Running gateway;
  private int received;
  private int logged;

  /**
   * Starts both.
   *
   * @param example the folder of the settings below examples/proxies
   * @param trusted the key whose ranges name the proxy, as an environment variable
   * @param more further settings, likewise
   */
  ProxiedGateway(String example, String trusted, Map<String, String> more) {
    Map<String, String> environment = new HashMap<>();
    environment.put("PORTCULLIS_LISTEN_USERS", "127.0.0.1:0");
    environment.put("PORTCULLIS_LISTEN_OPERATORS", "127.0.0.1:0");
    environment.put(
        "PORTCULLIS_CLIENT_IP_PRIVATE_RESULT_ALLOW", ProxyUser.ADDRESS + ", 198.51.100.0/24");
    environment.put("PORTCULLIS_LISTEN_BODY_TIMEOUT", "1s");
    if (!trusted.isEmpty()) {
      environment.put(trusted, "127.0.0.1");
    }
    environment.put("PORTCULLIS_AUTH0_DOMAIN", tenant.baseUri().toString());
    environment.put("PORTCULLIS_AUTH0_CLIENT_ID", DemoTenant.GATEWAY_CLIENT_ID);
    environment.put("AUTH0_CLIENT_SECRET", DemoTenant.GATEWAY_CLIENT_SECRET);
    environment.putAll(more);
    gateway =
        ProductionComponent.gateway(
                SettingsSource.load(
                        EXAMPLES.resolve(example).resolve("portcullis.yaml"), environment)
                    .flatMap(SettingsReader::read)
                    .toEither()
                    .getOrElseThrow(problems -> new AssertionError(problems.mkString("\n"))))
            .start();
  }

  /** A file of the examples. */
  static Path example(String path) {
    return EXAMPLES.resolve(path);
  }

  /** The public listener. */
  int port() {
    return gateway.port();
  }

  /** The admin listener. */
  int adminPort() {
    return gateway.operatorsPort();
  }

  /** Sets what health checks see. */
  void ready(boolean value) {
    gateway.ready(value);
  }

  /** Leaves what has happened so far out of what follows. */
  void reset() {
    received = tenant.tenant().received().size();
    logged = tenant.tenant().logs().size();
  }

  /** The value of {@code auth0-forwarded-for} of each login that the tenant received. */
  List<String> addressesSent() {
    return tenant.tenant().received().stream()
        .skip(received)
        .filter(request -> request.path().equals("/oauth/token"))
        .map(ReceivedRequest::forwardedFor)
        .map(values -> String.join(" and ", values))
        .toList();
  }

  /** The address of each login in the tenant's log. */
  List<String> addressesLogged() {
    return tenant.tenant().logs().stream().skip(logged).map(LogEvent::ip).toList();
  }

  @Override
  public void close() {
    gateway.close();
    tenant.close();
  }
}
