package dev.portcullis.bootstrap.settings.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.HashMap;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Settings before they have their types can be printed without their values. */
class PrintedSettingsTest {

  private static final String SECRET = "canary-4f1e";
  private static final String VARIABLE = "PORTCULLIS_AUTH0_CLIENT_SECRET";

  static Stream<Object> carriers() {
    return Stream.of(
        new SettingsSource(
            "portcullis.yaml",
            Path.of("."),
            "auth0: {client-secret: " + SECRET + "}",
            HashMap.of(VARIABLE, SECRET)),
        new Environment(HashMap.of(VARIABLE, SECRET, "DATABASE_PASSWORD", SECRET)),
        new Raw("auth0.client-secret", SECRET, "portcullis.yaml:3"));
  }

  @ParameterizedTest
  @MethodSource("carriers")
  void no_value_is_printed(Object carrier) {
    assertThat(carrier.toString()).doesNotContain(SECRET);
  }
}
