package dev.portcullis.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.Seq;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenJvmTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=*:5005",
        "-Xrunjdwp:transport=dt_socket,server=y"
      })
  void a_debugger_port_is_a_warning(String argument) {
    Seq<String> warnings = OpenJvm.warnings(List.of("-Xmx256m", argument), new Properties());

    assertThat(warnings).hasSize(1);
    assertThat(warnings.head()).contains("debugger", "remove -agentlib:jdwp");
  }

  @ParameterizedTest
  @ValueSource(strings = {"com.sun.management.jmxremote", "com.sun.management.jmxremote.port"})
  void a_jmx_port_is_a_warning(String property) {
    Properties system = new Properties();
    system.setProperty(property, "");

    Seq<String> warnings = OpenJvm.warnings(List.of(), system);

    assertThat(warnings).hasSize(1);
    assertThat(warnings.head()).contains("JMX", "remove com.sun.management.jmxremote");
  }

  @Test
  void an_ordinary_process_warns_of_nothing() {
    Seq<String> warnings =
        OpenJvm.warnings(
            List.of("-Xmx256m", "-XX:+UseSerialGC", "-agentlib:other"), new Properties());

    assertThat(warnings).isEmpty();
  }
}
