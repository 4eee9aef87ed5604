package com.example.login;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.emulator.junit.EmulatedTenant;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs in a JVM of their own, and the class path that they have at run time. */
final class Jvm {

  /** Written by the build: what the example needs at run time, without what the tests need. */
  private static final Path CLASS_PATH = Path.of("target", "class-path.txt");

  private Jvm() {}

  /** The jars and folders that the example runs with, its own classes first. */
  static List<Path> runtimeClassPath() throws IOException {
    assertThat(CLASS_PATH).as("the class path, which ./mvnw writes").exists();
    return Stream.concat(
            Stream.of("target/classes"),
            Stream.of(Files.readString(CLASS_PATH).strip().split(File.pathSeparator)))
        .map(entry -> Path.of(entry).toAbsolutePath())
        .toList();
  }

  static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  /** What a login of this user prints, by {@link FirstLogin} in a JVM with these arguments. */
  static String firstLogin(
      EmulatedTenant tenant, String username, String password, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(java().toString()));
    command.addAll(List.of(arguments));
    command.add(username);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(Tenants.environment(tenant));
    Path errors = Files.createTempFile("first-login", ".log");
    Process program = builder.redirectError(errors.toFile()).start();
    try (var in = program.getOutputStream()) {
      in.write((password + "\n").getBytes(UTF_8));
    }
    String printed = new String(program.getInputStream().readAllBytes(), UTF_8);
    assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(program.exitValue()).as(() -> text(errors)).isZero();
    Files.delete(errors);
    return printed;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
