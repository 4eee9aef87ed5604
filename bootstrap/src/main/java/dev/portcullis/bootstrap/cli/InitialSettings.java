package dev.portcullis.bootstrap.cli;

import io.vavr.collection.Seq;
import org.jspecify.annotations.Nullable;

/**
 * The first settings of a gateway, with comments.
 *
 * @param ranges the addresses that the proxy connects from, if the settings name them
 * @param secretFile the file with the application's secret, relative to the settings
 * @param audience the API that tokens are for
 */
record InitialSettings(
    FrontProxy proxy,
    Seq<String> ranges,
    String domain,
    String clientId,
    String secretFile,
    @Nullable String audience) {

  /** As YAML. */
  String yaml() {
    String host = proxy.isHere(ranges) ? "127.0.0.1" : "0.0.0.0";
    return """
    # Portcullis %s. Every key: docs/reference/configuration.md
    listen:
      # The public listener: logins.
      users: %s:8080
      # The admin listener: health, metrics, the doctor's page. Keep it away from the public.
      operators: 127.0.0.1:9090
    %s\
    client-ip:
    %s\
    auth0:
      # The tenant's domain, or its custom domain.
      domain: %s
      client-id: %s
      # The application's Client Secret is in this file.
      client-secret: %s
    %s\
    # Lets `portcullis doctor` read the tenant's settings and log: a Machine to Machine application with
    # access to the Management API (docs/how-to/doctor.md).
    # management:
    #   client-id: YOUR_MANAGEMENT_CLIENT_ID
    #   client-secret: file:management-secret
    # Lets `portcullis doctor` prove that users' addresses reach Auth0: a test user without a second
    # factor, which it logs in once, and a public address that is neither the gateway's nor a proxy's.
    # doctor:
    #   canary:
    #     username: YOUR_TEST_USER
    #     password: file:canary-password
    #     address: YOUR_PUBLIC_ADDRESS
    """
        .formatted(
            proxy == FrontProxy.NONE ? "without a proxy in front" : "behind " + proxy,
            host,
            proxy.idle().isEmpty()
                ? ""
                : "  # Longer than "
                    + proxy
                    + " keeps idle connections.\n  idle: "
                    + proxy.idle()
                    + "\n",
            proxy.clientIp(ranges),
            quoted(domain),
            quoted(clientId),
            quoted("file:" + secretFile),
            audience == null
                ? "  # The API that access tokens are for:\n  # audience: https://api.example.com\n"
                : "  # The API that access tokens are for.\n  audience: "
                    + quoted(audience)
                    + "\n");
  }

  /** A YAML scalar in double quotes. */
  static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cc}", "?") + '"';
  }
}
