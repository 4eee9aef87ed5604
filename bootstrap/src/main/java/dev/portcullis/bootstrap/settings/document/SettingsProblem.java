package dev.portcullis.bootstrap.settings.document;

/**
 * One problem with the settings. Holds no secret.
 *
 * @param key the key's path, such as {@code auth0.client-id}; empty for the file as a whole
 * @param where the file and line, or the environment variable, that the value comes from
 * @param problem what is wrong
 * @param fix what to do about it
 */
public record SettingsProblem(String key, String where, String problem, String fix) {

  /** The start of the problem of a file that does not exist. */
  public static final String NO_SUCH_FILE = "no such file";

  /** Whether a file is missing: the settings file itself, or one that it names. */
  public boolean isMissingFile() {
    return problem.startsWith(NO_SUCH_FILE);
  }

  @Override
  public String toString() {
    return where + ": " + (key.isEmpty() ? "" : key + ": ") + problem + "\n    " + fix;
  }
}
