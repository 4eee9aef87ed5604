package com.example.gateway.adapters.keycloak;

import com.example.gateway.adapters.keycloak.FakeKeycloak.Answer;
import dev.portcullis.application.login.port.CredentialVerifier;
import dev.portcullis.application.provider.Provider;
import dev.portcullis.domain.login.Credentials;
import dev.portcullis.domain.login.GrantRequest;
import dev.portcullis.domain.outcome.OutcomeCode;
import dev.portcullis.testkit.Fixtures;
import dev.portcullis.testkit.contract.CredentialVerifierContract;
import dev.portcullis.testkit.contract.ProviderContract;
import io.vavr.collection.LinkedHashSet;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.control.Option;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

class KeycloakCredentialVerifierContractTest
    implements CredentialVerifierContract, ProviderContract {

  /** The address of another user, whose login takes the only place. */
  private static final String OTHER = "192.0.2.99";

  private final List<AutoCloseable> open = new ArrayList<>();
  private Option<FakeKeycloak> keycloak = Option.none();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : open.reversed()) {
      one.close();
    }
  }

  // region: contract
  @Override
  public Set<OutcomeCode> codes() {
    return Keycloak.CODES;
  }

  @Override
  public Set<Choice> choices() {
    return LinkedHashSet.of(Choice.SCOPE, Choice.REALM);
  }

  @Override
  public Seq<Submission> submissions() {
    return keycloak
        .toVector()
        .flatMap(FakeKeycloak::received)
        .filter(it -> !it.address().equals(OTHER))
        .map(
            it ->
                new Submission(
                    it.form().get("username"),
                    it.address(),
                    Option.of(it.form().get("audience")),
                    Option.of(it.form().get("scope")),
                    Option.of(it.realm())));
  }

  @Override
  public CredentialVerifier verifier(Situation situation, Credentials known) {
    return switch (situation.code()) {
      case UNREACHABLE -> opened(closedPort(), Duration.ofSeconds(10), 64);
      case OVERLOADED -> busy(known);
      case NO_ANSWER ->
          situation.hangsUp()
              ? behind(known, new Answer.HangUp(), Duration.ofSeconds(10))
              : behind(known, new Answer.Silence(), Duration.ofMillis(500));
      default -> behind(known, answer(situation.code()), Duration.ofSeconds(10));
    };
  }

  // end

  @Override
  public Provider provider() {
    return Keycloak.provider(verifier(Situation.ORDINARY, ADA));
  }

  private static Answer answer(OutcomeCode code) {
    return switch (code) {
      case GRANTED -> Answer.Http.recorded(LoginSituation.RIGHT_PASSWORD);
      case WRONG_CREDENTIALS -> Answer.Http.recorded(LoginSituation.WRONG_PASSWORD);
      case USER_BLOCKED -> Answer.Http.recorded(LoginSituation.DISABLED_USER);
      case VERIFICATION_REQUIRED -> Answer.Http.recorded(LoginSituation.NEW_PASSWORD_REQUIRED);
      case MISCONFIGURED -> Answer.Http.recorded(LoginSituation.NO_DIRECT_ACCESS);
      case RATE_LIMITED -> new Answer.Http(429, "");
      case UNAVAILABLE -> new Answer.Http(503, "<html>");
      default -> new Answer.Http(200, "<html>Sign in</html>");
    };
  }

  private CredentialVerifier behind(Credentials known, Answer answer, Duration timeout) {
    FakeKeycloak started =
        FakeKeycloak.start(known.identifier().value(), known.password().reveal(), answer);
    open.add(started);
    keycloak = Option.some(started);
    return opened(started.url(), timeout, 64);
  }

  /** One login that is never answered takes the only place. */
  private CredentialVerifier busy(Credentials known) {
    FakeKeycloak silent =
        FakeKeycloak.start(
            known.identifier().value(), known.password().reveal(), new Answer.Silence());
    open.add(silent);
    keycloak = Option.some(silent);
    CredentialVerifier verifier = opened(silent.url(), Duration.ofSeconds(10), 1);
    Thread.startVirtualThread(
        () -> verifier.verify(known, GrantRequest.AS_CONFIGURED, Fixtures.client(OTHER)));
    while (silent.received().isEmpty()) {
      Thread.onSpinWait();
    }
    return verifier;
  }

  private URI closedPort() {
    FakeKeycloak gone = FakeKeycloak.refusingTheGrant();
    gone.close();
    return gone.url();
  }

  private CredentialVerifier opened(URI url, Duration timeout, int maxLogins) {
    KeycloakCredentialVerifier verifier =
        new KeycloakCredentialVerifier(
            new KeycloakSettings(
                url,
                "staff",
                "gateway",
                new ClientSecret("secret-of-the-client"),
                Option.none(),
                timeout,
                maxLogins));
    open.add(verifier);
    return verifier;
  }
}
