package dev.portcullis.bootstrap.readme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.auth0.Auth0Client;
import dev.portcullis.adapters.auth0.settings.Auth0Settings;
import dev.portcullis.adapters.http.HttpApi;
import dev.portcullis.adapters.http.intake.AddressSettings;
import dev.portcullis.adapters.http.intake.ClientAddresses;
import dev.portcullis.adapters.http.intake.RequestIntake;
import dev.portcullis.application.journal.port.AddressJournal;
import dev.portcullis.application.journal.port.DisagreementJournal;
import dev.portcullis.application.journal.port.LoginJournal;
import dev.portcullis.application.journal.port.RefusalJournal;
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

/** The lines of the README that show how to embed the gateway compile, and are these. */
class EmbeddingTest {

  @Test
  void the_readme_shows_the_lines_that_compile_here() throws IOException {
    List<String> readme =
        between(Path.of("..", "README.md"), "## Embed it", "```").stream()
            .dropWhile(line -> !line.equals("```java"))
            .skip(1)
            .toList();

    List<String> here =
        between(
            Path.of("src/test/java/dev/portcullis/bootstrap/readme/EmbeddingTest.java"),
            "// The README's lines.",
            "// End of the README's lines.");

    assertThat(readme).isNotEmpty().isEqualTo(here);
  }

  static HttpApi embed(
      Auth0Settings auth0Settings,
      AddressSettings addressSettings,
      LoginJournal myJournal,
      RefusalJournal myRefusals,
      AddressJournal myTraces,
      DisagreementJournal myDisagreements,
      Supplier<RequestId> requestIds,
      InstantSource clock)
      throws NoSuchAlgorithmException {
    // The README's lines.
    Auth0Client auth0 = Auth0Client.open(auth0Settings, SSLContext.getDefault(), clock);
    LogInUseCase logIn =
        new LogInService(auth0.credentialVerifier(), auth0.passwordResets(), myJournal, clock);
    ClientAddresses addresses =
        new ClientAddresses("users", addressSettings, myTraces, myDisagreements);
    RequestIntake intake = new RequestIntake(addresses, myRefusals);
    HttpApi api = HttpApi.builder(requestIds, intake).login(logIn).build();
    // End of the README's lines.
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
