package dev.portcullis.adapters.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.control.Option;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "/,                          none,       /,       ''",
        "/a?b?c,                     none,       /a,      b?c",
        "//a/b,                      none,       //a/b,   ''",
        "/%2e%2e/%00?%zz,            none,       /%2e%2e/%00, %zz",
        "/http://a/,                 none,       /http://a/, ''",
        "*,                          none,       *,       ''",
        "http://a,                   a,          /,       ''",
        "http://a?q,                 a,          /,       q",
        "hTTps://a:8443/b/?c=http://d, a:8443,   /b/,     c=http://d",
        "http://[2001:db8::1]:80/a,  [2001:db8::1]:80, /a, ''",
      })
  void a_target_is_split_and_nothing_is_decoded(
      String text, String authority, String path, String query) {
    assertThat(RequestTarget.read(text))
        .containsExactly(new RequestTarget(Option.of(authority), path, query));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "a:443",
        "?q",
        "/a#b",
        "#",
        "ftp://a/",
        "://a/",
        "http:///a",
        "http://",
        "**"
      })
  void what_is_no_target_of_a_request_to_this_server_is_none(String text) {
    assertThat(RequestTarget.read(text)).isEmpty();
  }

  @Test
  void a_query_is_not_printed() {
    assertThat(RequestTarget.read("/login?code=secret-7").get().toString())
        .contains("/login")
        .doesNotContain("secret-7");
  }
}
