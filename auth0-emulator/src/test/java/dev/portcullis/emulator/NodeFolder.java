package dev.portcullis.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The folder with Auth0's SDKs for Node, as {@code package-lock.json} names them. */
final class NodeFolder {

  private static final Path SOURCES = Path.of("src/test/node");
  private static final Path WORK = Path.of("target/node");

  private static boolean installed;

  private NodeFolder() {}

  /** Installs them once; test classes that run side by side wait for it. */
  static synchronized void install() throws IOException, InterruptedException {
    assertThat(run(Map.of(), "node", "--version")).startsWith("v");
    Files.createDirectories(WORK);
    Path lock = WORK.resolve("package-lock.json");
    if (installed) {
      return;
    }
    boolean present =
        Files.exists(WORK.resolve("node_modules/.package-lock.json"))
            && Files.mismatch(lock, SOURCES.resolve("package-lock.json")) < 0;
    try (Stream<Path> sources = Files.walk(SOURCES)) {
      for (Path source : sources.filter(Files::isRegularFile).toList()) {
        Path copy = WORK.resolve(SOURCES.relativize(source));
        Files.createDirectories(copy.getParent());
        Files.copy(source, copy, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    if (!present) {
      run(Map.of(), "npm", "ci", "--ignore-scripts");
    }
    installed = true;
  }

  /** Builds the Next.js application for production. */
  static synchronized void buildNextjs() throws IOException, InterruptedException {
    run(
        Map.of("NEXT_TELEMETRY_DISABLED", "1"),
        "node",
        "node_modules/next/dist/bin/next",
        "build",
        "nextjs");
  }

  /** Runs a command in the work folder to its end; its output. */
  static String run(Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    Path log = Files.createTempFile("node", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory((Files.isDirectory(WORK) ? WORK : Path.of(".")).toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      return fail(
          command[0]
              + " cannot be run (expected: Node 20.19 or later and npm on the PATH; without them"
              + " leave out -Pnode-sdks): "
              + e.getMessage());
    }
    boolean ended = process.waitFor(10, TimeUnit.MINUTES);
    process.destroyForcibly();
    String output = Files.readString(log);
    Files.delete(log);
    assertThat(ended && process.exitValue() == 0).as("%s:%n%s", List.of(command), output).isTrue();
    return output;
  }

  /** Starts an application of the work folder, and waits until it listens. */
  static Running start(String file, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path log = Files.createTempFile("node", ".log");
    ProcessBuilder builder =
        new ProcessBuilder("node", file)
            .directory(WORK.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    Running running = new Running(builder.start(), log);
    Instant patience = Instant.now().plus(Duration.ofSeconds(60));
    while (!running.output().contains("listening")) {
      assertThat(running.process().isAlive() && Instant.now().isBefore(patience))
          .as(running.output())
          .isTrue();
      Thread.sleep(50);
    }
    return running;
  }

  /** An application that runs until it is closed. */
  record Running(Process process, Path log) implements AutoCloseable {

    String output() {
      try {
        return Files.readString(log);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      process.destroyForcibly().onExit().join();
      Files.deleteIfExists(log);
    }
  }
}
