package dev.portcullis.application.protection;

import dev.portcullis.application.login.port.CredentialVerifier;
import dev.portcullis.domain.address.ClientAddress;
import dev.portcullis.domain.login.Credentials;
import dev.portcullis.domain.login.GrantRequest;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.Verdict;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.outcome.ProviderReply;
import io.vavr.control.Option;

/** Verifies credentials through the gate. */
final class ProtectedCredentialVerifier implements CredentialVerifier {

  private final CredentialVerifier verifier;
  private final ProviderGate gate;

  ProtectedCredentialVerifier(CredentialVerifier verifier, ProviderGate gate) {
    this.verifier = verifier;
    this.gate = gate;
  }

  @Override
  public ProviderReply<Verdict> verify(
      Credentials credentials, GrantRequest request, ClientAddress client) {
    return ProtectedCalls.paced(
        gate,
        client.subscriber(),
        () -> verifier.verify(credentials, request, client),
        ProtectedCredentialVerifier::faultOf,
        LoginOutcome.Unanswered::new);
  }

  private static Option<ProviderFault> faultOf(Verdict verdict) {
    return verdict instanceof LoginOutcome.Unanswered(var why) ? Option.some(why) : Option.none();
  }
}
