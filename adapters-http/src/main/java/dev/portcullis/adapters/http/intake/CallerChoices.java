package dev.portcullis.adapters.http.intake;

import io.vavr.collection.HashSet;
import io.vavr.collection.Set;

/**
 * What callers may ask of a login; what is listed nowhere is refused, because ignoring it would
 * mislead.
 *
 * @param audiences the APIs that access tokens may be for
 * @param scopes the single scopes that may be asked for
 * @param realms the connections that may be logged in to
 */
public record CallerChoices(Set<String> audiences, Set<String> scopes, Set<String> realms) {

  /** Nothing. */
  public static final CallerChoices NONE =
      new CallerChoices(HashSet.empty(), HashSet.empty(), HashSet.empty());
}
