package dev.portcullis.emulator.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The example of docs/how-to/emulator-junit.md. */
@Auth0Tenant
class ExampleTest {

  @Test
  void three_wrong_guesses_block_the_guesser_for_30_days(EmulatedTenant tenant) {
    tenant.user("alice@example.com").password("correct horse");
    tenant.bruteForce(settings -> settings.withMaxAttempts(3));
    Login login = new Login(tenant.address(), tenant.clientId(), tenant.clientSecret());
    for (int i = 0; i < 3; i++) {
      login.submit("alice@example.com", "wrong", "203.0.113.7");
    }

    assertThat(tenant).isBlocked("alice@example.com", "203.0.113.7").receivedLogins(3);
    assertThat(tenant).hasLogged("limit_wc").from("203.0.113.7");
    tenant.clock().advance(Duration.ofDays(30));
    assertThat(tenant).isNotBlocked("alice@example.com", "203.0.113.7");
  }
}
