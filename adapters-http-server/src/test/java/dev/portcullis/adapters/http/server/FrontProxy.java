package dev.portcullis.adapters.http.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * A real proxy that logs what it forwards: method, target, the status that it received, and the
 * body: nginx as JSON, haproxy in hexadecimal.
 */
final class FrontProxy implements AutoCloseable {

  /** A program and its settings. */
  enum Kind {
    /** As nginx is set up by default: HTTP/1.0, a connection for each request. */
    NGINX,
    /** With kept connections. */
    NGINX_KEPT,
    /** With kept connections, and bodies passed on as they come. */
    NGINX_STREAMING,
    /** As haproxy is set up by default. */
    HAPROXY;

    String program() {
      return this == HAPROXY ? "haproxy" : "nginx";
    }
  }

  /** What was forwarded; status 0 if nothing was received, the body as the proxy writes it. */
  record Forwarded(String method, String target, int status, String body) {}

  private final Path log;
  private final Process process;
  private final int port;

  private FrontProxy(Path log, Process process, int port) {
    this.log = log;
    this.process = process;
    this.port = port;
  }

  /** Starts it; aborts the test where the program is not installed and not required. */
  static FrontProxy start(Kind kind, Path directory, int behind) throws Exception {
    Path program = Path.of("/usr/sbin", kind.program());
    if (!Files.isExecutable(program)) {
      String missing = "no " + kind.program() + "; apt-get install -y " + kind.program();
      if ("required".equals(System.getProperty("portcullis.proxies"))) {
        Assertions.fail(missing);
      }
      Assumptions.abort(missing);
    }
    for (int attempt = 1; attempt < 3; attempt++) {
      // Between the choice of a port and its use another test may take it.
      FrontProxy proxy = launch(kind, program, directory, behind);
      if (proxy.listens()) {
        return proxy;
      }
      proxy.close();
    }
    FrontProxy last = launch(kind, program, directory, behind);
    Assertions.assertTrue(last.listens(), "it does not listen");
    return last;
  }

  private static FrontProxy launch(Kind kind, Path program, Path directory, int behind)
      throws IOException {
    int port = anyFree();
    Path log = directory.resolve("access.log");
    Path settings = directory.resolve("settings");
    Files.writeString(
        settings,
        kind == Kind.HAPROXY ? haproxy(port, behind) : nginx(kind, log, port, behind) + "\n");
    ProcessBuilder builder =
        kind == Kind.HAPROXY
            ? new ProcessBuilder(program.toString(), "-f", settings.toString())
                .redirectOutput(log.toFile())
            : new ProcessBuilder(
                    program.toString(), "-p", directory.toString(), "-c", settings.toString())
                .redirectOutput(directory.resolve("out.log").toFile());
    Process process = builder.redirectError(directory.resolve("error.log").toFile()).start();
    return new FrontProxy(log, process, port);
  }

  private static String nginx(Kind kind, Path log, int port, int behind) {
    String kept =
        kind == Kind.NGINX ? "" : "proxy_http_version 1.1; proxy_set_header Connection \"\";";
    String streaming = kind == Kind.NGINX_STREAMING ? "proxy_request_buffering off;" : "";
    return """
    daemon off; master_process off; pid nginx.pid; error_log stderr crit;
    events { worker_connections 4096; }
    http {
      log_format forwarded escape=json
        '$request_method $request_uri $upstream_addr/$upstream_status "$request_body"';
      access_log %s forwarded;
      client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path f;
      uwsgi_temp_path u; scgi_temp_path s;
      client_header_timeout 1s; client_body_timeout 1s; keepalive_timeout 1s;
      client_body_buffer_size 1m; underscores_in_headers on; ignore_invalid_headers off;
      upstream gateway { server 127.0.0.1:%d; %s }
      server {
        listen 127.0.0.1:%d;
        location / {
          proxy_pass http://gateway; proxy_next_upstream off; proxy_read_timeout 5s; %s %s
        }
      }
    }
    """
        .formatted(log, behind, kind == Kind.NGINX ? "" : "keepalive 16;", port, kept, streaming);
  }

  private static String haproxy(int port, int behind) {
    return """
    global
      log stdout len 65000 format raw local0 info
      maxconn 4000
    defaults
      mode http
      log global
      timeout connect 5s
      timeout client 1s
      timeout server 5s
      timeout http-request 1s
      retries 0
    frontend front
      bind 127.0.0.1:%d
      option http-buffer-request
      http-request set-var(txn.body) req.body,hex
      log-format "%%HM %%HU %%s/%%ST %%[var(txn.body)]"
      default_backend back
    backend back
      server gateway 127.0.0.1:%d
    """
        .formatted(port, behind);
  }

  private static int anyFree() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  /** Waits until it takes connections; false if it has ended instead. */
  private boolean listens() throws InterruptedException {
    for (int i = 0; i < 200; i++) {
      try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return probe.isConnected() && process.isAlive();
      } catch (IOException e) {
        if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
          return false;
        }
      }
    }
    return false;
  }

  ListenAddress where() {
    return new ListenAddress.Tcp("127.0.0.1", port);
  }

  /** Every request that was passed on so far and answered. */
  List<Forwarded> forwarded() throws IOException {
    return Files.readString(log, ISO_8859_1)
        .lines()
        .map(line -> line.split(" ", 4))
        .filter(words -> words.length == 4 && words[2].matches("(gateway|127[^/]*)/.*"))
        .map(words -> new Forwarded(words[0], words[1], status(words[2]), words[3]))
        .toList();
  }

  private static int status(String serverAndStatus) {
    String status = serverAndStatus.replaceFirst(".*/", "");
    return status.matches("\\d{3}") ? Integer.parseInt(status) : 0;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
