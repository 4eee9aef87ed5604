package dev.portcullis.bootstrap.proxies;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.portcullis.bootstrap.EmulatedTenant;
import dev.portcullis.bootstrap.Main;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Two gateways, as operators run them, are restarted one after the other under load, behind a proxy
 * that tries nothing twice: no login fails, and none is submitted twice.
 */
@Timeout(240)
@Isolated
class RollingRestartTest {

  private static final String DELAY = "2s";
  private static final int USERS = 8;
  private static final byte[] LOGIN =
      """
      POST /api/auth HTTP/1.1\r
      Host: login.example.com\r
      Connection: close\r
      X-Forwarded-For: 203.0.113.7\r
      Content-Type: application/json\r
      Content-Length: 43\r
      \r
      {"username":"ada@example.com","password":"p"}\
      """
          .replace("43", "" + "{\"username\":\"ada@example.com\",\"password\":\"p\"}".length())
          .getBytes(ISO_8859_1);

  private static final byte[] GRANT =
      "{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"expires_in\":60}".getBytes(UTF_8);

  @TempDir private Path folder = Path.of(".");

  private final List<Process> processes = new ArrayList<>();
  private final AtomicInteger submitted = new AtomicInteger();
  private final List<Instance> instances = new ArrayList<>();
  private final HttpServer tenant = tenant();

  @AfterEach
  void end() {
    processes.forEach(Process::destroyForcibly);
    tenant.stop(0);
  }

