package dev.portcullis.bootstrap.settings.clientip;

import dev.portcullis.bootstrap.settings.document.Section;
import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import dev.portcullis.domain.address.IpRange;
import dev.portcullis.domain.address.IpRangeSet;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import io.vavr.control.Validation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads lists of ranges, and resolves their entries: literals, presets and files. */
final class RangeCatalog {

  private final Path directory;
  private final Option<Path> presets;
  private final String where;

  /**
   * A catalog.
   *
   * @param directory where relative files start
   * @param presets the folder of preset files that replace the shipped ones
   * @param where the settings file in messages
   */
  RangeCatalog(Path directory, Option<Path> presets, String where) {
    this.directory = directory;
    this.presets = presets;
    this.where = where;
  }

  /** A resolved list, and what it came from. */
  record Ranges(
      IpRangeSet set, Seq<Preset> presets, Seq<Path> files, Seq<SettingsProblem> warnings) {

    /** Whether they come from presets or files. */
    boolean mayChange() {
      return !presets.isEmpty() || !files.isEmpty();
    }
  }

  private record Part(
      Seq<IpRange> ranges, Seq<Preset> presets, Seq<Path> files, Seq<SettingsProblem> warnings) {}

  /** The ranges of a key; none if it is missing. */
  Validation<Seq<SettingsProblem>, Ranges> read(Section from, String key, String meaning) {
    return from.list(key, RangeEntry.TYPE, meaning)
        .flatMap(entries -> resolve(from.path(key), entries));
  }

  /** The ranges of a key, if it is there. */
  Validation<Seq<SettingsProblem>, Option<Ranges>> readOptional(
      Section from, String key, String meaning) {
    return read(from, key, meaning)
        .map(ranges -> from.has(key) ? Option.of(ranges) : Option.none());
  }

  private Validation<Seq<SettingsProblem>, Ranges> resolve(String key, Seq<RangeEntry> entries) {
    return Validation.sequence(entries.map(entry -> part(key, entry)))
        .mapError(problems -> problems)
        .map(
            parts ->
                new Ranges(
                    IpRangeSet.of(parts.flatMap(Part::ranges)),
                    parts.flatMap(Part::presets),
                    parts.flatMap(Part::files),
                    parts.flatMap(Part::warnings)));
  }

  private Validation<Seq<SettingsProblem>, Part> part(String key, RangeEntry entry) {
    return switch (entry) {
      case RangeEntry.Literal(var range, var exact, var text) ->
          Validation.valid(
              new Part(
                  Vector.of(range),
                  Vector.empty(),
                  Vector.empty(),
                  exact
                      ? Vector.empty()
                      : Vector.of(
                          problem(
                              key,
                              text + " has bits after its prefix",
                              "write " + range + ", which is how it is read"))));
      case RangeEntry.OfPreset(var name) ->
          PresetFile.read(name, presets)
              .map(
                  preset ->
                      new Part(preset.ranges(), Vector.of(preset), Vector.empty(), Vector.empty()))
              .mapError(wrong -> Vector.of(problem(key, "not usable: preset:" + name, wrong)));
      case RangeEntry.OfFile(var path) -> file(key, path);
    };
  }

  /** One range a line; {@code #} starts a comment. */
  private Validation<Seq<SettingsProblem>, Part> file(String key, String path) {
    Path file;
    String text;
    try {
      file = directory.resolve(path);
      text = Files.readString(file, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      return Validation.invalid(
          Vector.of(
              problem(key, SettingsProblem.NO_SUCH_FILE + ": " + path, "name an existing file")));
    } catch (IOException | InvalidPathException e) {
      return Validation.invalid(
          Vector.of(
              problem(
                  key,
                  "cannot read the file " + path,
                  "check that it is UTF-8 text and that this user may read it")));
    }
    Vector<String> lines = Vector.ofAll(text.lines());
    Seq<Validation<SettingsProblem, IpRange>> ranges =
        lines
            .zipWithIndex()
            .map(line -> line.map1(it -> it.replaceFirst("#.*", "").strip()))
            .filter(line -> !line._1().isEmpty())
            .map(
                line ->
                    IpRange.parse(line._1())
                        .mapError(
                            wrong ->
                                new SettingsProblem(
                                    key, path + ":" + (line._2() + 1), "not usable", wrong)));
    Seq<SettingsProblem> wrong = ranges.filter(Validation::isInvalid).map(Validation::getError);
    return wrong.isEmpty()
        ? Validation.valid(
            new Part(ranges.map(Validation::get), Vector.empty(), Vector.of(file), Vector.empty()))
        : Validation.invalid(wrong);
  }

  private SettingsProblem problem(String key, String problem, String fix) {
    return new SettingsProblem(key, where, problem, fix);
  }
}
