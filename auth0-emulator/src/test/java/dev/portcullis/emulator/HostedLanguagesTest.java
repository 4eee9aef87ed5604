package dev.portcullis.emulator;

import static dev.portcullis.emulator.Client.with;
import static dev.portcullis.emulator.HostedClient.location;
import static dev.portcullis.emulator.HostedClient.request;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.emulator.Client.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The language of the hosted pages. */
class HostedLanguagesTest {

  private final Auth0Emulator emulator = Auth0Emulator.start(TestSettings.at(new TestClock()));
  private final Client client = new Client(emulator);
  private final HostedClient browser = new HostedClient(client);

  @AfterEach
  void stop() {
    client.close();
    emulator.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|''|en|Log in",
        "de|''|de|Anmelden",
        "de-AT|''|de|Anmelden",
        "ja fr de|''|fr|Connexion",
        "ja|''|en|Log in",
        "''|es-MX,es;q=0.9,en;q=0.8|es|Iniciar sesión",
        "''|ja, de;q=0.2, fr;q=0.7|fr|Connexion",
        "''|de;q=0, fr;q=0.1|fr|Connexion",
        "''|*|en|Log in",
        "''|;;not a header;;|en|Log in",
        "es|de|es|Iniciar sesión"
      })
  void ui_locales_come_before_the_browsers_languages_and_then_the_default(
      String uiLocales, String acceptLanguage, String language, String title) {
    String login = location(browser.authorize(with(request(), "ui_locales", uiLocales)));

    Answer page = browser.get(login, "Accept-Language", acceptLanguage);

    assertThat(page.body())
        .contains("<html lang=\"" + language + "\">")
        .contains("<h1>" + title + "</h1>");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[\"en\"]|de|en",
        "[\"fr\",\"de\"]|''|fr",
        "[\"fr\",\"de\"]|en|fr",
        "[\"ja\"]|de|en"
      })
  void only_the_languages_that_the_tenant_enabled_are_spoken(
      String enabled, String acceptLanguage, String language) {
    Answer changed =
        client.patch(
            "/api/v2/tenants/settings",
            "{\"enabled_locales\":" + enabled + "}",
            "Authorization",
            "Bearer " + client.managementToken("update:tenant_settings"));

    Answer page = browser.get("/activate", "Accept-Language", acceptLanguage);

    assertThat(changed.status()).as(changed.body()).isEqualTo(200);
    assertThat(page.body()).contains("<html lang=\"" + language + "\">");
  }

  @Test
  void a_login_keeps_its_language_and_its_problems_are_told_in_it() {
    String login = location(browser.authorize(with(request(), "ui_locales", "de")));

    Answer wrong =
        browser.post(
            login, Map.of("username", ALICE, "password", "wrong"), "Accept-Language", "fr");
    Answer empty = browser.post(login, Map.of("username", ALICE));
    Answer expired = browser.get("/u/login?state=none&ui_locales=es");
    Answer logout = browser.get("/v2/logout", "Accept-Language", "fr");

    assertThat(wrong.body()).contains("E-Mail-Adresse oder Passwort ist falsch.");
    assertThat(empty.body()).contains("Geben Sie Ihre E-Mail-Adresse und Ihr Passwort ein.");
    assertThat(expired.body()).contains("Este inicio de sesión ha caducado");
    assertThat(logout.body()).contains("Vous êtes déconnecté");
  }

  @ParameterizedTest
  @ValueSource(strings = {"de", "fr", "es"})
  void a_language_has_every_text_with_the_same_values(String language) {
    Properties english = words("hosted.properties");
    Properties other = words("hosted_" + language + ".properties");

    assertThat(other.stringPropertyNames())
        .containsExactlyInAnyOrderElementsOf(english.stringPropertyNames());
    for (String key : english.stringPropertyNames()) {
      assertThat(values(other.getProperty(key)))
          .as(key)
          .isEqualTo(values(english.getProperty(key)));
    }
  }

  private static Set<String> values(String text) {
    return Pattern.compile("\\{\\d}")
        .matcher(text)
        .results()
        .map(result -> result.group())
        .collect(Collectors.toSet());
  }

  private static Properties words(String file) {
    Properties words = new Properties();
    try (InputStream in = HostedLanguagesTest.class.getResourceAsStream("internal/page/" + file)) {
      assertThat(in).as(file).isNotNull();
      words.load(new InputStreamReader(in, StandardCharsets.UTF_8));
      return words;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
