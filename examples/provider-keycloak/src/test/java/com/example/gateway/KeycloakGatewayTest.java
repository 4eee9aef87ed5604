package com.example.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.example.gateway.adapters.keycloak.FakeKeycloak;
import com.example.gateway.adapters.keycloak.TestKeycloak;
import com.example.gateway.adapters.keycloak.TestKeycloak.Seen;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program as its users start it: a process of its own, in front of Keycloak. */
@Timeout(300)
class KeycloakGatewayTest {

  private static final Pattern USERS = Pattern.compile("users\\S{0,3}127\\.0\\.0\\.1:(\\d+)");

  @TempDir private Path directory;

  private final List<AutoCloseable> open = new ArrayList<>();
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : open.reversed()) {
      one.close();
    }
  }

  @Test
  void users_log_in_at_keycloak_each_from_the_users_own_address() throws Exception {
    TestKeycloak keycloak = started(TestKeycloak.start());
    int port = serve(settings(keycloak.url(), ""));

    HttpResponse<String> right = logIn(port, "correct+horse");
    HttpResponse<String> wrong = logIn(port, "wrong");
    HttpResponse<String> refresh = post(port, "/api/auth/refresh", "refresh_token=x");

    assertThat(right.statusCode()).as(right.body()).isEqualTo(200);
    assertThat(right.body()).contains("\"access_token\":\"");
    assertThat(wrong.body()).contains("wrong-credentials");
    assertThat(refresh.statusCode()).isEqualTo(404);
    assertThat(keycloak.seen(2))
        .containsExactly(
            new Seen("staff", "ada", "203.0.113.7"), new Seen("staff", "ada", "203.0.113.7"));
  }

  @Test
  void every_problem_of_the_section_is_reported_with_its_line() throws Exception {
    Path settings =
        Files.writeString(
            directory.resolve("portcullis.yaml"),
            """
            client-ip: {trusted-proxies: 127.0.0.0/8}
            keycloak:
              url: ldap://sso.example.com
              realm: staff/../master
              client-id: gateway
              client-secrt: x
            auth0:
              domain: example.eu.auth0.com
            doctor: {every: 1h}
            """);

    Ended checked = run("check-config", "-c", settings.toString());

    assertThat(checked.code()).isEqualTo(1);
    assertThat(checked.text())
        .contains("portcullis.yaml:3: keycloak.url: not usable: ldap://sso.example.com")
        .contains("portcullis.yaml:4: keycloak.realm: not usable: staff/../master")
        .contains("keycloak.client-secret: missing")
        .contains("did you mean keycloak.client-secret?")
        .contains("portcullis.yaml:8: auth0.domain: for Auth0 alone, and logins go to keycloak")
        .contains("portcullis.yaml:9: doctor.every: for Auth0 alone, and logins go to keycloak")
        .doesNotContain("auth0.client-id");
  }

  @Test
  void a_stop_that_would_cut_off_a_login_is_a_problem() throws Exception {
    Path settings = settings(URI.create("http://127.0.0.1:1"), "  timeout: 40s\n");

    Ended checked = run("check-config", "-c", settings.toString());

    assertThat(checked.text())
        .contains("listen.drain: shorter than twice the slowest login at keycloak")
        .contains("make it at least 80s");
  }

  @Test
  void the_commands_for_auth0_name_the_provider_and_do_nothing() throws Exception {
    String settings = settings(URI.create("http://127.0.0.1:1"), "").toString();

    Ended doctor = run("doctor", "-c", settings);
    Ended init = run("init", "-c", directory.resolve("new.yaml").toString());
    Ended resolved =
        run(
            "resolve-ip",
            "-c",
            settings,
            "--peer",
            "127.0.0.1",
            "-H",
            "X-Forwarded-For: 203.0.113.7");

    assertThat(doctor.code()).isEqualTo(3);
    assertThat(doctor.text()).contains("doctor is for Auth0").contains("keycloak");
    assertThat(init.code()).isEqualTo(1);
    assertThat(init.text()).contains("init is for Auth0").contains("keycloak");
    assertThat(directory.resolve("new.yaml")).doesNotExist();
    assertThat(resolved.code()).isZero();
    assertThat(resolved.text()).contains("203.0.113.7");
  }

  @Test
  void a_misconfiguration_is_explained_in_words_of_the_provider() throws Exception {
    FakeKeycloak keycloak = started(FakeKeycloak.refusingTheGrant());
    List<String> log = new CopyOnWriteArrayList<>();
    int port = serve(settings(keycloak.url(), ""), log);

    HttpResponse<String> answer = logIn(port, "correct+horse");

    assertThat(answer.body()).contains("misconfigured").doesNotContainIgnoringCase("auth0");
    for (int i = 0; i < 200 && !log.toString().contains("misconfigured"); i++) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
    assertThat(log.toString()).contains("Direct access grants").doesNotContainIgnoringCase("auth0");
  }

  private record Ended(int code, String text) {}

  private <T extends AutoCloseable> T started(T one) {
    open.add(one);
    return one;
  }

  private Path settings(URI keycloak, String more) throws IOException {
    return Files.writeString(
        directory.resolve("portcullis.yaml"),
        """
        listen: {users: "127.0.0.1:0", operators: "127.0.0.1:0"}
        client-ip:
          trusted-proxies: 127.0.0.0/8
          private-result: {allow: 203.0.113.0/24}
        keycloak:
          url: %s
          realm: staff
          client-id: gateway
          client-secret: the-secret-of-the-client
        %s\
        """
            .formatted(keycloak, more));
  }

  private Ended run(String... arguments) throws Exception {
    Process process = Jvm.start(arguments);
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Ended(process.waitFor(), text);
  }

  private int serve(Path settings) throws Exception {
    return serve(settings, new CopyOnWriteArrayList<>());
  }

  /** The port of the public listener. */
  private int serve(Path settings, List<String> log) throws Exception {
    Process process = Jvm.start("serve", "-c", settings.toString());
    open.add(() -> process.destroyForcibly().waitFor());
    BufferedReader lines = process.inputReader(UTF_8);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      log.add(line);
      Matcher users = USERS.matcher(line);
      if (line.contains("Portcullis is ready") && users.find()) {
        Thread.ofVirtual().start(() -> lines.lines().forEach(log::add));
        return Integer.parseInt(users.group(1));
      }
    }
    throw new AssertionError(String.join("\n", log));
  }

  private HttpResponse<String> logIn(int port, String password) throws Exception {
    return post(port, "/api/auth", "username=ada&password=" + password);
  }

  private HttpResponse<String> post(int port, String path, String form) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("X-Forwarded-For", "203.0.113.7")
            .POST(BodyPublishers.ofString(form))
            .build(),
        BodyHandlers.ofString());
  }
}
