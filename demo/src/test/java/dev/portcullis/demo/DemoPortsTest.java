package dev.portcullis.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Other programs take ports between the look and the start, as a second demo does. */
class DemoPortsTest {

  private static final int FROM = 28_787;

  private final List<ServerSocket> others = new ArrayList<>();
  private final List<DemoPorts> tried = new ArrayList<>();

  @AfterEach
  void stop() throws IOException {
    for (ServerSocket other : others) {
      other.close();
    }
  }

  @Test
  void a_demo_that_loses_a_port_starts_on_the_next_ones() {
    DemoPorts ports =
        DemoPorts.start(
            FROM,
            free -> {
              tried.add(free);
              return tried.size() == 1 ? lost(free.tenant()) : free;
            });

    assertThat(tried).hasSize(2).doesNotHaveDuplicates();
    assertThat(List.of(ports.users(), ports.operators(), ports.tenant(), ports.pages()))
        .doesNotContain(tried.getFirst().tenant())
        .doesNotHaveDuplicates();
  }

  @Test
  void a_demo_that_always_loses_names_the_option() {
    assertThatThrownBy(
            () ->
                DemoPorts.start(
                    FROM,
                    free -> {
                      tried.add(free);
                      return lost(free.users());
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("from " + FROM)
        .hasMessageContaining("--port");
    assertThat(tried).hasSize(10);
  }

  @Test
  void another_fault_is_not_tried_again() {
    assertThatThrownBy(
            () ->
                DemoPorts.start(
                    FROM,
                    free -> {
                      tried.add(free);
                      throw new IllegalStateException("another fault");
                    }))
        .hasMessage("another fault");
    assertThat(tried).hasSize(1);
  }

  private DemoPorts lost(int port) {
    try {
      others.add(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalStateException("cannot listen on port " + port);
  }
}
