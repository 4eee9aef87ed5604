package dev.portcullis.adapters.http.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.HttpApi;
import dev.portcullis.adapters.http.exchange.Endpoint;
import dev.portcullis.adapters.http.exchange.Endpoint.Content;
import dev.portcullis.adapters.http.exchange.GatewayRequest;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.adapters.http.exchange.WebOrigin;
import dev.portcullis.adapters.http.intake.CallerOrigins;
import dev.portcullis.domain.address.IpAddress;
import dev.portcullis.domain.address.Peer;
import dev.portcullis.domain.address.RequestOrigin;
import io.vavr.collection.HashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Vector;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A page of another origin reaches no use case unless the operator lists its origin. */
class CallerOriginsTest {

  private static final String APP = "https://app.example.com";
  private static final String PHONE = "capacitor://localhost";
  private static final String EVIL = "https://evil.example";
  private static final CallerOrigins LISTED =
      CallerOrigins.of(List.of(new WebOrigin(APP), new WebOrigin(PHONE)))
          .withOwn(new WebOrigin("https://login.example.com"));
  private static final Peer PEER = new Peer.Inet(IpAddress.parse("192.0.2.7").get());
  private static final HttpApi API = OpenApiTest.api(LISTED);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          # no browser
          -           | -                             | application/json                  | gateway:8080           | wrong-credentials
          -           | -                             | application/x-www-form-urlencoded | gateway:8080           | wrong-credentials
          -           | -                             | text/plain                        | gateway:8080           | unsupported-media-type
          # a browser of today, over TLS or on this machine
          same-origin | https://login.example.com     | application/json                  | login.example.com      | wrong-credentials
          same-origin | https://login.example.com     | application/x-www-form-urlencoded | login.example.com      | wrong-credentials
          same-origin | https://login.example.com     | application/x-www-form-urlencoded | 10.0.0.5:8080          | wrong-credentials
          same-origin | null                          | application/x-www-form-urlencoded | login.example.com      | wrong-credentials
          none        | -                             | application/x-www-form-urlencoded | login.example.com      | wrong-credentials
          same-site   | https://other.example.com     | application/json                  | login.example.com      | cross-site
          same-site   | https://other.example.com     | application/x-www-form-urlencoded | login.example.com      | cross-site
          same-site   | https://login.example.com:444 | application/json                  | login.example.com      | cross-site
          cross-site  | https://evil.example          | application/json                  | login.example.com      | cross-site
          cross-site  | https://evil.example          | application/x-www-form-urlencoded | login.example.com      | cross-site
          cross-site  | https://evil.example          | text/plain                        | login.example.com      | cross-site
          cross-site  | https://evil.example          | multipart/form-data; boundary=x   | login.example.com      | cross-site
          cross-site  | https://evil.example          | -                                 | login.example.com      | cross-site
          cross-site  | https://login.example.com     | application/x-www-form-urlencoded | login.example.com      | cross-site
          cross-site  | null                          | application/x-www-form-urlencoded | login.example.com      | cross-site
          cross-site  | -                             | application/json                  | login.example.com      | cross-site
          other-word  | -                             | application/json                  | login.example.com      | cross-site
          cross-site  | https://app.example.com       | application/json                  | login.example.com      | wrong-credentials
          cross-site  | https://app.example.com       | application/x-www-form-urlencoded | login.example.com      | wrong-credentials
          same-site   | https://app.example.com       | application/json                  | login.example.com      | wrong-credentials
          cross-site  | capacitor://localhost         | application/json                  | login.example.com      | wrong-credentials
          cross-site  | https://APP.example.com       | application/json                  | login.example.com      | cross-site
          cross-site  | https://app.example.com/      | application/json                  | login.example.com      | cross-site
          cross-site  | https://app.example.com:443   | application/json                  | login.example.com      | cross-site
          cross-site  | http://app.example.com        | application/json                  | login.example.com      | cross-site
          cross-site  | https://app.example.com.evil  | application/json                  | login.example.com      | cross-site
          cross-site  | https://sub.app.example.com   | application/json                  | login.example.com      | cross-site
          cross-site  | capacitor://localhost:80      | application/json                  | login.example.com      | cross-site
          # an older browser, or one over HTTP without TLS
          -           | https://evil.example          | application/json                  | login.example.com      | wrong-credentials
          -           | https://evil.example          | application/json; charset=UTF-8   | login.example.com      | wrong-credentials
          -           | https://evil.example          | application/x-www-form-urlencoded | login.example.com      | cross-site
          -           | https://evil.example          | text/plain                        | login.example.com      | cross-site
          -           | https://evil.example          | text/plain; application/json      | login.example.com      | cross-site
          -           | https://evil.example          | -                                 | login.example.com      | cross-site
          -           | null                          | application/x-www-form-urlencoded | login.example.com      | cross-site
          -           | null                          | application/x-www-form-urlencoded | null                   | cross-site
          -           | https://                      | application/x-www-form-urlencoded | -                      | cross-site
          -           | https://app.example.com       | application/x-www-form-urlencoded | login.example.com      | wrong-credentials
          -           | https://login.example.com     | application/x-www-form-urlencoded | login.example.com      | wrong-credentials
          -           | https://login.example.com     | application/x-www-form-urlencoded | LOGIN.example.com:443  | wrong-credentials
          -           | https://login.example.com     | application/x-www-form-urlencoded | 10.0.0.5:8080          | wrong-credentials
          -           | http://gateway                | application/x-www-form-urlencoded | gateway:80             | wrong-credentials
          -           | http://gateway                | application/x-www-form-urlencoded | gateway:443            | cross-site
          -           | https://gateway               | application/x-www-form-urlencoded | gateway                | wrong-credentials
          -           | https://gateway               | application/x-www-form-urlencoded | gateway:443            | wrong-credentials
          -           | https://gateway               | application/x-www-form-urlencoded | gateway:80             | cross-site
          -           | http://gateway                | application/x-www-form-urlencoded | gateway:8080           | cross-site
          -           | http://gateway:8080           | application/x-www-form-urlencoded | gateway:8080           | wrong-credentials
          -           | http://gateway:3000           | application/x-www-form-urlencoded | gateway:8080           | cross-site
          -           | https://shop.example.com      | application/x-www-form-urlencoded | shop.example.com       | wrong-credentials
          -           | https://shop.example.com      | application/x-www-form-urlencoded | SHOP.Example.com       | wrong-credentials
          -           | https://shop.example.com:444  | application/x-www-form-urlencoded | shop.example.com       | cross-site
          -           | https://shop.example.com      | application/x-www-form-urlencoded | shop.example.com.evil  | cross-site
          -           | ftp://gateway:8080            | application/x-www-form-urlencoded | gateway:8080           | cross-site
          """)
  void what_a_browser_states_of_the_page_decides(
      String site, String origin, String type, String host, String slug) {
    Map<String, String> headers =
        headers("Sec-Fetch-Site", site, "Origin", origin, "Content-Type", type, "Host", host);

    Reply reply = API.answer(login(headers));

    assertThat(text(reply)).contains("/problems/" + slug + "\"");
  }

  static Vector<Endpoint> callable() {
    return API.endpoints()
        .filter(endpoint -> endpoint.content() instanceof Content.Fields)
        .toVector();
  }

  @Test
  void every_endpoint_that_does_something_is_one_that_pages_cannot_call() {
    assertThat(callable().map(Endpoint::path))
        .hasSize(8)
        .containsExactlyElementsOf(
            API.endpoints()
                .filter(endpoint -> !endpoint.method().equals("GET"))
                .map(Endpoint::path));
  }

  @ParameterizedTest
  @MethodSource("callable")
  void every_endpoint_refuses_a_page_that_is_not_listed(Endpoint endpoint) {
    Reply json = API.answer(request("POST", endpoint.path(), page(EVIL, "application/json")));
    Reply form =
        API.answer(
            request(
                "POST",
                endpoint.path(),
                HashMap.of("Origin", EVIL, "Content-Type", "application/x-www-form-urlencoded")));
    Reply preflight = API.answer(request("OPTIONS", endpoint.path(), preflight(EVIL)));

    assertThat(List.of(json, form, preflight))
        .allSatisfy(
            reply -> {
              assertThat(reply.status()).isEqualTo(403);
              assertThat(text(reply)).contains("/problems/cross-site\"");
              assertThat(cors(reply)).isEmpty();
              assertThat(header(reply, "Vary")).containsExactly("Origin");
            });
  }

  @ParameterizedTest
  @MethodSource("callable")
  void every_endpoint_answers_the_preflight_of_a_listed_page(Endpoint endpoint) {
    Reply reply = API.answer(request("OPTIONS", endpoint.path(), preflight(APP)));

    assertThat(reply.status()).isEqualTo(204);
    assertThat(reply.body()).isEmpty();
    assertThat(header(reply, "Vary")).containsExactly("Origin");
    assertThat(cors(reply))
        .containsExactlyInAnyOrder(
            "Access-Control-Allow-Origin: " + APP,
            "Access-Control-Allow-Methods: POST",
            "Access-Control-Allow-Headers: Content-Type",
            "Access-Control-Max-Age: 7200",
            "Access-Control-Expose-Headers: Retry-After, X-Request-Id");
  }

  @ParameterizedTest
  @MethodSource("callable")
  void a_listed_page_can_read_every_reply(Endpoint endpoint) {
    Reply reply = API.answer(request("POST", endpoint.path(), page(PHONE, "application/json")));

    assertThat(text(reply)).doesNotContain("/problems/cross-site\"");
    assertThat(header(reply, "Vary")).containsExactly("Origin");
    assertThat(cors(reply))
        .containsExactlyInAnyOrder(
            "Access-Control-Allow-Origin: " + PHONE,
            "Access-Control-Expose-Headers: Retry-After, X-Request-Id");
  }

  @Test
  void a_listed_page_can_read_what_went_wrong_too() {
    Map<String, String> page = page(APP, "application/json");

    Reply invalid = API.answer(new GatewayRequest("POST", "/api/auth", "", origin(page), none()));
    Reply brokenOff =
        API.answer(
            new GatewayRequest(
                "POST",
                "/api/auth",
                "",
                origin(page),
                limit -> {
                  throw new IOException("broken off");
                }));
    Reply unsupported = API.answer(login(page.put("Content-Type", "text/plain")));
    Reply wrongMethod = API.answer(request("PUT", "/api/auth", page));
    Reply defect =
        API.answer(
            new GatewayRequest(
                "POST",
                "/api/auth",
                "",
                origin(page),
                limit -> {
                  throw new IllegalStateException("defect");
                }));

    assertThat(List.of(invalid, brokenOff, unsupported, wrongMethod, defect))
        .extracting(Reply::status)
        .containsExactly(400, 400, 415, 405, 500);
    assertThat(List.of(invalid, brokenOff, unsupported, wrongMethod, defect))
        .allSatisfy(
            reply -> assertThat(header(reply, "Access-Control-Allow-Origin")).containsExactly(APP));
  }

  @Test
  void a_refusal_names_the_origin_and_the_setting() {
    Reply reply = API.answer(login(page(EVIL, "application/json")));

    assertThat(text(reply))
        .contains("A page of the origin " + EVIL + " sent this request.")
        .contains("add its origin to callers.origins")
        .contains("A back end must not copy the headers Origin and Sec-Fetch-Site");
  }

  @Test
  void the_refusal_of_a_page_without_an_origin_says_that_null_cannot_be_listed() {
    Reply reply = API.answer(login(page("null", "application/json")));

    assertThat(text(reply)).contains("The origin null cannot be listed in callers.origins");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "https://evil.example/<b>",
        "https://evil.example\u0007",
        "https://ev\u00efl.example"
      })
  void an_origin_that_no_browser_sends_is_not_repeated(String origin) {
    Reply reply = API.answer(login(page(origin, "application/json")));

    assertThat(text(reply)).contains("A page of another origin sent").doesNotContain("alert");
    assertThat(text(reply)).doesNotContain("evil.example").doesNotContain(".example");
  }

  @Test
  void a_header_that_comes_twice_lets_no_page_through() {
    Vector<String> both = Vector.of(APP, EVIL);

    Reply origins = API.answer(twice("Origin", both, "Sec-Fetch-Site", Vector.of("cross-site")));
    Reply sites =
        API.answer(
            twice("Origin", Vector.of(EVIL), "Sec-Fetch-Site", Vector.of("none", "cross-site")));

    assertThat(List.of(origins, sites))
        .allSatisfy(
            reply -> {
              assertThat(text(reply)).contains("/problems/cross-site\"");
              assertThat(cors(reply)).isEmpty();
            });
  }

  @Test
  void a_link_to_the_api_and_a_question_for_its_methods_are_answered_as_ever() {
    Map<String, String> link = headers("Sec-Fetch-Site", "cross-site", "Origin", EVIL);

    Reply get = API.answer(request("GET", "/api/auth", link));
    Reply options = API.answer(request("OPTIONS", "/api/auth", HashMap.empty()));
    Reply description = API.answer(request("GET", "/openapi.yaml", link));

    assertThat(List.of(get, options, description))
        .extracting(Reply::status)
        .containsExactly(405, 405, 200);
    assertThat(header(description, "Vary")).isEmpty();
  }

  @Test
  void replies_do_not_vary_while_no_origin_is_listed() {
    HttpApi closed = OpenApiTest.api(CallerOrigins.NONE);

    Reply own = closed.answer(login(headers("Content-Type", "application/json")));
    Reply other = closed.answer(login(page(APP, "application/json")));

    assertThat(header(own, "Vary")).isEmpty();
    assertThat(cors(own)).isEmpty();
    assertThat(text(other)).contains("/problems/cross-site\"");
    assertThat(cors(other)).isEmpty();
  }

  @Property
  void only_a_listed_origin_is_ever_allowed(@ForAll("origins") String origin) {
    Map<String, String> page = page(origin, "application/json");

    List<Reply> replies =
        List.of(
            API.answer(login(page)),
            API.answer(request("OPTIONS", "/api/auth", preflight(origin))));

    boolean isListed = origin.equals(APP) || origin.equals(PHONE);
    assertThat(replies)
        .allSatisfy(
            reply -> {
              assertThat(text(reply).contains("/problems/cross-site\"")).isNotEqualTo(isListed);
              assertThat(header(reply, "Access-Control-Allow-Origin"))
                  .isEqualTo(isListed ? Vector.of(origin) : Vector.empty());
              assertThat(header(reply, "Access-Control-Allow-Credentials")).isEmpty();
            });
  }

  /** Listed ones, and others put together from their parts. */
  @Provide
  Arbitrary<String> origins() {
    Arbitrary<String> parts =
        Arbitraries.of(
            "https",
            "http",
            "capacitor",
            "://",
            ":",
            "/",
            "app.example.com",
            "App.example.com",
            "localhost",
            "evil",
            ".",
            ":443",
            ":80",
            "null",
            "*",
            " ",
            ",",
            "@",
            "\u0000");
    return Arbitraries.oneOf(
        Arbitraries.of(APP, PHONE), parts.list().ofMaxSize(6).map(list -> String.join("", list)));
  }

  private static Map<String, String> page(String origin, String type) {
    return headers("Sec-Fetch-Site", "cross-site", "Origin", origin, "Content-Type", type);
  }

  private static Map<String, String> preflight(String origin) {
    return headers(
        "Origin",
        origin,
        "Access-Control-Request-Method",
        "POST",
        "Access-Control-Request-Headers",
        "content-type");
  }

  /** Names and values alternately; a header whose value is null is absent. */
  private static Map<String, String> headers(String... lines) {
    Map<String, String> headers = HashMap.empty();
    for (int i = 0; i < lines.length; i += 2) {
      if (lines[i + 1] != null) {
        headers = headers.put(lines[i], lines[i + 1]);
      }
    }
    return headers;
  }

  private static GatewayRequest login(Map<String, String> headers) {
    return request("POST", "/api/auth", headers);
  }

  private static GatewayRequest request(String method, String path, Map<String, String> headers) {
    boolean json = headers.get("Content-Type").exists(type -> type.startsWith("application/json"));
    byte[] body =
        (json
                ? "{\"username\":\"ada@example.com\",\"password\":\"p\"}"
                : "username=ada%40example.com&password=p")
            .getBytes(UTF_8);
    return new GatewayRequest(
        method,
        path,
        "",
        origin(headers),
        limit -> Arrays.copyOf(body, Math.min(limit, body.length)));
  }

  private static GatewayRequest twice(
      String name, Vector<String> values, String other, Vector<String> others) {
    return new GatewayRequest(
        "POST",
        "/api/auth",
        "",
        RequestOrigin.of(
            PEER,
            line ->
                line.equals(name) ? values : line.equals(other) ? others : Vector.<String>empty()),
        none());
  }

  private static GatewayRequest.Body none() {
    return limit -> new byte[0];
  }

  private static RequestOrigin origin(Map<String, String> headers) {
    return RequestOrigin.of(PEER, name -> headers.get(name).toVector());
  }

  private static Vector<String> header(Reply reply, String name) {
    return reply.headers().filter(it -> it.name().equals(name)).map(Reply.Header::value).toVector();
  }

  private static Vector<String> cors(Reply reply) {
    return reply
        .headers()
        .filter(it -> it.name().startsWith("Access-Control-"))
        .map(it -> it.name() + ": " + it.value())
        .toVector();
  }

  private static String text(Reply reply) {
    return new String(reply.body(), UTF_8);
  }
}
