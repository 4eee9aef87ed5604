package dev.portcullis.bootstrap.settings.document;

import java.util.regex.Pattern;

/** Recognizes values that an example has where the reader's own value goes. */
final class Placeholder {

  private static final Pattern FORM =
      Pattern.compile(
          "(?i)(https?://)?your[-_. ].*"
              + "|<.*>|\\[.*\\]|\\{.*\\}|%.*%"
              + "|x{3,}|\\*{3,}|\\.{3}|\u2026|\\?+"
              + "|(change|replace|fill)[-_ ]?(me|this|it|in)\\W*|todo|tbd|fixme|placeholder"
              + "|(the|my|app|auth0)?[-_ ]?client[-_ ]?(id|secret)([-_ ]here)?"
              + "|(insert|enter|paste|put)[-_ ].*[-_ ]here");

  private Placeholder() {}

  /** Whether a value is such a text, and no value of anybody's. */
  static boolean is(String text) {
    return FORM.matcher(text.strip()).matches();
  }
}
