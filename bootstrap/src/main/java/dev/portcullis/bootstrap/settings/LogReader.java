package dev.portcullis.bootstrap.settings;

import ch.qos.logback.classic.Level;
import dev.portcullis.adapters.journal.Pseudonyms;
import dev.portcullis.bootstrap.log.LogSetup;
import dev.portcullis.bootstrap.settings.Settings.HashKey;
import dev.portcullis.bootstrap.settings.Settings.Identifiers;
import dev.portcullis.bootstrap.settings.document.Accumulator;
import dev.portcullis.bootstrap.settings.document.Section;
import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import dev.portcullis.bootstrap.settings.document.ValueType;
import io.vavr.collection.Seq;
import io.vavr.control.Validation;

/** Reads {@code log}. */
final class LogReader {

  private LogReader() {}

  private enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
  }

  private enum IdentifierForm {
    HASHED,
    PLAIN
  }

  static Validation<Seq<SettingsProblem>, Settings.Log> read(Section log) {
    Accumulator all = new Accumulator();
    var format =
        all.add(
            log.withDefault(
                "format",
                ValueType.oneOf(LogSetup.Format.class, '-'),
                "auto",
                "The format of the log on standard error; auto is text on a terminal and JSON"
                    + " elsewhere."));
    var level =
        all.add(
            log.withDefault(
                "level",
                ValueType.oneOf(LogLevel.class, '-'),
                "info",
                "The lowest level that is logged."));
    var form =
        all.add(
            log.withDefault(
                "identifiers",
                ValueType.oneOf(IdentifierForm.class, '-'),
                "hashed",
                "How events name users: by a keyed hash, or as typed."));
    var key =
        all.add(
            log.optional(
                "identifier-key",
                ValueType.secret(
                    HashKey::new,
                    "at least " + Pseudonyms.LEAST_KEY_BYTES + " characters, random ones"),
                "With hashed: the key, 16 characters or more. Without it a key is generated at each"
                    + " start, and with it every user's hash changes."));
    return all.build(
        () ->
            new Settings.Log(
                format.get(),
                Level.toLevel(level.get().name()),
                switch (form.get()) {
                  case HASHED -> new Identifiers.Hashed(key.get());
                  case PLAIN -> new Identifiers.Plain();
                }));
  }
}
