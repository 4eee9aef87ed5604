package dev.portcullis.adapters.auth0;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.application.provider.Provider;
import dev.portcullis.testkit.TestClock;
import dev.portcullis.testkit.contract.ProviderContract;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class Auth0ProviderContractTest implements ProviderContract {

  private final Auth0Client auth0 =
      Auth0Client.open(
          Auth0Fixtures.settings(
              URI.create("https://tenant.example.com"),
              Auth0Fixtures.transport(Duration.ofSeconds(1))),
          Auth0Fixtures.defaultTls(),
          TestClock.create());

  @Override
  public Provider provider() {
    return auth0.provider();
  }

  @AfterEach
  void close() {
    auth0.close();
  }

  @Test
  void a_tenant_has_all_capabilities_and_one_header_of_its_own() {
    Provider provider = auth0.provider();

    assertThat(provider.refreshTokens()).contains(auth0.refreshTokens());
    assertThat(provider.secondFactors()).contains(auth0.mfaProvider());
    assertThat(provider.passwordResets()).contains(auth0.passwordResets());
    assertThat(provider.ownHeaders()).containsExactly("auth0-forwarded-for");
  }

  @Test
  void without_a_connection_for_reset_mails_it_declares_no_resets() {
    URI tenant = URI.create("https://tenant.example.com");

    try (Auth0Client plain =
        Auth0Client.open(
            Auth0Fixtures.application(tenant, Auth0Fixtures.transport(Duration.ofSeconds(1))),
            Auth0Fixtures.defaultTls(),
            TestClock.create())) {
      assertThat(plain.provider().passwordResets()).isEmpty();
    }
  }
}
