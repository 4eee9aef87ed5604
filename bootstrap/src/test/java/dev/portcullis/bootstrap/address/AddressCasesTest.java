package dev.portcullis.bootstrap.address;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.bootstrap.extension.Extensions;
import dev.portcullis.bootstrap.settings.SettingsReader;
import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import dev.portcullis.bootstrap.settings.document.SettingsSource;
import io.vavr.collection.HashMap;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AddressCasesTest {

  private static final Path EXAMPLES = Path.of("..", "examples", "proxies");

  private final StringWriter out = new StringWriter();
  private final List<SettingsProblem> warnings = new ArrayList<>();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"trusted-proxies":["10.0.0.0/8"]} | 8.8.8.8, 10.1.1.1 | 8.8.8.8
          {"trusted-proxies":["10.0.0.0/8"]} | 8.8.8.8, x        | reject:bad-entry
          {"trusted-proxies":["10.0.0.0/8"]} | 8.8.8.8, x        | reject
          {"trusted-hops":2,"trusted-peers":["10.0.0.0/8"]} | 8.8.8.8, 9.9.9.9 | 8.8.8.8
          {"trusted-hops":3,"trusted-peers":["10.0.0.0/8"]} | 8.8.8.8, 9.9.9.9 | reject:too-few-hops
          {"trusted-hops":0}                 | 8.8.8.8           | config-error
          {"trusted-proxies":["10.0.0.0/33"]} | 8.8.8.8          | config-error
          {"trusted-proxys":["10.0.0.0/8"]}  | 8.8.8.8           | config-error
          {"source":"header"}                | 8.8.8.8           | config-error
          {"source":"header","header-name":"Forwarded"} | 8.8.8.8 | config-error
          {"source":"proxy-protocol"}        | 8.8.8.8           | config-error
          {"trusted-proxies":["10.1.2.3/8"]} | 8.8.8.8           | 8.8.8.8
          {"trusted-proxies":["0.0.0.0/0"]}  | 8.8.8.8           | reject:all-trusted
          {"trusted-proxies":["10.0.0.0/8"],"private-result":"allow"} | 192.168.1.1 | 192.168.1.1
          {"trusted-proxies":["10.0.0.0/8"],"private-result":{"allow":["192.168.1.0/24"]}} | 192.168.1.1 | 192.168.1.1
          {"trusted-proxies":["10.0.0.0/8"],"self-ranges":["8.8.8.0/24"]} | 8.8.8.8 | reject:self-address
          {"trusted-proxies":["10.0.0.0/8"]} | 2A00:1450:4001:0:0:0:0:1 | 2a00:1450:4001::1
          {"trusted-proxies":["10.0.0.0/8"]} | 2a00:1450:4001::1 | 2A00:1450:4001:0000::0001
          {"trusted-proxies":["10.0.0.0/8"]} | 8.8.8.8           | ::ffff:8.8.8.8
          {}                                 | 8.8.8.8           | reject:untrusted-peer
          """)
  void a_case_stands_alone_on_its_own_settings(String settings, String header, String expect)
      throws IOException {
    String line =
        "{\"id\":\"a\",\"settings\":%s,\"peer\":\"10.0.3.4:5123\",\"headers\":[[\"X-Forwarded-For\",\"%s\"]],\"expect\":\"%s\"}"
            .formatted(settings, header, expect);

    boolean good = run(SettingsSource.empty(), line);

    assertThat(out.toString()).isEqualTo("1 passed, 0 failed" + System.lineSeparator());
    assertThat(good).isTrue();
  }

  @Test
  void a_decision_other_than_expected_is_named_and_counted() throws IOException {
    boolean good =
        run(
            SettingsSource.empty(),
            """
            {"id":"wrong","settings":{"trusted-proxies":"10.0.0.0/8"},"peer":"10.0.0.1","headers":[["X-Forwarded-For","8.8.8.8"]],"expect":"8.8.4.4"}
            not json
            {"id":"x","expect":"reject:nonsense"}
            {"id":"x","peers":"10.0.0.1"}
            """);

    assertThat(good).isFalse();
    assertThat(out.toString())
        .contains(
            "FAIL wrong: expected 8.8.4.4, got 8.8.8.8",
            "line 2: not JSON",
            "line 3: expect: reject:nonsense",
            "line 4: unknown key peers",
            "0 passed, 4 failed");
  }

  @Test
  void a_file_without_cases_passes_nothing() throws IOException {
    assertThat(run(SettingsSource.empty(), "\n# nothing here\n")).isFalse();
  }

  @Test
  void the_settings_of_a_case_replace_those_of_the_file_key_by_key() throws IOException {
    SettingsSource file =
        source(
            """
            client-ip:
              trusted-proxies: 10.0.0.0/8
              private-result: {allow: 192.168.0.0/16}
            listeners:
              other: {listen: "127.0.0.1:1", client-ip: {source: peer}}
            """);

    boolean good =
        run(
            file,
            """
            {"id":"file","peer":"10.0.0.1","headers":[["X-Forwarded-For","192.168.1.1"]],"expect":"192.168.1.1"}
            {"id":"replaced","settings":{"private-result":"reject"},"peer":"10.0.0.1","headers":[["X-Forwarded-For","192.168.1.1"]],"expect":"reject:reserved-result"}
            {"id":"kept","settings":{"max-entries":1},"peer":"10.0.0.1","headers":[["X-Forwarded-For","8.8.8.8, 192.168.1.1"]],"expect":"reject:too-many"}
            {"id":"listener","listener":"other","peer":"8.8.8.8","headers":[["X-Forwarded-For","9.9.9.9"]],"expect":"8.8.8.8"}
            {"id":"no listener","listener":"none","peer":"8.8.8.8","headers":[],"expect":"config-error"}
            """);

    assertThat(out.toString()).isEqualTo("5 passed, 0 failed" + System.lineSeparator());
    assertThat(good).isTrue();
  }

  @Test
  void a_case_may_show_a_client_certificate() throws IOException {
    boolean good =
        run(
            SettingsSource.empty(),
            """
            {"id":"listed","settings":{"trusted-certificates":"proxy.example.com"},"peer":"9.9.9.9","certificate":["proxy.example.com"],"headers":[["X-Forwarded-For","8.8.8.8"]],"expect":"8.8.8.8"}
            {"id":"unlisted","settings":{"trusted-certificates":"proxy.example.com"},"peer":"9.9.9.9","certificate":["other.example.com"],"headers":[["X-Forwarded-For","8.8.8.8"]],"expect":"reject:untrusted-peer"}
            {"id":"no name","certificate":["*.example.com"],"expect":"reject"}
            """);

    assertThat(good).isFalse();
    assertThat(out.toString()).contains("line 3: certificate: not names", "2 passed, 1 failed");
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1,            reject:source-missing",
    "10.0.0.1:80,         reject:source-missing",
    "[::ffff:10.0.0.1]:9, reject:source-missing",
    "::ffff:10.0.0.1,     reject:source-missing",
    "9.9.9.9,             reject:untrusted-peer",
    "unix:/run/x.sock,    reject:peer-unix",
    "'',                  reject:peer-unknown",
    "proxy.example.com,   reject:peer-unknown",
    "fe80::1%eth0,        reject:untrusted-peer",
  })
  void a_peer_is_written_as_logs_write_it(String peer, String expect) throws IOException {
    String line =
        "{\"settings\":{\"trusted-proxies\":\"10.0.0.0/8\"},\"peer\":\"%s\",\"expect\":\"%s\"}"
            .formatted(peer, expect);

    assertThat(run(SettingsSource.empty(), line)).as(out.toString()).isTrue();
  }

  @Test
  void findings_of_the_lint_refuse_nothing_and_are_reported() throws IOException {
    run(
        SettingsSource.empty(),
        "{\"settings\":{\"trusted-proxies\":\"0.0.0.0/0\"},\"peer\":\"10.0.0.1\",\"expect\":\"reject\"}");

    assertThat(warnings).extracting(SettingsProblem::where).contains("error");
  }

  @Test
  void json_has_one_line_a_decision_and_nothing_else() throws IOException {
    new AddressCases(reading(SettingsSource.empty()), "users", true, writer(), warnings::add)
        .run(
            lines(
                "{\"id\":\"a\",\"settings\":{\"source\":\"peer\"},\"peer\":\"8.8.8.8\"}\n"
                    + "{\"id\":\"b\",\"settings\":{},\"peer\":\"\"}"));

    assertThat(out.toString().lines())
        .containsExactly(
            "{\"id\":\"a\",\"outcome\":\"resolved\",\"ip\":\"8.8.8.8\",\"reason\":null}",
            "{\"id\":\"b\",\"outcome\":\"rejected\",\"ip\":null,\"reason\":\"peer-unknown\"}");
  }

  static Stream<Path> examples() throws IOException {
    try (Stream<Path> folders = Files.list(EXAMPLES)) {
      return folders.filter(Files::isDirectory).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void every_example_decides_as_its_cases_say(Path example) throws IOException {
    SettingsSource settings =
        SettingsSource.load(
                example.resolve("portcullis.yaml"),
                java.util.Map.of(
                    "AUTH0_CLIENT_SECRET", "any-value",
                    "ORIGIN_SECRET", "example-origin-secret-for-the-cases"))
            .get();

    assertThat(SettingsReader.read(settings).isValid()).isTrue();
    boolean good;
    try (BufferedReader cases = Files.newBufferedReader(example.resolve("cases.jsonl"))) {
      good =
          new AddressCases(reading(settings), "users", false, writer(), warnings::add).run(cases);
    }

    assertThat(out.toString()).doesNotContain("FAIL", "line ");
    assertThat(good).isTrue();
  }

  private boolean run(SettingsSource source, String cases) throws IOException {
    return new AddressCases(reading(source), "users", false, writer(), warnings::add)
        .run(lines(cases));
  }

  private static AddressCases.ListenerSettings reading(SettingsSource source) {
    return (listener, replacing) ->
        SettingsReader.readClientIp(source, Extensions.NONE, listener, replacing);
  }

  private PrintWriter writer() {
    return new PrintWriter(out);
  }

  private static BufferedReader lines(String text) {
    return new BufferedReader(new StringReader(text));
  }

  private static SettingsSource source(String yaml) {
    return new SettingsSource("portcullis.yaml", Path.of("."), yaml, HashMap.empty());
  }
}
