package dev.portcullis.bootstrap.settings.clientip;

import dev.portcullis.bootstrap.settings.clientip.Preset.PresetUse;
import dev.portcullis.bootstrap.settings.document.Durations;
import dev.portcullis.domain.address.IpRange;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import io.vavr.control.Validation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads the data file of a preset: the operator's own, or the one that ships. */
final class PresetFile {

  private static final String SHIPPED = "/dev/portcullis/presets/";

  private PresetFile() {}

  /** The preset, or what is wrong with its name or its file. */
  static Validation<String, Preset> read(String name, Option<Path> directory) {
    if (!name.matches("[a-z0-9-]{1,40}")) {
      return Validation.invalid("a preset is named with a-z, 0-9 and -");
    }
    Option<Path> own = directory.map(dir -> dir.resolve(name + ".yaml")).filter(Files::exists);
    try (InputStream file =
        own.isDefined()
            ? Files.newInputStream(own.get())
            : PresetFile.class.getResourceAsStream(SHIPPED + name + ".yaml")) {
      return file == null
          ? Validation.invalid("there is no preset of that name")
          : parse(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      return Validation.invalid("its file cannot be read");
    }
  }

  private static Validation<String, Preset> parse(String yaml) {
    try {
      Object root = new Load(LoadSettings.builder().build()).loadFromString(yaml);
      return root instanceof Map<?, ?> fields
          ? preset(fields)
          : Validation.invalid("its file is no mapping");
    } catch (YamlEngineException e) {
      return Validation.invalid("its file is not well-formed YAML");
    }
  }

  private static Validation<String, Preset> preset(Map<?, ?> fields) {
    Vector<String> texts =
        fields.get("ranges") instanceof List<?> list
            ? Vector.ofAll(list).map(String::valueOf)
            : Vector.empty();
    Seq<Validation<String, IpRange>> ranges = texts.map(IpRange::parse);
    Option<String> wrong = ranges.find(Validation::isInvalid).map(Validation::getError);
    if (wrong.isDefined()) {
      return Validation.invalid("a range of its file: " + wrong.get());
    }
    if (!sha256(texts).equals(text(fields, "sha256"))) {
      return Validation.invalid(
          "the checksum of its file does not fit: sha256 over the ranges, one a line, is "
              + sha256(texts));
    }
    String keepAlive = text(fields, "keep-alive");
    Option<Duration> idle = Durations.read(keepAlive);
    if (!keepAlive.isEmpty() && idle.isEmpty()) {
      return Validation.invalid("keep-alive of its file is no duration (expected: 600s)");
    }
    try {
      Map<?, ?> use = fields.get("source") instanceof Map<?, ?> map ? map : Map.of();
      return Validation.valid(
          new Preset(
              text(fields, "name"),
              ranges.map(Validation::get),
              LocalDate.parse(text(fields, "fetched-at")),
              !text(fields, "required-proof").equals("none"),
              new PresetUse(
                  text(use, "source"),
                  text(use, "header-name"),
                  text(use, "trusted-hops"),
                  idle.filter(it -> text(fields, "keep-alive-setting").isEmpty()))));
    } catch (DateTimeParseException e) {
      return Validation.invalid("fetched-at of its file is no date (expected: 2026-11-22)");
    }
  }

  private static String text(Map<?, ?> fields, String key) {
    Object value = fields.get(key);
    return value == null ? "" : value.toString();
  }

  private static String sha256(Seq<String> lines) {
    try {
      byte[] bytes = lines.mkString("\n").getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
