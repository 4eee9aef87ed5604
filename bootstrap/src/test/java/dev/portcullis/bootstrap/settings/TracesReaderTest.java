package dev.portcullis.bootstrap.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import dev.portcullis.bootstrap.settings.document.SettingsSource;
import io.vavr.collection.HashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.control.Validation;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TracesReaderTest {

  @Test
  void without_a_receiver_there_are_no_traces_whatever_opentelemetrys_variables_are() {
    var settings =
        read(
            "{ratio: 1}",
            HashMap.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318",
                "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://127.0.0.1:4318/v1/traces",
                "OTEL_TRACES_EXPORTER", "otlp"));

    assertThat(settings.get().traces()).isEmpty();
  }

  @Test
  void a_variable_of_the_platform_can_be_named() {
    var settings =
        read(
            "{endpoint: \"${OTEL_EXPORTER_OTLP_ENDPOINT}\"}",
            HashMap.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318"));

    assertThat(settings.get().traces().get().endpoint())
        .hasToString("http://127.0.0.1:4318/v1/traces");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {endpoint: collector:4318}                                  | traces.endpoint
          {endpoint: "grpc://collector:4317"}                         | traces.endpoint
          {endpoint: "http://user:s3cret@collector:4318"}             | traces.endpoint
          {endpoint: "http://c:4318", ratio: 1.5}                     | traces.ratio
          {endpoint: "http://c:4318", ratio: 10%}                     | traces.ratio
          {endpoint: "http://c:4318", service-name: two words}        | traces.service-name
          {endpoint: "http://c:4318", follow-parent: maybe}           | traces.follow-parent
          {endpoint: "http://c:4318", authorization: Bearer s3cret}   | traces.endpoint
          {endpoint: "http://c:4318", sampling: 1}                    | traces.sampling
          """)
  void what_is_wrong_is_named_without_a_secret(String traces, String key) {
    Seq<SettingsProblem> problems = read(traces, HashMap.empty()).getError();

    assertThat(problems.map(SettingsProblem::key)).containsExactly(key);
    assertThat(problems.mkString()).doesNotContain("s3cret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "0.25", "1.0", "0.0001"})
  void a_ratio_is_from_0_to_1(String ratio) {
    var settings = read("{endpoint: \"http://c:4318\", ratio: " + ratio + "}", HashMap.empty());

    assertThat(settings.isValid()).isTrue();
  }

  @Test
  void a_file_of_authorities_that_is_not_there_is_a_problem_of_check_config() {
    Settings settings =
        read("{endpoint: \"https://c:4318\", authorities: none.pem}", HashMap.empty()).get();

    assertThat(settings.traceProblem().get().key()).isEqualTo("traces.authorities");
  }

  @Test
  void a_relative_file_of_authorities_is_beside_the_settings() {
    Settings settings =
        read("{endpoint: \"https://c:4318\", authorities: tls/ca.pem}", HashMap.empty()).get();

    assertThat(settings.traces().get().toString())
        .contains(Path.of("settings-folder", "tls", "ca.pem").toString());
  }

  private static Validation<Seq<SettingsProblem>, Settings> read(
      String traces, Map<String, String> environment) {
    String yaml =
        """
        client-ip: {source: peer, direct-access: allow}
        auth0: {domain: example.eu.auth0.com, client-id: abc, client-secret: a-client-secret}
        traces: %s
        """
            .formatted(traces);
    return SettingsReader.read(
        new SettingsSource("test", Path.of("settings-folder"), yaml, environment));
  }
}
