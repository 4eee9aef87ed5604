package dev.portcullis.adapters.http.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebOriginTest {

  @ParameterizedTest
  @CsvSource({
    "https://app.example.com,       https://app.example.com",
    "https://app.example.com/,      https://app.example.com",
    "HTTPS://App.Example.COM,       https://app.example.com",
    "https://app.example.com:443,   https://app.example.com",
    "https://app.example.com:0443,  https://app.example.com",
    "https://app.example.com:8443,  https://app.example.com:8443",
    "https://app.example.com:80,    https://app.example.com:80",
    "https://[2001:db8::1]:8443,    https://[2001:db8::1]:8443",
    "http://localhost,              http://localhost",
    "http://localhost:80,           http://localhost",
    "http://localhost:5173,         http://localhost:5173",
    "http://127.0.0.1:3000,         http://127.0.0.1:3000",
    "http://[::1]:3000,             http://[::1]:3000",
    "capacitor://localhost,         capacitor://localhost",
    "ionic://localhost:80,          ionic://localhost:80",
    "tauri://localhost,             tauri://localhost",
    "chrome-extension://abcdefgh,   chrome-extension://abcdefgh",
  })
  void an_origin_of_a_page_is_written_as_browsers_write_it(String text, String written) {
    assertThat(WebOrigin.ofPage(text)).containsExactly(new WebOrigin(written));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "*",
        "https://*",
        "https://*.example.com",
        "https://",
        "https:app.example.com",
        "//app.example.com",
        "app.example.com",
        "app.example.com:443",
        "https://app.example.com/login",
        "https://app.example.com?",
        "https://app.example.com#",
        "https://ada@app.example.com",
        " https://app.example.com",
        "https://app.example.com ",
        "https://app.example.com https://other.example.com",
        "https://app.example.com,https://other.example.com",
        "http://app.example.com",
        "http://127.example.com",
        "http://localhost.example.com",
        "HTTP://app.example.com",
        "capacitor://",
        "data:text/html",
        "file:///",
        "about:blank"
      })
  void what_is_no_origin_of_a_page_or_could_be_altered_on_the_way_is_refused(String text) {
    assertThat(WebOrigin.ofPage(text).getError()).contains("* and null cannot be listed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "capacitor://localhost",
        "//login.example.com",
        "http://login.example.com",
        " https://login.example.com",
        "https://login.example.com ",
        "*"
      })
  void the_pages_themselves_are_at_https_or_on_this_machine(String text) {
    assertThat(WebOrigin.of(text).getError()).contains("http only for this machine");
  }
}
