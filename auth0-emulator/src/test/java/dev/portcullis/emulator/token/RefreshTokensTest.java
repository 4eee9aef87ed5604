package dev.portcullis.emulator.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefreshTokensTest {

  @Test
  void a_refresh_token_is_found_by_its_text_only() {
    RefreshTokens tokens = new RefreshTokens(new SecureRandom());
    RefreshTokens.Grant grant =
        new RefreshTokens.Grant("client", "auth0|1", "https://api.example.com", List.of("openid"));

    String token = tokens.issue(grant);

    assertThat(tokens.find(token)).contains(grant);
    assertThat(tokens.find(token + "x")).isEmpty();
  }
}
