package dev.portcullis.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.bootstrap.settings.SettingsReader;
import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The jars that the distribution and the image ship beside the program's own. A new one needs a
 * line here, and its reason in docs/adr/0002-libraries.md.
 */
class DistributionTest {

  private static final List<String> ALLOWED =
      List.of(
          "ch.qos.logback:logback-classic",
          "ch.qos.logback:logback-core",
          "co.elastic.logging:ecs-logging-core",
          "co.elastic.logging:logback-ecs-encoder",
          "com.bucket4j:bucket4j_jdk17-core",
          "com.fasterxml.jackson.core:jackson-annotations",
          "com.fasterxml.jackson.core:jackson-core",
          "com.fasterxml.jackson.core:jackson-databind",
          "com.google.dagger:dagger",
          "com.nimbusds:nimbus-jose-jwt",
          "com.samskivert:jmustache",
          "info.picocli:picocli",
          "io.github.openfeign:feign-core",
          "io.github.openfeign:feign-jackson",
          "io.lettuce:lettuce-core",
          "io.micrometer:micrometer-commons",
          "io.micrometer:micrometer-core",
          "io.micrometer:micrometer-observation",
          "io.micrometer:micrometer-registry-prometheus",
          "io.nayuki:qrcodegen",
          "io.netty:netty-buffer",
          "io.netty:netty-codec-base",
          "io.netty:netty-codec-dns",
          "io.netty:netty-common",
          "io.netty:netty-handler",
          "io.netty:netty-resolver",
          "io.netty:netty-resolver-dns",
          "io.netty:netty-transport",
          "io.netty:netty-transport-native-unix-common",
          "io.projectreactor:reactor-core",
          "io.opentelemetry:opentelemetry-api",
          "io.opentelemetry:opentelemetry-common",
          "io.opentelemetry:opentelemetry-context",
          "io.opentelemetry:opentelemetry-exporter-common",
          "io.opentelemetry:opentelemetry-exporter-otlp",
          "io.opentelemetry:opentelemetry-exporter-otlp-common",
          "io.opentelemetry:opentelemetry-exporter-sender-jdk",
          "io.opentelemetry:opentelemetry-sdk-common",
          "io.opentelemetry:opentelemetry-sdk-logs",
          "io.opentelemetry:opentelemetry-sdk-metrics",
          "io.opentelemetry:opentelemetry-sdk-trace",
          "io.prometheus:prometheus-metrics-config",
          "io.prometheus:prometheus-metrics-core",
          "io.prometheus:prometheus-metrics-exposition-formats",
          "io.prometheus:prometheus-metrics-exposition-textformats",
          "io.prometheus:prometheus-metrics-model",
          "io.prometheus:prometheus-metrics-tracer-common",
          "io.vavr:vavr-match",
          "io.vavr:vavr",
          "jakarta.inject:jakarta.inject-api",
          "javax.inject:javax.inject",
          "org.apache.httpcomponents.core5:httpcore5",
          "org.eclipse.jetty:jetty-http",
          "org.eclipse.jetty:jetty-io",
          "org.eclipse.jetty:jetty-server",
          "org.eclipse.jetty:jetty-unixdomain-server",
          "org.eclipse.jetty:jetty-util",
          "org.hdrhistogram:HdrHistogram",
          "org.jspecify:jspecify",
          "org.reactivestreams:reactive-streams",
          "org.slf4j:slf4j-api",
          "org.slf4j:slf4j-jdk-platform-logging",
          "org.snakeyaml:snakeyaml-engine",
          "org.webjars:swagger-ui");

  /** Domain, application, doctor, embed and adapters: neither emulator nor demo nor testkit. */
  private static final Predicate<String> OWN =
      Pattern.compile(
              "dev\\.portcullis:portcullis-(domain|application|doctor|embed|adapters-[a-z0-9-]+)")
          .asMatchPredicate();

  /** Written by the build: {@code group:artifact:jar:version:scope}, one a line. */
  private static final Path BUILT = Path.of("target", "test-classes", "distribution.txt");

  private static final Pattern LINE =
      Pattern.compile(
          "^\\s+([\\w.-]+):([\\w.-]+):jar:(?:[\\w.-]+:)?[\\w.-]+:(?:compile|runtime)\\b.*");

  @Test
  void the_sample_settings_are_valid_and_hold_no_secret() {
    Path sample = Path.of("src", "dist", "portcullis.yaml");

    var settings =
        SettingsReader.read(
            sample,
            Map.of("AUTH0_CLIENT_SECRET", "s3cret-value", "PORTCULLIS_AUTH0_CLIENT_ID", "abc"));

    assertThat(settings.isValid()).as("%s", settings).isTrue();
    assertThat(SettingsReader.read(sample, Map.of()).getError().map(SettingsProblem::key))
        .containsExactly("auth0.client-id", "auth0.client-secret");
  }

  @Test
  void the_distribution_ships_these_jars_and_no_other() throws IOException {
    assertThat(BUILT).as("the list of jars, which ./mvnw writes").exists();

    List<String> shipped;
    try (Stream<String> lines = Files.lines(BUILT)) {
      shipped =
          lines
              .map(LINE::matcher)
              .filter(Matcher::matches)
              .map(line -> line.group(1) + ":" + line.group(2))
              .toList();
    }

    assertThat(shipped).anyMatch(OWN);
    assertThat(shipped).filteredOn(OWN.negate()).containsExactlyInAnyOrderElementsOf(ALLOWED);
  }
}
