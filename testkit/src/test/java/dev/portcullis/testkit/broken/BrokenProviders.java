package dev.portcullis.testkit.broken;

import dev.portcullis.application.provider.Provider;
import dev.portcullis.domain.outcome.Misconfiguration;
import dev.portcullis.domain.outcome.OutcomeCode;
import dev.portcullis.testkit.contract.ProviderContract;
import dev.portcullis.testkit.fake.InMemoryCredentialVerifier;
import io.vavr.collection.HashSet;

/** Providers that break {@link ProviderContract}, around one that keeps it. */
final class BrokenProviders {

  private BrokenProviders() {}

  /** The contract's test of a provider; a subclass breaks it. */
  static class Sound implements ProviderContract {

    private final Provider provider =
        breaking(Provider.of(new InMemoryCredentialVerifier(), this::remedy));

    Provider breaking(Provider sound) {
      return sound;
    }

    String remedy(Misconfiguration what) {
      return "Fix " + what + ".";
    }

    @Override
    public Provider provider() {
      return provider;
    }
  }

  static final class HasOneRemedyForAll extends Sound {
    @Override
    String remedy(Misconfiguration what) {
      return "Check the settings.";
    }
  }

  static final class HasRemediesOfTwoLines extends Sound {
    @Override
    String remedy(Misconfiguration what) {
      return "Fix this:\n" + what;
    }
  }

  static final class NamesNoHeader extends Sound {
    @Override
    Provider breaking(Provider sound) {
      return sound.withOwnHeaders(HashSet.of("X-Provider-Client: 203.0.113.7"));
    }
  }

  static final class DeclaresNoFaults extends Sound {
    @Override
    Provider breaking(Provider sound) {
      return sound.withLoginCodes(HashSet.of(OutcomeCode.GRANTED, OutcomeCode.WRONG_CREDENTIALS));
    }
  }

  static final class DeclaresCodesOfOtherSteps extends Sound {
    @Override
    Provider breaking(Provider sound) {
      return sound.withLoginCodes(sound.loginCodes().add(OutcomeCode.REVOKED));
    }
  }
}
