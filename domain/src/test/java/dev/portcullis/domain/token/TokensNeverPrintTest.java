package dev.portcullis.domain.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.portcullis.domain.login.LoginOutcome;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TokensNeverPrintTest {

  private static final String CANARY = "canary-5b1f0c";

  private static final Tokens TOKENS =
      new Tokens(
          new AccessToken(CANARY),
          "Bearer",
          Option.some(Duration.ofHours(24)),
          Option.some("openid"),
          Option.some(new IdToken(CANARY)),
          Option.some(new RefreshToken(CANARY)));

  static Stream<Object> carriers() {
    MfaToken mfaToken = new MfaToken(CANARY);
    return Stream.of(
        TOKENS,
        TOKENS.accessToken(),
        TOKENS.idToken(),
        TOKENS.refreshToken(),
        mfaToken,
        new LoginOutcome.Granted(TOKENS),
        new LoginOutcome.MfaRequired(mfaToken),
        new LoginOutcome.Granted(TOKENS),
        new LoginOutcome.MfaRequired(mfaToken),
        Either.right(new LoginOutcome.Granted(TOKENS)),
        List.of(TOKENS));
  }

  @ParameterizedTest
  @MethodSource("carriers")
  void whatever_carries_a_token_prints_without_it(Object carrier) {
    assertThat(carrier.toString()).contains("[redacted]").doesNotContain(CANARY);
  }

  @Test
  void a_token_gives_its_text_only_when_asked() {
    assertThat(TOKENS.accessToken().value()).isEqualTo(CANARY);
  }

  @Test
  void an_empty_token_is_none() {
    assertThatIllegalArgumentException().isThrownBy(() -> new AccessToken(""));
  }

  @Test
  void tokens_are_not_compared() {
    assertThat(new AccessToken(CANARY)).isNotEqualTo(new AccessToken(CANARY));
  }
}
