package dev.portcullis.bootstrap.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.admin.AdminEndpoints;
import dev.portcullis.adapters.http.admin.Readiness;
import dev.portcullis.adapters.http.exchange.Endpoint;
import dev.portcullis.adapters.http.server.HttpLimits;
import dev.portcullis.adapters.http.server.HttpSettings;
import dev.portcullis.adapters.http.server.ListenAddress;
import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.bootstrap.settings.SettingsReader;
import dev.portcullis.bootstrap.settings.document.SettingsSource;
import io.vavr.collection.HashMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of {@code examples/deploy}, and the settings in them as the gateway reads them. */
final class DeployExamples {

  private static final Path FOLDER =
      Path.of("..", "examples", "deploy").toAbsolutePath().normalize();
  private static final Pattern SECRET = Pattern.compile("file:(/\\S+)");

  private DeployExamples() {}

  static Path folder(String name) {
    return FOLDER.resolve(name);
  }

  /** The files of a folder, by name. */
  static Map<String, String> texts(String name) {
    try (Stream<Path> files = Files.list(folder(name))) {
      Map<String, String> texts = new java.util.TreeMap<>();
      for (Path file : files.toList()) {
        texts.put(file.getFileName().toString(), Files.readString(file));
      }
      return texts;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The files that settings name as {@code file:PATH}. */
  static List<Path> filesIn(String yaml) {
    return SECRET.matcher(yaml).results().map(it -> Path.of(it.group(1))).toList();
  }

  /**
   * The settings, with a secret in place of each file that they name, and the placeholders set.
   *
   * @param environment the variables that the example sets
   */
  static Settings settings(String yaml, Map<String, String> environment, Path scratch)
      throws IOException {
    Path secret =
        Files.writeString(scratch.resolve("secret"), "0123456789abcdef0123456789abcdef01234567");
    String readable = SECRET.matcher(yaml).replaceAll(Matcher.quoteReplacement("file:" + secret));
    Map<String, String> set = new java.util.HashMap<>(environment);
    set.put("PORTCULLIS_AUTH0_CLIENT_ID", "abc");
    var settings =
        SettingsReader.read(
            new SettingsSource("portcullis.yaml", scratch, readable, HashMap.ofAll(set)));
    assertThat(settings.isValid()).as("%s", settings).isTrue();
    return settings.get();
  }

  /** How long a stop may take, with the rest of the log. */
  static Duration stop(Settings settings) {
    HttpLimits limits = settings.http().limits();
    return limits.drainDelay().plus(limits.drain()).plusSeconds(5);
  }

  static int usersPort(Settings settings) {
    return port(settings.http().users().head().on());
  }

  static int operatorsPort(Settings settings) {
    return port(settings.http().operators());
  }

  private static int port(HttpSettings.Listener listener) {
    return listener.where() instanceof ListenAddress.Tcp(var host, var port) ? port : -1;
  }

  /** The paths of the admin listener that programs ask. */
  static List<String> adminPaths() {
    return AdminEndpoints.health(new Readiness())
        .append(AdminEndpoints.metrics(() -> ""))
        .map(Endpoint::path)
        .asJava();
  }
}
