package dev.portcullis.bootstrap;

import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.bootstrap.settings.SettingsReader;
import dev.portcullis.bootstrap.settings.document.SettingsSource;
import dev.portcullis.emulator.Auth0Emulator;
import dev.portcullis.emulator.EmulatorSettings;
import dev.portcullis.emulator.tenant.DemoTenant;
import io.vavr.collection.HashMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

/** The settings of a gateway in front of an emulated demo tenant, with login pages. */
public final class EmulatedTenant {

  private EmulatedTenant() {}

  /** A demo tenant on any free port. */
  public static Auth0Emulator start() {
    return Auth0Emulator.start(EmulatorSettings.defaults());
  }

  /** Settings for this tenant; every listener takes any free port. */
  public static Settings settings(Auth0Emulator tenant) {
    return settings(tenant, "revoked: memory");
  }

  /**
   * The same.
   *
   * @param session more keys of {@code session}
   */
  public static Settings settings(Auth0Emulator tenant, String session) {
    int pages = freePort();
    String yaml =
        """
        listen: {users: "127.0.0.1:0", operators: "127.0.0.1:0"}
        client-ip:
          trusted-proxies: 127.0.0.0/8
          private-result: {allow: [192.0.2.0/24, 198.51.100.0/24, 203.0.113.0/24, "2001:db8::/32"]}
          trace: off
        listeners:
          pages:
            listen: 127.0.0.1:%d
            client-ip:
              source: peer
              direct-access: allow
              private-result: {allow: 127.0.0.0/8}
              trace: off
        auth0:
          domain: %s
          client-id: %s
          client-secret: %s
          audience: %s
          scope: openid profile email
        callers:
          may-choose: {scope: [openid, profile, email, offline_access]}
        password-reset: {connection: %s}
        pages: {enabled: true, origin: "http://127.0.0.1:%d"}
        session: {keys: AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=, %s}
        forward-auth: {enabled: true}
        """
            .formatted(
                pages,
                tenant.baseUri(),
                DemoTenant.GATEWAY_CLIENT_ID,
                DemoTenant.GATEWAY_CLIENT_SECRET,
                DemoTenant.API_AUDIENCE,
                DemoTenant.CONNECTION,
                pages,
                session);
    return SettingsReader.read(new SettingsSource("test", Path.of("."), yaml, HashMap.empty()))
        .toEither()
        .getOrElseThrow(problems -> new AssertionError(problems.mkString("\n")));
  }

  /**
   * A port for a listener whose address has to be known before it listens. Below the ports that
   * systems give to connections, or one of those could take it meanwhile.
   */
  public static int freePort() {
    for (int tries = 0; tries < 200; tries++) {
      int port = ThreadLocalRandom.current().nextInt(20_000, 30_000);
      try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return probe.getLocalPort();
      } catch (IOException taken) {
        // In use: try another.
      }
    }
    throw new UncheckedIOException(new IOException("no free port"));
  }
}
