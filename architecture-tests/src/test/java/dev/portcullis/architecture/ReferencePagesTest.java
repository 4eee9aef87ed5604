package dev.portcullis.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.application.journal.HttpRefusal;
import dev.portcullis.application.login.AttemptLimits;
import dev.portcullis.application.login.AttemptRule;
import dev.portcullis.application.login.LimitedLogIn;
import dev.portcullis.bootstrap.log.LineKind;
import dev.portcullis.domain.address.RejectionReason;
import dev.portcullis.domain.login.AttemptLimit;
import dev.portcullis.domain.outcome.OutcomeCode;
import dev.portcullis.testkit.Outcomes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tables of docs/reference that people write have the names that the code has. */
class ReferencePagesTest {

  private static final Path PAGES = Repository.root().resolve("docs/reference");
  private static final Path JOURNAL = Repository.root().resolve("adapters-journal/src/main/java");
  private static final Path TRACES = Repository.root().resolve("adapters-otel/src/main/java");
  private static final Path BOOTSTRAP = Repository.root().resolve("bootstrap/src/main/java");

  @Test
  void the_api_page_has_every_operation_of_the_description_and_no_other() throws IOException {
    String api = section("api.md", "## Public listener", "## Admin listener");

    Set<String> described = operations(openApi());

    assertThat(names(api, "(?m)^\\| `((?:GET|POST) /[^`]*)` \\|")).isEqualTo(described);
  }

  @Test
  void the_metrics_page_has_every_meter_and_no_other() throws IOException {
    String metrics = section("metrics-and-log.md", "## Metrics", "## Log");

    Set<String> meters =
        names(sources(JOURNAL) + sources(BOOTSTRAP), "\\.builder\\(\\s*\"(portcullis\\.[a-z.]+)\"");

    assertThat(meters).hasSizeGreaterThan(3);
    assertThat(names(metrics, "(?m)^\\| `(portcullis\\.[a-z.]+)` \\|")).isEqualTo(meters);
  }

  @Test
  void the_log_page_has_every_field_and_no_other() throws IOException {
    String log = section("metrics-and-log.md", "| Field |", "\n\n");

    Set<String> fields = names(sources(JOURNAL), "addKeyValue\\(\\s*\"([a-z_.]+)\"");
    Stream.of(LineKind.values()).map(LineKind::field).forEach(fields::add);
    fields.addAll(names(sources(TRACES), "_ID = \"([a-z_.]+)\""));

    assertThat(fields).hasSizeGreaterThan(10);
    assertThat(names(log, "(?m)^\\| `([a-z_.]+)` \\|")).isEqualTo(fields);
  }

  @Test
  void the_metrics_page_has_every_reason_of_a_refused_request_with_its_status() {
    String reasons = section("metrics-and-log.md", "| `reason` | Status |", "\n\n");

    List<String> rows =
        Stream.of(HttpRefusal.values())
            .map(
                reason ->
                    "| `"
                        + reason.code()
                        + "` | "
                        + (closes(reason) ? "closed" : reason.status())
                        + " |")
            .toList();

    assertThat(reasons.lines().skip(2).map(line -> line.replaceFirst(" [^|]*\\|$", "")).toList())
        .isEqualTo(rows);
  }

  /** Whether nothing can be answered. */
  private static boolean closes(HttpRefusal reason) {
    return switch (reason) {
      case TLS_HANDSHAKE, TOO_MANY_CONNECTIONS, TOO_MANY_CONNECTIONS_OF_ADDRESS, WRITE_STALLED ->
          true;
      default -> false;
    };
  }

  @Test
  void the_limits_page_has_every_limit_with_its_figures() {
    String limits = section("limits.md", "<!-- limits -->", "<!-- end of limits -->");

    List<String> rows =
        Stream.of(AttemptLimit.values())
            .map(
                limit -> {
                  AttemptRule rule = AttemptLimits.protect().rule(limit);
                  return "| `%s` | %d | %dm | `%s` |"
                      .formatted(
                          limit.word(),
                          rule.attempts(),
                          rule.window().toMinutes(),
                          rule.action().name().toLowerCase(Locale.ROOT));
                })
            .toList();

    assertThat(
            limits
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.replaceFirst("^(\\| `[^`]+` \\|)[^|]*\\|", "$1")))
        .containsExactlyElementsOf(rows);
  }

  @Test
  void the_limits_page_says_of_every_outcome_whether_it_counts() {
    String page = section("limits.md", "| How the login ends |", "\n\n");

    Map<String, Boolean> refunded =
        page.lines()
            .filter(line -> line.startsWith("| `"))
            .flatMap(
                line ->
                    names(line.split("\\|", 4)[1], "`([a-z-]+)`").stream()
                        .map(word -> Map.entry(word, line.split("\\|", 4)[2].startsWith(" no"))))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));

    assertThat(refunded)
        .isEqualTo(
            Outcomes.logins()
                .filter(outcome -> outcome.code() != OutcomeCode.ATTEMPTS_LIMITED)
                .toJavaMap(
                    HashMap::new, outcome -> outcome.code().word(), LimitedLogIn::isRefunded));
  }

  @Test
  void the_rejections_page_has_every_reason() throws IOException {
    Set<String> page = names(page("address-rejections.md"), "`([a-z][a-z-]+)`");

    assertThat(page)
        .containsAll(Stream.of(RejectionReason.values()).map(RejectionReason::code).toList());
  }

  private static Set<String> operations(String openApi) {
    Set<String> operations = new TreeSet<>();
    String path = "";
    for (String line : openApi.lines().toList()) {
      if (line.matches(" {2}/\\S*:")) {
        path = line.substring(2, line.length() - 1);
      } else if (line.matches(" {4}(get|post|put|patch|delete):")) {
        operations.add(line.strip().replace(":", "").toUpperCase(Locale.ROOT) + " " + path);
      }
    }
    assertThat(operations).isNotEmpty();
    return operations;
  }

  private static String openApi() throws IOException {
    try (Stream<Path> files = Files.walk(Repository.root().resolve("adapters-http/src/main"))) {
      return text(files.filter(file -> file.endsWith("openapi.yaml")).findFirst().orElseThrow());
    }
  }

  private static Set<String> names(String text, String pattern) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String sources(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(ReferencePagesTest::text)
          .collect(Collectors.joining());
    }
  }

  /** From one text to the next, or to the end of the page. */
  private static String section(String page, String from, String to) {
    String text = page(page);
    assertThat(text).contains(from);
    String rest = text.substring(text.indexOf(from));
    return rest.contains(to) ? rest.substring(0, rest.indexOf(to)) : rest;
  }

  private static String page(String name) {
    return text(PAGES.resolve(name));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
