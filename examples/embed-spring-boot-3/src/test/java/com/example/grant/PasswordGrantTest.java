package com.example.grant;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.portal.Application;
import dev.portcullis.emulator.junit.Auth0Tenant;
import dev.portcullis.emulator.junit.EmulatedTenant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an application with the password grant of Spring Security 6 does to its users. */
@Timeout(180)
class PasswordGrantTest {

  @Test
  @Auth0Tenant
  void one_attacker_blocks_the_user_everywhere(EmulatedTenant tenant) throws Exception {
    tenant.user("ada@example.com").password("correct horse");

    try (Application application = Application.start(PasswordGrant.class, tenant)) {
      for (int i = 0; i < 10; i++) {
        application.logIn("wrong", "203.0.113.66");
      }

      assertThat(application.logIn("correct horse", "203.0.113.7").statusCode()).isEqualTo(500);
    }

    assertThat(tenant).hasLogged("limit_wc").from("127.0.0.1");
  }

  @Test
  @Auth0Tenant
  void a_stored_token_lets_a_wrong_password_in(EmulatedTenant tenant) throws Exception {
    tenant.user("ada@example.com").password("correct horse");

    try (Application application = Application.start(PasswordGrant.class, tenant)) {
      assertThat(application.logIn("correct horse", "203.0.113.7").body()).contains("access_token");
      assertThat(application.logIn("wrong", "203.0.113.66").body()).contains("access_token");
    }

    assertThat(tenant).receivedLogins(1);
  }
}
