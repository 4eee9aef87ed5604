package dev.portcullis.emulator.internal.hosted;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlPatternTest {

  @ParameterizedTest
  @CsvSource({
    "https://app.example.com/a, https://app.example.com/a, true",
    "https://app.example.com/a, https://app.example.com/a/, false",
    "https://app.example.com/a, https://app.example.com/a?b, false",
    "https://app.example.com/a, https://APP.example.com/a, false",
    "https://*.example.com/a, https://one.example.com/a, true",
    "https://*.example.com/a, https://o-1.example.com/a, true",
    "https://*.example.com/a, https://.example.com/a, false",
    "https://*.example.com/a, https://a.b.example.com/a, false",
    "https://*.example.com/a, https://evil.com/.example.com/a, false",
    "https://*.example.com/a, https://evil.com#.example.com/a, false",
    "https://*.example.com/a, https://one.example.com/b, false",
    "https://*.example.com/a, http://one.example.com/a, false",
    "https://*.example.com/a, https://example.com/a, false",
    "https://a*.example.com/a, https://ab.example.com/a, false"
  })
  void a_url_is_the_listed_one_or_has_one_label_in_place_of_the_star(
      String listed, String url, boolean matches) {
    assertThat(UrlPattern.anyMatches(List.of("https://other.example.org", listed), url))
        .isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource({
    "https://App.Example.com/a?b, https://app.example.com",
    "https://app.example.com:443/a, https://app.example.com",
    "http://app.example.com:80, http://app.example.com",
    "http://app.example.com:443/, http://app.example.com:443",
    "https://app.example.com:80/, https://app.example.com:80",
    "HTTP://localhost:3000/callback, http://localhost:3000",
    "http://[::1]:3000/a, http://[::1]:3000",
    "app://callback, -",
    "com.example.app:/callback, -",
    "/relative, -",
    "https://app.example.com/#fragment, -",
    "'https://app example.com/', -"
  })
  void an_origin_is_as_browsers_send_it(String url, String origin) {
    assertThat(UrlPattern.origin(url))
        .isEqualTo(Optional.of(origin).filter(text -> !text.equals("-")));
  }
}
