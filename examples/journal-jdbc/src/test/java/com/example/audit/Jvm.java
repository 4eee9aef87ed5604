package com.example.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The program in a JVM of its own, with the class path that it has at run time. */
final class Jvm {

  /** Written by the build: what the example needs at run time, without what the tests need. */
  private static final Path CLASS_PATH = Path.of("target", "class-path.txt");

  private Jvm() {}

  /** The program's own classes first. */
  static String classPath() throws IOException {
    assertThat(CLASS_PATH).as("the class path, which ./mvnw writes").exists();
    return Path.of("target", "classes").toAbsolutePath()
        + ":"
        + Files.readString(CLASS_PATH).strip();
  }

  static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  /** Starts it; standard error is in its output. */
  static Process start(Map<String, String> environment, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(java().toString());
    command.addAll(List.of("-cp", classPath(), AuditGateway.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    return builder.redirectErrorStream(true).start();
  }
}
