package dev.portcullis.emulator;

import static dev.portcullis.emulator.Client.login;
import static dev.portcullis.emulator.Client.with;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.BOB;
import static dev.portcullis.emulator.tenant.DemoTenant.CONNECTION;
import static dev.portcullis.emulator.tenant.DemoTenant.GATEWAY_CLIENT_ID;
import static dev.portcullis.emulator.tenant.DemoTenant.GATEWAY_CLIENT_SECRET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portcullis.emulator.Client.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A process killed under load, again and again: nothing that was answered is lost. */
@Timeout(180)
@Isolated
class KillTest {

  private static final int WORKERS = 12;
  private static final int ANSWERS_PER_ROUND = 300;

  @TempDir private Path temporary = Path.of(".");

  private final Set<String> loggedFrom = ConcurrentHashMap.newKeySet();
  private final Set<String> blockedFrom = ConcurrentHashMap.newKeySet();
  private final Set<String> signedUp = ConcurrentHashMap.newKeySet();
  private final Queue<String> refreshTokens = new ConcurrentLinkedQueue<>();
  private final Queue<String> usedRefreshTokens = new ConcurrentLinkedQueue<>();

  @Test
  void every_answer_seen_before_a_kill_is_true_after_it() throws Exception {
    Path folder = temporary.resolve("data");
    String keys;
    int mails;
    try (Running running = new Running(folder)) {
      running.client().post("/emulator/clock", "application/json", "{\"advance\":\"P2D\"}");
      keys = modulus(running.client());
      assertThatThrownBy(() -> Auth0Emulator.start(KilledEmulator.settings(folder)))
          .hasMessageContaining("is in use by another emulator");
      load(running, 1);
    }
    try (Running running = new Running(folder)) {
      mails = running.client().get("/emulator/mails").json().size();
      load(running, 2);
    }
    assertThat(List.of(loggedFrom, blockedFrom, signedUp)).allMatch(seen -> seen.size() > 10);
    assertThat(refreshTokens).hasSizeGreaterThan(10);
    assertThat(usedRefreshTokens).hasSizeGreaterThan(10);

    try (Running running = new Running(folder)) {
      Client client = running.client();

      assertThat(addressesOfEvents(client)).containsAll(loggedFrom);
      assertThat(blockedFrom)
          .allSatisfy(
              address ->
                  assertThat(client.logIn(BOB, "wrong", address).verdict())
                      .isEqualTo("429 too_many_attempts"));
      assertThat(signedUp)
          .allSatisfy(
              email ->
                  assertThat(client.logIn(email, "chosen at sign-up", "192.0.2.1").status())
                      .isEqualTo(200));
      assertThat(refreshTokens)
          .allSatisfy(token -> assertThat(refresh(client, token).status()).isEqualTo(200));
      assertThat(usedRefreshTokens)
          .allSatisfy(token -> assertThat(refresh(client, token).status()).isEqualTo(403));
      assertThat(client.get("/emulator/mails").json().size()).isGreaterThanOrEqualTo(mails);
      assertThat(mails).isPositive();
      assertThat(modulus(client)).isEqualTo(keys);
      assertThat(client.get("/emulator/clock").json().path("now").asText())
          .isGreaterThan(Instant.now().plusSeconds(86_400).toString());
    }
    assertThat(Files.size(folder.resolve("state.jsonl"))).isLessThan(20L << 20);
  }

