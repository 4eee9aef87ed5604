package dev.portcullis.bootstrap.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.portcullis.adapters.http.session.Seal;
import dev.portcullis.adapters.http.session.SessionKeys;
import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.bootstrap.settings.SettingsReader;
import dev.portcullis.bootstrap.settings.document.SettingsSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionKeyRefreshTest {

  private static final String OLD = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  private static final String NEW = "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  private static final JWTClaimsSet CLAIMS = new JWTClaimsSet.Builder().subject("ada").build();

  @TempDir private Path folder = Path.of(".");

  private final SessionKeys keys = SessionKeys.parse(OLD);

  private Path file() {
    return folder.resolve("session.keys");
  }

  private SessionKeyRefresh refresh() throws IOException {
    Files.writeString(file(), OLD);
    return new SessionKeyRefresh(keys, file());
  }

  private Path settingsFile() throws IOException {
    return Files.writeString(
        folder.resolve("portcullis.yaml"),
        """
        client-ip: {trusted-proxies: 10.0.0.0/8}
        auth0: {domain: example.eu.auth0.com, client-id: abc, client-secret: s3cret-value}
        pages: {enabled: true, origin: "https://login.example.com"}
        session: {keys: "file:session.keys", revoked: memory}
        """);
  }

  private static Seal seal(SessionKeys keys) {
    return new Seal(keys, "test");
  }

  private boolean opens(String key) {
    return seal(keys).open(seal(SessionKeys.parse(key)).close(CLAIMS)).isDefined();
  }

  private boolean sealsWith(String key) {
    return seal(SessionKeys.parse(key)).open(seal(keys).close(CLAIMS)).isDefined();
  }

  @Test
  void a_key_that_was_appended_opens_and_does_not_seal_yet() throws Exception {
    SessionKeyRefresh refresh = refresh();
    Files.writeString(file(), OLD + "\n" + NEW + "\n");

    refresh.look();
    refresh.look();

    assertThat(opens(NEW)).isTrue();
    assertThat(sealsWith(OLD)).isTrue();
  }

  @Test
  void a_key_that_was_moved_to_the_front_seals_and_the_old_one_still_opens() throws Exception {
    SessionKeyRefresh refresh = refresh();
    Files.writeString(file(), "# rotated\n" + NEW + "\n" + OLD + "\n");

    refresh.look();
    refresh.look();

    assertThat(sealsWith(NEW)).isTrue();
    assertThat(opens(OLD)).isTrue();
  }

  @Test
  void a_file_is_read_when_it_is_at_rest() throws Exception {
    SessionKeyRefresh refresh = refresh();
    Files.writeString(file(), OLD + "\n" + NEW.substring(0, 7));
    refresh.look();
    Files.writeString(file(), OLD + "\n" + NEW);

    refresh.look();

    assertThat(opens(NEW)).isFalse();
    refresh.look();
    assertThat(opens(NEW)).isTrue();
  }

  @Test
  void keys_that_cannot_be_used_change_nothing_and_later_ones_do() throws Exception {
    SessionKeyRefresh refresh = refresh();
    Files.writeString(file(), "not a key");
    refresh.look();
    refresh.look();
    boolean between = opens(OLD);
    Files.delete(file());
    refresh.look();
    refresh.look();
    Files.writeString(file(), NEW + "\n" + OLD);

    refresh.look();
    refresh.look();

    assertThat(between).isTrue();
    assertThat(opens(OLD)).isTrue();
    assertThat(sealsWith(NEW)).isTrue();
  }

  @Test
  void a_first_key_that_was_not_known_is_a_rotation_in_one_step() {
    assertThat(SessionKeys.parse(OLD).replaceBy(SessionKeys.parse(NEW + " " + OLD)))
        .isEqualTo(SessionKeys.Change.FIRST_KEY_IS_NEW);
    assertThat(SessionKeys.parse(OLD).replaceBy(SessionKeys.parse(OLD + " " + NEW)))
        .isEqualTo(SessionKeys.Change.REPLACED);
    assertThat(SessionKeys.parse(OLD + " " + NEW).replaceBy(SessionKeys.parse(NEW + " " + OLD)))
        .isEqualTo(SessionKeys.Change.REPLACED);
    assertThat(SessionKeys.parse(OLD).replaceBy(SessionKeys.parse(OLD)))
        .isEqualTo(SessionKeys.Change.NONE);
  }

  @Test
  void keys_that_changed_after_the_settings_were_read_are_used_at_once() throws Exception {
    Files.writeString(file(), OLD);
    SettingsSource source = SettingsSource.load(settingsFile(), Map.of()).get();
    Settings settings = SettingsReader.read(source).get();
    SessionKeys running = settings.pages().get().session().keys();
    String sealed = seal(SessionKeys.parse(NEW)).close(CLAIMS);
    Files.writeString(file(), OLD + "\n" + NEW);

    SessionKeyRefresh refresh = SessionKeyRefresh.start(source, settings).get();
    refresh.close();

    assertThat(seal(running).open(sealed)).isNotEmpty();
  }

  @Test
  void the_running_gateway_reads_the_file_that_the_settings_name() throws Exception {
    Files.writeString(file(), OLD);
    SettingsSource source = SettingsSource.load(settingsFile(), Map.of()).get();
    Settings settings = SettingsReader.read(source).get();
    SessionKeys running = settings.pages().get().session().keys();
    String sealed = seal(SessionKeys.parse(NEW)).close(CLAIMS);

    try (SessionKeyRefresh refresh = SessionKeyRefresh.start(source, settings).get()) {
      Files.writeString(file(), OLD + "\n" + NEW);
      refresh.look();
      refresh.look();
    }

    assertThat(seal(running).open(sealed)).isNotEmpty();
  }

  @Test
  void keys_that_are_in_no_file_of_their_own_are_not_watched() throws Exception {
    Path yaml = folder.resolve("portcullis.yaml");
    Files.writeString(
        yaml,
        """
        client-ip: {trusted-proxies: 10.0.0.0/8}
        auth0: {domain: example.eu.auth0.com, client-id: abc, client-secret: s3cret-value}
        pages: {enabled: true, origin: "https://login.example.com"}
        session: {keys: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", revoked: memory}
        """);
    SettingsSource source = SettingsSource.load(yaml, Map.of()).get();

    assertThat(SessionKeyRefresh.start(source, SettingsReader.read(source).get())).isEmpty();
  }
}
