package dev.portcullis.bootstrap.settings.document;

/**
 * One key that the reader knows, for docs/reference/configuration.md and {@code check-config}.
 *
 * @param key the path
 * @param type what a value looks like
 * @param fallback the default as it would be written; {@code required} or {@code none} if there is
 *     no default
 * @param meaning one sentence
 */
public record Setting(String key, String type, String fallback, String meaning) {

  /** The environment variable that overrides the file: {@code PORTCULLIS_AUTH0_CLIENT_ID}. */
  public String environmentVariable() {
    return Environment.variableFor(key);
  }
}