  /** Grants every login, after a while. */
  private HttpServer tenant() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
      server.createContext(
          "/",
          exchange -> {
            try (exchange) {
              String form = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
              boolean login = form.contains("password=p");
              if (login) {
                submitted.incrementAndGet();
                TimeUnit.MILLISECONDS.sleep(30);
              }
              byte[] answer = login ? GRANT : "{\"error\":\"unauthorized_client\"}".getBytes(UTF_8);
              exchange.getResponseHeaders().set("Content-Type", "application/json");
              exchange.sendResponseHeaders(login ? 200 : 403, answer.length);
              exchange.getResponseBody().write(answer);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.start();
      return server;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A gateway on ports of its own, which may run. */
  private final class Instance {

    private final int users = EmulatedTenant.freePort();
    private final int operators = EmulatedTenant.freePort();
    private final Path settings;
    private final Path log;
    private Process process;

    Instance(String name, String delay) throws Exception {
      log = folder.resolve(name + ".log");
      settings =
          Files.writeString(
              folder.resolve(name + ".yaml"),
              """
              listen:
                users: 127.0.0.1:%d
                operators: 127.0.0.1:%d
                drain-delay: %s
              client-ip:
                trusted-proxies: 127.0.0.0/8
                private-result: {allow: 203.0.113.0/24}
              auth0: {domain: "http://127.0.0.1:%d", client-id: gateway, client-secret: a-secret}
              limits: {preset: off}
              """
                  .formatted(users, operators, delay, tenant.getAddress().getPort()));
      process = start();
    }

    private Process start() throws Exception {
      Process started =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-XX:+UseSerialGC",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Main.class.getName(),
                  "serve",
                  "--config",
                  settings.toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      processes.add(started);
      for (int i = 0; i < 1200 && !isReady(); i++) {
        if (started.waitFor(50, TimeUnit.MILLISECONDS)) {
          throw new AssertionError("the gateway has ended: " + Files.readString(log));
        }
      }
      assertThat(isReady()).isTrue();
      return started;
    }

    boolean isReady() {
      try {
        return exchange(
                operators,
                "GET /health/ready HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                    .getBytes(ISO_8859_1))
            .startsWith("HTTP/1.1 200 ");
      } catch (IOException e) {
        return false;
      }
    }

    /** Sends SIGTERM; how long the process took to end. */
    Duration stop() throws Exception {
      long start = System.nanoTime();
      process.toHandle().destroy();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
      return Duration.ofNanos(System.nanoTime() - start);
    }

    void restart() throws Exception {
      process = start();
    }
  }

  private static String exchange(int port, byte[] request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(request);
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }

  /** Users that log in through this port all the time, each on a connection of its own. */
  private static final class Load implements AutoCloseable {

    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final AtomicInteger logins = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final int port;

    Load(int port) {
      this.port = port;
      for (int i = 0; i < USERS; i++) {
        threads.execute(this::logIn);
      }
    }

    private void logIn() {
      while (!over.get()) {
        try {
          String reply = exchange(port, LOGIN);
          logins.incrementAndGet();
          if (!reply.startsWith("HTTP/1.1 200 ") || !reply.contains("\"access_token\":\"t\"")) {
            failures.add(reply.lines().findFirst().orElse("no reply"));
          }
          TimeUnit.MILLISECONDS.sleep(20);
        } catch (IOException e) {
          failures.add(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }

    @Override
    public void close() {
      over.set(true);
      threads.close();
    }
  }

  private void startInstances() throws Exception {
    instances.add(new Instance("one", DELAY));
    instances.add(new Instance("two", DELAY));
  }

  /** Restarts each, with a pause in which the proxy can notice that it is back. */
  private Load restartAllUnderLoad(int port) throws Exception {
    Load load = new Load(port);
    try (load) {
      TimeUnit.MILLISECONDS.sleep(1500);
      for (Instance instance : instances) {
        Duration took = instance.stop();
        assertThat(took).isGreaterThan(Duration.ofSeconds(2)).isLessThan(Duration.ofSeconds(12));
        instance.restart();
        TimeUnit.MILLISECONDS.sleep(1500);
      }
    }
    return load;
  }

  private void assertNothingFailed(Load load) {
    assertThat(load.failures).isEmpty();
    assertThat(load.logins).hasValueGreaterThan(200);
    assertThat(submitted).hasValue(load.logins.get());
  }

  @Test
  void behind_haproxy_that_checks_readiness_no_login_fails() throws Exception {
    String haproxy = ProxyProgram.HAPROXY.orSkip();
    startInstances();
    int port = EmulatedTenant.freePort();
    Path file =
        Files.writeString(
            folder.resolve("haproxy.cfg"),
            """
            defaults
                mode http
                timeout connect 5s
                timeout client 30s
                timeout server 30s
                retries 0
                http-reuse always
            frontend users
                bind 127.0.0.1:%d
                default_backend gateways
            backend gateways
                option httpchk GET /health/ready
            %s
            """
                .formatted(
                    port,
                    instances.stream()
                        .map(
                            it ->
                                "    server s%d 127.0.0.1:%d check port %d inter 250ms fall 2 rise 1"
                                    .formatted(it.users, it.users, it.operators))
                        .collect(Collectors.joining("\n"))));
    try (RunningProxy proxy =
        RunningProxy.start(folder, port, haproxy, "-db", "-f", file.toString())) {

      Load load = restartAllUnderLoad(proxy.port());

      assertNothingFailed(load);
    }
  }

  /**
   * nginx has no checks of its own. What watches readiness, here as an ingress controller does it,
   * writes the list of servers and has nginx read it again.
   */
  @Test
  void behind_nginx_whose_servers_follow_readiness_no_login_fails() throws Exception {
    String nginx = ProxyProgram.NGINX.orSkip();
    startInstances();
    int port = EmulatedTenant.freePort();
    Path file =
        Files.writeString(
            folder.resolve("nginx.conf"),
            """
            daemon off;
            pid nginx.pid;
            error_log stderr;
            worker_processes 2;
            events {}
            http {
                access_log off;
                client_body_temp_path body;
                proxy_temp_path proxy;
                fastcgi_temp_path fastcgi;
                uwsgi_temp_path uwsgi;
                scgi_temp_path scgi;
                upstream gateways {
                    include servers.conf;
                    keepalive 16;
                }
                server {
                    listen 127.0.0.1:%d;
                    location / {
                        proxy_pass http://gateways;
                        proxy_http_version 1.1;
                        proxy_set_header Connection "";
                        proxy_next_upstream off;
                    }
                }
            }
            """
                .formatted(port));
    String servers = writeServers();
    try (RunningProxy proxy =
        RunningProxy.start(
            folder, port, nginx, "-p", folder.toString(), "-e", "stderr", "-c", file.toString())) {
      Thread watch = Thread.ofVirtual().start(() -> watchReadiness(servers));

      Load load = restartAllUnderLoad(proxy.port());
      watch.interrupt();
      watch.join();

      assertNothingFailed(load);
    }
  }

  private String writeServers() throws IOException {
    String servers =
        instances.stream()
            .map(it -> "server 127.0.0.1:%d%s;\n".formatted(it.users, it.isReady() ? "" : " down"))
            .collect(Collectors.joining());
    Files.writeString(folder.resolve("servers.conf"), servers);
    return servers;
  }

  private void watchReadiness(String first) {
    String before = first;
    try {
      while (true) {
        TimeUnit.MILLISECONDS.sleep(200);
        String now = writeServers();
        if (!now.equals(before)) {
          before = now;
          String pid = Files.readString(folder.resolve("nginx.pid")).strip();
          assertThat(new ProcessBuilder("kill", "-HUP", pid).start().waitFor()).isZero();
        }
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      // The end of the test.
    }
  }

  @Test
  void a_half_sent_request_does_not_hold_a_stop() throws Exception {
    Instance instance = new Instance("one", "1s");
    try (Socket half = new Socket(InetAddress.getLoopbackAddress(), instance.users);
        Socket silent = new Socket(InetAddress.getLoopbackAddress(), instance.users)) {
      silent.setTcpNoDelay(true);
      half.getOutputStream().write(LOGIN, 0, LOGIN.length - 1);

      Duration took = instance.stop();

      // The delay, one second for the rest, and the end of the process; listen.drain is 25 s.
      assertThat(took).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(7));
      assertThat(submitted).hasValue(0);
      assertThat(Files.readString(instance.log)).contains("Stopped");
    }
  }
}
