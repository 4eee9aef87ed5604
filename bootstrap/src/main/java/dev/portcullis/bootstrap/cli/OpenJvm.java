package dev.portcullis.bootstrap.cli;

import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.util.List;
import java.util.Properties;

/**
 * Ways into this JVM that its options open: a debugger or a JMX port reads the memory, with secrets
 * and the passwords of logins in progress.
 */
final class OpenJvm {

  private OpenJvm() {}

  /**
   * A warning for each way in.
   *
   * @param arguments the JVM's options, those of {@code JAVA_TOOL_OPTIONS} included
   */
  static Seq<String> warnings(List<String> arguments, Properties system) {
    boolean debugger =
        arguments.stream()
            .anyMatch(it -> it.startsWith("-agentlib:jdwp") || it.startsWith("-Xrunjdwp"));
    boolean jmx =
        system.stringPropertyNames().stream()
            .anyMatch(name -> name.startsWith("com.sun.management.jmxremote"));
    return Vector.<String>empty()
        .appendAll(
            debugger
                ? Vector.of(
                    "A debugger can attach to this process and read secrets and passwords: remove"
                        + " -agentlib:jdwp from the JVM's options")
                : Vector.empty())
        .appendAll(
            jmx
                ? Vector.of(
                    "JMX is open to this process and can read secrets and passwords: remove"
                        + " com.sun.management.jmxremote from the JVM's options")
                : Vector.empty());
  }
}
