package dev.portcullis.doctor.report;

import dev.portcullis.doctor.check.Diagnosis;
import io.vavr.control.Option;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicReference;

/** The latest findings, as HTML and JSON for operators. Safe for concurrent use. */
public final class DoctorPage {

  private final AtomicReference<Option<Diagnosis>> last = new AtomicReference<>(Option.none());

  /** Keeps the latest findings. */
  public void show(Diagnosis diagnosis) {
    last.set(Option.of(diagnosis));
  }

  /** The findings as an HTML page without scripts. */
  public String html() {
    StringWriter text = new StringWriter();
    last.get()
        .peek(it -> new DoctorTable(new PrintWriter(text), false).print(it, true))
        .onEmpty(() -> text.write("The doctor has not run yet."));
    return "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Portcullis"
        + " doctor</title><h1>Findings of the doctor</h1><p>"
        + last.get().map(it -> "At " + it.at() + ".").getOrElse("")
        + "<pre>"
        + text.toString().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        + "</pre></html>";
  }

  /** The same as {@code portcullis doctor --json}; an empty object before the first run. */
  public String json() {
    try {
      return last.get().isEmpty() ? "{}" : DoctorJson.of(last.get().get());
    } catch (IOException e) {
      throw new IllegalStateException("findings cannot be written as JSON", e);
    }
  }
}
