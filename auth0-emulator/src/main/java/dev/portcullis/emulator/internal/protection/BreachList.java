package dev.portcullis.emulator.internal.protection;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A list of breached passwords on disk: one password per line; one SHA-1 hash per line, with or
 * without a count; or a folder of range files, {@code 5HEX.txt} with lines {@code SUFFIX:COUNT}, as
 * the Pwned Passwords downloader writes them.
 */
sealed interface BreachList {

  /** A file of hashes up to this size is scanned; a larger one has to be sorted. */
  long SCANNED = 16L << 20;

  /** Whether the list has the password. */
  boolean contains(String password);

  /** The list in that file or folder. */
  static BreachList of(Path path) {
    return of(path, SCANNED);
  }

  static BreachList of(Path path, long scanned) {
    try {
      if (Files.isDirectory(path)) {
        return ranges(path);
      }
      if (!startsWithHash(path)) {
        return new Plain(path);
      }
      boolean search = Files.size(path) > scanned;
      if (search && !SortedHashes.looksSorted(path)) {
        throw refused(path, "a large list of hashes that is not sorted (expected: sorted by hash)");
      }
      return search ? new SortedHashes(path) : new Hashes(path);
    } catch (IOException | UncheckedIOException e) {
      throw refused(path, "cannot be read (expected: a file or folder this user may read)");
    }
  }

  private static boolean startsWithHash(Path path) {
    try (Stream<String> lines = lines(path)) {
      return lines
          .filter(line -> !line.isBlank())
          .findFirst()
          .filter(line -> Hashes.LINE.matcher(line.strip()).matches())
          .isPresent();
    }
  }

  private static BreachList ranges(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      if (files.noneMatch(each -> each.getFileName().toString().matches("[0-9A-F]{5}\\.txt"))) {
        throw refused(folder, "no range files in it (expected: files such as 0A1B2.txt)");
      }
    }
    return new Ranges(folder);
  }

  private static IllegalArgumentException refused(Path path, String problem) {
    return new IllegalArgumentException("breached passwords: " + path + ": " + problem);
  }

  /** The lines of a file; bytes that are not UTF-8 are replaced, since real lists have them. */
  private static Stream<String> lines(Path path) {
    try {
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(Files.newInputStream(path), StandardCharsets.UTF_8));
      return reader
          .lines()
          .onClose(
              () -> {
                try {
                  reader.close();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean anyLine(Path path, Predicate<String> meant) {
    try (Stream<String> lines = lines(path)) {
      return lines.anyMatch(meant);
    }
  }

  private static String sha1(String password) {
    try {
      return HexFormat.of()
          .withUpperCase()
          .formatHex(
              MessageDigest.getInstance("SHA-1").digest(password.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }

  /** One password per line. */
  record Plain(Path path) implements BreachList {

    @Override
    public boolean contains(String password) {
      return anyLine(path, password::equals);
    }
  }

  /** One hash per line, in any order. */
  record Hashes(Path path) implements BreachList {

    static final Pattern LINE = Pattern.compile("[0-9A-Fa-f]{40}(:\\d+)?");

    @Override
    public boolean contains(String password) {
      String hash = sha1(password);
      return anyLine(path, line -> line.regionMatches(true, 0, hash, 0, hash.length()));
    }
  }

  /** One hash per line, sorted; found by binary search. */
  record SortedHashes(Path path) implements BreachList {

    private static final int HASH = 40;
    private static final int SAMPLES = 1_000;

    @Override
    public boolean contains(String password) {
      String hash = sha1(password);
      try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
        long low = 0;
        long high = file.length();
        // The wanted line begins at low or later, and before high.
        while (low < high) {
          long middle = low + (high - low) / 2;
          String line = lineFrom(file, middle);
          if (line.isEmpty() || line.compareTo(hash) > 0) {
            high = middle;
          } else if (line.equals(hash)) {
            return true;
          } else {
            low = middle + 1;
          }
        }
        return lineFrom(file, low).equals(hash) || lineFrom(file, 0).equals(hash);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    static boolean looksSorted(Path path) throws IOException {
      try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
        String before = "";
        for (int i = 0; i < SAMPLES; i++) {
          String line = lineFrom(file, file.length() / SAMPLES * i);
          if (!line.isEmpty() && line.compareTo(before) < 0) {
            return false;
          }
          before = line.isEmpty() ? before : line;
        }
        return true;
      }
    }

    /** The hash of the first complete line at or after a position; empty at the end. */
    private static String lineFrom(RandomAccessFile file, long position) throws IOException {
      file.seek(Math.max(0, position - 1));
      if (position > 0) {
        file.readLine();
      }
      String line = file.readLine();
      return line == null || line.length() < HASH
          ? ""
          : line.substring(0, HASH).toUpperCase(Locale.ROOT);
    }
  }

  /** One file per first five digits of the hash, with the remaining digits. */
  record Ranges(Path folder) implements BreachList {

    private static final int PREFIX = 5;

    @Override
    public boolean contains(String password) {
      String hash = sha1(password);
      Path file = folder.resolve(hash.substring(0, PREFIX) + ".txt");
      String suffix = hash.substring(PREFIX);
      return Files.exists(file)
          && anyLine(
              file,
              line ->
                  line.regionMatches(true, 0, suffix, 0, suffix.length())
                      // The service pads its answers with suffixes that never occurred.
                      && !line.strip().endsWith(":0"));
    }
  }
}
