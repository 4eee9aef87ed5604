package dev.portcullis.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedKeyTest {

  private static final String TEXT = "a-key-that-all-instances-of-this-test-have";

  private final SharedKey key = new SharedKey(TEXT);

  @Test
  void a_tag_is_the_same_on_every_instance_and_another_for_each_purpose_and_key() {
    String tag = key.tags("one").of("ada@example.com");

    assertThat(tag).matches("[A-Za-z0-9_-]{22}");
    assertThat(new SharedKey(TEXT).tags("one").of("ada@example.com")).isEqualTo(tag);
    assertThat(key.tags("two").of("ada@example.com")).isNotEqualTo(tag);
    assertThat(new SharedKey(TEXT + "!").tags("one").of("ada@example.com")).isNotEqualTo(tag);
  }

  @Test
  void tags_that_are_made_at_the_same_time_do_not_mix() throws Exception {
    SharedKey.Tags tags = key.tags("one");
    String tag = tags.of("ada@example.com");
    Callable<Set<String>> made =
        () -> {
          Set<String> different = new HashSet<>();
          for (int i = 0; i < 5000; i++) {
            different.add(tags.of("ada@example.com"));
          }
          return different;
        };

    Set<String> all = new HashSet<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (Future<Set<String>> result : threads.invokeAll(Collections.nCopies(8, made))) {
        all.addAll(result.get());
      }
    }

    assertThat(all).containsExactly(tag);
  }

  @Test
  void a_sealed_value_is_opened_under_its_name_for_its_purpose_alone() {
    SharedKey.Sealing sealing = key.sealing("one");

    String sealed = sealing.close("value", "name");

    assertThat(sealing.close("value", "name")).isNotEqualTo(sealed);
    assertThat(new SharedKey(TEXT).sealing("one").open(sealed, "name")).containsExactly("value");
    assertThat(sealing.open(sealed, "other")).isEmpty();
    assertThat(key.sealing("two").open(sealed, "name")).isEmpty();
    assertThat(new SharedKey(TEXT + "!").sealing("one").open(sealed, "name")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "A", "!", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "\n"})
  void what_was_not_sealed_is_not_opened(String text) {
    var opened = key.sealing("one").open(text, "name");

    assertThat(opened).isEmpty();
  }

  @Test
  void a_changed_value_is_not_opened() {
    SharedKey.Sealing sealing = key.sealing("one");
    String sealed = sealing.close("value", "name");
    char first = sealed.charAt(20) == 'A' ? 'B' : 'A';

    var opened = sealing.open(sealed.substring(0, 20) + first + sealed.substring(21), "name");

    assertThat(opened).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "too-short",
        "thirty-one-characters-of-a-key!",
        "thirty-two characters with blanks",
        "schlüssel-mit-mehr-als-32-zeichen-x"
      })
  void a_short_key_is_refused_without_naming_it(String text) {
    assertThatThrownBy(() -> new SharedKey(text))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .satisfies(message -> assertThat(text.isEmpty() || !message.contains(text)).isTrue());
  }

  @Test
  void a_key_of_32_characters_is_taken() {
    SharedKey shortest = new SharedKey("!thirty-two-characters-of-a-key~");

    assertThat(shortest.tags("one").of("ada@example.com")).hasSize(22);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "gehe\u00ecm", "line\nbreak"})
  void a_password_of_other_characters_is_refused_without_naming_it(String text) {
    assertThatThrownBy(() -> new RedisPassword(text))
        .hasMessage("password: not one (expected: printable ASCII)");
  }

  @Test
  void passwords_are_compared_and_not_printed() {
    RedisPassword password = new RedisPassword("s3cret ~");

    assertThat(password.isSameAs(new RedisPassword("s3cret ~"))).isTrue();
    assertThat(password.isSameAs(new RedisPassword("s3cret !"))).isFalse();
    assertThat(password.reveal()).isEqualTo("s3cret ~".toCharArray());
    assertThat(password).hasToString("RedisPassword[redacted]");
  }

  @Test
  void nothing_prints_the_key() {
    assertThat(key + " " + key.tags("one") + " " + key.sealing("one"))
        .isEqualTo("SharedKey[redacted] Tags[redacted] Sealing[redacted]");
  }
}
