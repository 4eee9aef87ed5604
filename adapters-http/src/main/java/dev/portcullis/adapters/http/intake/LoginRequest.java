package dev.portcullis.adapters.http.intake;

import dev.portcullis.adapters.http.exchange.FieldProblem;
import dev.portcullis.domain.login.Credentials;
import dev.portcullis.domain.login.GrantRequest;
import dev.portcullis.domain.login.LoginAttempt;
import dev.portcullis.domain.login.LoginIdentifier;
import dev.portcullis.domain.login.Password;
import dev.portcullis.domain.login.Requester;
import dev.portcullis.domain.token.Scope;
import io.vavr.collection.LinkedHashSet;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.control.Validation;

/**
 * A login as the caller sent it: {@code username}, {@code password}, and what the operator lets
 * callers choose.
 */
public final class LoginRequest {

  /** The field that names the user. */
  public static final String USERNAME = "username";

  /** The fields of a login. */
  public static final Set<String> FIELDS =
      LinkedHashSet.of(USERNAME, "password", "audience", "scope", "realm");

  private LoginRequest() {}

  /** The login attempt, or every problem with the fields. */
  public static Validation<Seq<FieldProblem>, LoginAttempt> toAttempt(
      Fields fields, Requester requester, CallerChoices choices) {
    return Fields.flat(
        Validation.combine(
                fields.required(USERNAME, LoginIdentifier::of),
                fields.required("password", Password::of),
                fields.optional("audience", it -> listed(it, choices.audiences(), "audience")),
                fields.optional("scope", it -> scope(it, choices.scopes())),
                fields.optional("realm", it -> listed(it, choices.realms(), "realm")))
            .ap(
                (who, secret, audience, scope, realm) ->
                    new LoginAttempt(
                        requester,
                        new Credentials(who, secret),
                        new GrantRequest(audience, scope, realm))));
  }

  private static Validation<String, String> listed(
      String value, Set<String> allowed, String setting) {
    return allowed.contains(value) ? Validation.valid(value) : notAccepted(allowed, setting);
  }

  private static Validation<String, Scope> scope(String text, Set<String> allowed) {
    return Scope.of(text)
        .flatMap(
            scope ->
                allowed.containsAll(scope.values())
                    ? Validation.valid(scope)
                    : notAccepted(allowed, "scope"));
  }

  private static <T> Validation<String, T> notAccepted(Set<String> allowed, String setting) {
    return Validation.invalid(
        allowed.isEmpty()
            ? "not accepted from callers (expected: absent; the operator lists what callers may"
                + " choose in callers.may-choose."
                + setting
                + ")"
            : "not one that callers may choose (expected: one that the operator lists in"
                + " callers.may-choose."
                + setting
                + ")");
  }
}
