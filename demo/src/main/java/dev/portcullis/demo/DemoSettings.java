package dev.portcullis.demo;

import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.bootstrap.settings.SettingsReader;
import dev.portcullis.bootstrap.settings.document.SettingsSource;
import dev.portcullis.emulator.Auth0Emulator;
import dev.portcullis.emulator.tenant.DemoTenant;
import io.vavr.collection.HashMap;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/** The demo gateway's {@code portcullis.yaml}: behind a proxy on this machine, pages included. */
final class DemoSettings {

  /** The listener for browsers on this machine. */
  static final String PAGES = "pages";

  private DemoSettings() {}

  static Settings of(DemoPorts ports, Auth0Emulator tenant) {
    // The users have documentation addresses (RFC 5737, RFC 3849).
    String yaml =
        """
        listen: {users: "127.0.0.1:%d", operators: "127.0.0.1:%d"}
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
          client-secret: ${CLIENT_SECRET}
          audience: %s
          scope: openid profile email
        callers:
          may-choose: {scope: [openid, profile, email, offline_access]}
        password-reset: {connection: %s}
        pages: {enabled: true, origin: "http://127.0.0.1:%d", listeners: [pages]}
        session: {keys: "${SESSION_KEYS}", revoked: memory}
        forward-auth: {enabled: true}
        management:
          client-id: %s
          client-secret: ${MANAGEMENT_CLIENT_SECRET}
        doctor:
          egress: 127.0.0.1
          logins-per-second: 5
          look-back: 1h
          log-wait: 30s
          canary: {username: %s, password: "${CANARY_PASSWORD}", address: 192.0.2.10}
        """
            .formatted(
                ports.users(),
                ports.operators(),
                ports.pages(),
                tenant.baseUri(),
                DemoTenant.GATEWAY_CLIENT_ID,
                DemoTenant.API_AUDIENCE,
                DemoTenant.CONNECTION,
                ports.pages(),
                DemoTenant.MANAGEMENT_CLIENT_ID,
                DemoTenant.ALICE);
    HashMap<String, String> environment =
        HashMap.of(
            "CLIENT_SECRET", DemoTenant.GATEWAY_CLIENT_SECRET,
            "SESSION_KEYS", randomKey(),
            "MANAGEMENT_CLIENT_SECRET", DemoTenant.MANAGEMENT_CLIENT_SECRET,
            "CANARY_PASSWORD", DemoTenant.ALICE_PASSWORD);
    return SettingsReader.read(new SettingsSource("demo", Path.of("."), yaml, environment))
        .toEither()
        .getOrElseThrow(problems -> new IllegalStateException(problems.mkString("\n")));
  }

  private static String randomKey() {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    return Base64.getEncoder().encodeToString(key);
  }
}
