package dev.portcullis.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.io.support.SpringFactoriesLoader;

@Timeout(60)
class PropertiesTest {

  @Test
  void an_application_without_properties_learns_all_that_it_needs() {
    FailureAnalysis analysis = analysis(List.of());

    assertThat(analysis.getDescription())
        .contains(
            "    portcullis.auth0.domain: not set\n",
            "    portcullis.auth0.client-id: not set\n",
            "    portcullis.auth0.client-secret: not set\n",
            "    portcullis.client-ip.trusted-proxies: empty");
    assertThat(analysis.getAction())
        .contains(
            "portcullis.auth0.domain: Set it to your tenant's domain, example.eu.auth0.com.\n",
            "PORTCULLIS_AUTH0_CLIENT_SECRET",
            "portcullis.client-ip.trusted-proxies: list the proxies");
  }

  @Test
  void each_wrong_property_is_named_and_no_secret_is_repeated() {
    FailureAnalysis analysis =
        analysis(
            List.of(
                "portcullis.auth0.domain=https://user:hunter2@tenant.example.com/",
                "portcullis.auth0.client-id=some\u0007client",
                "portcullis.auth0.client-secret=hunter2\u00e9",
                "portcullis.auth0.old-client-secret=hunter2\u00e8",
                "portcullis.client-ip.trusted-proxies=10.0.0.0/99",
                "portcullis.client-ip.self-ranges=here"));

    assertThat(analysis.getDescription())
        .contains(
            "portcullis.auth0.domain: not a base URI",
            "portcullis.auth0.client-id: control characters",
            "portcullis.auth0.client-secret: not a secret",
            "portcullis.auth0.old-client-secret: not a secret",
            "portcullis.client-ip.trusted-proxies: ",
            "portcullis.client-ip.self-ranges: ")
        .doesNotContain("hunter2");
    assertThat(analysis.getAction()).doesNotContain("hunter2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"a b | not a host name", "http://example.com | http://example.com (expected: https"})
  void a_domain_that_is_no_host_and_plain_http_are_refused(String domain, String problem) {
    assertThat(
            analysis(Host.all(List.of("portcullis.auth0.domain=" + domain), Host.ADDRESSES))
                .getDescription())
        .contains("portcullis.auth0.domain: " + problem);
  }

  @Test
  void address_settings_that_contradict_each_other_are_refused() {
    assertThat(
            analysis(
                    Host.all(
                        Host.TENANT, List.of("portcullis.client-ip.trusted-proxies=0.0.0.0/1")))
                .getDescription())
        .contains("portcullis.client-ip.trusted-proxies: 0.0.0.0/1 is wider than /8");
    assertThat(
            analysis(
                    Host.all(
                        Host.TENANT,
                        List.of(
                            "portcullis.client-ip.source=peer",
                            "portcullis.client-ip.trusted-hops=1")))
                .getDescription())
        .contains("portcullis.client-ip.trusted-hops: set, while the source is no list");
    assertThat(
            analysis(Host.all(Host.TENANT, Host.ADDRESSES, "portcullis.client-ip.trusted-hops=0"))
                .getDescription())
        .contains("portcullis.client-ip.trusted-hops: less than 1");
  }

  @Test
  void a_name_that_is_none_is_refused() {
    assertThat(
            analysis(Host.all(Host.TENANT, Host.ADDRESSES, "portcullis.name=a b")).getDescription())
        .contains("name: not a name (fix: use 1-40 of");
  }

  @Test
  void the_properties_print_no_secret() {
    try (Host host = Host.start(Host.all(Host.TENANT, Host.ADDRESSES))) {
      assertThat(host.bean(PortcullisProperties.class).toString())
          .contains("some-client")
          .doesNotContain("some-secret");
    }
  }

  @Test
  void the_metadata_and_the_guide_list_every_property() throws IOException {
    List<String> properties = new ArrayList<>(List.of("portcullis.api.enabled"));
    collect("portcullis", PortcullisProperties.class, properties);

    List<String> listed = new ArrayList<>();
    try (InputStream file =
        Objects.requireNonNull(
            PortcullisProperties.class.getResourceAsStream(
                "/META-INF/spring-configuration-metadata.json"))) {
      for (JsonNode property : new ObjectMapper().readTree(file).get("properties")) {
        listed.add(property.get("name").asText());
        assertThat(property.get("description").asText()).isNotBlank();
      }
    }

    assertThat(listed).containsExactlyInAnyOrderElementsOf(properties);
    assertThat(Files.readString(Path.of("..", "docs", "how-to", "spring-boot.md")))
        .contains(listed.stream().map(it -> "`" + it + "`").toList());
  }

  private static void collect(String prefix, Class<?> record, List<String> into) {
    for (RecordComponent component : record.getRecordComponents()) {
      String name =
          prefix + "." + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
      if (component.getType().isRecord()) {
        collect(name, component.getType(), into);
      } else {
        into.add(name);
      }
    }
  }

  /** What Spring Boot prints when the start fails, by the analyzers that it finds. */
  private static FailureAnalysis analysis(List<String> properties) {
    Throwable failure = StarterTest.failure(properties);
    return SpringFactoriesLoader.forDefaultResourceLocation()
        .load(
            FailureAnalyzer.class,
            SpringFactoriesLoader.FailureHandler.handleMessage((message, why) -> {}))
        .stream()
        .filter(it -> it.getClass().getName().startsWith("dev.portcullis."))
        .map(it -> it.analyze(failure))
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no analysis", failure));
  }
}
