package dev.portcullis.emulator.internal.protection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BreachedPasswordsTest {

  @TempDir private Path directory = Path.of(".");

  @Test
  void a_list_of_passwords_is_compared_in_full_even_where_it_is_not_utf_8() throws IOException {
    Path file = directory.resolve("plain.txt");
    Files.write(file, "hunter2\nZw\u00f6lf\n".getBytes(StandardCharsets.ISO_8859_1));
    Files.writeString(file, "größe\r\n", StandardOpenOption.APPEND);

    BreachedPasswords breached = BreachedPasswords.of(List.of(file));

    assertThat(List.of("hunter2", "größe", "AUTH0-TEST-x")).allMatch(breached::contains);
    assertThat(List.of("hunter", "hunter22", "HUNTER2", "")).noneMatch(breached::contains);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s", "%s:12"})
  void a_list_of_hashes_may_have_counts(String form) throws Exception {
    Path file = directory.resolve("hashes.txt");
    Files.writeString(
        file,
        String.format(Locale.ROOT, form, sha1("hunter2"))
            + "\n"
            + String.format(Locale.ROOT, form, sha1("Zwölf").toLowerCase(Locale.ROOT))
            + "\n");

    BreachedPasswords breached = BreachedPasswords.of(List.of(file));

    assertThat(List.of("hunter2", "Zwölf")).allMatch(breached::contains);
    assertThat(breached.contains("hunter3")).isFalse();
    assertThat(breached.contains(sha1("hunter2"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 1_000})
  void a_sorted_list_is_searched_without_reading_it(int size) throws Exception {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      lines.add(sha1("password " + i) + ":" + (i % 7 == 0 ? "1234567" : "1"));
    }
    Collections.sort(lines);
    Path file = directory.resolve("sorted.txt");
    Files.write(file, lines);

    BreachList list = BreachList.of(file, 0);

    assertThat(list).isInstanceOf(BreachList.SortedHashes.class);
    assertThat(IntStream.range(0, size)).allMatch(i -> list.contains("password " + i));
    assertThat(IntStream.range(0, 1_000)).noneMatch(i -> list.contains("sound " + i));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void no_look_up_leaves_a_file_open() throws Exception {
    Path plain = directory.resolve("plain.txt");
    Files.writeString(plain, "hunter2\nhunter3\n");
    Path hashes = directory.resolve("hashes.txt");
    Files.writeString(hashes, sha1("hunter2") + "\n" + sha1("hunter3") + "\n");
    Path folder = Files.createDirectory(directory.resolve("ranges"));
    String hash = sha1("hunter2");
    Files.writeString(
        folder.resolve(hash.substring(0, 5) + ".txt"), hash.substring(5) + ":17043\r\n");
    List<BreachList> lists =
        List.of(
            BreachList.of(plain),
            BreachList.of(hashes),
            BreachList.of(hashes, 0),
            BreachList.of(folder));

    for (BreachList list : lists) {
      assertThat(list.contains("hunter2")).isTrue();
      assertThat(list.contains("sound")).isFalse();
    }

    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      assertThat(open.map(BreachedPasswordsTest::target))
          .noneMatch(target -> target.startsWith(directory.toString()));
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return "closed meanwhile";
    }
  }

  @Test
  void a_large_list_that_is_not_sorted_is_refused() throws Exception {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      lines.add(sha1("password " + i));
    }
    Path file = directory.resolve("unsorted.txt");
    Files.write(file, lines);

    assertThatThrownBy(() -> BreachList.of(file, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unsorted.txt: a large list of hashes that is not sorted");
  }

  @Test
  void a_folder_of_range_files_is_looked_up_by_prefix() throws Exception {
    String hash = sha1("hunter2");
    String padding = sha1("padding");
    Files.writeString(
        directory.resolve(hash.substring(0, 5) + ".txt"),
        "0018A45C4D1DEF81644B54AB7F969B88D65:10\r\n" + hash.substring(5) + ":17043\r\n");
    Files.writeString(
        directory.resolve(padding.substring(0, 5) + ".txt"), padding.substring(5) + ":0\r\n");

    BreachedPasswords breached = BreachedPasswords.of(List.of(directory));

    assertThat(breached.contains("hunter2")).isTrue();
    assertThat(List.of("hunter3", "padding")).noneMatch(breached::contains);
  }

  @Test
  void what_is_no_list_is_refused_in_a_sentence() {
    assertThatThrownBy(() -> BreachedPasswords.of(List.of(directory)))
        .hasMessageContaining("no range files in it (expected: files such as 0A1B2.txt)");
    assertThatThrownBy(() -> BreachedPasswords.of(List.of(directory.resolve("no.txt"))))
        .hasMessageContaining("no.txt: cannot be read");
  }

  private static String sha1(String text) throws Exception {
    return HexFormat.of()
        .withUpperCase()
        .formatHex(
            MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
  }
}
