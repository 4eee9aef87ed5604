package dev.portcullis.adapters.http.pages;

import io.vavr.collection.HashMap;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * The files that the pages consist of: the built-in ones, and those of a folder that replace them.
 * Read once.
 *
 * <p>The folder may have {@code templates/NAME.mustache}, {@code messages/LANGUAGE.properties}
 * (single texts, or another language), {@code style.css} (loaded after ours) and {@code logo.svg}
 * or {@code logo.png}. A second folder may have {@code LANGUAGE.properties} alone.
 */
final class Branding {

  static final Vector<String> TEMPLATES =
      Vector.of(
          "top",
          "bottom",
          "alert",
          "sign",
          "login",
          "notice",
          "reset",
          "mfa-choose",
          "mfa-code",
          "mfa-push",
          "mfa-enroll",
          "mfa-setup",
          "codes",
          "new-recovery-code",
          "signed-in");

  private static final Set<String> LANGUAGES =
      io.vavr.collection.HashSet.of("en", "de", "fr", "es");

  private final Option<Path> folder;
  private final Option<Path> texts;

  /**
   * Names the folders, which are read later.
   *
   * @param folder what replaces our files
   * @param texts more languages, and single texts
   */
  Branding(Option<Path> folder, Option<Path> texts) {
    this.folder = folder;
    this.texts = texts;
  }

  /** The source of a template of this name. */
  String template(String name) {
    String file = "templates/" + name + ".mustache";
    return utf8(override(file).getOrElse(() -> ours(file)));
  }

  private static String utf8(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  Messages.Catalog messages() {
    Option<Path> branded = folder.map(it -> it.resolve("messages"));
    Map<String, Map<String, String>> all = HashMap.empty();
    for (String language : LANGUAGES.addAll(languagesOf(branded)).addAll(languagesOf(texts))) {
      String file = language + ".properties";
      Map<String, String> own =
          LANGUAGES.contains(language) ? properties(ours("messages/" + file)) : HashMap.empty();
      all = all.put(language, textsOf(branded, file).merge(textsOf(texts, file)).merge(own));
    }
    return new Messages.Catalog(all);
  }

  /** Static files by name, as they are served. */
  Map<String, byte[]> assets() {
    Map<String, byte[]> files =
        LinkedHashMap.of(
            "portcullis.css", ours("static/portcullis.css"),
            "portcullis.js", ours("static/portcullis.js"));
    Option<byte[]> style = override("style.css");
    if (style.isDefined()) {
      files = files.put("style.css", style.get());
    }
    Option<byte[]> png = override("logo.png");
    return png.isDefined()
        ? files.put("logo.png", png.get())
        : files.put("logo.svg", override("logo.svg").getOrElse(() -> ours("static/logo.svg")));
  }

  private static Map<String, String> textsOf(Option<Path> directory, String file) {
    return read(directory.map(it -> it.resolve(file)))
        .map(Branding::properties)
        .getOrElse(HashMap.empty());
  }

  private static Vector<String> languagesOf(Option<Path> directory) {
    if (!directory.exists(Files::isDirectory)) {
      return Vector.empty();
    }
    try (Stream<Path> files = Files.list(directory.get())) {
      return Vector.ofAll(files.map(file -> file.getFileName().toString()).toList())
          .filter(name -> name.matches("[a-z]{2,3}(-[A-Za-z]{2,4})?\\.properties"))
          .map(name -> name.substring(0, name.indexOf('.')));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Option<byte[]> override(String file) {
    return read(folder.map(it -> it.resolve(file)));
  }

  private static Option<byte[]> read(Option<Path> file) {
    return file.filter(Files::isRegularFile)
        .map(
            it -> {
              try {
                return Files.readAllBytes(it);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  private static byte[] ours(String file) {
    try (InputStream in = Branding.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + ": not on the class path");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> properties(byte[] bytes) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(utf8(bytes)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return HashMap.ofAll(
        properties.entrySet().stream(),
        entry -> entry.getKey().toString(),
        entry -> entry.getValue().toString());
  }
}
