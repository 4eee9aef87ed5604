package dev.portcullis.emulator.observed;

import dev.portcullis.emulator.address.IpLiteral;
import java.util.List;
import java.util.Optional;

/**
 * Whether {@code auth0-forwarded-for} is trusted, and why not. It is trusted only for a
 * confidential application, on a call authenticated with the client secret, with "Trust Token
 * Endpoint IP Header" on, and if the value is one valid address. Otherwise it is ignored without an
 * error.
 */
public sealed interface ForwardedForDecision {

  /** The call has no such header. */
  record NotSent() implements ForwardedForDecision {}

  /** The header's address is the end user's. */
  record Honoured(IpLiteral address) implements ForwardedForDecision {}

  /** No application is known for the call. */
  record ApplicationUnknown() implements ForwardedForDecision {}

  /** The application has no token endpoint authentication. */
  record ApplicationNotConfidential() implements ForwardedForDecision {}

  /** The right client secret was not sent. */
  record NotAuthenticatedWithSecret() implements ForwardedForDecision {}

  /** The trust flag is off. */
  record ApplicationNotTrusted() implements ForwardedForDecision {}

  /** The value is not one bare address. */
  record NotOneAddress() implements ForwardedForDecision {}

  /** The facts about the application and the call. */
  record Caller(
      boolean known, boolean confidential, boolean authenticatedWithSecret, boolean trusted) {}

  /** Decides; {@code values} are the header's field lines. */
  static ForwardedForDecision decide(List<String> values, Caller caller) {
    if (values.isEmpty()) {
      return new NotSent();
    }
    if (!caller.known()) {
      return new ApplicationUnknown();
    }
    if (!caller.confidential()) {
      return new ApplicationNotConfidential();
    }
    if (!caller.authenticatedWithSecret()) {
      return new NotAuthenticatedWithSecret();
    }
    if (!caller.trusted()) {
      return new ApplicationNotTrusted();
    }
    Optional<IpLiteral> address =
        values.size() == 1 ? IpLiteral.parse(values.getFirst()) : Optional.empty();
    return address.<ForwardedForDecision>map(Honoured::new).orElseGet(NotOneAddress::new);
  }

  /** The address that attack protection and the logs treat as the end user's. */
  default IpLiteral sourceOr(IpLiteral peer) {
    return this instanceof Honoured honoured ? honoured.address() : peer;
  }

  /** The decision as a sentence. */
  default String sentence() {
    return switch (this) {
      case NotSent ignored -> "no header: the peer's address is used";
      case Honoured honoured -> "header honoured: " + honoured.address().text();
      case ApplicationUnknown ignored -> "header ignored: the application is unknown";
      case ApplicationNotConfidential ignored ->
          "header ignored: the application is not confidential";
      case NotAuthenticatedWithSecret ignored ->
          "header ignored: the call is not authenticated with the client secret";
      case ApplicationNotTrusted ignored -> "header ignored: the application is not trusted";
      case NotOneAddress ignored -> "header ignored: it is not one valid IP address";
    };
  }
}
