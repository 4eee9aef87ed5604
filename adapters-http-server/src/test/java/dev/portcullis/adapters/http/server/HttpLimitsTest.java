package dev.portcullis.adapters.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpLimitsTest {

  @ParameterizedTest
  @CsvSource({
    "52428800, 1, 554",
    "104857600, 1, 1621",
    "104857600, 4, 405",
    "335544320, 1, 6314",
    "1008205824, 1, 20000",
    "9223372036854775807, 1, 20000",
    "1000, 1, 1"
  })
  void as_many_connections_as_the_heap_carries(long heap, int listeners, int connections) {
    assertThat(HttpLimits.connectionsFor(heap, listeners)).isEqualTo(connections);
  }
}
