package dev.portcullis.emulator.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.emulator.internal.http.PreparedReplies.PreparedReply;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PreparedRepliesTest {

  private static final int CAPACITY = 1_000;

  private final PreparedReplies replies = new PreparedReplies();

  private void add(String path, int status) {
    replies.add(new PreparedReply(path, Reply.empty(status)));
  }

  private Optional<Integer> next(String path) {
    return replies.take(path).map(Reply::status);
  }

  @Test
  void replies_for_a_path_are_sent_in_their_order_once_each() {
    add("/a", 200);
    add("/b", 201);
    add("/a", 202);

    assertThat(next("/a")).contains(200);
    assertThat(next("/a")).contains(202);
    assertThat(next("/a")).isEmpty();
    assertThat(next("/b")).contains(201);
    assertThat(replies.waiting()).isEmpty();
  }

  @Test
  void where_there_are_too_many_the_oldest_is_removed() {
    add("/oldest", 200);
    for (int i = 0; i < CAPACITY; i++) {
      add("/" + i, 200);
    }

    assertThat(replies.waiting()).hasSize(CAPACITY);
    assertThat(next("/oldest")).isEmpty();
    assertThat(next("/0")).contains(200);
    assertThat(next("/" + (CAPACITY - 1))).contains(200);
  }
}
