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

  @Override
  public String toString() {
    return where + ": " + (key.isEmpty() ? "" : key + ": ") + problem + "\n    " + fix;
  }
}
