package dev.portcullis.bootstrap.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionStateTest {

  @TempDir private Path folder = Path.of(".");

  private SessionState read(String session, Map<String, String> environment) throws IOException {
    Path file = folder.resolve("portcullis.yaml");
    Files.writeString(
        file,
        """
        client-ip: {trusted-proxies: 10.0.0.0/8}
        auth0: {domain: example.eu.auth0.com, client-id: abc, client-secret: s3cret-value}
        pages: {enabled: true, origin: "https://login.example.com"}
        session: {keys: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", %s}
        """
            .formatted(session));
    return SettingsReader.read(file, environment).get().sessionState();
  }

  @Test
  void the_folder_that_is_written_counts() throws Exception {
    Files.createDirectory(folder.resolve("state"));

    SessionState state = read("state-dir: state", Map.of("STATE_DIRECTORY", "/elsewhere"));

    assertThat(state.directory()).containsExactly(folder.resolve("state"));
    assertThat(state.problem()).isEmpty();
  }

  @Test
  void without_one_the_first_that_systemd_made_is_taken() throws Exception {
    SessionState state = read("", Map.of("STATE_DIRECTORY", folder + ":/var/lib/other"));

    assertThat(state.directory()).containsExactly(folder);
    assertThat(state.problem()).isEmpty();
  }

  @Test
  void without_any_the_gateway_does_not_start() throws Exception {
    SessionState state = read("", Map.of());

    assertThat(state.problem().get().toString())
        .contains("session.state-dir", "pages.enabled", "session.revoked to memory");
  }

  @Test
  void a_folder_that_cannot_be_written_to_is_named() throws Exception {
    Files.writeString(folder.resolve("a-file"), "");

    SessionState state = read("state-dir: a-file", Map.of());

    assertThat(state.problem().get().toString())
        .contains("session.state-dir", folder.resolve("a-file").toString(), "revoked to memory");
  }

  @Test
  void memory_needs_no_folder() throws Exception {
    SessionState state = read("revoked: memory", Map.of());

    assertThat(state.directory()).isEmpty();
    assertThat(state.problem()).isEmpty();
  }
}