  /** Workers call until the process is gone, which happens in the middle of it. */
  private void load(Running running, int round) throws InterruptedException {
    CountDownLatch answers = new CountDownLatch(ANSWERS_PER_ROUND);
    List<Thread> workers = new ArrayList<>();
    for (int i = 0; i < WORKERS; i++) {
      int worker = round * 1000 + i;
      workers.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      for (int n = 0; ; n++) {
                        work(running.client(), worker, n, answers);
                      }
                    } catch (UncheckedIOException e) {
                      answers.countDown();
                    }
                  }));
    }
    answers.await();
    running.kill();
    for (Thread worker : workers) {
      worker.join();
    }
  }

  private void work(Client client, int worker, int n, CountDownLatch answers) {
    String address = "2001:db8:" + worker + "::" + Integer.toHexString(n + 1);
    switch (worker % 4) {
      case 0 -> {
        Answer answer = client.logIn("nobody-" + n + "@example.com", "wrong", address);
        answered(answer, 403, address, answers);
      }
      case 1 -> {
        Answer answer =
            client.token(
                with(login(ALICE, ALICE_PASSWORD), "scope", "openid offline_access"),
                "auth0-forwarded-for",
                address);
        answered(answer, 200, address, answers);
        String first = answer.json().path("refresh_token").asText();
        if (n % 2 == 0) {
          refreshTokens.add(first);
        } else {
          String second = refresh(client, first).json().path("refresh_token").asText();
          refreshTokens.add(second);
        }
        if (n % 5 == 0) {
          String used =
              client
                  .token(with(login(ALICE, ALICE_PASSWORD), "scope", "openid offline_access"))
                  .json()
                  .path("refresh_token")
                  .asText();
          refresh(client, used);
          usedRefreshTokens.add(used);
        }
      }
      case 2 -> {
        for (int i = 0; i < 10; i++) {
          answered(client.logIn(BOB, "wrong", address), 403, address, answers);
        }
        answered(client.logIn(BOB, "wrong", address), 429, address, answers);
        blockedFrom.add(address);
      }
      default -> {
        String email = "new-" + worker + "-" + n + "@example.com";
        Answer answer =
            client.form(
                "/dbconnections/signup",
                Map.of(
                    "client_id",
                    GATEWAY_CLIENT_ID,
                    "connection",
                    CONNECTION,
                    "email",
                    email,
                    "password",
                    "chosen at sign-up"));
        assertThat(answer.status()).isEqualTo(200);
        signedUp.add(email);
        answers.countDown();
      }
    }
  }

  private void answered(Answer answer, int status, String address, CountDownLatch answers) {
    assertThat(answer.status()).isEqualTo(status);
    loggedFrom.add(address);
    answers.countDown();
  }

  private static Answer refresh(Client client, String token) {
    return client.token(
        Map.of(
            "grant_type",
            "refresh_token",
            "refresh_token",
            token,
            "client_id",
            GATEWAY_CLIENT_ID,
            "client_secret",
            GATEWAY_CLIENT_SECRET));
  }

  private static Set<String> addressesOfEvents(Client client) {
    String token = client.managementToken("read:logs");
    Set<String> addresses = new HashSet<>();
    String from = "";
    while (true) {
      JsonNode page =
          client
              .get("/api/v2/logs?take=100&from=" + from, "Authorization", "Bearer " + token)
              .json();
      if (page.isEmpty()) {
        return addresses;
      }
      page.forEach(event -> addresses.add(event.path("ip").asText()));
      from = page.get(page.size() - 1).path("log_id").asText();
    }
  }

  private static String modulus(Client client) {
    return client.get("/.well-known/jwks.json").json().path("keys").path(0).path("n").asText();
  }

  /** The process; closing it kills it too. */
  private static final class Running implements AutoCloseable {

    private final Process process;
    private final Client client;

    private Running(Path folder) throws IOException {
      String classPath =
          System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
      this.process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  classPath,
                  KilledEmulator.class.getName(),
                  folder.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      BufferedReader out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      String address = out.readLine();
      if (address == null) {
        throw new IllegalStateException("the emulator did not start");
      }
      this.client = new Client(URI.create(address));
    }

    private Client client() {
      return client;
    }

    /** As kill -9 does it. */
    private void kill() {
      process.destroyForcibly();
    }

    @Override
    public void close() {
      kill();
      process.onExit().join();
      client.close();
    }
  }
}
