package dev.portcullis.bootstrap.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.emulator.tenant.DemoTenant;
import dev.portcullis.testkit.browser.Browser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.JavascriptExecutor;

/** What docs/how-to/login-pages.md shows is run as it stands there. */
class PagesPageTest {

  private static final String DEMO = "http://127.0.0.1:8790";

  private final PagesFixture pages = new PagesFixture();

  @AfterEach
  void stop() {
    pages.close();
  }

  /** The text of a fenced block that has this in it, with the demonstration's port replaced. */
  private String snippet(String language, String part) throws IOException {
    String docs = Files.readString(Path.of("..", "docs", "how-to", "login-pages.md"));
    Matcher blocks = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(docs);
    while (blocks.find()) {
      if (blocks.group(1).contains(part)) {
        String origin = pages.page("").toString();
        return blocks.group(1).replace(DEMO, origin);
      }
    }
    throw new AssertionError("docs/how-to/login-pages.md has no " + language + " with " + part);
  }

  @Test
  void a_script_of_a_page_logs_in_by_fetch() throws Exception {
    String script = snippet("js", "/api/auth");

    try (Browser browser = Browser.open()) {
      browser.go(pages.page("/session"));
      Object answer =
          ((JavascriptExecutor) browser.driver())
              .executeScript(
                  "return (async (username, password) => {"
                      + script
                      + "; return answer.access_token })(arguments[0], arguments[1])",
                  DemoTenant.ALICE,
                  DemoTenant.ALICE_PASSWORD);

      assertThat(String.valueOf(answer)).startsWith("eyJ");
    }
  }

  @Test
  void a_plain_form_logs_in() throws Exception {
    String form = snippet("html", "/api/auth");

    try (Browser browser = Browser.open()) {
      browser.go(pages.page("/session"));
      ((JavascriptExecutor) browser.driver())
          .executeScript("document.body.innerHTML = arguments[0]", form);
      browser.find("[name=username]").sendKeys(DemoTenant.ALICE);
      browser.find("[name=password]").sendKeys(DemoTenant.ALICE_PASSWORD);
      browser.press("form", "Log in");

      browser.awaitText("body", "\"access_token\":\"eyJ");
    }
  }

  @Test
  void curl_answers_as_shown() throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "no curl");
    for (String part : new String[] {"/session", "/api/auth"}) {
      String[] lines = snippet("console", part).split("\n", -1);
      Process curl =
          new ProcessBuilder("sh", "-c", lines[0].substring("$ ".length()))
              .redirectErrorStream(true)
              .start();
      String seen = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(seen).startsWith(lines[1].replace("…", ""));
    }
  }
}
