package dev.portcullis.bootstrap.settings.document;

/**
 * A value as it is written.
 *
 * @param where the file and line, or the environment variable
 */
record Raw(String key, String text, String where) {

  /** Without the value, which may be a secret. */
  @Override
  public String toString() {
    return "Raw[" + key + " of " + where + "]";
  }
}
