package dev.portcullis.adapters.auth0.token;

import static dev.portcullis.adapters.auth0.Auth0Fixtures.answer;
import static dev.portcullis.testkit.Fixtures.client;
import static dev.portcullis.testkit.Fixtures.credentials;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.auth0.Auth0Client;
import dev.portcullis.adapters.auth0.Auth0Fixtures;
import dev.portcullis.adapters.auth0.settings.Auth0Settings;
import dev.portcullis.adapters.auth0.settings.ClientAuthentication;
import dev.portcullis.adapters.auth0.settings.ClientSecret;
import dev.portcullis.adapters.auth0.transport.ScriptedServer;
import dev.portcullis.adapters.auth0.transport.ScriptedServer.Received;
import dev.portcullis.domain.login.GrantRequest;
import dev.portcullis.testkit.TestClock;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The request as the tenant sees it (RFC 6749 section 4.3.2), down to the last header. */
class TokenRequestTest {

  private static final String ODD = "a b+c&d=e%41/ä\ud83d\ude00";

  @Test
  void the_request_is_this_and_nothing_more() {
    Received request = request(settings(ClientAuthentication.CLIENT_SECRET_POST), "pass word");

    assertThat(request.requestLine()).isEqualTo("POST /oauth/token HTTP/1.1");
    assertThat(request.headers())
        .allMatch(line -> line.matches("[A-Za-z0-9-]+: [\\x21-\\x7E]+"))
        .extracting(line -> line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT))
        .containsExactlyInAnyOrder(
            "host",
            "user-agent",
            "accept",
            "content-length",
            "content-type",
            "auth0-forwarded-for");
    assertThat(request.header("content-type")).containsExactly("application/x-www-form-urlencoded");
    assertThat(request.header("user-agent")).containsExactly("Portcullis");
    assertThat(request.header("accept")).containsExactly("application/json");
    assertThat(request.body())
        .isEqualTo(
            "grant_type=http%3A%2F%2Fauth0.com%2Foauth%2Fgrant-type%2Fpassword-realm"
                + "&realm=Username-Password-Authentication"
                + "&audience=https%3A%2F%2Fapi.example.com%2F"
                + "&scope=openid+profile"
                + "&client_id=AaBbCcDdEeFf00112233445566778899"
                + "&client_secret=canary-client-secret-5b1f"
                + "&username=ada%40example.com"
                + "&password=pass+word");
  }

  @Test
  void without_realm_audience_and_scope_they_are_not_sent() {
    Received request =
        request(
            Auth0Fixtures.application(
                URI.create("http://localhost"),
                Auth0Fixtures.transport(Auth0Fixtures.CALL_TIMEOUT)),
            "p");

    assertThat(names(request))
        .containsExactly("grant_type", "client_id", "client_secret", "username", "password");
    assertThat(request.parameter("grant_type")).containsExactly("password");
  }

  @Test
  void basic_authentication_leaves_id_and_secret_out_of_the_form() {
    Auth0Settings settings =
        Auth0Settings.of(
                URI.create("http://localhost"), "id:with colon", new ClientSecret("s+e c%r&e:t"))
            .withClientAuthentication(ClientAuthentication.CLIENT_SECRET_BASIC)
            .withRealm("realm");

    Received request = request(settings, "p");

    assertThat(names(request)).containsExactly("grant_type", "realm", "username", "password");
    String encoded = request.header("authorization").getFirst().substring("Basic ".length());
    assertThat(new String(Base64.getDecoder().decode(encoded), StandardCharsets.US_ASCII))
        .isEqualTo("id%3Awith+colon:s%2Be+c%25r%26e%3At");
  }

  /** A secret of Auth0's has 64 characters. */
  @Test
  void a_long_id_and_secret_are_one_line_of_the_header() {
    String id = "i".repeat(32);
    String secret = "s".repeat(64);
    Auth0Settings settings =
        Auth0Settings.of(URI.create("http://localhost"), id, new ClientSecret(secret))
            .withClientAuthentication(ClientAuthentication.CLIENT_SECRET_BASIC);

    Received request = request(settings, "p");

    assertThat(request.header("authorization"))
        .containsExactly(
            "Basic "
                + Base64.getEncoder()
                    .encodeToString((id + ":" + secret).getBytes(StandardCharsets.US_ASCII)));
  }

  static Stream<String> passwords() {
    return Stream.of(
        " ",
        "  leading and trailing  ",
        ODD,
        "\u0000",
        "a\u0000b",
        "line\r\nbreak\ttab",
        "{braces} ${dollar} {{twice}} {",
        "\"quotes\\'",
        "&password=other",
        "%00%zz%",
        "e\u0301 is not \u00e9",
        "\uFEFFbom\u200b\u202e",
        "\ud83d\ude00".repeat(1024),
        "x".repeat(1024),
        "<&>\u2028");
  }

  @ParameterizedTest
  @MethodSource("passwords")
  void a_password_arrives_as_typed(String password) {
    Received request = request(settings(ClientAuthentication.CLIENT_SECRET_POST), password);

    assertThat(names(request)).doesNotHaveDuplicates().hasSize(8);
    assertThat(request.parameter("password")).hasSize(1);
    assertThat(decoded(request, "password")).isEqualTo(password);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ada@example.com", "+1 555 0100", "a&client_id=other", "{x}", "  ada  ", ODD})
  void an_identifier_arrives_as_typed(String identifier) {
    Received request =
        request(settings(ClientAuthentication.CLIENT_SECRET_POST), identifier, "p", "203.0.113.7");

    assertThat(names(request)).doesNotHaveDuplicates().hasSize(8);
    assertThat(decoded(request, "username")).isEqualTo(identifier);
  }

  @ParameterizedTest
  @ValueSource(strings = {"203.0.113.7", "2001:db8::7", "2001:db8:0:1:2:3:4:5"})
  void the_end_users_address_is_one_bare_literal(String address) {
    Received request =
        request(settings(ClientAuthentication.CLIENT_SECRET_POST), "ada", "p", address);

    assertThat(request.header("auth0-forwarded-for")).containsExactly(address);
    assertThat(request.header("x-forwarded-for")).isEmpty();
    assertThat(request.header("forwarded")).isEmpty();
  }

  private static Auth0Settings settings(ClientAuthentication authentication) {
    return Auth0Fixtures.settings(URI.create("http://localhost"))
        .withClientAuthentication(authentication);
  }

  private static Received request(Auth0Settings settings, String password) {
    return request(settings, "ada@example.com", password, "203.0.113.7");
  }

  private static Received request(
      Auth0Settings settings, String identifier, String password, String address) {
    try (ScriptedServer server =
            ScriptedServer.start(
                wire -> {
                  wire.readRequest();
                  wire.send(answer(403, Auth0Fixtures.WRONG)).hang();
                });
        Auth0Client auth0 =
            Auth0Client.open(
                settings.withTenant(server.uri()),
                Auth0Fixtures.defaultTls(),
                TestClock.create())) {
      auth0
          .credentialVerifier()
          .verify(credentials(identifier, password), GrantRequest.AS_CONFIGURED, client(address))
          .answer();
      assertThat(server.requests()).hasSize(1);
      return server.requests().getFirst();
    }
  }

  private static List<String> names(Received request) {
    return Stream.of(request.body().split("&", -1))
        .map(pair -> pair.substring(0, pair.indexOf('=')))
        .toList();
  }

  private static String decoded(Received request, String name) {
    return URLDecoder.decode(request.parameter(name).getFirst(), StandardCharsets.UTF_8);
  }
}
