package dev.portcullis.adapters.auth0.token;

import static dev.portcullis.adapters.auth0.Auth0Fixtures.answer;
import static dev.portcullis.testkit.Fixtures.anAttempt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.auth0.Auth0Client;
import dev.portcullis.adapters.auth0.Auth0Fixtures;
import dev.portcullis.adapters.auth0.TenantFixture;
import dev.portcullis.adapters.auth0.transport.ScriptedServer;
import dev.portcullis.adapters.auth0.transport.ScriptedServer.Received;
import dev.portcullis.application.login.port.CredentialVerifier;
import dev.portcullis.domain.login.Credentials;
import dev.portcullis.domain.login.LoginAttempt;
import dev.portcullis.domain.login.Verdict;
import dev.portcullis.domain.outcome.OutcomeCode;
import dev.portcullis.testkit.Outcomes;
import dev.portcullis.testkit.contract.CredentialVerifierContract;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;

class Auth0CredentialVerifierContractTest extends TenantFixture
    implements CredentialVerifierContract {

  private final Queue<Received> received = new ConcurrentLinkedQueue<>();

  @Override
  public Seq<Submission> submissions() {
    return Vector.ofAll(received)
        .map(
            it ->
                new Submission(
                    decoded(it, "username"),
                    String.join(", ", it.header("auth0-forwarded-for")),
                    parameter(it, "audience"),
                    parameter(it, "scope"),
                    parameter(it, "realm")));
  }

  /** A tenant that answers so and remembers what it has received. */
  private ScriptedServer tenant(Function<Received, String> answer) {
    return answering(
        request -> {
          received.add(request);
          return answer.apply(request);
        });
  }

  @Override
  public CredentialVerifier verifier(Situation situation, Credentials known) {
    received.clear();
    Auth0Client auth0 =
        switch (situation.code()) {
          case UNREACHABLE -> open(unreachable());
          case OVERLOADED -> openOverloaded();
          case NO_ANSWER ->
              situation.hangsUp()
                  ? open(tenant(request -> HANG_UP))
                  : openImpatient(tenant(request -> SILENCE));
          case UNINTELLIGIBLE -> open(tenant(request -> answer(200, "<html>Sign in</html>")));
          default ->
              open(
                  tenant(
                      request ->
                          isOf(known, request)
                              ? said(situation.code())
                              : answer(403, Auth0Fixtures.WRONG)));
        };
    return auth0.credentialVerifier();
  }

  @ParameterizedTest
  @CsvSource({"false, UNINTELLIGIBLE", "true, WRONG_CREDENTIALS"})
  void a_401_of_a_proxy_means_what_the_settings_say(boolean setting, OutcomeCode code) {
    ScriptedServer tenant =
        answering(
            request ->
                "HTTP/1.1 401 Unauthorized\r\nContent-Type: text/html\r\n"
                    + "Content-Length: 5\r\n\r\n<htm>");
    CredentialVerifier verifier =
        open(tenant, settings -> settings.withText401AsWrongCredentials(setting))
            .credentialVerifier();
    LoginAttempt attempt = anAttempt().by("ada@example.com").build();

    Verdict verdict =
        verifier.verify(attempt.credentials(), attempt.request(), attempt.client()).answer();

    assertThat(Outcomes.codeOf(verdict)).isEqualTo(code);
    assertThat(tenant.requests()).hasSize(1);
  }

  private static boolean isOf(Credentials known, Received request) {
    return decoded(request, "username").equals(known.identifier().value())
        && decoded(request, "password").equals(known.password().reveal());
  }

  /** The first answer of the table of answers that means this. */
  private static String said(OutcomeCode code) {
    return switch (code) {
      case GRANTED -> answer(200, Auth0Fixtures.GRANTED);
      case MFA_REQUIRED -> answer(403, "{\"error\":\"mfa_required\",\"mfa_token\":\"Fe26.2*a\"}");
      default ->
          Auth0AnswersTest.errors()
              .map(Arguments::get)
              .filter(row -> row[3] instanceof Verdict verdict && Outcomes.codeOf(verdict) == code)
              .map(
                  row ->
                      answer(
                          (Integer) row[0],
                          "{\"error\":\"%s\",\"error_description\":\"%s\"}"
                              .formatted(row[1], row[2])))
              .findFirst()
              .orElseThrow(() -> new AssertionError(code + " has no row"));
    };
  }

  private static Option<String> parameter(Received request, String name) {
    return Option.when(!request.parameter(name).isEmpty(), () -> decoded(request, name));
  }

  private static String decoded(Received request, String name) {
    return URLDecoder.decode(request.parameter(name).getFirst(), StandardCharsets.UTF_8);
  }
}
