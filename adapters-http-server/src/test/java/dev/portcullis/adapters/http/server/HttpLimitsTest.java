package dev.portcullis.adapters.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpLimitsTest {

  @ParameterizedTest
  @CsvSource({
    "52428800, 1, 1600",
    "104857600, 1, 3200",
    "104857600, 4, 800",
    "335544320, 1, 10240",
    "655360000, 1, 20000",
    "9223372036854775807, 1, 20000",
    "1000, 1, 1"
  })
  void as_many_connections_as_the_heap_carries(long heap, int listeners, int connections) {
    assertThat(HttpLimits.connectionsFor(heap, listeners)).isEqualTo(connections);
  }
}
