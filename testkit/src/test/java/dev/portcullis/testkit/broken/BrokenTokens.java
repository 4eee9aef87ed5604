package dev.portcullis.testkit.broken;

import dev.portcullis.application.session.port.RefreshTokens;
import dev.portcullis.domain.address.ClientAddress;
import dev.portcullis.domain.outcome.ProviderReply;
import dev.portcullis.domain.session.RefreshOutcome;
import dev.portcullis.domain.session.RevokeOutcome;
import dev.portcullis.domain.token.MfaToken;
import dev.portcullis.domain.token.RefreshToken;
import dev.portcullis.domain.token.Scope;
import dev.portcullis.testkit.Outcomes;
import dev.portcullis.testkit.contract.RefreshTokensContract;
import dev.portcullis.testkit.fake.InMemoryRefreshTokens;
import io.vavr.control.Option;

/** Refresh tokens that break {@link RefreshTokensContract}, around those that keep it. */
final class BrokenTokens {

  private BrokenTokens() {}

  /** The contract's test of refresh tokens; a subclass breaks it. */
  static class Sound implements RefreshTokensContract {

    RefreshTokens breaking(RefreshTokens sound) {
      return sound;
    }

    @Override
    public RefreshTokens refreshTokens(Situation situation) {
      InMemoryRefreshTokens tokens = new InMemoryRefreshTokens().knowing(KNOWN);
      return breaking(
          switch (situation) {
            case ORDINARY -> tokens;
            case DENIED -> tokens.answering(new RefreshOutcome.Denied(""));
            case MFA_REQUIRED ->
                tokens.answering(new RefreshOutcome.MfaRequired(new MfaToken("mfa")));
            default -> tokens.failing(Outcomes.fault(situation.code()));
          });
    }
  }

  /** Passes everything on. */
  private static class SoundForwarding implements RefreshTokens {

    final RefreshTokens sound;

    SoundForwarding(RefreshTokens sound) {
      this.sound = sound;
    }

    @Override
    public ProviderReply<RefreshOutcome> renew(
        RefreshToken token, Option<Scope> scope, ClientAddress client) {
      return sound.renew(token, scope, client);
    }

    @Override
    public ProviderReply<RevokeOutcome> revoke(RefreshToken token) {
      return sound.revoke(token);
    }
  }

  static final class SubmitsTwice extends Sound {
    @Override
    RefreshTokens breaking(RefreshTokens sound) {
      return new SoundForwarding(sound) {
        @Override
        public ProviderReply<RefreshOutcome> renew(
            RefreshToken token, Option<Scope> scope, ClientAddress client) {
          var unused = sound.renew(token, scope, client);
          return sound.renew(token, scope, client);
        }
      };
    }
  }

  static final class ThrowsWithoutAnswer extends Sound {
    @Override
    RefreshTokens breaking(RefreshTokens sound) {
      return new SoundForwarding(sound) {
        @Override
        public ProviderReply<RefreshOutcome> renew(
            RefreshToken token, Option<Scope> scope, ClientAddress client) {
          var reply = sound.renew(token, scope, client);
          if (reply.answer() instanceof RefreshOutcome.Unanswered) {
            throw new IllegalStateException("no answer");
          }
          return reply;
        }
      };
    }
  }

  static final class RevokesNothing extends Sound {
    @Override
    RefreshTokens breaking(RefreshTokens sound) {
      return new SoundForwarding(sound) {
        @Override
        public ProviderReply<RevokeOutcome> revoke(RefreshToken token) {
          return sound.revoke(new RefreshToken("nothing"));
        }
      };
    }
  }

  static final class RevokesDespiteFaults extends Sound {
    @Override
    RefreshTokens breaking(RefreshTokens sound) {
      return new SoundForwarding(sound) {
        @Override
        public ProviderReply<RevokeOutcome> revoke(RefreshToken token) {
          var unused = sound.revoke(token);
          return ProviderReply.of(new RevokeOutcome.Revoked());
        }
      };
    }
  }

  static final class PrintsTokens extends Sound {
    @Override
    RefreshTokens breaking(RefreshTokens sound) {
      return new SoundForwarding(sound) {
        private String last = "";

        @Override
        public ProviderReply<RefreshOutcome> renew(
            RefreshToken token, Option<Scope> scope, ClientAddress client) {
          last = token.value();
          return sound.renew(token, scope, client);
        }

        @Override
        public String toString() {
          return "Tokens[last " + last + "]";
        }
      };
    }
  }
}
