package dev.portcullis.domain.login;

/** What a text must be so that UTF-8 carries it unchanged. */
final class UnicodeText {

  private UnicodeText() {}

  /** Whether every surrogate is one of a pair. */
  static boolean isWellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return false;
      }
    }
    return true;
  }
}
