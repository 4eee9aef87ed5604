package dev.portcullis.adapters.auth0.token;

import dev.portcullis.domain.outcome.ProviderError;
import dev.portcullis.domain.outcome.ProviderFault;

/** Whether a tenant accepts the application's id and secret. */
public sealed interface ClientProof {

  /**
   * It accepts them.
   *
   * @param which the secret that it accepts: 0 for the first that was tried
   */
  record Accepted(int which) implements ClientProof {}

  /** It refuses the id, or every secret that was tried. */
  record Refused(ProviderError error) implements ClientProof {}

  /** Its answer, if there was one, does not tell. */
  record Unknown(ProviderFault why) implements ClientProof {}
}
