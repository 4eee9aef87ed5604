package dev.portcullis.bootstrap.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.server.HttpLimits;
import dev.portcullis.bootstrap.settings.document.SettingsSource;
import io.vavr.collection.HashMap;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** How many connections a listener may have follows from the memory, unless it is set. */
class ConnectionsFromMemoryTest {

  private static final long HEAP = Runtime.getRuntime().maxMemory();

  private static final String MINIMAL =
      """
      client-ip: {trusted-proxies: 10.0.0.0/8}
      auth0: {domain: example.eu.auth0.com, client-id: abc, client-secret: "0123456789abcdef"}
      """;

  @Test
  void one_listener_may_have_as_many_as_the_heap_carries() {
    assertThat(connections(MINIMAL)).isEqualTo(HttpLimits.connectionsFor(HEAP, 1));
  }

  @Test
  void eight_listeners_share_them() {
    StringBuilder more = new StringBuilder(MINIMAL).append("listeners:\n");
    for (int i = 1; i < 8; i++) {
      more.append(
          "  more-%d: {listen: \"127.0.0.1:%d\", client-ip: {source: peer}}\n"
              .formatted(i, 9000 + i));
    }

    assertThat(connections(more.toString())).isEqualTo(HttpLimits.connectionsFor(HEAP, 8));
  }

  @Test
  void what_is_set_counts() {
    assertThat(connections(MINIMAL + "listen: {max-connections: 30000}\n")).isEqualTo(30_000);
  }

  private static int connections(String yaml) {
    return SettingsReader.read(new SettingsSource("test", Path.of("."), yaml, HashMap.empty()))
        .toEither()
        .getOrElseThrow(problems -> new AssertionError(problems.mkString("\n")))
        .http()
        .limits()
        .connections();
  }
}
