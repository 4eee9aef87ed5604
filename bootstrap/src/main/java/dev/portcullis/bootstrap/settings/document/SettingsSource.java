package dev.portcullis.bootstrap.settings.document;

import io.vavr.collection.HashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Validation;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The text of a settings file and the environment, as they were at the start. Kept so that they can
 * be read again when a file that they refer to has changed.
 *
 * @param name the file in messages
 * @param directory where relative files start
 */
public record SettingsSource(
    String name, Path directory, String yaml, Map<String, String> environment) {

  /** The file's name alone: its text and the environment may have secrets. */
  @Override
  public String toString() {
    return "SettingsSource[" + name + "]";
  }

  /** No file and no environment. */
  public static SettingsSource empty() {
    return new SettingsSource("settings", Path.of("."), "", HashMap.empty());
  }

  /** Reads the text of a file. */
  public static Validation<Seq<SettingsProblem>, SettingsSource> load(
      Path file, java.util.Map<String, String> environment) {
    String name = file.toString();
    try {
      String yaml = Files.readString(file, StandardCharsets.UTF_8);
      Path directory = file.toAbsolutePath().getParent();
      return Validation.valid(
          new SettingsSource(
              name,
              directory == null ? Path.of(".") : directory,
              yaml,
              HashMap.ofAll(environment)));
    } catch (NoSuchFileException e) {
      return unreadable(
          name, SettingsProblem.NO_SUCH_FILE, "name an existing file with --config FILE");
    } catch (MalformedInputException e) {
      return unreadable(name, "not UTF-8", "save the file as UTF-8 text");
    } catch (IOException e) {
      return unreadable(name, "cannot be read", "check that it is a file this user may read");
    }
  }

  private static Validation<Seq<SettingsProblem>, SettingsSource> unreadable(
      String name, String problem, String fix) {
    return Validation.invalid(Vector.of(new SettingsProblem("", name, problem, fix)));
  }
}
