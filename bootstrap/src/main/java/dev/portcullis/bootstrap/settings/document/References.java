package dev.portcullis.bootstrap.settings.document;

import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Validation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;

/**
 * Follows {@code ${NAME}} and {@code file:PATH}, and keeps track of the files that hold secrets.
 */
final class References {

  private final Path file;
  private final Path directory;
  private final Environment environment;
  private final LinkedHashMap<String, Path> secretFiles = new LinkedHashMap<>();

  /**
   * References of one settings file.
   *
   * @param directory where relative {@code file:} references start
   */
  References(String name, Path directory, Environment environment) {
    this.file = directory.resolve(Path.of(name).getFileName());
    this.directory = directory;
    this.environment = environment;
  }

  /** The text that a value stands for; {@code file:} counts only where a secret is expected. */
  Validation<Seq<SettingsProblem>, String> follow(Raw raw, boolean secret) {
    String text = raw.text();
    if (text.startsWith("${") && text.endsWith("}")) {
      String variable = text.substring(2, text.length() - 1);
      return environment
          .get(variable)
          .filter(value -> !value.isEmpty())
          .toValidation(
              () ->
                  problem(
                      raw,
                      "environment variable " + variable + " is not set",
                      "set " + variable + ", or write the value another way"));
    }
    if (secret && text.startsWith("file:")) {
      return read(raw, text.substring("file:".length()));
    }
    if (secret && environment.override(raw.key()).isEmpty()) {
      secretFiles.put(raw.key(), file);
    }
    return Validation.valid(text);
  }

  private Validation<Seq<SettingsProblem>, String> read(Raw raw, String relative) {
    try {
      Path path = directory.resolve(relative);
      String content = Files.readString(path, StandardCharsets.UTF_8);
      secretFiles.put(raw.key(), path);
      return Validation.valid(content.stripTrailing());
    } catch (NoSuchFileException e) {
      return Validation.invalid(
          problem(
              raw,
              SettingsProblem.NO_SUCH_FILE + ": " + relative,
              "write the secret into it, or name an existing file"));
    } catch (IOException | InvalidPathException e) {
      return Validation.invalid(
          problem(
              raw,
              "cannot read the file " + relative,
              "check that it is UTF-8 text and that this user may read it"));
    }
  }

  /** The files that hold the secrets read so far, by key. */
  Map<String, Path> secretFiles() {
    return io.vavr.collection.LinkedHashMap.ofAll(secretFiles);
  }

  private static Seq<SettingsProblem> problem(Raw raw, String problem, String fix) {
    return Vector.of(new SettingsProblem(raw.key(), raw.where(), problem, fix));
  }
}
