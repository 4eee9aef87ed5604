package dev.portcullis.bootstrap.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.redis.RedisSettings;
import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import dev.portcullis.bootstrap.settings.document.SettingsSource;
import io.vavr.collection.HashMap;
import io.vavr.collection.Seq;
import io.vavr.control.Validation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The section {@code shared}. */
class SharedStateTest {

  private static final String KEY = "key: a-key-that-all-instances-of-this-test-have";

  @TempDir private Path folder = Path.of(".");

  private Validation<Seq<SettingsProblem>, Settings> read(String redis) {
    return SettingsReader.read(
        new SettingsSource(
            "test",
            folder,
            """
            client-ip: {trusted-proxies: 10.0.0.0/8}
            auth0: {domain: example.eu.auth0.com, client-id: abc, client-secret: s3cret-value}
            pages: {enabled: true, origin: "https://login.example.com"}
            session: {keys: AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=}
            shared: {redis: {%s}}
            """
                .formatted(redis),
            HashMap.empty()));
  }

  private static Seq<String> texts(Seq<SettingsProblem> problems) {
    return problems.map(SettingsProblem::toString);
  }

  @Test
  void a_shared_store_needs_no_state_folder() {
    Settings with = read("url: 'redis://redis.example.com', " + KEY).get();
    Settings without = read("").get();

    assertThat(with.shared().redis().map(it -> it.url().toString()))
        .containsExactly("redis://redis.example.com:6379");
    assertThat(with.sessionState().problem()).isEmpty();
    assertThat(without.shared().redis()).isEmpty();
    assertThat(without.sessionState().problem()).isNotEmpty();
  }

  @Test
  void a_url_without_a_key_is_a_problem_with_its_fix() {
    var problems = read("url: 'redis://redis.example.com'").getError();

    assertThat(texts(problems))
        .singleElement()
        .asString()
        .contains("shared.redis.key", "missing while shared.redis.url is set", "openssl");
  }

  @Test
  void neither_a_password_in_a_url_nor_a_short_key_is_shown() {
    var problems = read("url: 'redis://gateway:s3cret-one@redis', key: s3cret-two").getError();

    assertThat(problems.map(SettingsProblem::key))
        .containsExactlyInAnyOrder("shared.redis.url", "shared.redis.key");
    assertThat(texts(problems).mkString()).doesNotContain("s3cret").contains("redis-sentinel://");
  }

  @Test
  void a_file_of_authorities_that_is_none_is_found_before_the_start() throws IOException {
    Files.writeString(folder.resolve("none.pem"), "no certificate");
    String url = "url: 'rediss://redis.example.com', " + KEY;

    Settings missing = read(url + ", authorities: missing.pem").get();
    Settings none = read(url + ", authorities: none.pem").get();

    assertThat(missing.shared().problem().map(SettingsProblem::key))
        .containsExactly("shared.redis.authorities");
    assertThat(none.shared().problem().map(SettingsProblem::key))
        .containsExactly("shared.redis.authorities");
  }

  @Test
  void a_relative_file_of_authorities_is_beside_the_settings() {
    Settings settings =
        read("url: 'rediss://redis.example.com', authorities: tls/ca.pem, " + KEY).get();

    assertThat(settings.shared().redis().flatMap(RedisSettings::authorities))
        .containsExactly(folder.resolve("tls/ca.pem"));
  }

  @Test
  void settings_print_neither_key_nor_password() {
    Settings settings =
        read("url: 'redis://redis.example.com', password: s3cret-one, " + KEY).get();

    assertThat(settings.toString())
        .contains("redis://redis.example.com:6379")
        .doesNotContain("s3cret-one", "a-key-that");
  }
}
