package dev.portcullis.adapters.auth0.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.adapters.auth0.Auth0Fixtures;
import io.vavr.control.Option;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Auth0SettingsTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.eu.auth0.com",
        "https://login.example.com/",
        "HTTPS://login.example.com:8443",
        "http://localhost:8080",
        "http://127.0.0.1:8080",
        "http://127.9.9.9",
        "http://[::1]:8080"
      })
  void a_tenant_is_a_base_uri(String tenant) {
    assertThat(Auth0Fixtures.settings(URI.create(tenant)).tenant()).isEqualTo(URI.create(tenant));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.eu.auth0.com",
        "http://127.0.0.1.example.com",
        "http://localhost.example.com",
        "http://0.0.0.0",
        "http://192.0.2.1",
        "http://[2001:db8::1]",
        "ftp://localhost",
        "https://example.com/path",
        "https://example.com?query",
        "https://example.com#fragment",
        "https://user:password@example.com",
        "https://example.com:0",
        "https://example.com:65536",
        "https:///",
        "example.com",
        "//example.com",
        "mailto:ada@example.com"
      })
  void anything_else_is_no_tenant(String tenant) {
    assertThatThrownBy(() -> Auth0Fixtures.settings(URI.create(tenant)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("tenant: ")
        .hasMessageContaining("expected: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "line\nbreak", "nul\u0000"})
  void a_text_is_not_blank_and_has_no_controls(String text) {
    Auth0Settings some = Auth0Fixtures.settings(URI.create("https://example.com"));

    assertThatThrownBy(
            () ->
                new Auth0Settings(
                    some.tenant(),
                    some.clientId(),
                    some.clientSecret(),
                    some.clientAuthentication(),
                    Option.some(text),
                    some.audience(),
                    some.scope(),
                    some.resetConnection(),
                    some.transport()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("realm: ");
    assertThatThrownBy(() -> new ClientSecret(text.isBlank() ? "" : text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("clientSecret: ");
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, PT1S, 1, PT1S, connectTimeout",
    "PT-1S, PT1S, 1, PT1S, connectTimeout",
    "PT2S, PT1S, 1, PT1S, connectTimeout",
    "PT0.0001S, PT1S, 1, PT1S, connectTimeout",
    "PT1S, PT0S, 1, PT1S, callTimeout",
    "PT1S, PT10M0.001S, 1, PT1S, callTimeout",
    "PT1S, PT1S, 0, PT1S, maxConnections",
    "PT1S, PT1S, -1, PT1S, maxConnections",
    "PT1S, PT1S, 10001, PT1S, maxConnections",
    "PT1S, PT1S, 1, PT0S, idleTimeout"
  })
  void a_transport_has_limits(
      Duration connect, Duration call, int connections, Duration idle, String culprit) {
    assertThatThrownBy(() -> new Auth0Transport(connect, call, connections, idle))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(culprit + ": ")
        .hasMessageContaining("expected: ");
  }

  @Test
  void the_smallest_and_the_largest_transport_are_taken() {
    Duration least = Duration.ofMillis(1);
    Duration most = Duration.ofMinutes(10);

    assertThat(new Auth0Transport(least, least, 1, least)).isNotNull();
    assertThat(new Auth0Transport(most, most, 10_000, most)).isNotNull();
    assertThat(new Auth0Transport(SECOND, SECOND, 1, SECOND)).isNotNull();
  }
}
