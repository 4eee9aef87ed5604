package com.example.login;

import dev.portcullis.adapters.auth0.settings.Auth0Settings;
import dev.portcullis.adapters.auth0.settings.ClientSecret;
import dev.portcullis.domain.address.ClientAddressPolicy;
import dev.portcullis.domain.address.ClientAddressPolicy.PrivateResult;
import dev.portcullis.domain.address.IpRangeSet;
import java.net.URI;
import java.util.Map;

/** The settings of both programs. */
final class Settings {

  private Settings() {}

  static Auth0Settings auth0(Map<String, String> environment) {
    // region: tenant
    Auth0Settings tenant =
        Auth0Settings.of(
                URI.create(variable(environment, "AUTH0_URL")),
                variable(environment, "AUTH0_CLIENT_ID"),
                new ClientSecret(variable(environment, "AUTH0_CLIENT_SECRET")))
            .withResetConnection("Username-Password-Authentication");
    // end
    return tenant;
  }

  private static String variable(Map<String, String> environment, String name) {
    String value = environment.get(name);
    if (value == null) {
      throw new IllegalArgumentException(name + ": not set");
    }
    return value;
  }

  static ClientAddressPolicy addresses() {
    // region: addresses
    ClientAddressPolicy addresses =
        ClientAddressPolicy.behind(IpRangeSet.parse("127.0.0.0/8", "::1"))
            // For trying it out: these addresses belong to no user. Remove it in production.
            .withPrivateResult(new PrivateResult.AllowOnly(IpRangeSet.parse("203.0.113.0/24")));
    // end
    return addresses;
  }
}
