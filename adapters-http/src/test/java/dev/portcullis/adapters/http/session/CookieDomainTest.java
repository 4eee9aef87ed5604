package dev.portcullis.adapters.http.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.exchange.WebOrigin;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CookieDomainTest {

  @ParameterizedTest
  @ValueSource(strings = {"example.com", "EXAMPLE.com", "a.b-c.example", "xn--mnchen-3ya.example"})
  void a_domain_is_accepted(String text) {
    assertThat(CookieDomain.of(text).isValid()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "com",
        "localhost",
        ".example.com",
        "example.com.",
        "example..com",
        "127.0.0.1",
        "[::1]",
        "https://example.com",
        "example.com; Path=/x",
        "example.com:443",
        "-a.example",
        "ex ample.com",
        "*.example.com"
      })
  void anything_else_is_not(String text) {
    assertThat(CookieDomain.of(text).isValid()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "https://example.com, true",
    "https://login.example.com, true",
    "https://a.b.example.com:8443, true",
    "https://notexample.com, false",
    "https://example.com.evil.example, false",
    "https://example.org, false",
    "http://127.0.0.1:8080, false"
  })
  void it_covers_itself_and_the_hosts_in_it(String origin, boolean covered) {
    assertThat(new CookieDomain("example.com").covers(new WebOrigin(origin))).isEqualTo(covered);
  }
}
