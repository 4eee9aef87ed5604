package dev.portcullis.emulator.internal.accounts;

import java.util.Optional;

/**
 * Why a password is refused, in Auth0's words.
 *
 * @param name such as {@code PasswordStrengthError}
 * @param description a text, or the rules with whether each is met
 * @param policy the rules of strength as text
 */
public record PasswordProblem(
    String name, String message, Object description, Optional<String> policy) {

  static PasswordProblem of(String name, String message, String description) {
    return new PasswordProblem(name, message, description, Optional.empty());
  }

  /** As the Management API has it. */
  public String text() {
    return name + ": " + message;
  }
}
