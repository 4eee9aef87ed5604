package dev.portcullis.adapters.auth0.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.adapters.auth0.Auth0Fixtures;
import dev.portcullis.application.protection.ProtectionSettings;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.net.URI;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class Auth0SettingsTest {

  private static final ClientSecret OLD = new ClientSecret("an old secret");

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

    assertThatThrownBy(() -> some.withRealm(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("realm: ");
    assertThatThrownBy(() -> some.withAudience(text)).hasMessageStartingWith("audience: ");
    assertThatThrownBy(() -> some.withScope(text)).hasMessageStartingWith("scope: ");
    assertThatThrownBy(() -> some.withResetConnection(text))
        .hasMessageStartingWith("resetConnection: ");
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
    assertThatThrownBy(() -> transport(connect, call, connections, idle))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(culprit + ": ")
        .hasMessageContaining("expected: ");
  }

  @Test
  void the_smallest_and_the_largest_transport_are_taken() {
    Duration least = Duration.ofMillis(1);
    Duration most = Duration.ofMinutes(10);

    assertThat(transport(least, least, 1, least)).isNotNull();
    assertThat(transport(most, most, 10_000, most)).isNotNull();
    assertThat(transport(SECOND, SECOND, 1, SECOND)).isNotNull();
  }

  @Test
  void a_tenant_an_id_and_a_secret_are_enough() {
    Auth0Settings settings = required();

    assertThat(settings.clientAuthentication()).isEqualTo(ClientAuthentication.CLIENT_SECRET_POST);
    assertThat(settings.realm()).isEmpty();
    assertThat(settings.audience()).isEmpty();
    assertThat(settings.scope()).isEmpty();
    assertThat(settings.resetConnection()).isEmpty();
    assertThat(settings.text401IsWrongCredentials()).isFalse();
    assertThat(settings.transport()).isEqualTo(Auth0Transport.defaults());
  }

  /** Each with-method, what it sets, and where that is read: they take arguments of one type. */
  static Stream<Arguments> changes() {
    Auth0Transport other = Auth0Transport.defaults().withMaxConnections(1);
    URI elsewhere = URI.create("https://login.example.com");
    return Stream.of(
        change(it -> it.withTenant(elsewhere), Auth0Settings::tenant, elsewhere),
        change(
            it -> it.withClientAuthentication(ClientAuthentication.CLIENT_SECRET_BASIC),
            Auth0Settings::clientAuthentication,
            ClientAuthentication.CLIENT_SECRET_BASIC),
        change(it -> it.withRealm("x"), Auth0Settings::realm, Option.some("x")),
        change(it -> it.withAudience("x"), Auth0Settings::audience, Option.some("x")),
        change(it -> it.withScope("x"), Auth0Settings::scope, Option.some("x")),
        change(it -> it.withResetConnection("x"), Auth0Settings::resetConnection, Option.some("x")),
        change(
            it -> it.withText401AsWrongCredentials(true),
            Auth0Settings::text401IsWrongCredentials,
            true),
        change(it -> it.withOldClientSecret(OLD), it -> it.clientSecrets().drop(1), Vector.of(OLD)),
        change(it -> it.withTransport(other), Auth0Settings::transport, other));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void a_change_changes_one_setting_and_no_other(
      UnaryOperator<Auth0Settings> change, Function<Auth0Settings, Object> setting, Object value) {
    Auth0Settings before =
        required()
            .withRealm("realm")
            .withAudience("audience")
            .withScope("scope")
            .withOldClientSecret(new ClientSecret("the secret before"))
            .withResetConnection("connection");

    Auth0Settings after = change.apply(before);

    assertThat(setting.apply(before)).isNotEqualTo(value);
    assertThat(setting.apply(after)).isEqualTo(value);
    assertThat(values(after)).hasSize(11);
    assertThat(values(after).zip(values(before)).filter(pair -> !pair._1().equals(pair._2())))
        .hasSize(1);
  }

  /** Each with-method of the transport. */
  static Stream<Arguments> transportChanges() {
    Auth0Proxy proxy = Auth0Proxy.of(URI.create("http://proxy.example.com:3128"));
    return Stream.<UnaryOperator<Auth0Transport>>of(
            it -> it.withTimeouts(Duration.ofSeconds(3), SECOND.multipliedBy(9)),
            it -> it.withMaxConnections(5),
            it -> it.withIdleTimeout(Duration.ofSeconds(7)),
            it -> it.withProxy(proxy),
            it -> it.withRateLimit(11),
            it -> it.withBreakerAfter(Duration.ofSeconds(5)),
            Auth0Transport::withoutBreaker)
        .map(Arguments::of);
  }

  @ParameterizedTest
  @MethodSource("transportChanges")
  void a_change_of_the_transport_keeps_the_rest(UnaryOperator<Auth0Transport> change) {
    Auth0Transport before =
        Auth0Transport.defaults()
            .withTimeouts(Duration.ofSeconds(4), Duration.ofSeconds(8))
            .withMaxConnections(20)
            .withIdleTimeout(Duration.ofSeconds(40))
            .withProxy(Auth0Proxy.of(URI.create("http://other.example.com:3128")))
            .withRateLimit(33)
            .withBreakerAfter(Duration.ofSeconds(2));

    Auth0Transport after = change.apply(before);

    int changed = parts(after).zip(parts(before)).count(pair -> !pair._1().equals(pair._2()));
    assertThat(changed).isEqualTo(1);
  }

  private static Vector<Object> parts(Auth0Transport it) {
    return Vector.of(
        it.connectTimeout() + " " + it.callTimeout(),
        it.maxConnections() + " " + it.protection().concurrent(),
        it.idleTimeout(),
        it.proxy(),
        it.tls(),
        it.protection().rateLimit(),
        it.protection().breakerAfter());
  }

  /** One more is for finding out whether a tenant that hangs answers again. */
  @ParameterizedTest
  @CsvSource({"1, 1", "7, 7", "8, 9", "64, 65", "10000, 10001"})
  void as_many_calls_are_in_progress_as_set_and_few_have_no_further_connection(
      int calls, int connections) {
    Auth0Transport transport = Auth0Transport.defaults().withMaxConnections(calls);
    ProtectionSettings protection = transport.protection();

    assertThat(protection.concurrent()).contains(calls);
    assertThat(transport.mostOpen()).isEqualTo(connections);
    assertThat(protection.breakerAfter()).contains(ProtectionSettings.BREAKER_AFTER);
  }

  @Test
  void the_management_apis_identifier_follows_the_tenant() {
    URI tenant = URI.create("https://example.eu.auth0.com");
    ClientSecret secret = new ClientSecret("a secret");

    ManagementSettings management = ManagementSettings.of(tenant, "id", secret);
    TicketSettings tickets = TicketSettings.of(tenant, "id", secret, "users");

    assertThat(management.audience()).isEqualTo("https://example.eu.auth0.com/api/v2/");
    assertThat(tickets.audience()).isEqualTo("https://example.eu.auth0.com/api/v2/");
    assertThat(tickets.lifetime()).isEqualTo(Duration.ofHours(1));
    assertThat(management.withAudience("other").audience()).isEqualTo("other");
    assertThat(tickets.withAudience("other").audience()).isEqualTo("other");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT59S", "P5DT1S", "-PT1M"})
  void a_link_is_valid_for_a_minute_to_five_days(Duration lifetime) {
    TicketSettings tickets =
        TicketSettings.of(
            URI.create("https://example.com"), "id", new ClientSecret("a secret"), "users");

    assertThatThrownBy(() -> tickets.withLifetime(lifetime))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("lifetime: ");
    assertThat(tickets.withLifetime(Duration.ofDays(5)).lifetime()).isEqualTo(Duration.ofDays(5));
  }

  private static Auth0Settings required() {
    return Auth0Settings.of(URI.create("https://example.com"), "id", new ClientSecret("a secret"));
  }

  private static Arguments change(
      UnaryOperator<Auth0Settings> change, Function<Auth0Settings, Object> setting, Object value) {
    return Arguments.of(change, setting, value);
  }

  private static Vector<Object> values(Auth0Settings it) {
    return Vector.of(
        it.tenant(),
        it.clientId(),
        it.clientSecret(),
        it.clientSecrets().drop(1),
        it.clientAuthentication(),
        it.realm(),
        it.audience(),
        it.scope(),
        it.resetConnection(),
        it.text401IsWrongCredentials(),
        it.transport());
  }

  private static Auth0Transport transport(
      Duration connect, Duration call, int connections, Duration idle) {
    return Auth0Transport.defaults()
        .withTimeouts(connect, call)
        .withMaxConnections(connections)
        .withIdleTimeout(idle);
  }
}
