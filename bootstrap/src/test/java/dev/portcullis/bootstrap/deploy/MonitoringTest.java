package dev.portcullis.bootstrap.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.portcullis.adapters.otel.OtlpSettings;
import dev.portcullis.bootstrap.EmulatedTenant;
import dev.portcullis.bootstrap.GatewayClient;
import dev.portcullis.bootstrap.settings.DoctorSettings.Watch;
import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.bootstrap.wiring.Gateway;
import dev.portcullis.bootstrap.wiring.ProductionComponent;
import dev.portcullis.domain.address.OriginSecret;
import dev.portcullis.domain.outcome.OutcomeCode;
import dev.portcullis.emulator.Auth0Emulator;
import dev.portcullis.emulator.tenant.DemoTenant;
import io.vavr.control.Option;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Alerts and dashboard ask for what a running gateway has, and each alert has its runbook. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MonitoringTest {

  private static final String RULES = "prometheus-rules.yaml";
  private static final String RULES_TEST = "prometheus-rules-test.yaml";
  private static final String DASHBOARD = "grafana-dashboard.json";
  private static final Path RUNBOOKS = Path.of("..", "docs", "how-to", "runbooks.md");

  private static final Pattern SELECTOR = Pattern.compile("\\b([a-z_]+)\\{([^}]*)\\}");
  private static final Pattern MATCHER = Pattern.compile("([a-z_]+)=~?\"([^\"]*)\"");
  private static final Pattern GROUPING = Pattern.compile("\\bby \\(([^)]*)\\)");
  private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-z_]+)(?:\\{([^}]*)\\})? ");

  /** What Prometheus adds to every series, and the boundary of a histogram's buckets. */
  private static final Set<String> OF_PROMETHEUS = Set.of("job", "instance");

  /** Every series' name, with the names of its labels. */
  private final Map<String, Set<String>> series = new HashMap<>();

  @BeforeAll
  void scrape() throws Exception {
    try (Auth0Emulator tenant = EmulatedTenant.start()) {
      Settings settings = EmulatedTenant.settings(tenant);
      var watched =
          settings
              .withDoctor(
                  settings
                      .doctor()
                      .withWatch(new Watch.Stream(new OriginSecret("the-token-of-the-log-stream"))))
              .withTraces(Option.some(OtlpSettings.of(URI.create("http://127.0.0.1:9"))));
      try (Gateway.Running gateway = ProductionComponent.gateway(watched).start();
          GatewayClient client = new GatewayClient(gateway.port())) {
        assertThat(
                client.logIn(DemoTenant.ALICE, DemoTenant.ALICE_PASSWORD, "203.0.113.7").status())
            .isEqualTo(200);
        // A pause is listed after the first collection.
        for (int i = 0; i < 100 && !series.containsKey("jvm_gc_pause_seconds_sum"); i++) {
          System.gc();
          read(client.get(gateway.operatorsPort(), "/metrics"));
          TimeUnit.MILLISECONDS.sleep(50);
        }
      }
    }
    series.put("up", Set.of());
  }

  @AfterAll
  void forget() {
    series.clear();
  }

  private void read(String metrics) {
    SAMPLE
        .matcher(metrics)
        .results()
        .forEach(
            it ->
                series
                    .computeIfAbsent(it.group(1), name -> new HashSet<>())
                    .addAll(labels(it.group(2) == null ? "" : it.group(2)).keySet()));
  }

  @Test
  void the_alerts_ask_for_series_that_a_gateway_has() throws IOException {
    List<String> expressions = alerts().stream().map(it -> it.at("expr").text()).toList();

    assertThat(expressions).hasSizeGreaterThan(10);
    assertThat(problems(expressions)).isEmpty();
  }

  @Test
  void the_dashboard_asks_for_series_that_a_gateway_has() throws IOException {
    List<String> expressions = expressions(new ObjectMapper().readTree(text(DASHBOARD)));

    assertThat(expressions).hasSizeGreaterThan(20);
    assertThat(problems(expressions)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          rate(portcullis_login_seconds_count{outcome="granted"}[5m]) ; no series portcullis_login_seconds_count
          portcullis_logins_seconds_count{result="granted"} ; portcullis_logins_seconds_count has no label result
          portcullis_logins_seconds_count{outcome=~"granted|lost"} ; no outcome lost
          sum by (reasons) (portcullis_refusals_total{job="a"}) ; no label reasons
          """)
  void a_series_a_label_and_an_outcome_that_do_not_exist_are_found(
      String expression, String problem) {
    assertThat(problems(List.of(expression))).containsExactly(problem);
  }

  @Test
  void the_dashboard_is_whole() throws IOException {
    JsonNode dashboard = new ObjectMapper().readTree(text(DASHBOARD));
    Set<Integer> ids = new HashSet<>();
    List<String> overlaps = new ArrayList<>();
    Set<String> cells = new HashSet<>();
    for (JsonNode panel : dashboard.path("panels")) {
      if (!ids.add(panel.path("id").asInt())) {
        overlaps.add("id " + panel.path("id"));
      }
      JsonNode at = panel.path("gridPos");
      for (int x = at.path("x").asInt(); x < at.path("x").asInt() + at.path("w").asInt(); x++) {
        for (int y = at.path("y").asInt(); y < at.path("y").asInt() + at.path("h").asInt(); y++) {
          if (x > 23 || !cells.add(x + " " + y)) {
            overlaps.add(panel.path("title").asText());
          }
        }
      }
    }

    assertThat(overlaps).isEmpty();
    assertThat(dashboard.path("uid").asText()).isEqualTo("portcullis");
    assertThat(text(DASHBOARD)).contains("\"${datasource}\"").doesNotContain("\"uid\": \"P");
  }

  @Test
  void each_alert_has_a_severity_and_a_section_in_the_runbooks_and_no_section_is_left()
      throws IOException {
    Set<String> sections =
        new TreeSet<>(
            Pattern.compile("(?m)^## (Portcullis\\w+)$")
                .matcher(Files.readString(RUNBOOKS))
                .results()
                .map(it -> it.group(1))
                .toList());
    Set<String> names = new TreeSet<>();
    for (Tree alert : alerts()) {
      String name = alert.at("alert").text();
      names.add(name);
      assertThat(alert.at("annotations.runbook_url").text())
          .endsWith("/docs/how-to/runbooks.md#" + name.toLowerCase(Locale.ROOT));
      assertThat(alert.at("labels.severity").text()).isIn("critical", "warning");
      assertThat(alert.at("annotations.summary").text()).isNotBlank();
    }

    assertThat(sections).isEqualTo(names).isNotEmpty();
  }

  @Test
  void promtool_accepts_the_rules_and_their_tests_and_each_alert_fires_in_one() throws Exception {
    Promtool.Result rules = Promtool.run(DeployExamples.folder("."), "check", "rules", RULES);
    Promtool.Result tests = Promtool.run(DeployExamples.folder("."), "test", "rules", RULES_TEST);

    assertThat(rules.accepted()).as(rules.printed()).isTrue();
    assertThat(tests.accepted()).as(tests.printed()).isTrue();
    for (Tree alert : alerts()) {
      assertThat(text(RULES_TEST)).contains("{alertname=\"" + alert.at("alert").text() + "\"}");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          > 0.05           | > 0.5
          > 0.05           | > 0.005
          for: 2m          | for: 2h
          == 1             | == 2
          outcome="misconfigured" | outcome="granted"
          """)
  void another_threshold_fails_their_tests(String right, String wrong, @TempDir Path folder)
      throws Exception {
    String changed = text(RULES).replace(right, wrong);
    assertThat(changed).isNotEqualTo(text(RULES));
    Files.writeString(folder.resolve(RULES), changed);
    Files.writeString(folder.resolve(RULES_TEST), text(RULES_TEST));

    assertThat(Promtool.run(folder, "test", "rules", RULES_TEST).accepted()).isFalse();
  }

  private static List<Tree> alerts() throws IOException {
    return Tree.of(text(RULES)).at("groups").list().stream()
        .flatMap(group -> group.at("rules").list().stream())
        .toList();
  }

  private static String text(String file) throws IOException {
    return Files.readString(DeployExamples.folder(".").resolve(file));
  }

  private static List<String> expressions(JsonNode dashboard) {
    return Stream.concat(
            dashboard.findValuesAsText("expr").stream(),
            dashboard.findValuesAsText("definition").stream())
        .toList();
  }

  private List<String> problems(List<String> expressions) {
    Set<String> known =
        Arrays.stream(OutcomeCode.values()).map(OutcomeCode::word).collect(Collectors.toSet());
    List<String> problems = new ArrayList<>();
    for (String expression : expressions) {
      Set<String> grouped = new HashSet<>(OF_PROMETHEUS);
      List<MatchResult> selectors = SELECTOR.matcher(expression).results().toList();
      assertThat(selectors).as(expression).isNotEmpty();
      for (MatchResult selector : selectors) {
        String name = selector.group(1);
        Set<String> has = series.get(name);
        if (has == null) {
          problems.add("no series " + name);
          continue;
        }
        grouped.addAll(has);
        labels(selector.group(2))
            .forEach(
                (label, value) -> {
                  if (!OF_PROMETHEUS.contains(label) && !has.contains(label)) {
                    problems.add(name + " has no label " + label);
                  }
                  if (label.equals("outcome")) {
                    Stream.of(value.split("\\|", -1))
                        .filter(it -> !known.contains(it))
                        .forEach(it -> problems.add("no outcome " + it));
                  }
                });
      }
      GROUPING
          .matcher(expression)
          .results()
          .flatMap(it -> Stream.of(it.group(1).split(", *", -1)))
          .filter(it -> !grouped.contains(it))
          .forEach(it -> problems.add("no label " + it));
    }
    return problems;
  }

  private static Map<String, String> labels(String text) {
    Map<String, String> labels = new HashMap<>();
    MATCHER.matcher(text).results().forEach(it -> labels.put(it.group(1), it.group(2)));
    return labels;
  }
}
