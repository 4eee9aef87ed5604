package com.example.gateway;

import com.example.gateway.adapters.keycloak.KeycloakSettings;
import dev.portcullis.bootstrap.GatewayApp;

/** The entry point: every command of {@code portcullis}, in front of Keycloak. */
public final class KeycloakGateway {

  private KeycloakGateway() {}

  // region: main
  public static void main(String[] args) {
    System.exit(GatewayApp.with(args).provider("keycloak", KeycloakSettings::read).run());
  }
  // end
}
