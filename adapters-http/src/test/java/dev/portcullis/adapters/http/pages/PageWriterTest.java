package dev.portcullis.adapters.http.pages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.domain.login.LoginOutcome;
import io.vavr.control.Option;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageWriterTest {

  private static final Pattern TEXT = Pattern.compile("\\{\\{t\\.([a-z-]+)}}");

  private final PagesSite server = PagesSite.start();
  private final Visitor visitor = server.visitor();

  @ParameterizedTest
  @ValueSource(strings = {"/login", "/login/reset", "/logout", "/login/mfa"})
  void every_page_is_kept_from_others(String path) {
    Answer page = visitor.get(path);

    assertThat(page.headers().map())
        .containsEntry("cache-control", java.util.List.of("no-store"))
        .containsEntry("x-content-type-options", java.util.List.of("nosniff"))
        .containsEntry("x-frame-options", java.util.List.of("DENY"))
        .containsEntry("referrer-policy", java.util.List.of("same-origin"))
        .containsEntry("cross-origin-opener-policy", java.util.List.of("same-origin"))
        .containsEntry("strict-transport-security", java.util.List.of("max-age=31536000"))
        .containsEntry(
            "content-security-policy",
            java.util.List.of(
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " form-action 'self' https://app.example.com; frame-ancestors 'none';"
                    + " base-uri 'none'"));
    assertThat(page.body())
        .doesNotContain("<style")
        .doesNotContain("style=")
        .doesNotContain("onclick");
  }

  @Test
  void every_cookie_is_for_this_host_alone() {
    visitor.get("/login").headers().allValues("set-cookie").forEach(PageWriterTest::isStrict);
    Answer reply = visitor.logIn("ada@example.com", "p");

    assertThat(reply.headers().allValues("set-cookie")).hasSize(3);
    reply.headers().allValues("set-cookie").forEach(PageWriterTest::isStrict);
  }

  private static void isStrict(String cookie) {
    assertThat(cookie)
        .startsWith("__Host-portcullis")
        .contains("; Path=/; Secure; HttpOnly; SameSite=Lax")
        .doesNotContain("Domain")
        .hasSizeLessThan(4096);
  }

  @Test
  void a_session_that_does_not_fit_a_cookie_is_not_the_users_fault() {
    server.logIn =
        attempt -> new LoginOutcome.Granted(PagesSite.tokens(PagesSite.random(6000), "refresh"));

    Answer reply = visitor.logIn("ada@example.com", "p");

    assertThat(reply.statusCode()).isEqualTo(500);
    assertThat(reply.body()).contains("This is not your fault");
    assertThat(visitor.cookies).doesNotContainKey("__Host-portcullis");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          de                          | de
          de-CH, de;q=0.9, en;q=0.8   | de
          nl, de;q=0.5, en;q=0.2      | de
          en-GB                       | en
          fr-CA                       | fr
          es-419, es                  | es
          nl                          | en
          *                           | en
          de;q=0, en                  | en
          %%%                         | en
          """)
  void a_page_speaks_the_language_that_is_liked_best(String accepted, String language) {
    Answer page = visitor.get("/login", "Accept-Language", accepted);

    assertThat(page.body()).contains("<html lang=\"" + language + "\">");
    assertThat(page.headers().firstValue("content-language")).hasValue(language);
  }

  @Test
  void every_language_says_everything_that_the_templates_ask_for() {
    Branding branding = new Branding(Option.none(), Option.none());
    var english = branding.messages().preferred(Option.of("en"), "").asMap();
    for (String name : Branding.TEMPLATES) {
      var wanted = new TreeSet<String>();
      TEXT.matcher(branding.template(name)).results().forEach(it -> wanted.add(it.group(1)));

      assertThat(english.keySet()).as(name).containsAll(wanted);
    }
    for (String other : List.of("de", "fr", "es")) {
      assertThat(own(other).keySet()).as(other).isEqualTo(own("en").keySet());
      own("en")
          .forEach(
              (key, text) ->
                  assertThat(places(own(other).getOrDefault(key, "")))
                      .as(other + ": " + key)
                      .isEqualTo(places(text)));
    }
  }

  /** What a text leaves open. */
  private static Set<String> places(String text) {
    var places = new TreeSet<String>();
    Pattern.compile("\\{\\d}").matcher(text).results().forEach(it -> places.add(it.group()));
    return places;
  }

  private static Map<String, String> own(String language) {
    try (var in = Branding.class.getResourceAsStream("messages/" + language + ".properties")) {
      var properties = new java.util.Properties();
      properties.load(new InputStreamReader(java.util.Objects.requireNonNull(in), UTF_8));
      var texts = new TreeMap<String, String>();
      properties.forEach((key, text) -> texts.put(key.toString(), text.toString()));
      return texts;
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void a_folder_takes_the_place_of_texts_templates_style_and_logo(@TempDir Path folder)
      throws java.io.IOException {
    Files.createDirectories(folder.resolve("messages"));
    Files.createDirectories(folder.resolve("templates"));
    Files.writeString(folder.resolve("messages/en.properties"), "brand = Acme & Sons\n");
    Files.writeString(folder.resolve("messages/nl.properties"), "log-in = Inloggen\n");
    Files.writeString(
        folder.resolve("templates/bottom.mustache"),
        "</main><p>{{t.brand}}</p></div></body></html>");
    Files.writeString(folder.resolve("style.css"), ":root { --accent: #0a0 }");
    Files.write(folder.resolve("logo.png"), new byte[] {1, 2, 3});

    PagesSite branded = PagesSite.branded(folder);
    Visitor other = branded.visitor();

    String page = other.get("/login", "Accept-Language", "nl").body();

    assertThat(page)
        .contains("Acme &amp; Sons</p>")
        .contains("Inloggen")
        .contains("Forgot your password?")
        .contains("/login/assets/style.css?")
        .contains("/login/assets/logo.png?");
    assertThat(other.get("/login/assets/style.css").body()).contains("--accent");
    assertThat(other.get("/login/assets/logo.png").headers().firstValue("content-type"))
        .hasValue("image/png");
  }

  @Test
  void a_folder_of_a_files_name_takes_no_files_place(@TempDir Path folder)
      throws java.io.IOException {
    for (String name : List.of("style.css", "logo.png", "messages/nl.properties")) {
      Files.createDirectories(folder.resolve(name));
    }

    String page = PagesSite.branded(folder).visitor().get("/login").body();

    assertThat(page)
        .contains("/login/assets/portcullis.css?", "/login/assets/logo.svg?")
        .doesNotContain("style.css", "logo.png");
  }

  @Test
  void an_asset_is_nothing_but_the_listed_files() {
    assertThat(visitor.get("/login/assets/portcullis.css").headers().firstValue("cache-control"))
        .hasValue("public, max-age=86400");
    assertThat(visitor.get("/login/assets/../../etc/passwd").statusCode()).isEqualTo(404);
    assertThat(visitor.get("/login/assets/%2e%2e/templates/login.mustache").statusCode())
        .isEqualTo(404);
  }

  @Test
  void what_users_type_is_text() {
    server.logIn = attempt -> new LoginOutcome.Denied("<b>no</b> {{csrf}}");
    Answer reply =
        visitor.post(
            "/login",
            Map.of("csrf", visitor.token("/login"), "username", "\"><script>", "password", "p"));

    assertThat(reply.body()).contains("&lt;b&gt;no&lt;/b&gt; {{csrf}}").doesNotContain("<b>no");
  }
}
