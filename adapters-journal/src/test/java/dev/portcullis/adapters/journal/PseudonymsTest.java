package dev.portcullis.adapters.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.portcullis.testkit.Fixtures;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class PseudonymsTest {

  private static final byte[] KEY = "a key of 16 bytes".getBytes(StandardCharsets.US_ASCII);

  @Test
  void one_user_has_one_hash_however_the_name_is_typed() {
    String hash = hash(KEY, "ada@example.com");

    // python3: hmac.new(b"a key of 16 bytes", b"ada@example.com", "sha256").hexdigest()[:32]
    assertThat(hash).isEqualTo("97e6dfa2ad0d7e948cc3ec2db5dcb864").matches("[0-9a-f]{32}");
    assertThat(hash(KEY, " Ada@Example.COM ")).isEqualTo(hash);
    assertThat(hash(KEY, "\uff41da@example.com")).isEqualTo(hash);
  }

  @Test
  void another_user_or_another_key_has_another_hash() {
    String hash = hash(KEY, "ada@example.com");

    assertThat(hash(KEY, "eve@example.com")).isNotEqualTo(hash);
    assertThat(hash(new byte[16], "ada@example.com")).isNotEqualTo(hash);
  }

  @Test
  void logins_at_the_same_time_do_not_mix_their_hashes() throws Exception {
    Pseudonyms pseudonyms = Pseudonyms.hashed(KEY);
    String hash = hash(KEY, "ada@example.com");
    Callable<List<String>> logins =
        () -> {
          CapturedLog log = new CapturedLog();
          for (int i = 0; i < 2000; i++) {
            pseudonyms.name(log.logger().atInfo(), Fixtures.identifier("ada@example.com")).log("");
          }
          return log.lines();
        };

    List<String> lines = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (Future<List<String>> result : threads.invokeAll(Collections.nCopies(8, logins))) {
        lines.addAll(result.get());
      }
    }

    assertThat(lines).hasSize(16_000).allMatch(line -> line.contains(hash));
  }

  @Test
  void plain_names_are_written_on_one_line() {
    CapturedLog log = new CapturedLog();

    Pseudonyms.plain()
        .name(log.logger().atInfo(), Fixtures.identifier("ad\u2028a\u202e@example.com"))
        .log("");

    assertThat(log.only()).containsEntry("user.name", "ad?a?@example.com");
  }

  @Test
  void a_key_that_can_be_searched_for_is_none() {
    assertThatIllegalArgumentException().isThrownBy(() -> Pseudonyms.hashed(new byte[15]));
  }

  @Test
  void neither_key_nor_way_shows_more_than_its_name() {
    assertThat(Pseudonyms.hashed(KEY)).hasToString("Pseudonyms[Hashed]");
  }

  private static String hash(byte[] key, String identifier) {
    CapturedLog log = new CapturedLog();
    Pseudonyms.hashed(key).name(log.logger().atInfo(), Fixtures.identifier(identifier)).log("");
    return String.valueOf(log.only().get("user.hash"));
  }
}
