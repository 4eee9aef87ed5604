package dev.portcullis.bootstrap.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.server.HttpLimits;
import dev.portcullis.bootstrap.cli.PortcullisCommand;
import dev.portcullis.bootstrap.settings.Settings;
import io.vavr.collection.Vector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The unit fits the distribution and its settings, and systemd itself finds it well protected. */
class SystemdUnitTest {

  private static final String FOLDER = "systemd";
  private static final String UNIT = "portcullis.service";
  private static final Path ANALYZE = Path.of("/usr/bin/systemd-analyze");
  private static final Pattern EXPOSURE = Pattern.compile("exposure level for \\S+: ([\\d.]+)");
  private static final Pattern LINE = Pattern.compile("(?m)^(\\w+)=(.*)$");
  private static final Pattern HEAP = Pattern.compile("(?m)^-Xmx(\\d+)m$");

  /** What a service needs that listens and calls, and compiles its own code. */
  private static final double MOST_EXPOSURE = 2;

  private static final Set<String> HARDENING =
      new LinkedHashSet<>(
          List.of(
              "DynamicUser=yes",
              "NoNewPrivileges=yes",
              "CapabilityBoundingSet=",
              "ProtectSystem=strict",
              "ProtectHome=yes",
              "PrivateTmp=yes",
              "PrivateDevices=yes",
              "RestrictNamespaces=yes",
              "SystemCallFilter=@system-service"));

  @TempDir private Path scratch = Path.of(".");

