package dev.portcullis.emulator.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.emulator.address.IpLiteral;
import dev.portcullis.emulator.tenant.Factor;
import dev.portcullis.emulator.tenant.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

  private static final long SLACK = 4_096;

  @TempDir private Path temporary = Path.of(".");

  private record Row(
      Instant at, Optional<IpLiteral> address, Secret secret, List<Factor> factors, int number) {}

  private record Key(String connection, Optional<IpLiteral> address) {}

  @Test
  void rows_come_back_as_they_were_and_in_their_order() throws Exception {
    Row row =
        new Row(
            Instant.parse("2026-03-01T10:00:00.123456789Z"),
            Optional.of(IpLiteral.of("2001:db8::1")),
            Secret.of("s3cret-välue\n"),
            List.of(new Factor.Otp(Secret.of("JBSWY3DPEHPK3PXP")), new Factor.Email()),
            7);
    Key key = new Key("db", Optional.of(IpLiteral.of("192.0.2.1")));
    try (DataDirectory data = open()) {
      Store store = data.begin();
      store.commit();
      Table<Key, Row> table = store.table("rows", Key.class, Row.class);
      table.put(new Key("z", Optional.empty()), row);
      table.put(key, row);
      table.put(new Key("gone", Optional.empty()), row);
      table.remove(new Key("gone", Optional.empty()));
    }

    try (DataDirectory data = open()) {
      Map<Key, Row> rows = data.present().orElseThrow().table("rows", Key.class, Row.class).load();

      assertThat(rows.keySet()).containsExactly(new Key("z", Optional.empty()), key);
      Row read = rows.values().iterator().next();
      assertThat(read.at()).isEqualTo(row.at());
      assertThat(read.address()).isEqualTo(row.address());
      assertThat(read.secret().reveal()).isEqualTo("s3cret-välue\n");
      assertThat(read.factors()).hasSize(2).hasAtLeastOneElementOfType(Factor.Email.class);
    }
  }

  @Test
  void a_last_line_that_a_kill_tore_is_left_out_wherever_it_was_torn() throws Exception {
    try (DataDirectory data = open()) {
      Store store = data.begin();
      store.commit();
      numbers(store).put("kept", 1L);
      numbers(store).put("torn", 2L);
    }
    byte[] whole = Files.readAllBytes(state());
    int lastLine = "[\"numbers\",\"torn\",2]\n".length();

    for (int cut = 1; cut <= lastLine; cut++) {
      Files.write(state(), Arrays.copyOf(whole, whole.length - cut));
      try (DataDirectory data = open()) {
        Table<String, Long> numbers = numbers(data.present().orElseThrow());
        assertThat(numbers.load()).as("cut by %d", cut).isEqualTo(Map.of("kept", 1L));
        numbers.put("after", 3L);
      }
      try (DataDirectory data = open()) {
        assertThat(numbers(data.present().orElseThrow()).load())
            .isEqualTo(Map.of("kept", 1L, "after", 3L));
      }
    }
  }

  @Test
  void a_line_damaged_in_the_middle_is_named_and_nothing_is_changed() throws Exception {
    try (DataDirectory data = open()) {
      Store store = data.begin();
      store.commit();
      numbers(store).put("one", 1L);
      numbers(store).put("two", 2L);
    }
    String damaged = Files.readString(state()).replace("\"one\",1]", "\"one\",1");
    Files.writeString(state(), damaged);

    assertThatThrownBy(this::open)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("state.jsonl, line 1, is damaged");
    assertThat(Files.readString(state())).isEqualTo(damaged);
  }

  @Test
  void the_file_stays_in_proportion_to_what_is_in_it() throws Exception {
    long largest = 0;
    try (DataDirectory data = open()) {
      Store store = data.begin();
      store.commit();
      for (long i = 0; i < 20_000; i++) {
        numbers(store).put("key " + i % 50, i);
        numbers(store).put("passing " + i, i);
        numbers(store).remove("passing " + i);
        largest = Math.max(largest, Files.size(state()));
      }
    }

    assertThat(largest).isLessThan(SLACK + 100);
    try (DataDirectory data = open()) {
      Map<String, Long> rows = numbers(data.present().orElseThrow()).load();
      assertThat(rows).hasSize(50).containsEntry("key 49", 19_999L);
      assertThat(rows.keySet()).first().isEqualTo("key 0");
    }
  }

  @Test
  void what_is_begun_counts_once_it_is_committed_and_what_was_before_no_longer() throws Exception {
    try (DataDirectory data = open()) {
      Store first = data.begin();
      numbers(first).put("first", 1L);
      first.commit();
      Store second = data.begin();
      numbers(second).put("second", 2L);
      numbers(first).put("first too", 1L);
    }
    try (DataDirectory data = open()) {
      Store first = data.present().orElseThrow();
      assertThat(numbers(first).load()).containsOnlyKeys("first", "first too");
      Store third = data.begin();
      numbers(third).put("third", 3L);
      third.commit();
      numbers(first).put("too late", 1L);
    }

    try (DataDirectory data = open()) {
      assertThat(numbers(data.present().orElseThrow()).load()).containsOnlyKeys("third");
    }
  }

  @Test
  void a_folder_in_use_is_refused_in_a_sentence() throws Exception {
    try (DataDirectory data = open()) {
      assertThat(data.present()).isEmpty();

      assertThatThrownBy(this::open)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("is in use by another emulator: stop it, or choose another folder");
    }
    open().close();
  }

  @Test
  void only_the_owner_may_read_the_state() throws IOException {
    try (DataDirectory data = open()) {
      data.begin().commit();
    }

    assertThat(permissions(state())).isEqualTo("rw-------");
    assertThat(permissions(folder())).isEqualTo("rwx------");
  }

  @Test
  void a_file_that_was_rewritten_is_still_the_owners() throws IOException {
    try (DataDirectory data = open()) {
      data.begin().commit();
      for (long i = 0; i < 1_000; i++) {
        numbers(data.present().orElseThrow()).put("key", i);
      }
    }

    assertThat(Files.size(state())).isLessThan(SLACK + 100);
    assertThat(permissions(state())).isEqualTo("rw-------");
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private DataDirectory open() {
    return DataDirectory.open(folder(), SLACK);
  }

  private Path folder() {
    return temporary.resolve("data");
  }

  private Path state() {
    return folder().resolve("state.jsonl");
  }

  private static Table<String, Long> numbers(Store store) {
    return store.table("numbers", String.class, Long.class);
  }
}
