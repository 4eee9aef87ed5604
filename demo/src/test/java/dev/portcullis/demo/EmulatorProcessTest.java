package dev.portcullis.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.emulator.tenant.DemoTenant;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The emulator as developers run it: a process of its own, stopped by a signal. */
@Timeout(60)
class EmulatorProcessTest {

  @TempDir private Path directory = Path.of(".");

  private final List<Process> processes = new ArrayList<>();

  @AfterEach
  void kill() {
    processes.forEach(Process::destroyForcibly);
  }

  @Test
  void the_tenant_speaks_https_to_clients_that_trust_the_file_it_names_and_stops_on_a_signal()
      throws Exception {
    Path tls = directory.resolve("tls");
    Process tenant =
        start("emulator", "--port", "0", "--https-port", "0", "--tls-dir", tls.toString());
    BufferedReader out = tenant.inputReader(UTF_8);
    int port = find(out, "tenant at https://127\\.0\\.0\\.1:(\\d+)");

    find(out, "(curl --cacert " + Pattern.quote(tls.resolve("ca.pem").toString()) + " https)");

    try (HttpClient client = HttpClient.newBuilder().sslContext(trusting(tls)).build()) {
      HttpResponse<String> keys =
          client.send(
              HttpRequest.newBuilder(
                      URI.create("https://localhost:" + port + "/.well-known/jwks.json"))
                  .build(),
              BodyHandlers.ofString());
      assertThat(keys.statusCode()).isEqualTo(200);
      assertThat(keys.version()).isEqualTo(HttpClient.Version.HTTP_2);
    }
    // Process.destroy would close what it still has to say.
    tenant.toHandle().destroy();
    assertThat(tenant.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(tenant.exitValue()).isEqualTo(0);
  }

  @Test
  void what_the_settings_of_a_gateway_and_its_doctor_need_is_printed() throws Exception {
    Process tenant = start("emulator", "--port", "0");

    String printed = upTo(tenant.inputReader(UTF_8), "curl ");

    assertThat(printed)
        .contains(
            DemoTenant.GATEWAY_CLIENT_ID,
            DemoTenant.GATEWAY_CLIENT_SECRET,
            DemoTenant.MANAGEMENT_CLIENT_ID,
            DemoTenant.MANAGEMENT_CLIENT_SECRET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--tls-dir TLS --https-port 0", "--tenant FILE"})
  void the_printed_curl_logs_a_user_in_and_the_printed_page_is_there(String options)
      throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("tenant.yaml"),
            """
            tenant: {default_directory: Customers}
            clients:
              - client_id: ShopLoginServer00000000000000001
                client_secret: "a secret with + and &"
                token_endpoint_auth_method: client_secret_post
                grant_types: [password]
            connections: [{name: Customers}]
            users: [{email: ada+1@example.com, password: "an engine that weaves"}]
            """);
    List<String> arguments = new ArrayList<>(List.of("emulator", "--port", "0"));
    Stream.of(options.split(" "))
        .filter(option -> !option.isEmpty())
        .map(option -> option.replace("FILE", file.toString()))
        .map(option -> option.replace("TLS", directory.resolve("tls").toString()))
        .forEach(arguments::add);
    BufferedReader out = start(arguments.toArray(String[]::new)).inputReader(UTF_8);

    String printed = upTo(out, "client_secret=");
    String command =
        printed
            .substring(printed.indexOf("  curl "))
            .replace("'password=…'", "'password=an engine that weaves'")
            .replace("'client_secret=…'", "'client_secret=a secret with + and &'");
    String page = address(printed, "web page +(http\\S+/emulator)\n").toString();
    String trust =
        command.contains("--cacert") ? "--cacert " + directory.resolve("tls/ca.pem") : "";

    assertThat(shell(command)).contains("\"access_token\"");
    assertThat(shell("curl -s " + trust + " " + page)).contains("Auth0 emulator");
  }

  @Test
  void a_tenant_of_one_thing_each_is_counted_in_the_singular() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("tenant.yaml"),
            """
            tenant: {default_directory: Customers}
            clients:
              - {client_id: ShopLoginServer00000000000000001, client_secret: only-for-tests}
            connections: [{name: Customers}]
            users: [{email: ada@example.com, password: "an engine that weaves"}]
            """);
    Process tenant = start("emulator", "--port", "0", "--tenant", file.toString());

    int clients = find(tenant.inputReader(UTF_8), "(1) client, 0 APIs, 1 connection, 1 user$");

    assertThat(clients).isEqualTo(1);
  }

  @Test
  void the_last_lines_of_the_demo_lead_to_the_login_page_the_tenant_its_mails_and_codes()
      throws Exception {
    Process demo = start("demo", "--port", "38787");
    String lines = upTo(demo.inputReader(UTF_8), "openid-configuration");
    List<URI> pages =
        List.of(
            address(lines, "login page +(http://\\S+/login)\n"),
            address(lines, "tenant +(http://\\S+/emulator) "),
            address(lines, "mails and codes +(http://\\S+/emulator/\\S+) "));

    List<String> shown = new ArrayList<>();
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (URI page : pages) {
        HttpResponse<String> answer =
            client.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as("%s", page).isEqualTo(200);
        shown.add(answer.body());
      }
    }

    assertThat(shown.get(0)).contains("autocomplete=\"current-password\"");
    assertThat(shown.get(1)).contains("alice@example.com");
    assertThat(shown.get(2)).contains("One-time codes", "mia@example.com");
    assertThat(lines).containsPattern("mia@example.com .*needs a code: it is with the mails");
    assertThat(shell(lines.substring(lines.indexOf("  curl "), lines.indexOf("  metrics"))))
        .contains("\"access_token\"");
  }

  private static String shell(String command) throws IOException {
    Process shell = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true).start();
    return new String(shell.getInputStream().readAllBytes(), UTF_8);
  }

  private static SSLContext trusting(Path tls) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (InputStream in = Files.newInputStream(tls.resolve("ca.pem"))) {
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).start();
    processes.add(process);
    return process;
  }

  /** The lines up to the first that has this text. */
  private static String upTo(BufferedReader lines, String last) throws IOException {
    StringBuilder seen = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      seen.append(line).append('\n');
      if (line.contains(last)) {
        break;
      }
    }
    return seen.toString();
  }

  private static URI address(String lines, String regex) {
    Matcher matcher = Pattern.compile(regex).matcher(lines);
    assertThat(matcher.find()).as("%s in%n%s", regex, lines).isTrue();
    return URI.create(matcher.group(1));
  }

  /** The number, or 0 for other text in the group, of the first line that has it. */
  private static int find(BufferedReader lines, String regex) throws IOException {
    Pattern pattern = Pattern.compile(regex);
    StringBuilder seen = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Matcher matcher = pattern.matcher(line);
      if (matcher.find()) {
        return matcher.group(1).chars().allMatch(Character::isDigit)
            ? Integer.parseInt(matcher.group(1))
            : 0;
      }
      seen.append(line).append('\n');
    }
    throw new AssertionError("no line with " + regex + " in\n" + seen);
  }
}
