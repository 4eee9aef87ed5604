package dev.portcullis.testkit.broken;

import dev.portcullis.application.login.port.CredentialVerifier;
import dev.portcullis.domain.address.ClientAddress;
import dev.portcullis.domain.login.Credentials;
import dev.portcullis.domain.login.GrantRequest;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.Verdict;
import dev.portcullis.domain.outcome.OutcomeCode;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.outcome.ProviderFault.NoAnswerFault;
import dev.portcullis.domain.outcome.ProviderReply;
import dev.portcullis.testkit.Fixtures;
import dev.portcullis.testkit.Outcomes;
import dev.portcullis.testkit.contract.CredentialVerifierContract;
import dev.portcullis.testkit.fake.InMemoryCredentialVerifier;
import io.vavr.collection.HashSet;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Verifiers that break {@link CredentialVerifierContract}, around one that keeps it. */
final class BrokenVerifiers {

  private BrokenVerifiers() {}

  /** The contract's test of a verifier; a subclass breaks it. */
  static class Sound implements CredentialVerifierContract {

    private InMemoryCredentialVerifier provider = new InMemoryCredentialVerifier();
    private boolean reached;

    CredentialVerifier breaking(CredentialVerifier sound, Situation situation) {
      return sound;
    }

    @Override
    public Seq<Submission> submissions() {
      return Vector.ofAll(reached ? provider.asked() : List.of())
          .map(
              it ->
                  new Submission(
                      it.identifier().value(),
                      it.client().toString(),
                      it.request().audience(),
                      it.request().scope().map(Object::toString),
                      it.request().realm()));
    }

    @Override
    public CredentialVerifier verifier(Situation situation, Credentials known) {
      provider = new InMemoryCredentialVerifier().knowing(known);
      reached = !NOT_SUBMITTED.contains(situation.code());
      if (situation.code() == OutcomeCode.NO_ANSWER) {
        provider.failing(
            new ProviderFault.NoAnswer(
                situation.hangsUp() ? NoAnswerFault.CONNECTION_LOST : NoAnswerFault.TIMED_OUT));
      } else if (ProviderFault.CODES.contains(situation.code())) {
        provider.failing(Outcomes.fault(situation.code()));
      } else {
        provider.answering(Outcomes.verdict(situation.code()));
      }
      return breaking(provider, situation);
    }
  }

  static final class TellsNoAddress extends Sound {
    @Override
    CredentialVerifier breaking(CredentialVerifier sound, Situation situation) {
      return (credentials, request, client) ->
          sound.verify(credentials, request, Fixtures.client("192.0.2.1"));
    }
  }

  static final class IgnoresChoices extends Sound {
    @Override
    CredentialVerifier breaking(CredentialVerifier sound, Situation situation) {
      return (credentials, request, client) ->
          sound.verify(credentials, GrantRequest.AS_CONFIGURED, client);
    }
  }

  /** Neither the address nor what the caller chose reaches the provider. */
  static final class TellsThePasswordAlone extends Sound {
    @Override
    CredentialVerifier breaking(CredentialVerifier sound, Situation situation) {
      return (credentials, request, client) ->
          sound.verify(credentials, GrantRequest.AS_CONFIGURED, Fixtures.client("192.0.2.1"));
    }
  }

  static final class SubmitsTwice extends Sound {
    @Override
    CredentialVerifier breaking(CredentialVerifier sound, Situation situation) {
      return (credentials, request, client) -> {
        var unused = sound.verify(credentials, request, client);
        return sound.verify(credentials, request, client);
      };
    }
  }

  static final class RetriesRefusals extends Sound {
    @Override
    CredentialVerifier breaking(CredentialVerifier sound, Situation situation) {
      return (credentials, request, client) -> {
        var first = sound.verify(credentials, request, client);
        return first.answer() instanceof LoginOutcome.WrongCredentials
            ? sound.verify(credentials, request, client)
            : first;
      };
    }
  }

