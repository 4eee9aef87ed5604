package dev.portcullis.doctor.report;

import dev.portcullis.doctor.remedy.Change;
import dev.portcullis.doctor.remedy.Edit;
import dev.portcullis.doctor.remedy.Edit.Value;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;

/** A change as a diff. */
public final class PlanText {

  private PlanText() {}

  /**
   * The lines of a change; a line that is added starts with {@code +}, one removed with {@code -}.
   */
  public static Seq<String> of(Change change) {
    return switch (change) {
      case Change.Patch(var target, var edits) ->
          Vector.of("  " + target.subject()).appendAll(edits.flatMap(PlanText::lines));
      case Change.EnableConnection it ->
          Vector.of(
              "  " + it.subject(),
              "+   enabled for " + it.clientName() + " (" + it.clientId() + ")");
    };
  }

  private static Seq<String> lines(Edit edit) {
    if (edit.isRepeated()) {
      return Vector.of("    " + edit.path() + ": " + text(edit.after()) + " (sent along)");
    }
    if (edit.before() instanceof Value.Texts(var before)
        && edit.after() instanceof Value.Texts(var after)) {
      return Vector.of("    " + edit.path() + ":")
          .appendAll(before.filter(it -> !after.contains(it)).map(it -> "-     " + it))
          .appendAll(after.filter(it -> !before.contains(it)).map(it -> "+     " + it));
    }
    return Vector.of(
        "-   " + edit.path() + ": " + text(edit.before()),
        "+   " + edit.path() + ": " + text(edit.after()));
  }

  static String text(Value value) {
    return switch (value) {
      case Value.Unset() -> "(not set)";
      case Value.Flag(var flag) -> Boolean.toString(flag);
      case Value.Text(var text) -> quoted(text);
      case Value.Count(var number) -> Long.toString(number);
      case Value.Texts(var texts) -> texts.map(PlanText::quoted).mkString("[", ", ", "]");
    };
  }

  /** A string literal that JSON, YAML and HCL have in common. */
  static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cc}", "?") + '"';
  }
}
