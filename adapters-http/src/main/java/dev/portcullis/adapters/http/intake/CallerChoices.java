package dev.portcullis.adapters.http.intake;

import io.vavr.collection.HashSet;
import io.vavr.collection.Set;

/**
 * What callers may choose at a login. A value that is not listed is refused: ignoring it would
 * mislead the caller.
 *
 * @param audiences the APIs that callers may request access tokens for
 * @param scopes the single scopes that callers may request
 * @param realms the connections that callers may log in to
 */
public record CallerChoices(Set<String> audiences, Set<String> scopes, Set<String> realms) {

  /** Callers choose nothing. */
  public static final CallerChoices NONE =
      new CallerChoices(HashSet.empty(), HashSet.empty(), HashSet.empty());
}
