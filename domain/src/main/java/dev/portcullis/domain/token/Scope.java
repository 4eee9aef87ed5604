package dev.portcullis.domain.token;

import io.vavr.collection.LinkedHashSet;
import io.vavr.collection.Set;
import io.vavr.control.Validation;
import java.util.regex.Pattern;

/**
 * A set of scopes (RFC 6749 section 3.3), in the order given.
 *
 * @param values each a scope-token, at least one
 */
public record Scope(Set<String> values) {

  /** The longest text taken. */
  public static final int MAX_LENGTH = 4096;

  private static final Pattern TOKENS =
      Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]+( [\\x21\\x23-\\x5B\\x5D-\\x7E]+)*");

  /** Takes scope-tokens separated by single blanks. */
  public static Validation<String, Scope> of(String text) {
    return text.length() <= MAX_LENGTH && TOKENS.matcher(text).matches()
        ? Validation.valid(new Scope(LinkedHashSet.of(text.split(" ", -1))))
        : Validation.invalid(
            "not a scope (expected: words of printable ASCII separated by single blanks, at most "
                + MAX_LENGTH
                + " characters)");
  }

  /** As it goes into a request. */
  @Override
  public String toString() {
    return values.mkString(" ");
  }
}
