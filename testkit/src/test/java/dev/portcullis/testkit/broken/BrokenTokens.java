package dev.portcullis.testkit.broken;

import dev.portcullis.application.session.port.RefreshTokens;
import dev.portcullis.domain.address.ClientAddress;
import dev.portcullis.domain.outcome.OutcomeCode;
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
import java.util.concurrent.atomic.AtomicInteger;

/** Refresh tokens that break their contract, around those that keep it. */
final class BrokenTokens {

  private BrokenTokens() {}

  /** The contract's test; a subclass breaks it by what it wraps around the tokens. */
  static class Sound implements RefreshTokensContract {
    @Override
    public RefreshTokens refreshTokens(Situation situation) {
      InMemoryRefreshTokens tokens = new InMemoryRefreshTokens().knowing(KNOWN);
      return broken(
          switch (situation) {
            case ORDINARY -> tokens;
            case DENIED -> tokens.answering(new RefreshOutcome.Denied(""));
            case MFA_REQUIRED ->
                tokens.answering(new RefreshOutcome.MfaRequired(new MfaToken("mfa")));
            default -> tokens.failing(Outcomes.fault(situation.code()));
          });
    }

    RefreshTokens broken(RefreshTokens sound) {
      return sound;
    }
  }

  /** Tokens that do as others do, until a subclass does otherwise. */
  private static class As implements RefreshTokens {
    private final RefreshTokens sound;

    As(RefreshTokens sound) {
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

  static final class UnknownIsMisconfigured extends Sound {
    @Override
    RefreshTokens broken(RefreshTokens sound) {
      return new As(sound) {
        @Override
        public ProviderReply<RefreshOutcome> renew(
            RefreshToken token, Option<Scope> scope, ClientAddress client) {
          ProviderReply<RefreshOutcome> reply = super.renew(token, scope, client);
          return reply.answer() instanceof RefreshOutcome.RefreshTokenInvalid
                  && !token.value().equals(KNOWN)
              ? ProviderReply.of(
                  new RefreshOutcome.Unanswered(Outcomes.fault(OutcomeCode.MISCONFIGURED)))
              : reply;
        }
      };
    }
  }

  static final class UnknownIsNotRevoked extends Sound {
    @Override
    RefreshTokens broken(RefreshTokens sound) {
      return new As(sound) {
        @Override
        public ProviderReply<RevokeOutcome> revoke(RefreshToken token) {
          return token.value().equals("another")
              ? ProviderReply.of(
                  new RevokeOutcome.Unanswered(Outcomes.fault(OutcomeCode.UNINTELLIGIBLE)))
              : super.revoke(token);
        }
      };
    }
  }

  static final class ForgetsTheSuccessor extends Sound {
    @Override
    RefreshTokens broken(RefreshTokens sound) {
      return new As(sound) {
        @Override
        public ProviderReply<RefreshOutcome> renew(
            RefreshToken token, Option<Scope> scope, ClientAddress client) {
          return token.value().startsWith("refresh-token")
              ? ProviderReply.of(new RefreshOutcome.RefreshTokenInvalid())
              : super.renew(token, scope, client);
        }
      };
    }
  }

  static final class RevokesNothing extends Sound {
    @Override
    RefreshTokens broken(RefreshTokens sound) {
      return new As(sound) {
        @Override
        public ProviderReply<RevokeOutcome> revoke(RefreshToken token) {
          return super.revoke(new RefreshToken("another one"));
        }
      };
    }
  }

  static final class RevokesTheFirstHundred extends Sound {
    @Override
    RefreshTokens broken(RefreshTokens sound) {
      AtomicInteger revoked = new AtomicInteger();
      return new As(sound) {
        @Override
        public ProviderReply<RevokeOutcome> revoke(RefreshToken token) {
          return revoked.incrementAndGet() > 100
              ? ProviderReply.of(
                  new RevokeOutcome.Unanswered(Outcomes.fault(OutcomeCode.NO_ANSWER)))
              : super.revoke(token);
        }
      };
    }
  }

  static final class DeniesWhatNeedsASecondFactor extends Sound {
    @Override
    RefreshTokens broken(RefreshTokens sound) {
      return new As(sound) {
        @Override
        public ProviderReply<RefreshOutcome> renew(
            RefreshToken token, Option<Scope> scope, ClientAddress client) {
          ProviderReply<RefreshOutcome> reply = super.renew(token, scope, client);
          return reply.answer() instanceof RefreshOutcome.MfaRequired
              ? ProviderReply.of(new RefreshOutcome.Denied(""))
              : reply;
        }
      };
    }
  }

  static final class RevokesWithoutAnAnswer extends Sound {
    @Override
    RefreshTokens broken(RefreshTokens sound) {
      return new As(sound) {
        @Override
        public ProviderReply<RevokeOutcome> revoke(RefreshToken token) {
          return ProviderReply.of(new RevokeOutcome.Revoked());
        }
      };
    }
  }

  static final class PrintsTokens extends Sound {
    @Override
    RefreshTokens broken(RefreshTokens sound) {
      return new As(sound) {
        @Override
        public String toString() {
          return "Tokens[" + KNOWN + "]";
        }
      };
    }
  }
}
