package dev.portcullis.adapters.http.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.mfa.ChallengeOutcome;
import dev.portcullis.domain.mfa.MfaOutcome;
import dev.portcullis.domain.mfa.OobCode;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.outcome.ProviderFault.ConnectFault;
import dev.portcullis.domain.token.MfaToken;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the script of the page that waits for a push notification is told. */
class PushPollTest {

  private final PagesSite server = PagesSite.start();
  private final Visitor visitor = server.visitor();

  static Stream<Arguments> answers() {
    return Stream.of(
        Arguments.of(
            new MfaOutcome.AuthorizationPending(), "{\"state\":\"waiting\",\"seconds\":5}"),
        Arguments.of(new MfaOutcome.SlowDown(), "{\"state\":\"waiting\",\"seconds\":10}"),
        Arguments.of(
            new MfaOutcome.Unanswered(new ProviderFault.Unreachable(ConnectFault.CONNECT_REFUSED)),
            "{\"state\":\"waiting\",\"seconds\":10}"),
        Arguments.of(new MfaOutcome.PushRejected(), "{\"state\":\"over\"}"),
        Arguments.of(new MfaOutcome.LoginExpired(), "{\"state\":\"over\"}"),
        Arguments.of(new MfaOutcome.TooManyCodes(), "{\"state\":\"over\"}"),
        Arguments.of(new MfaOutcome.UserBlocked(), "{\"state\":\"over\"}"));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void it_polls_more_slowly_when_the_tenant_asks_for_it_or_does_not_answer(
      MfaOutcome outcome, String told) {
    server.logIn = attempt -> new LoginOutcome.MfaRequired(MfaToken.of("mfa-1").get());
    server.challenged = new ChallengeOutcome.OobSent(new OobCode("oob-1"), false);
    server.verified = outcome;
    visitor.logIn("ada@example.com", "p");
    visitor.post(
        "/login/mfa/challenge",
        Map.of("csrf", visitor.token("/login/mfa/code?kind=recovery"), "factor", "push|dev_1"));
    String token = visitor.token("/login/mfa/code?kind=oob");

    Answer poll =
        visitor.post(
            "/login/mfa/code", Map.of("csrf", token, "kind", "oob"), "Accept", "application/json");

    assertThat(poll.statusCode()).isEqualTo(200);
    assertThat(poll.body()).isEqualTo(told);
  }
}
