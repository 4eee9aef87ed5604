package dev.portcullis.bootstrap.readme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.auth0.Auth0Client;
import dev.portcullis.adapters.auth0.settings.Auth0Settings;
import dev.portcullis.adapters.http.HttpApi;
import dev.portcullis.adapters.http.intake.AddressSettings;
import dev.portcullis.adapters.http.intake.ClientAddresses;
import dev.portcullis.adapters.http.intake.RequestIntake;
import dev.portcullis.application.journal.port.Journal;
import dev.portcullis.application.login.LogInService;
import dev.portcullis.application.login.LogInUseCase;
import dev.portcullis.domain.login.RequestId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

/** docs/how-to/embed.md shows the lines that compile here. */
class EmbeddingTest {

  @Test
  void the_page_shows_the_lines_that_compile_here() throws IOException {
    List<String> page = between(Path.of("..", "docs", "how-to", "embed.md"), "```java", "```");

    List<String> here =
        between(
            Path.of("src/test/java/dev/portcullis/bootstrap/readme/EmbeddingTest.java"),
            "// The page's lines.",
            "// End of the page's lines.");

    assertThat(page).isNotEmpty().isEqualTo(here);
  }

  static HttpApi embed(
      Auth0Settings auth0Settings,
      AddressSettings addressSettings,
      Journal myJournal,
      Supplier<RequestId> requestIds,
      InstantSource clock)
      throws NoSuchAlgorithmException {
    // The page's lines.
    Auth0Client auth0 = Auth0Client.open(auth0Settings, SSLContext.getDefault(), clock);
    LogInUseCase logIn =
        new LogInService(auth0.credentialVerifier(), auth0.passwordResets(), myJournal, clock);
    ClientAddresses addresses = new ClientAddresses("users", addressSettings, myJournal);
    RequestIntake intake = new RequestIntake(addresses, myJournal);
    HttpApi api = HttpApi.builder(requestIds, intake).login(logIn).build();
    // End of the page's lines.
    return api;
  }

  private static List<String> between(Path file, String first, String last) throws IOException {
    return Files.readAllLines(file).stream()
        .map(String::strip)
        .dropWhile(line -> !line.equals(first))
        .skip(1)
        .takeWhile(line -> !line.equals(last))
        .toList();
  }
}
