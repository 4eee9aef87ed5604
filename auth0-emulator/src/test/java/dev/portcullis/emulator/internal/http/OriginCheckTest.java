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

class OriginCheckTest {

  private final OriginCheck check = new OriginCheck(List.of("Auth.Example.com"));

  @ParameterizedTest
  @CsvSource({
    "localhost, true",
    "localhost:8080, true",
    "emulator, true",
    "a.localhost:1, true",
    "AUTH.example.com:443, true",
    "127.0.0.1:80, true",
    "192.0.2.1, true",
    "[::1], true",
    "[::1]:8080, true",
    "example.com, false",
    "auth.example.com.evil.com, false",
    "localhost.evil.com, false",
    "evil.notlocalhost, false",
    "[::1, false",
    "'', false",
    ":80, false"
  })
  void a_host_is_a_name_of_this_machine(String host, boolean ours) {
    assertThat(check.refusal(request("GET", "host", host)).isEmpty()).isEqualTo(ours);
  }

  /** A dash is no such header. */
  @ParameterizedTest
  @CsvSource({
    "GET, -, -, true",
    "GET, cross-site, https://evil.com, true",
    "POST, same-origin, -, true",
    "POST, same-origin, https://evil.com, true",
    "POST, none, -, false",
    "POST, same-site, http://localhost:1, false",
    "POST, cross-site, http://localhost:1, false",
    "POST, -, http://localhost:1, true",
    "POST, -, https://localhost:1, true",
    "POST, -, http://localhost:2, false",
    "POST, -, null, false",
    "POST, -, -, false"
  })
  void a_form_has_to_come_from_the_emulators_own_page(
      String method, String site, String origin, boolean served) {
    Request request =
        request(method, "host", "localhost:1", "sec-fetch-site", site, "origin", origin);

    assertThat(check.refusal(request).isEmpty()).isEqualTo(served);
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, -, 200",
    "localhost, same-origin, 200",
    "localhost, none, 200",
    "localhost, same-site, 403",
    "localhost, cross-site, 403",
    "evil.com, -, 403"
  })
  void a_program_is_no_page_of_another_site(String host, String site, int status) {
    Reply reply =
        check
            .forPrograms(request -> Reply.of(200, "text/plain", ""))
            .handle(request("POST", "host", host, "sec-fetch-site", site));

    assertThat(reply.status()).isEqualTo(status);
  }

  @Test
  void a_refusal_names_what_would_be_served() {
    Optional<String> reason = check.refusal(request("GET", "host", "example.com"));

    assertThat(reason.orElseThrow())
        .contains("Host: example.com", "auth.example.com", "--allow-host example.com");
  }

  @Test
  void two_hosts_are_none() {
    Request request =
        new Request(
            "GET",
            "/",
            "",
            Map.of("host", List.of("localhost", "localhost")),
            new byte[0],
            IpLiteral.of("192.0.2.1"));

    assertThat(check.refusal(request)).isPresent();
  }

  @Test
  void a_cookie_is_found_by_its_whole_name_and_a_token_in_any_case_of_its_scheme() {
    Request request =
        request("GET", "cookie", "xa=1; a=; a=2=3 ;b=4", "authorization", "bEARER  tok ");

    assertThat(request.cookie("a")).contains("2=3");
    assertThat(request.cookie("b")).contains("4");
    assertThat(request.cookie("x")).isEmpty();
    assertThat(request.bearerToken()).contains("tok");
    assertThat(request("GET", "authorization", "Basic tok").bearerToken()).isEmpty();
    assertThat(request.toString()).doesNotContain("tok", "2=3");
  }

  private static Request request(String method, String... headers) {
    Map<String, List<String>> all = new HashMap<>();
    for (int i = 0; i < headers.length; i += 2) {
      if (!headers[i + 1].equals("-")) {
        all.put(headers[i], List.of(headers[i + 1]));
      }
    }
    return new Request(method, "/", "", all, new byte[0], IpLiteral.of("192.0.2.1"));
  }
}
