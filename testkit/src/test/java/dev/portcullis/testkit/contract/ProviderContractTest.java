package dev.portcullis.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.application.provider.Provider;
import dev.portcullis.domain.login.Verdict;
import dev.portcullis.domain.outcome.OutcomeCode;
import dev.portcullis.domain.reset.ResetStart;
import dev.portcullis.testkit.fake.InMemoryCredentialVerifier;
import dev.portcullis.testkit.fake.InMemoryMfaProvider;
import dev.portcullis.testkit.fake.InMemoryPasswordResets;
import dev.portcullis.testkit.fake.InMemoryRefreshTokens;
import io.vavr.collection.HashSet;
import org.junit.jupiter.api.Test;

class ProviderContractTest implements ProviderContract {

  private final Provider plain =
      Provider.of(new InMemoryCredentialVerifier(), what -> "fix " + what);

  @Override
  public Provider provider() {
    return plain
        .withRefreshTokens(new InMemoryRefreshTokens())
        .withSecondFactors(new InMemoryMfaProvider())
        .withPasswordResets(new InMemoryPasswordResets(new ResetStart.ResetMailSent()))
        .withLoginCodes(Verdict.CODES.remove(OutcomeCode.PASSWORD_LEAKED))
        .withOwnHeaders(HashSet.of("X-Provider-Client"));
  }

  @Test
  void each_capability_is_kept_beside_the_others() {
    Provider provider = provider();

    assertThat(provider.refreshTokens()).isNotEmpty();
    assertThat(provider.secondFactors()).isNotEmpty();
    assertThat(provider.passwordResets()).isNotEmpty();
    assertThat(provider.loginCodes()).doesNotContain(OutcomeCode.PASSWORD_LEAKED);
    assertThat(provider.ownHeaders()).containsExactly("x-provider-client");
    assertThat(provider.verifier()).isSameAs(plain.verifier());
  }

  @Test
  void a_provider_that_verifies_alone_declares_nothing_else() {
    assertThat(plain.refreshTokens()).isEmpty();
    assertThat(plain.secondFactors()).isEmpty();
    assertThat(plain.passwordResets()).isEmpty();
    assertThat(plain.ownHeaders()).isEmpty();
    assertThat(plain.loginCodes()).isEqualTo(Verdict.CODES);
  }
}
