package dev.portcullis.emulator.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.emulator.address.IpLiteral;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CorsTest {

  private static final String KNOWN = "https://app.example.com";
  private static final Reply PLAIN = Reply.of(200, "text/plain", "x");

  private final Cors cors = new Cors(KNOWN::equals);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/oauth/token",
        "/oauth/revoke",
        "/oauth/device/code",
        "/passwordless/start",
        "/userinfo",
        "/mfa/challenge",
        "/mfa/associate",
        "/mfa/authenticators",
        "/dbconnections/signup",
        "/dbconnections/change_password"
      })
  void scripts_of_known_origins_read_what_applications_call(String path) {
    Reply known = cors.permitted(request("POST", path, KNOWN), PLAIN);
    Reply unknown = cors.permitted(request("POST", path, "https://evil.example.com"), PLAIN);
    Reply none = cors.permitted(request("POST", path, ""), PLAIN);

    assertThat(headers(known))
        .containsEntry("Access-Control-Allow-Origin", KNOWN)
        .containsEntry("Vary", "Origin")
        .containsEntry(
            "Access-Control-Expose-Headers",
            "x-ratelimit-limit, x-ratelimit-remaining, x-ratelimit-reset, Retry-After");
    assertThat(headers(unknown))
        .containsEntry("Vary", "Origin")
        .doesNotContainKey("Access-Control-Allow-Origin")
        .isEqualTo(headers(none));
    assertThat(cors.preflight(preflight(path, KNOWN, "X-A"))).isPresent();
    assertThat(cors.preflight(preflight(path, "https://evil.example.com", "X-A"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/.well-known/openid-configuration", "/.well-known/jwks.json"})
  void what_is_the_same_for_everybody_is_for_every_origin(String path) {
    Reply reply = cors.permitted(request("GET", path, "https://evil.example.com"), PLAIN);

    assertThat(headers(reply)).containsEntry("Access-Control-Allow-Origin", "*");
    assertThat(headers(cors.permitted(request("GET", path, ""), PLAIN)))
        .doesNotContainKey("Access-Control-Allow-Origin");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v2/clients", "/emulator/state", "/authorize", "/u/login"})
  void the_rest_is_closed_to_scripts(String path) {
    Reply reply = cors.permitted(request("GET", path, KNOWN), PLAIN);

    assertThat(reply).isSameAs(PLAIN);
    assertThat(cors.preflight(preflight(path, KNOWN, "X-A"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'auth0-client, content-type', 'auth0-client, content-type'",
    "'', Content-Type",
    "'a;b', Content-Type"
  })
  void a_preflight_request_is_allowed_the_headers_it_asks_for(String asked, String allowed) {
    Reply reply = cors.preflight(preflight("/oauth/token", KNOWN, asked)).orElseThrow();

    assertThat(reply.status()).isEqualTo(204);
    assertThat(headers(reply))
        .containsEntry("Access-Control-Allow-Headers", allowed)
        .containsEntry("Access-Control-Allow-Methods", "GET, POST, DELETE")
        .containsEntry("Access-Control-Max-Age", "600");
  }

  @Test
  void only_options_with_the_method_that_is_asked_for_is_a_preflight_request() {
    Request options = request("OPTIONS", "/oauth/token", KNOWN);
    Map<String, List<String>> asks = new HashMap<>();
    asks.put("origin", List.of(KNOWN));
    asks.put("access-control-request-method", List.of("POST"));
    Request post = of("POST", "/oauth/token", asks);

    assertThat(cors.preflight(options)).isEmpty();
    assertThat(cors.preflight(post)).isEmpty();
  }

  private static Request request(String method, String path, String origin) {
    return of(method, path, origin.isEmpty() ? Map.of() : Map.of("origin", List.of(origin)));
  }

  private static Request preflight(String path, String origin, String headers) {
    Map<String, List<String>> all = new HashMap<>();
    all.put("origin", List.of(origin));
    all.put("access-control-request-method", List.of("POST"));
    Optional.of(headers)
        .filter(text -> !text.isEmpty())
        .ifPresent(text -> all.put("access-control-request-headers", List.of(text)));
    return of("OPTIONS", path, all);
  }

  private static Request of(String method, String path, Map<String, List<String>> headers) {
    return new Request(method, path, "", headers, new byte[0], IpLiteral.of("192.0.2.1"));
  }

  private static Map<String, String> headers(Reply reply) {
    Map<String, String> headers = new HashMap<>();
    reply.headers().forEach(header -> headers.put(header.name(), header.value()));
    return headers;
  }
}
