package dev.portcullis.bootstrap.settings;

/**
 * One thing that is wrong with the settings.
 *
 * @param key the key's path, such as {@code auth0.client-id}; empty for the file as a whole
 * @param where the file and line, or the environment variable, that the value comes from
 * @param problem what is wrong; holds no secret
 * @param mend what to do about it
 */
public record SettingsProblem(String key, String where, String problem, String mend) {

  @Override
  public String toString() {
    return where + ": " + (key.isEmpty() ? "" : key + ": ") + problem + "\n    " + mend;
  }
}
