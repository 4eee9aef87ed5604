package dev.portcullis.bootstrap.settings.document;

import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.util.Locale;

/** The environment variables that override the file. */
record Environment(Map<String, String> variables) {

  private static final String PREFIX = "PORTCULLIS_";

  /** The names of ours alone: values may be secrets. */
  @Override
  public String toString() {
    return "Environment" + ours();
  }

  static String variableFor(String key) {
    return PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  Option<String> override(String key) {
    return variables.get(variableFor(key));
  }

  /** How messages name the variable that overrides a key. */
  static String where(String key) {
    return "environment variable " + variableFor(key);
  }

  /** The variables that claim to be settings of ours, sorted. */
  Seq<String> ours() {
    return variables.keySet().filter(Environment::claimsToBeOurs).toVector().sorted();
  }

  Option<String> get(String name) {
    return variables.get(name);
  }

  /** Neither the launcher's nor one that Kubernetes sets for a service named portcullis. */
  private static boolean claimsToBeOurs(String name) {
    return name.startsWith(PREFIX)
        && !name.startsWith("PORTCULLIS_JAVA")
        && !name.startsWith("PORTCULLIS_PORT")
        && !name.startsWith("PORTCULLIS_SERVICE_");
  }
}
