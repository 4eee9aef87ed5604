package com.example.audit.adapters.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * A PostgreSQL of the tests, as Debian installs it; nothing is ever downloaded. The role {@code
 * gateway} may insert into {@code login_events} and nothing else.
 */
public final class PostgresServer implements AutoCloseable {

  private static final Path VERSIONS = Path.of("/usr/lib/postgresql");

  private final Path programs;
  private final Path folder;
  private final int port;
  private Process server;

  private PostgresServer(Path programs, Path folder, int port) throws IOException {
    this.programs = programs;
    this.folder = folder;
    this.port = port;
    this.server = run();
  }

  /**
   * Starts one with an empty table; without PostgreSQL the test counts as skipped, or has failed if
   * the system property {@code portcullis.postgres} is {@code required}.
   */
  public static PostgresServer startOrSkip() throws Exception {
    Path programs = programs();
    Path folder = Files.createTempDirectory("portcullis-postgres");
    if (isRoot()) {
      Files.setOwner(
          folder,
          FileSystems.getDefault()
              .getUserPrincipalLookupService()
              .lookupPrincipalByName("postgres"));
    }
    Process created =
        start(
            programs.resolve("initdb").toString(),
            "--pgdata=" + folder.resolve("data"),
            "--username=postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--no-locale",
            "--no-sync");
    String output = new String(created.getInputStream().readAllBytes(), UTF_8);
    Assertions.assertEquals(0, created.waitFor(), output);
    PostgresServer server = new PostgresServer(programs, folder, freePort());
    server.awaitReady();
    return server;
  }

  /** The database of the tests, with the table and the role. */
  public TestDatabase create() throws SQLException {
    TestDatabase database = database();
    database.createTable();
    database.execute("create role gateway login; grant insert on login_events to gateway");
    return database;
  }

  /** The same with what is in it. */
  TestDatabase database() throws SQLException {
    return new TestDatabase(
        "jdbc:postgresql://127.0.0.1:" + port + "/postgres", "gateway", connect());
  }

  public int port() {
    return port;
  }

  /** Every process of it stops or goes on. */
  void signal(String name) throws IOException {
    List<String> command = new ArrayList<>(List.of("kill", "-" + name));
    Stream.concat(Stream.of(server.toHandle()), server.descendants())
        .forEach(process -> command.add(Long.toString(process.pid())));
    // Its exit code says nothing: a process of the server may have ended since.
    new ProcessBuilder(command).start().onExit().join();
  }

  /** Ends it at once, as if the machine had lost its power. */
  void kill() throws IOException {
    signal("KILL");
    server.onExit().join();
  }

  void restart() throws Exception {
    server = run();
    awaitReady();
  }

  @Override
  public void close() throws IOException {
    signal("KILL");
    server.onExit().join();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }

  private Process run() throws IOException {
    return start(
        programs.resolve("postgres").toString(),
        "-D",
        folder.resolve("data").toString(),
        "-p",
        Integer.toString(port),
        "-c",
        "listen_addresses=127.0.0.1",
        "-c",
        "unix_socket_directories=",
        "-c",
        "fsync=off",
        "-c",
        "logging_collector=on");
  }

  private void awaitReady() throws Exception {
    SQLException last = new SQLException("not tried");
    for (int i = 0; i < 300 && server.isAlive(); i++) {
      try {
        connect().close();
        return;
      } catch (SQLException e) {
        last = e;
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
    throw last;
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/postgres", "postgres", "");
  }

  /** PostgreSQL does not run as root. */
  private static Process start(String... command) throws IOException {
    List<String> words = new ArrayList<>();
    if (isRoot()) {
      words.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
    }
    words.addAll(List.of(command));
    return new ProcessBuilder(words)
        .directory(Path.of("/").toFile())
        .redirectErrorStream(true)
        .start();
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private static Path programs() throws IOException {
    if (Files.isDirectory(VERSIONS)) {
      try (Stream<Path> versions = Files.list(VERSIONS)) {
        List<Path> found =
            versions
                .map(version -> version.resolve("bin"))
                .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                .sorted()
                .toList();
        if (!found.isEmpty()) {
          return found.getLast();
        }
      }
    }
    String missing = "no PostgreSQL; apt-get install -y --no-install-recommends postgresql";
    if (System.getProperty("portcullis.postgres", "").equals("required")) {
      Assertions.fail(missing);
    }
    return Assumptions.abort(missing);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
