package dev.portcullis.adapters.http.pages;

import static dev.portcullis.adapters.http.pages.Visitor.location;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.domain.login.LoginOutcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The switch between languages, and languages of the operator's own. */
class LanguagesTest {

  private static final Pattern SWITCH = Pattern.compile("href=\"(/login/language[^\"]*)\"");

  private final PagesSite server = PagesSite.start();
  private final Visitor visitor = server.visitor();

  private static List<String> links(Answer page) {
    return SWITCH
        .matcher(page.body())
        .results()
        .map((MatchResult it) -> it.group(1).replace("&amp;", "&").replace("&#x3D;", "="))
        .toList();
  }

  @Test
  void a_chosen_language_counts_more_than_the_browsers() {
    Answer german = visitor.get("/login?return_to=%2Fx", "Accept-Language", "de");
    String french = links(german).stream().filter(it -> it.contains("to=fr")).findFirst().get();

    Answer chosen = visitor.get(french);
    Answer page = visitor.get(location(chosen), "Accept-Language", "de");

    assertThat(location(chosen)).isEqualTo("/login?return_to=%2Fx");
    assertThat(page.body()).contains("<html lang=\"fr\">").contains("Se connecter");
    assertThat(chosen.headers().firstValue("set-cookie").orElse(""))
        .startsWith("__Host-portcullis-language=fr;")
        .contains("Max-Age=31536000");
  }

  @Test
  void every_language_but_the_shown_one_is_a_link() {
    Answer page = visitor.get("/login", "Accept-Language", "es");

    assertThat(links(page)).hasSize(3).noneMatch(it -> it.contains("to=es"));
    assertThat(page.body()).contains("Deutsch").contains("English").contains("Français");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          to=fr&at=%2Flogin%2Freset          | /login/reset
          to=fr&at=https%3A%2F%2Fevil.example | /login
          to=fr&at=%2F%2Fevil.example        | /login
          to=fr&at=%2Flogin%2Flanguage%3Fto%3Dde | /login
          to=fr                              | /login
          to=fr&at=%2Fx%0d%0aX%3A+y          | /login
          """)
  void a_choice_leads_back_to_pages_of_ours_alone(String query, String target) {
    assertThat(location(visitor.get("/login/language?" + query))).isEqualTo(target);
  }

  @ParameterizedTest
  @CsvSource({"xx", "'../en'", "''"})
  void an_unknown_language_is_not_kept(String language) {
    visitor.get("/login/language?to=" + language);

    assertThat(visitor.cookies).isEmpty();
  }

  @Test
  void a_planted_cookie_chooses_nothing() {
    visitor.cookies.put("__Host-portcullis-language", "../x");

    assertThat(visitor.get("/login").body()).contains("<html lang=\"en\">");
  }

  @Test
  void the_page_of_an_outcome_leads_back_to_the_login_with_its_target() {
    server.logIn = attempt -> new LoginOutcome.WrongCredentials();

    Answer page =
        visitor.post(
            "/login",
            Map.of(
                "csrf", visitor.token("/login"),
                "username", "ada",
                "password", "p",
                "return_to", "/x"));

    assertThat(location(visitor.get(links(page).getFirst()))).isEqualTo("/login?return_to=%2Fx");
  }

  @Test
  void a_folder_adds_languages_and_texts(@TempDir Path folder) throws java.io.IOException {
    Files.writeString(
        folder.resolve("nl.properties"), "language-name = Nederlands\nlog-in = Inloggen\n");
    Files.writeString(folder.resolve("de.properties"), "log-in = Los\n");
    Files.writeString(folder.resolve("README.txt"), "no language");

    Visitor other = PagesSite.speaking(folder).visitor();
    String dutch = other.get("/login", "Accept-Language", "nl").body();
    String german = other.get("/login", "Accept-Language", "de").body();

    assertThat(dutch)
        .contains("<html lang=\"nl\">")
        .contains("Inloggen")
        .contains("Forgot your password?");
    assertThat(german).contains("Los</button>").contains("Nederlands").contains("Passwort");
  }
}
