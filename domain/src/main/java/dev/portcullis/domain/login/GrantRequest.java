package dev.portcullis.domain.login;

import dev.portcullis.domain.token.Scope;
import io.vavr.control.Option;

/**
 * What a caller asks of a login where the operator leaves the choice to callers; what is absent is
 * as configured.
 *
 * @param realm the connection to log in to
 */
public record GrantRequest(Option<String> audience, Option<Scope> scope, Option<String> realm) {

  /** Everything as the operator has configured it. */
  public static final GrantRequest AS_CONFIGURED =
      new GrantRequest(Option.none(), Option.none(), Option.none());
}
