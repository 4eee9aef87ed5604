package dev.portcullis.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.emulator.tenantfile.TenantFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The files for containers, beside the image that the build makes: its name, port and check. */
class EmulatorInCiTest {

  private static final Path EXAMPLES = Path.of("..", "examples", "emulator");
  private static final String PORT = "8791";

  private final String pom = Files.readString(Path.of("pom.xml"));
  private final String page = Files.readString(Path.of("../docs/how-to/emulator-in-ci.md"));

  EmulatorInCiTest() throws IOException {}

  @Test
  void the_image_has_the_port_and_a_health_check_of_its_own() throws IOException {
    Path dist = Path.of("src", "dist");

    assertThat(pom).contains("<port>" + PORT + "</port>");
    assertThat(pom).contains("<arg value=\"@/opt/auth0-emulator/lib/health.options\"/>");
    assertThat(Files.readString(dist.resolve("health.options"))).endsWith("\nHealth\n");
    assertThat(Files.readString(dist.resolve("Health.java"))).contains("? " + PORT + " :");
    assertThat(Files.readString(dist.resolve("image.options")))
        .contains("\n" + EmulatorMain.class.getName() + "\n--host\n0.0.0.0\n");
    assertThat(DemoPorts.DEFAULT_EMULATOR).hasToString(PORT);
  }

  @Test
  void the_compose_file_starts_the_image_for_this_machine_alone() throws IOException {
    Object compose = yaml(Files.readString(EXAMPLES.resolve("compose.yaml")));

    Map<?, ?> auth0 = map(at(compose, "services", "auth0"));

    assertThat(auth0.get("image")).isEqualTo(image());
    assertThat(auth0.get("ports")).isEqualTo(List.of("127.0.0.1:" + PORT + ":" + PORT));
    assertThat(map(auth0).containsKey("healthcheck")).as("the image's own is used").isFalse();
    List<String> options = texts(at(auth0, "command"));
    assertThat(options).startsWith("--tenant");
    List<String> mounted = texts(at(auth0, "volumes"));
    assertThat(mounted)
        .allMatch(each -> Files.exists(EXAMPLES.resolve(each.substring(0, each.indexOf(':')))))
        .anyMatch(each -> each.contains(":" + options.getLast() + ":"));
    assertThat(TenantFile.read(EXAMPLES.resolve("tenant.yaml")))
        .isInstanceOf(TenantFile.Read.class);
  }

  @Test
  void the_workflow_uses_the_image_its_port_and_its_health_check() {
    Object workflow = yaml(block("yaml"));

    Map<?, ?> auth0 = map(at(workflow, "jobs", "test", "services", "auth0"));

    assertThat(auth0.get("image")).asString().endsWith("/" + image());
    assertThat(auth0.get("ports")).isEqualTo(List.of(PORT + ":" + PORT));
    assertThat(map(auth0).containsKey("options")).as("the image's own check is used").isFalse();
    assertThat(at(workflow, "jobs", "test", "steps"))
        .asString()
        .contains(
            "http://localhost:" + PORT + "/emulator/state",
            "AUTH0_DOMAIN=http://localhost:" + PORT);
  }

  @Test
  void the_recipe_for_testcontainers_is_the_one_that_is_compiled() throws IOException {
    String recipe =
        Files.readString(Path.of("src/test/java/dev/portcullis/demo/ContainerRecipe.java"));
    String method = recipe.substring(recipe.indexOf("  static "), recipe.lastIndexOf('}'));

    assertThat(block("java")).isEqualTo(method.replaceAll("(?m)^  ", ""));
    assertThat(recipe).contains("\"" + image() + "\"", "\"127.0.0.1:" + PORT + ":" + PORT + "\"");
  }

  /** The image's name, with the version of the build. */
  private String image() {
    Matcher version = Pattern.compile("<version>([^<]+)</version>").matcher(pom);
    Matcher name = Pattern.compile("<image>(auth0-emulator:)\\$\\{project.version}<").matcher(pom);
    assertThat(version.find() && name.find()).isTrue();
    return name.group(1) + version.group(1);
  }

  private String block(String language) {
    Matcher block = Pattern.compile("(?ms)^```" + language + "\n(.*?)^```").matcher(page);
    assertThat(block.find()).as(language).isTrue();
    return block.group(1);
  }

  private static Object yaml(String text) {
    return new Load(LoadSettings.builder().build()).loadFromString(text);
  }

  private static Object at(Object value, String... keys) {
    Object found = value;
    for (String key : keys) {
      found = map(found).get(key);
      assertThat(found).as(key).isNotNull();
    }
    return found;
  }

  private static Map<?, ?> map(Object value) {
    return (Map<?, ?>) value;
  }

  private static List<String> texts(Object list) {
    return ((List<?>) list).stream().map(String::valueOf).toList();
  }
}
