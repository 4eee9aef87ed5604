package dev.portcullis.bootstrap.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.bootstrap.proxies.ProxyProgram;
import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.domain.address.IpAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Compose file, nginx's settings and the gateway's fit each other and the image. */
class ComposeFileTest {

  private static final String FOLDER = "compose";
  private static final Pattern KEEPALIVE = Pattern.compile("keepalive_timeout (\\d+)s;");

  @TempDir private Path scratch = Path.of(".");

  @Test
  void the_files_fit_each_other_and_the_image() throws Exception {
    assertThat(problems(DeployExamples.texts(FOLDER))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          compose.yaml    | image: portcullis:                  | image: gateway:                     | image
          compose.yaml    | :/etc/portcullis/portcullis.yaml:ro | :/etc/portcullis.yaml:ro            | settings
          compose.yaml    | ipv4_address: 172.30.0.10           | ipv4_address: 172.30.0.11           | trusted
          compose.yaml    | secrets: [client-secret]            | secrets: [secret]                   | secrets
          compose.yaml    | stop_grace_period: 35s              | stop_grace_period: 20s              | stop
          compose.yaml    | health]                             | healthy]                            | health check
          compose.yaml    | read_only: true\\n    cap_drop: [ALL]\\n    security | cap_drop: [ALL]\\n    security | hardening
          compose.yaml    | mem_limit: 256m                     | cpus: 1                             | memory
          compose.yaml    | ./nginx.conf:                       | ./proxy.conf:                       | no file
          compose.yaml    | internal: true                      | internal: false                     | Valkey
          portcullis.yaml | 0.0.0.0:8080                        | 0.0.0.0:8081                        | nginx
          portcullis.yaml | 127.0.0.1:9090                      | 127.0.0.1:9091                      | health check
          portcullis.yaml | /run/secrets/client-secret          | /run/secret                         | secrets
          portcullis.yaml | drain: 25s                          | drain: 2m                           | stop
          nginx.conf      | server portcullis:8080;             | server gateway:8080;                | nginx
          nginx.conf      | keepalive_timeout 60s               | keepalive_timeout 90s               | nginx keeps
          nginx.conf      | $remote_addr                        | $http_x_forwarded_for               | X-Forwarded-For
          nginx.conf      | proxy_next_upstream off;            |                                     | sends a login again
          """)
  void each_kind_of_mistake_is_found(String file, String right, String wrong, String problem)
      throws Exception {
    Map<String, String> files = new HashMap<>(DeployExamples.texts(FOLDER));
    String before = files.getOrDefault(file, "");
    String after =
        before.replace(right.replace("\\n", "\n"), wrong == null ? "" : wrong.replace("\\n", "\n"));
    assertThat(after).as("the file with the mistake").isNotEqualTo(before);
    files.put(file, after);

    assertThat(problems(files)).anyMatch(it -> it.contains(problem));
  }

  /** The names of the services are known to Compose's network alone. */
  @Test
  void nginx_accepts_its_settings() throws Exception {
    String nginx = ProxyProgram.NGINX.orSkip();
    String conf =
        Files.readString(DeployExamples.folder(FOLDER).resolve("nginx.conf"))
            .replace("user nginx;", "")
            .replace("/var/run/nginx.pid", scratch.resolve("pid").toString())
            .replace("portcullis:8080", "127.0.0.1:8080");
    Path file = Files.writeString(scratch.resolve("nginx.conf"), conf);
    Process check =
        new ProcessBuilder(
                nginx, "-t", "-e", "stderr", "-p", scratch.toString(), "-c", file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(check.waitFor()).as(said).isZero();
  }

  private List<String> problems(Map<String, String> files) throws IOException {
    List<String> problems = new ArrayList<>();
    Tree compose = Tree.of(files.getOrDefault("compose.yaml", ""));
    String yaml = files.getOrDefault("portcullis.yaml", "");
    String nginx = files.getOrDefault("nginx.conf", "");
    ShippedImage image = ShippedImage.read();
    Settings settings = DeployExamples.settings(yaml, Map.of(), scratch);
    Tree gateway = compose.at("services.portcullis");
    Set<String> mounted = new HashSet<>();
    for (String service : compose.at("services").keys()) {
      for (String volume : compose.at("services").key(service).at("volumes").texts()) {
        String[] parts = volume.split(":", -1);
        if (!files.containsKey(parts[0].replace("./", ""))) {
          problems.add("no file " + parts[0]);
        }
        mounted.add(service + ":" + parts[1]);
      }
    }
    if (!gateway.at("image").text().startsWith(image.name() + ":")) {
      problems.add("another image: " + gateway.at("image"));
    }
    if (!mounted.contains("portcullis:" + image.settings())) {
      problems.add("the settings are not at " + image.settings());
    }
    Set<Path> secrets = new HashSet<>();
    for (String secret : gateway.at("secrets").texts()) {
      if (compose.at("secrets").key(secret).exists()) {
        secrets.add(Path.of("/run/secrets", secret));
      }
    }
    if (!secrets.equals(Set.copyOf(DeployExamples.filesIn(yaml)))) {
      problems.add("the secrets are " + secrets);
    }
    IpAddress proxy =
        IpAddress.parse(compose.at("services.nginx.networks.front.ipv4_address").text()).get();
    if (!settings.http().users().head().address().policy().trustedProxies().contains(proxy)) {
      problems.add("nginx is not trusted");
    }
    Duration stop = Duration.parse("PT" + gateway.at("stop_grace_period").text());
    if (stop.compareTo(DeployExamples.stop(settings)) < 0) {
      problems.add("a stop takes longer");
    }
    List<String> check = gateway.at("healthcheck.test").texts();
    List<String> asked = new ArrayList<>(List.of("CMD"));
    asked.addAll(image.entrypoint());
    asked.add("health");
    if (!check.equals(asked) || DeployExamples.operatorsPort(settings) != 9090) {
      problems.add("the health check asks nothing");
    }
    if (!gateway.at("read_only").is(true)
        || !gateway.at("cap_drop").texts().equals(List.of("ALL"))
        || !gateway.at("security_opt").texts().contains("no-new-privileges:true")) {
      problems.add("hardening is missing");
    }
    if (!gateway.at("mem_limit").exists() || gateway.at("ports").exists()) {
      problems.add("no limit of memory, or a port that is open to everyone");
    }
    if (!compose.at("networks.state.internal").is(true)
        || compose.at("services.valkey.ports").exists()
        || compose.at("services.valkey.networks.front").exists()) {
      problems.add("Valkey can be reached from elsewhere");
    }
    problems.addAll(ofNginx(nginx, settings));
    return problems;
  }

  private static List<String> ofNginx(String nginx, Settings settings) {
    List<String> problems = new ArrayList<>();
    if (!nginx.contains("server portcullis:" + DeployExamples.usersPort(settings) + ";")) {
      problems.add("nginx leads elsewhere");
    }
    Matcher keepalive = KEEPALIVE.matcher(nginx);
    if (!keepalive.find()
        || Duration.ofSeconds(Long.parseLong(keepalive.group(1)))
                .compareTo(settings.http().limits().idle())
            >= 0) {
      problems.add("nginx keeps idle connections longer than the gateway");
    }
    if (!nginx.contains("proxy_set_header X-Forwarded-For $remote_addr;")) {
      problems.add("X-Forwarded-For is the client's own");
    }
    if (!nginx.contains("proxy_next_upstream off;")) {
      problems.add("nginx sends a login again");
    }
    return problems;
  }
}
