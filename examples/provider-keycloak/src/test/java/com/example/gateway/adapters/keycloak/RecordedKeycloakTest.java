package com.example.gateway.adapters.keycloak;

import org.junit.jupiter.api.AfterEach;

class RecordedKeycloakTest implements KeycloakLoginsContract {

  private final RecordedKeycloak keycloak = RecordedKeycloak.start();

  @Override
  public TestKeycloak keycloak() {
    return keycloak;
  }

  @AfterEach
  void close() {
    keycloak.close();
  }
}
