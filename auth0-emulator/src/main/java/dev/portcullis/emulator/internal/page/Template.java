package dev.portcullis.emulator.internal.page;

import com.samskivert.mustache.Mustache;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A Mustache template of this package. It escapes values; a missing name is an error. */
final class Template {

  private static final Map<String, Template> KNOWN = new ConcurrentHashMap<>();

  private final com.samskivert.mustache.Template compiled;

  private Template(String text) {
    this.compiled =
        Mustache.compiler()
            .escapeHTML(true)
            .emptyStringIsFalse(true)
            .strictSections(true)
            .withLoader(name -> new StringReader(resource(name + ".mustache")))
            .compile(text);
  }

  static Template named(String name) {
    return KNOWN.computeIfAbsent(name, absent -> new Template(resource(absent + ".mustache")));
  }

  /** Renders this model: maps, records and lists. */
  String filledWith(Object model) {
    return compiled.execute(model);
  }

  /** The text of a file of this package. */
  static String resource(String file) {
    try (InputStream in = Template.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("not on the class path: " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
