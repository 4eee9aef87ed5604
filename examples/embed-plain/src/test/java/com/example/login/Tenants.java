package com.example.login;

import dev.portcullis.adapters.auth0.settings.Auth0Settings;
import dev.portcullis.emulator.junit.EmulatedTenant;
import java.util.Map;

/** The environment of the programs, for an emulated tenant. */
final class Tenants {

  private Tenants() {}

  static Map<String, String> environment(EmulatedTenant tenant) {
    return Map.of(
        "AUTH0_URL", tenant.address().toString(),
        "AUTH0_CLIENT_ID", tenant.clientId(),
        "AUTH0_CLIENT_SECRET", tenant.clientSecret());
  }

  static Auth0Settings settings(EmulatedTenant tenant) {
    return Settings.auth0(environment(tenant));
  }
}
