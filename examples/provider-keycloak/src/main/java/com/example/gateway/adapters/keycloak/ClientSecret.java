package com.example.gateway.adapters.keycloak;

/** The client's secret, which does not print itself. */
final class ClientSecret {

  private final String value;

  ClientSecret(String value) {
    if (!value.matches("[\\x21-\\x7E]{1,500}")) {
      throw new IllegalArgumentException(
          "value: not usable (expected: 1-500 printable characters)");
    }
    this.value = value;
  }

  String reveal() {
    return value;
  }

  @Override
  public String toString() {
    return "ClientSecret[redacted]";
  }
}
