package dev.portcullis.bootstrap.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.pages.PagesSettings;
import dev.portcullis.adapters.http.session.CookieDomain;
import dev.portcullis.adapters.http.session.UserActivity;
import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import io.vavr.collection.Seq;
import io.vavr.control.Validation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PagesReaderTest {

  private static final String KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  private static final String MINIMAL =
      """
      client-ip: {trusted-proxies: 10.0.0.0/8}
      auth0: {domain: example.eu.auth0.com, client-id: abc, client-secret: s3cret-value}
      """;

  @TempDir private Path directory = Path.of(".");

  private Validation<Seq<SettingsProblem>, Settings> read(String more) throws IOException {
    Path file = directory.resolve("portcullis.yaml");
    Files.writeString(file, MINIMAL + more);
    return SettingsReader.read(file, Map.of());
  }

  @Test
  void there_are_no_pages_until_they_are_enabled() throws Exception {
    assertThat(read("").get().pages()).isEmpty();
  }

  @Test
  void every_key_can_be_written() throws Exception {
    Files.writeString(directory.resolve("session.keys"), "# new\n" + KEY + "\n" + KEY + "\n");
    Files.createDirectory(directory.resolve("brand"));
    Files.createDirectory(directory.resolve("texts"));

    PagesSettings pages =
        read("""
        pages:
          enabled: true
          origin: https://login.example.com
          return-to: [https://app.example.com, "http://127.0.0.1:3000"]
          home: https://app.example.com/start
          scope: openid email
          web-login: https://www.example.com/login
          branding: brand
          listeners: [users]
          messages: texts
        session:
          keys: file:session.keys
          lifetime: 8h
          idle: 30m
          activity: any
          domain: Example.com
          state-dir: .
        forward-auth:
          enabled: true
          unauthenticated: redirect
          renew-before: 30s
          preflight: pass
        """)
            .get()
            .pages()
            .get();

    assertThat(pages.origin().text()).isEqualTo("https://login.example.com");
    assertThat(pages.returnTo()).hasSize(2);
    assertThat(pages.home()).isEqualTo("https://app.example.com/start");
    assertThat(pages.scope()).hasToString("openid email");
    assertThat(pages.branding()).containsExactly(directory.resolve("brand"));
    assertThat(pages.messages()).containsExactly(directory.resolve("texts"));
    assertThat(pages.isServedAt("users")).isTrue();
    assertThat(pages.isServedAt("internal")).isFalse();
    assertThat(pages.session().lifetime()).isEqualTo(Duration.ofHours(8));
    assertThat(pages.session().idle()).isEqualTo(Duration.ofMinutes(30));
    assertThat(pages.session().activity()).isEqualTo(UserActivity.ANY);
    assertThat(pages.session().domain()).containsExactly(new CookieDomain("example.com"));
    assertThat(pages.forwardAuth().redirect()).isTrue();
    assertThat(pages.forwardAuth().preflight()).isTrue();
    assertThat(pages.forwardAuth().renewBefore()).isEqualTo(Duration.ofSeconds(30));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          pages: {enabled: true}                                                                       | pages.origin           | where browsers reach
          pages: {enabled: true, origin: "https://a.example.com"}                                      | session.keys           | openssl rand -base64 32
          pages: {enabled: true, origin: "http://login.example.com"}                                   | pages.origin           | http only for this machine
          pages: {enabled: true, origin: "https://login.example.com/login"}                            | pages.origin           | without a path
          pages: {scope: profile}                                                                      | pages.scope            | openid
          pages: {return-to: ["*"]}                                                                    | pages.return-to        | an origin such as
          pages: {enabled: true, origin: "https://a.example.com", home: "//b"} ;; session: {keys: KEY}   | pages.home             | a path, or a URL
          pages: {enabled: true, origin: "https://a.example.com", branding: no} ;; session: {keys: KEY}  | pages.branding         | existing folder
          pages: {enabled: true, origin: "https://a.example.com", messages: no} ;; session: {keys: KEY} | pages.messages | existing folder
          pages: {enabled: true, origin: "https://a.example.com", listeners: [x]} ;; session: {keys: KEY} | pages.listeners | name some of users
          session: {keys: short}                                                                       | session.keys           | 32
          session: {idle: 2h, lifetime: 1h}                                                            | session.idle           | the shorter of the two
          pages: {enabled: true, origin: "https://a.example.org"} ;; session: {keys: KEY, domain: example.com} | session.domain   | contains the hosts
          session: {domain: com}                                                                       | session.domain         | such as example.com
          forward-auth: {enabled: true}                                                                | forward-auth.enabled   | set pages.enabled to true
          """)
  void a_mistake_is_named_with_its_fix(String yaml, String key, String fix) throws Exception {
    var read = read(yaml.replace(" ;; ", "\n").replace("KEY", '"' + KEY + '"') + "\n");

    assertThat(read.getError())
        .anySatisfy(
            problem -> {
              assertThat(problem.key()).startsWith(key);
              assertThat(problem.fix()).contains(fix);
            });
    assertThat(read.getError().toString()).doesNotContain("short,").doesNotContain(KEY);
  }
}
