package dev.portcullis.adapters.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JettyBodyRoomTest {

  private final JettyBody.Room room = new JettyBody.Room(100);

  @Test
  void takes_as_much_as_there_is() {
    assertThat(room.take(60)).isTrue();
    assertThat(room.take(40)).isTrue();
    assertThat(room.take(1)).isFalse();
  }

  @Test
  void what_does_not_fit_takes_nothing() {
    assertThat(room.take(60)).isTrue();
    assertThat(room.take(41)).isFalse();
    assertThat(room.take(40)).isTrue();
  }

  @Test
  void what_is_given_back_can_be_taken_again() {
    assertThat(room.take(100)).isTrue();

    room.giveBack(30);

    assertThat(room.take(31)).isFalse();
    assertThat(room.take(30)).isTrue();
  }
}