  @Test
  void the_unit_fits_the_distribution_and_its_settings() throws Exception {
    assertThat(problems(DeployExamples.texts(FOLDER))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          portcullis.service | portcullis serve --config           | portcullis run --config         | command run
          portcullis.service | serve --config /etc/portcullis/     | serve --config /etc/gateway/    | another file
          portcullis.service | TimeoutStopSec=35s                  | TimeoutStopSec=20s              | stop
          portcullis.service | LoadCredential=client-secret:       | LoadCredential=secret:          | credentials
          portcullis.service | kill -HUP                           | kill -TERM                      | reload
          portcullis.service | LimitNOFILE=65536                   | LimitNOFILE=1024                | files
          portcullis.service | MemoryMax=512M                      | MemoryMax=320M                  | memory
          portcullis.service | StateDirectory=portcullis           | CacheDirectory=portcullis       | state
          portcullis.service | ProtectSystem=strict                | ProtectSystem=full              | ProtectSystem=strict
          portcullis.service | sched_setscheduler                  | sched_getscheduler              | batch
          portcullis.yaml    | portcullis.service/client-secret    | portcullis/client-secret        | credentials
          portcullis.yaml    | drain: 25s                          | drain: 40s                      | stop
          """)
  void each_kind_of_mistake_is_found(String file, String right, String wrong, String problem)
      throws Exception {
    Map<String, String> files = new HashMap<>(DeployExamples.texts(FOLDER));
    String before = files.getOrDefault(file, "");
    String after = before.replace(right, wrong);
    assertThat(after).as("the file with the mistake").isNotEqualTo(before);
    files.put(file, after);

    assertThat(problems(files)).anyMatch(it -> it.contains(problem));
  }

  @Test
  void systemd_accepts_the_unit_and_finds_it_protected() throws Exception {
    assertThat(analyze(installed(), "verify")).isEmpty();
    assertThat(exposure(installed())).isLessThan(MOST_EXPOSURE);
  }

  @Test
  void systemd_finds_a_key_that_it_does_not_know_and_a_unit_without_protection() throws Exception {
    String unit = installed();

    assertThat(analyze(unit.replace("ProtectHome=", "ProtectHouse="), "verify"))
        .contains("ProtectHouse");
    assertThat(
            exposure(
                unit.replaceAll(
                    "(?m)^(?:CapabilityBoundingSet|SystemCallFilter|Restrict\\w+)=.*$", "")))
        .isGreaterThan(MOST_EXPOSURE);
  }

  private static String installed() throws IOException {
    // What is not installed here cannot be started.
    return Files.readString(DeployExamples.folder(FOLDER).resolve(UNIT))
        .replace("/opt/portcullis/bin/portcullis", "/bin/true");
  }

  private double exposure(String unit) throws Exception {
    Matcher found = EXPOSURE.matcher(analyze(unit, "security", "--offline=true"));
    assertThat(found.find()).isTrue();
    return Double.parseDouble(found.group(1));
  }

  private String analyze(String unit, String... command) throws Exception {
    Assumptions.assumeTrue(
        Files.isExecutable(ANALYZE), "no " + ANALYZE + "; apt-get install -y systemd");
    Path file = Files.writeString(scratch.resolve(UNIT), unit);
    List<String> all = new ArrayList<>(List.of(ANALYZE.toString()));
    all.addAll(List.of(command));
    all.add(file.toString());
    Process analyze = new ProcessBuilder(all).redirectErrorStream(true).start();
    String said = new String(analyze.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    analyze.waitFor();
    return said;
  }

  private List<String> problems(Map<String, String> files) throws IOException {
    List<String> problems = new ArrayList<>();
    String unit = files.getOrDefault(UNIT, "");
    String yaml = files.getOrDefault("portcullis.yaml", "");
    Map<String, String> keys = new HashMap<>();
    LINE.matcher(unit).results().forEach(it -> keys.putIfAbsent(it.group(1), it.group(2)));
    Settings settings = DeployExamples.settings(yaml, Map.of(), scratch);
    Set<String> configured = new LinkedHashSet<>();
    CommandLine commands = PortcullisCommand.commandLine(Vector.empty());
    for (String key : List.of("ExecStartPre", "ExecStart")) {
      List<String> words = List.of(keys.getOrDefault(key, "").split(" ", -1));
      if (!words.getFirst().equals("/opt/portcullis/bin/portcullis")) {
        problems.add("another program: " + words.getFirst());
      }
      if (!commands.getSubcommands().containsKey(words.get(1))) {
        problems.add("no command " + words.get(1));
      }
      configured.add(words.get(words.indexOf("--config") + 1));
    }
    if (configured.size() != 1) {
      problems.add("checks another file than it serves: " + configured);
    }
    Duration stop = Duration.parse("PT" + keys.getOrDefault("TimeoutStopSec", "0s"));
    if (stop.compareTo(DeployExamples.stop(settings)) < 0) {
      problems.add("a stop takes longer");
    }
    String credential = keys.getOrDefault("LoadCredential", "").split(":", 2)[0];
    if (!DeployExamples.filesIn(yaml)
        .equals(List.of(Path.of("/run/credentials", UNIT, credential)))) {
      problems.add("the credentials are not those of the settings");
    }
    if (!keys.getOrDefault("ExecReload", "").contains("kill -HUP $MAINPID")) {
      problems.add("a reload reads nothing again");
    }
    long heap = heap();
    if (Long.parseLong(keys.getOrDefault("LimitNOFILE", "0"))
        < 2L * HttpLimits.connectionsFor(heap << 20, 1)) {
      problems.add("too few files for the connections");
    }
    if (Long.parseLong(keys.getOrDefault("MemoryMax", "0M").replace("M", "")) < heap + 128) {
      problems.add("too little memory for the heap and the rest");
    }
    if (!keys.getOrDefault("StateDirectory", "").equals("portcullis")) {
      problems.add("no folder for the state");
    }
    HARDENING.stream()
        .filter(it -> unit.lines().noneMatch(it::equals))
        .forEach(it -> problems.add("without " + it));
    if (!unit.contains("SystemCallFilter=sched_setscheduler")) {
      problems.add("the batch policy is refused");
    }
    return problems;
  }

  private static long heap() throws IOException {
    Matcher heap = HEAP.matcher(Files.readString(Path.of("src", "dist", "jvm.options")));
    assertThat(heap.find()).isTrue();
    return Long.parseLong(heap.group(1));
  }
}
