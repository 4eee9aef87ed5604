package dev.portcullis.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.portcullis.bootstrap.EmulatedTenant;
import dev.portcullis.emulator.Auth0Emulator;
import dev.portcullis.emulator.tenant.DemoTenant;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@Isolated
class CommandsTest {

  private static final String FORWARD_AUTH =
      """
      client-ip: {trusted-proxies: 10.0.0.0/8}
      auth0: {domain: example.eu.auth0.com, client-id: abc, client-secret: s3cret-value}
      pages:
        enabled: true
        origin: https://login.example.com
        return-to: [https://app.example.com]
      session: {keys: AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=}
      forward-auth: {enabled: true, unauthenticated: redirect}
      """;

  private static final String GOOD =
      """
      client-ip: {trusted-proxies: 10.0.0.0/8}
      auth0: {domain: example.eu.auth0.com, client-id: abc, client-secret: s3cret-value}
      """;

  @TempDir private Path directory = Path.of(".");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @ValueSource(strings = {"serve", "check-config", "doctor", "resolve-ip", "verify-url", "version"})
  void every_command_explains_itself(String command) {
    int code = run(command, "--help");

    assertThat(code).isEqualTo(0);
    assertThat(out.toString()).contains("Usage: portcullis " + command);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "serve",
        "check-config",
        "doctor",
        "doctor --plan",
        "resolve-ip --peer 203.0.113.7",
        "verify-url /"
      })
  void a_missing_settings_file_is_one_line_and_exit_code_1(String command) {
    String file = directory.resolve("none.yaml").toString();

    int code = run((command + " --config " + file).split(" ", -1));

    assertThat(code).isEqualTo(1);
    assertThat((out + err.toString()).strip())
        .isEqualTo(
            file
                + ": no such file; name an existing file with --config FILE, or write one with"
                + " portcullis init");
  }

  @ParameterizedTest
  @ValueSource(strings = {"serve", "check-config", "doctor"})
  void a_missing_secrets_file_is_one_line_and_exit_code_1(String command) throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("portcullis.yaml"), GOOD.replace("s3cret-value", "file:none.secret"));

    int code = run(command, "--config", file.toString());

    assertThat(code).isEqualTo(1);
    assertThat((out + err.toString()).strip().lines())
        .singleElement()
        .asString()
        .startsWith(file + ":2: auth0.client-secret: no such file: none.secret; write the secret");
  }

  @Test
  void help_names_every_command() {
    int code = run("--help");

    assertThat(code).isEqualTo(0);
    assertThat(out.toString())
        .contains("serve", "check-config", "doctor", "resolve-ip", "verify-url", "version")
        .doesNotContain("demo", "emulator");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
                              | Name a command: serve, check-config,
          xyz                 | xyz: no such command (expected: serve, check-config,
          serv                | serv: no such command (did you mean serve?)
          help nothing        | nothing
          serve --confg x     | --confg: no such option (did you mean --config?)
          serve --config      | --config
          check-config extra  | extra: not expected here
          doctor --only trust              | expected: one of
          doctor --skip nothing            | --skip: nothing
          doctor --plan --apply            | --plan has no effect with --apply
          doctor --yes                     | --yes needs --apply
          doctor --since 1h --only tls     | --since has no effect: none of the selected checks
          resolve-ip                       | Pass --peer or --cases.
          resolve-ip --peer proxy.example.com           | --peer: not an address: proxy.example.com
          resolve-ip --peer 10.0.3.4.5                  | --peer: not an address: 10.0.3.4.5
          resolve-ip --peer 10.0.0.1 -H x               | -H: header: no colon
          resolve-ip --peer 10.0.0.1 --certificate *.a  | --certificate: not a name
          resolve-ip --peer 10.0.0.1 --proxy-protocol-hex 0 | --proxy-protocol-hex
          resolve-ip --cases nowhere.jsonl              | nowhere.jsonl
          verify-url                                    | Pass a URL
          verify-url --path /auth                       | --path: /auth
          verify-url -H x https://a.example/            | no colon
          verify-url -H X-Original-URL:y https://a.example/   | X-Original-URL
          verify-url -H X-Forwarded-Method:PUT          | --method
          verify-url --path /auth/verify/x https://a.example/ | --path
          verify-url --return-to /x https://a.example/  | URL has no effect with --return-to
          verify-url --return-to /x --method PUT        | --method has no effect with --return-to
          """)
  void a_wrong_command_line_is_one_line_and_where_the_usage_is(String line, String named) {
    int code = line == null ? run() : run(line.split(" "));

    assertThat(code).isEqualTo(2);
    assertThat(err.toString().lines()).hasSize(2);
    assertThat(err.toString().lines().findFirst().orElseThrow()).contains(named);
    assertThat(err.toString()).containsPattern("\\nSee portcullis( [a-z-]+)? --help\\s*$");
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo", "demo --once", "emulator --port 0"})
  void a_developers_command_is_said_to_run_from_the_sources(String command) {
    int code = run(command.split(" "));

    assertThat(code).isEqualTo(2);
    assertThat(err.toString())
        .contains("not part of the distribution")
        .contains("./portcullis " + command.replaceFirst(" .*", ""));
  }

  @Test
  void good_settings_are_summed_up_without_the_secret() throws IOException {
    int code = run("check-config", "--config", file(GOOD));

    assertThat(code).isEqualTo(0);
    assertThat(out.toString())
        .contains("https://example.eu.auth0.com", "abc", "1 trusted range")
        .doesNotContain("s3cret-value");
  }

  @Test
  void settings_that_are_not_good_are_listed_and_end_with_1() throws IOException {
    int code = run("check-config", "--config", file("auth0: {domain: example.eu.auth0.com}"));

    assertThat(code).isEqualTo(1);
    assertThat(out.toString())
        .contains("auth0.client-id: missing", "auth0.client-secret: missing", "problems");
  }

  @Test
  void the_check_speaks_json_too() throws IOException {
    int good = run("check-config", "--json", "--config", file(GOOD));
    JsonNode whenGood = new ObjectMapper().readTree(out.toString());
    out.getBuffer().setLength(0);
    int bad = run("check-config", "--json", "--config", file("auth0: {}"));
    JsonNode whenBad = new ObjectMapper().readTree(out.toString());

    assertThat(good).isEqualTo(0);
    assertThat(whenGood.path("ok").asBoolean()).isTrue();
    assertThat(bad).isEqualTo(1);
    assertThat(whenBad.path("ok").asBoolean()).isFalse();
    assertThat(whenBad.path("problems").path(0).path("key").asText()).isNotEmpty();
  }

  @Test
  void a_decision_is_explained_step_by_step() throws IOException {
    int code =
        run(
            "resolve-ip",
            "--config",
            file(GOOD),
            "--peer",
            "10.0.3.4:5123",
            "-H",
            "X-Forwarded-For: evil, 8.8.8.8, 10.0.7.9");

    assertThat(code).isEqualTo(0);
    assertThat(out.toString())
        .startsWith("8.8.8.8  (xff)")
        .contains(
            "peer", "10.0.7.9", "10.0.0.0/8 trusted-proxies[0]", "1 entry left of this point");
  }

  @Test
  void the_default_file_is_read_as_by_every_other_command() {
    int code = run("resolve-ip", "--peer", "10.0.3.4");

    assertThat(code).isEqualTo(1);
    assertThat(err.toString()).contains("portcullis.yaml: no such file", "--config FILE");
  }

  @Test
  void cases_with_settings_of_their_own_need_no_file() throws IOException {
    Path cases =
        Files.writeString(
            directory.resolve("cases.jsonl"),
            "{\"settings\":{\"source\":\"peer\"},\"peer\":\"8.8.8.8\",\"expect\":\"8.8.8.8\"}");

    int code = run("resolve-ip", "--cases", cases.toString());

    assertThat(code).as(err.toString()).isEqualTo(0);
    assertThat(out.toString()).contains("1 passed, 0 failed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          X-Real-IP: 8.8.8.8          | note: X-Real-IP is there, but source is xff
          X-Forwarded-For: 172.16.0.9 | note: 172.16.0.9 is in 172.16.0.0/12: private use (RFC 1918)
          """)
  void a_refusal_names_what_was_probably_meant(String header, String note) throws IOException {
    int code = run("resolve-ip", "--config", file(GOOD), "--peer", "10.0.3.4", "-H", header);

    assertThat(code).isEqualTo(1);
    assertThat(out.toString()).contains(note);
  }

  @Test
  void a_proxy_header_is_refused_where_the_listener_reads_none() throws IOException {
    int code =
        run(
            "resolve-ip",
            "--config",
            file(GOOD),
            "--peer",
            "10.0.3.4",
            "--proxy-protocol-hex",
            "00");

    assertThat(code).isEqualTo(2);
    assertThat(err.toString()).contains("--proxy-protocol-hex has no effect: proxy-protocol.mode");
  }

  @Test
  void a_refusal_gives_the_reason_and_the_fix_and_exits_with_1() throws IOException {
    int code = run("resolve-ip", "--config", file(GOOD), "--peer", "9.9.9.9");

    assertThat(code).isEqualTo(1);
    assertThat(out.toString()).contains("refused: untrusted-peer", "trusted-proxies");
  }

  @Test
  void a_decision_is_one_line_of_json_on_request() throws IOException {
    int code =
        run(
            "resolve-ip",
            "--json",
            "--config",
            file(GOOD),
            "--peer",
            "10.0.3.4",
            "-H",
            "X-Forwarded-For: 8.8.8.8");

    JsonNode decision = new ObjectMapper().readTree(out.toString());
    assertThat(code).isEqualTo(0);
    assertThat(decision.path("outcome").asText()).isEqualTo("resolved");
    assertThat(decision.path("ip").asText()).isEqualTo("8.8.8.8");
    assertThat(decision.path("trace").path("steps")).hasSize(2);
  }

  @Test
  void the_lint_speaks_at_the_check_and_refuses_what_nobody_can_have_meant() throws IOException {
    int warned =
        run(
            "check-config",
            "--config",
            file(GOOD.replace("10.0.0.0/8", "[10.1.2.3/8, 10.0.0.0/9]")));
    String warnings = out.toString();
    int refused = run("check-config", "--config", file(GOOD.replace("10.0.0.0/8", "0.0.0.0/0")));

    assertThat(warned).isEqualTo(0);
    assertThat(warnings).contains("warning:", "has bits after its prefix", "is contained in");
    assertThat(refused).isEqualTo(1);
    assertThat(out.toString()).contains("wider than /8");
  }

  @Test
  void the_check_reads_the_files_of_tls_and_names_their_key() throws IOException {
    int code =
        run(
            "check-config",
            "--config",
            file(GOOD + "listen: {tls: {certificate: none.crt, key: none.key}}"));
    String checked = out.toString();
    int served =
        run(
            "serve",
            "--config",
            file(GOOD + "listen: {tls: {certificate: none.crt, key: none.key}}"));

    assertThat(code).isEqualTo(1);
    assertThat(checked)
        .contains("portcullis.yaml:3: listen.tls.certificate: no such file: ", "none.crt");
    assertThat(served).isEqualTo(1);
    assertThat(err.toString()).contains("listen.tls.certificate: no such file: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"listen.users", "listen.operators", "listeners.more.listen"})
  void a_port_in_use_is_named_with_its_key_and_what_to_do(String key) throws IOException {
    try (Auth0Emulator tenant = EmulatedTenant.start();
        ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + holder.getLocalPort();
      Map<String, String> addresses = new HashMap<>();
      List.of("listen.users", "listen.operators", "listeners.more.listen")
          .forEach(each -> addresses.put(each, each.equals(key) ? address : "127.0.0.1:0"));

      int code =
          run(
              "serve",
              "--config",
              file(
                  """
                  listen: {users: "%s", operators: "%s"}
                  listeners: {more: {listen: "%s", client-ip: {trusted-proxies: 10.0.0.0/8}}}
                  client-ip: {trusted-proxies: 10.0.0.0/8}
                  auth0: {domain: "%s", client-id: %s, client-secret: %s}
                  """
                      .formatted(
                          addresses.get("listen.users"),
                          addresses.get("listen.operators"),
                          addresses.get("listeners.more.listen"),
                          tenant.baseUri(),
                          DemoTenant.GATEWAY_CLIENT_ID,
                          DemoTenant.GATEWAY_CLIENT_SECRET)));

      assertThat(code).isEqualTo(1);
      assertThat(err.toString())
          .contains(
              "portcullis: "
                  + key
                  + ": cannot listen on "
                  + address
                  + ": the port is in use, or the address is not local. Stop the program that uses"
                  + " it, or choose another");
    }
  }

  @Test
  void a_certificate_is_explained_like_an_address() throws IOException {
    String settings =
        GOOD.replace(
            "10.0.0.0/8", "10.0.0.0/8, trusted-certificates: \"spiffe://example.com/proxy\"");

    int trusted =
        run(
            "resolve-ip",
            "--config",
            file(settings),
            "--peer",
            "9.9.9.9",
            "--certificate",
            "spiffe://example.com/proxy",
            "-H",
            "X-Forwarded-For: 8.8.8.8");
    String explained = out.toString();
    int unlisted =
        run(
            "resolve-ip",
            "--config",
            file(settings),
            "--peer",
            "9.9.9.9",
            "--certificate",
            "spiffe://example.com/other");
    int wrong =
        run("resolve-ip", "--config", file(settings), "--peer", "9.9.9.9", "--certificate", "*.a");

    assertThat(trusted).isEqualTo(0);
    assertThat(explained)
        .startsWith("8.8.8.8  (xff)")
        .contains("certificate", "in trusted-certificates", "trusted by its certificate");
    assertThat(unlisted).isEqualTo(1);
    assertThat(out.toString()).contains("refused: untrusted-peer", "not in trusted-certificates");
    assertThat(wrong).isEqualTo(2);
    assertThat(err.toString()).contains("--certificate: not a name", "no wildcard");
  }

  @Test
  void a_balancer_that_keeps_connections_longer_is_named_at_the_check() throws IOException {
    int code =
        run(
            "check-config",
            "--config",
            file(GOOD.replace("10.0.0.0/8", "[10.0.0.0/8, preset:gcp-https-lb]")));

    assertThat(code).isEqualTo(0);
    assertThat(out.toString())
        .contains("warning:", "listen.idle: 75s, while preset:gcp-https-lb keeps", "such as 620s");
  }

  @Test
  void a_limit_with_which_anyone_can_lock_out_others_is_named_at_the_check() throws IOException {
    String refusing = "limits:\n  preset: protect\n  per-user: {action: refuse}\n";

    int code = run("check-config", "--config", file(GOOD + refusing));
    String warned = out.toString();
    int watching =
        run("check-config", "--config", file(GOOD + refusing.replace("protect", "watch")));

    assertThat(code).isEqualTo(0);
    assertThat(warned)
        .contains("warning:", "limits.per-user.action: refuse, so anyone", "lock out a user");
    assertThat(watching).isEqualTo(0);
    assertThat(out.toString().substring(warned.length())).doesNotContain("warning:");
  }

  @Test
  void a_gateway_whose_settings_are_not_good_does_not_start() {
    int code = run("serve", "--config", directory.resolve("nowhere.yaml").toString());

    assertThat(code).isEqualTo(1);
    assertThat(err.toString()).contains("no such file").contains("--config");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 | https://app.example.com/x?q={}          | 302 to https://login.example.com/login?return_to
          0 | http://app.example.com/x                | returns to  https://app.example.com/x
          0 | -H;Accept:*/*;https://app.example.com/x | 401 with X-Login-URL: https://login.example.com
          0 | -H;Accept:*/*;https://app.example.com/x | no page:
          0 | --method;POST;https://app.example.com/x | asked       POST https://app.example.com/x
          0 | --path;/auth/verify/x?a;-H;Host:app.example.com | returns to  https://app.example.com/x?a
          1 | https://evil.example/x                  | returns to  /login/done (pages.home)
          1 | https://evil.example/x                  | neither pages.origin nor in pages.return-to
          1 | https://app.example.com/a//b            | leads elsewhere once it is decoded
          1 | -H;X-Forwarded-Proto:https              | neither X-Original-URL nor X-Forwarded-Uri
          0 | --return-to;/orders                     | allowed
          1 | --return-to;orders                      | refused
          1 | --return-to;//evil.example              | has a path that leads elsewhere
          """)
  void a_decision_of_forward_auth_is_explained(int code, String line, String printed)
      throws IOException {
    String[] arguments = ("verify-url;--config;" + file(FORWARD_AUTH) + ";" + line).split(";");

    int actual = run(arguments);

    assertThat(out.toString()).contains(printed);
    assertThat(actual).as(out.toString() + err).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "enabled: true, unauthenticated|enabled: false, unauthenticated|forward-auth.enabled"
      })
  void what_is_not_enabled_is_not_explained(String from, String to, String named)
      throws IOException {
    int code =
        run("verify-url", "--config", file(FORWARD_AUTH.replace(from, to)), "https://a.example/");

    assertThat(code).isEqualTo(1);
    assertThat(err.toString()).contains(named);
  }

  private String file(String yaml) throws IOException {
    return Files.writeString(directory.resolve("portcullis.yaml"), yaml).toString();
  }

  private int run(String... arguments) {
    CommandLine line = PortcullisCommand.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }
}