  static final class RetriesSilence extends Sound {
    @Override
    CredentialVerifier breaking(CredentialVerifier sound, Situation situation) {
      return (credentials, request, client) -> {
        var first = sound.verify(credentials, request, client);
        return first.answer() instanceof LoginOutcome.Unanswered
            ? sound.verify(credentials, request, client)
            : first;
      };
    }
  }

  static final class TrimsPasswords extends Sound {
    @Override
    CredentialVerifier breaking(CredentialVerifier sound, Situation situation) {
      return (credentials, request, client) ->
          sound.verify(
              Fixtures.credentials(
                  credentials.identifier().value(), credentials.password().reveal().strip() + ""),
              request,
              client);
    }

    @Override
    public CredentialVerifier verifier(Situation situation, Credentials known) {
      return known.password().reveal().isBlank()
          ? super.verifier(situation, known)
          : super.verifier(
              situation,
              Fixtures.credentials(known.identifier().value(), known.password().reveal().strip()));
    }
  }

  static final class CutsPasswords extends Sound {
    private static Credentials cut(Credentials credentials) {
      String password = credentials.password().reveal();
      return Fixtures.credentials(
          credentials.identifier().value(), password.substring(0, Math.min(72, password.length())));
    }

    @Override
    CredentialVerifier breaking(CredentialVerifier sound, Situation situation) {
      return (credentials, request, client) -> sound.verify(cut(credentials), request, client);
    }

    @Override
    public CredentialVerifier verifier(Situation situation, Credentials known) {
      return super.verifier(situation, cut(known));
    }
  }

  static final class TellsUnknownUsers extends Sound {
    @Override
    CredentialVerifier breaking(CredentialVerifier sound, Situation situation) {
      return (credentials, request, client) ->
          credentials.identifier().value().startsWith("nobody")
              ? ProviderReply.of(new LoginOutcome.UserBlocked())
              : sound.verify(credentials, request, client);
    }
  }

  static final class ThrowsWithoutAnswer extends Sound {
    @Override
    CredentialVerifier breaking(CredentialVerifier sound, Situation situation) {
      return (credentials, request, client) -> {
        var reply = sound.verify(credentials, request, client);
        if (reply.answer() instanceof LoginOutcome.Unanswered) {
          throw new IllegalStateException("no answer");
        }
        return reply;
      };
    }
  }

  static final class PrintsPasswords extends Sound {
    @Override
    CredentialVerifier breaking(CredentialVerifier sound, Situation situation) {
      AtomicReference<String> last = new AtomicReference<>("");
      return new CredentialVerifier() {
        @Override
        public ProviderReply<Verdict> verify(
            Credentials credentials, GrantRequest request, ClientAddress client) {
          last.set(credentials.password().reveal());
          return sound.verify(credentials, request, client);
        }

        @Override
        public String toString() {
          return "Verifier[last " + last.get() + "]";
        }
      };
    }
  }

  static final class RemembersChoices extends Sound {
    @Override
    CredentialVerifier breaking(CredentialVerifier sound, Situation situation) {
      AtomicReference<GrantRequest> chosen = new AtomicReference<>(GrantRequest.AS_CONFIGURED);
      return (credentials, request, client) -> {
        if (!request.equals(GrantRequest.AS_CONFIGURED)) {
          chosen.set(request);
        }
        return sound.verify(credentials, chosen.get(), client);
      };
    }
  }

  static final class CallsSilenceLost extends Sound {
    @Override
    CredentialVerifier breaking(CredentialVerifier sound, Situation situation) {
      return (credentials, request, client) -> {
        var reply = sound.verify(credentials, request, client);
        return situation.code() == OutcomeCode.NO_ANSWER
            ? ProviderReply.of(
                new LoginOutcome.Unanswered(
                    new ProviderFault.NoAnswer(NoAnswerFault.CONNECTION_LOST)))
            : reply;
      };
    }
  }

  static final class DeclaresNoFaults extends Sound {
    @Override
    public Set<OutcomeCode> codes() {
      return HashSet.of(OutcomeCode.GRANTED, OutcomeCode.WRONG_CREDENTIALS);
    }
  }

  static final class DeclaresNoChoices extends Sound {
    @Override
    public Set<Choice> choices() {
      return HashSet.empty();
    }
  }
}
