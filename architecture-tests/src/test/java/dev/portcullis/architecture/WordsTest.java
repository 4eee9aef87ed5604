package dev.portcullis.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Documents, sources, messages and scripts are written in plain English: every file that git tracks
 * is free of the phrases of {@link ReplacedWord}. Files that still have some are listed in {@code
 * words-remaining.txt} with their number, which can only shrink; {@code -Dportcullis.words=write}
 * writes the list anew.
 */
class WordsTest {

  private static final String FOLDER = "architecture-tests/src/test/";
  private static final String REMAINING = FOLDER + "resources/words-remaining.txt";

  /** Files that are not read, each with the reason. */
  private static final Map<String, String> ALLOWED =
      Map.of(FOLDER + "java/dev/portcullis/architecture/ReplacedWord.java", "has the list itself");

  private static final String WRITE =
      "./mvnw -q test -pl architecture-tests -am -Dtest=WordsTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dportcullis.words=write";

  @Test
  void no_file_has_a_replaced_word() throws IOException, InterruptedException {
    Map<String, List<ReplacedWord.Hit>> hits = new TreeMap<>();
    List<String> files = tracked();
    for (String file : files) {
      List<ReplacedWord.Hit> found = ReplacedWord.in(text(Repository.root().resolve(file)));
      if (!found.isEmpty()) {
        hits.put(file, found);
      }
    }

    if ("write".equals(System.getProperty("portcullis.words"))) {
      write(hits);
    }

    assertThat(files).hasSizeGreaterThan(1000);
    assertThat(problems(hits, remaining())).as("after a clean-up: %s", WRITE).isEmpty();
  }

  @Test
  void what_is_not_read_exists() {
    assertThat(ALLOWED.keySet()).allMatch(file -> Files.exists(Repository.root().resolve(file)));
  }

  @Test
  void a_word_more_and_a_word_less_than_listed_are_reported() {
    List<ReplacedWord.Hit> one = ReplacedWord.in("Fine.\nWho" + "ever reads.");

    assertThat(problems(Map.of("a.md", one), Map.of()))
        .containsExactly(
            "a.md:2: 'Who" + "ever', write: anyone who, a client that, callers, operators");
    assertThat(problems(Map.of("a.md", one), Map.of("a.md", 1))).isEmpty();
    assertThat(problems(Map.of("a.md", one), Map.of("a.md", 2, "b.md", 1)))
        .containsExactly(
            "a.md: has 1, and words-remaining.txt still lists 2",
            "b.md: has 0, and words-remaining.txt still lists 1");
  }

  static Stream<String> forms() {
    return ReplacedWord.ALL.stream().flatMap(word -> word.forms().stream());
  }

  @ParameterizedTest
  @MethodSource("forms")
  void a_word_is_found_however_it_is_written(String form) {
    String snake = form.replace(' ', '_');

    assertThat(
            Stream.of(
                "So " + form + ".",
                Character.toUpperCase(form.charAt(0)) + form.substring(1) + " it is",
                "  /** A\n   * " + form.replace(" ", "\n   * ") + "\n   */",
                "\"a " + form.replace(" ", " \"\n        + \"") + ".\"",
                "void this_" + snake + "_that() {",
                "int " + camel("the_" + snake) + "Count;"))
        .allSatisfy(text -> assertThat(ReplacedWord.in(text)).isNotEmpty());
  }

  @Test
  void a_word_that_is_part_of_another_is_not_found() {
    assertThat(
            ReplacedWord.in(
                "amend recommended dependency commendable maybe it is; to be items; the that"
                    + " MapEntry; taken forward; whoevers"))
        .isEmpty();
  }

  private static List<String> problems(
      Map<String, List<ReplacedWord.Hit>> hits, Map<String, Integer> remaining) {
    List<String> problems = new ArrayList<>();
    hits.forEach(
        (file, found) -> {
          if (found.size() > remaining.getOrDefault(file, 0)) {
            found.forEach(hit -> problems.add(file + ":" + hit));
          }
        });
    new TreeMap<>(remaining)
        .forEach(
            (file, listed) -> {
              int found = hits.getOrDefault(file, List.of()).size();
              if (found < listed) {
                problems.add(
                    file + ": has " + found + ", and words-remaining.txt still lists " + listed);
              }
            });
    return problems;
  }

  private static Map<String, Integer> remaining() throws IOException {
    Path list = Repository.root().resolve(REMAINING);
    return Files.exists(list)
        ? Files.readAllLines(list).stream()
            .map(line -> line.split(" ", 2))
            .collect(Collectors.toMap(line -> line[1], line -> Integer.valueOf(line[0])))
        : Map.of();
  }

  private static void write(Map<String, List<ReplacedWord.Hit>> hits) throws IOException {
    Files.write(
        Repository.root().resolve(REMAINING),
        hits.entrySet().stream().map(hit -> hit.getValue().size() + " " + hit.getKey()).toList());
  }

  private static List<String> tracked() throws IOException, InterruptedException {
    Process git =
        new ProcessBuilder("git", "ls-files", "-z")
            .directory(Repository.root().toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String files = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(git.waitFor()).as("git ls-files").isZero();
    return Stream.of(files.split("\0"))
        .filter(file -> !ALLOWED.containsKey(file) && !file.equals(REMAINING))
        .filter(file -> Files.isRegularFile(Repository.root().resolve(file)))
        .toList();
  }

  /** A file's text; none if it is binary. */
  private static String text(Path file) throws IOException {
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    return text.indexOf('\0') >= 0 ? "" : text;
  }

  private static String camel(String snake) {
    return Stream.of(snake.split("_"))
        .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
        .collect(Collectors.joining());
  }
}
