package dev.portcullis.adapters.http.session;

/**
 * Where a user is sent after a login or logout: a path of the login pages' own origin, or a URL at
 * a listed one. {@link ReturnTargets#parse} alone makes one.
 */
public final class ReturnTarget {

  private final String text;

  ReturnTarget(String text) {
    this.text = text;
  }

  /** The target as it was given, in printable ASCII. */
  public String text() {
    return text;
  }

  @Override
  public String toString() {
    return text;
  }
}
