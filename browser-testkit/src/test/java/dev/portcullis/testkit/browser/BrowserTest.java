package dev.portcullis.testkit.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

@Timeout(60)
class BrowserTest {

  private static final String SOUND = "<h1>Sound</h1><p>Black on white.</p>";

  @Test
  void axe_finds_what_people_cannot_read_or_use() {
    try (Browser browser = Browser.open()) {
      browser.go(page(SOUND)).expectAccessible();

      browser.go(page(SOUND + "<p style='color:#ccc'>Grey on white.</p>"));
      assertThatThrownBy(browser::expectAccessible).hasMessageContaining("color-contrast");

      browser.go(page(SOUND + "<input>"));
      assertThatThrownBy(browser::expectAccessible).hasMessageContaining("label");
    }
  }

  @Test
  void what_sticks_out_of_the_window_is_found() {
    try (Browser browser = Browser.open()) {
      browser.sized(360, 800).go(page(SOUND)).expectNoSidewaysScroll();

      browser.go(page(SOUND + "<p style='width:400px'>Wide.</p>"));

      assertThatThrownBy(browser::expectNoSidewaysScroll).hasMessageContaining("beyond the window");
    }
  }

  @Test
  void a_page_of_a_browser_without_scripts_runs_none() {
    String page = "<h1>before</h1><script>document.querySelector('h1').id = 'ran'</script>";
    try (Browser with = Browser.open();
        Browser without = Browser.withoutJavaScript()) {
      assertThat(with.go(page(page)).has("#ran")).isTrue();
      assertThat(without.go(page(page)).has("#ran")).isFalse();
    }
  }

  @Test
  void where_there_is_no_browser_the_test_is_skipped_and_told_how_to_install_one() {
    assertThatThrownBy(() -> Installed.orSkip("", "/nowhere"))
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining("apt-get install -y chromium chromium-driver");
  }

  @Test
  void where_a_browser_is_required_its_absence_is_a_failure() {
    assertThatThrownBy(() -> Installed.orSkip("required", "/nowhere"))
        .isInstanceOf(AssertionFailedError.class)
        .hasMessageContaining("apt-get install -y chromium chromium-driver");
  }

  private static URI page(String body) {
    String html = "<!doctype html><html lang=en><title>Test</title><main>" + body + "</main>";
    return URI.create(
        "data:text/html;charset=utf-8,"
            + URLEncoder.encode(html, StandardCharsets.UTF_8).replace("+", "%20"));
  }
}
