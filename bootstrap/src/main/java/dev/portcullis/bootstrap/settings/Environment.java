package dev.portcullis.bootstrap.settings;

import io.vavr.collection.Map;
import io.vavr.control.Option;
import java.util.Locale;

/** The environment variables that override the file. */
record Environment(Map<String, String> variables) {

  private static final String PREFIX = "PORTCULLIS_";

  static String variableFor(String key) {
    return PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  Option<String> override(String key) {
    return variables.get(variableFor(key));
  }

  Option<String> get(String name) {
    return variables.get(name);
  }

  /**
   * Whether this is a variable of ours: neither the launcher's ({@code PORTCULLIS_JAVA_*}) nor one
   * of those that Kubernetes sets for a service with our name.
   */
  static boolean claimsToBeOurs(String name) {
    return name.startsWith(PREFIX)
        && !name.startsWith("PORTCULLIS_JAVA")
        && !name.startsWith("PORTCULLIS_PORT")
        && !name.startsWith("PORTCULLIS_SERVICE_");
  }
}
