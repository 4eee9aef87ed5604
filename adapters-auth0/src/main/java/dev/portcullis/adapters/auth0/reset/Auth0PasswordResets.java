package dev.portcullis.adapters.auth0.reset;

import dev.portcullis.adapters.auth0.reset.Auth0ConnectionsApi.ChangePassword;
import dev.portcullis.adapters.auth0.token.TokenAnswer;
import dev.portcullis.adapters.auth0.token.TokenFaults;
import dev.portcullis.adapters.auth0.transport.Calls;
import dev.portcullis.adapters.auth0.transport.FeignFactory;
import dev.portcullis.adapters.auth0.transport.HttpCoreClient;
import dev.portcullis.adapters.auth0.transport.HttpReply;
import dev.portcullis.application.reset.port.PasswordResets;
import dev.portcullis.domain.login.LoginSubject;
import dev.portcullis.domain.outcome.Misconfiguration;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.reset.ResetStart;
import java.time.InstantSource;
import java.util.regex.Pattern;

/** Has Auth0 mail a reset link, if the identifier is an e-mail address. */
public final class Auth0PasswordResets implements PasswordResets {

  static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+");

  private final Auth0ConnectionsApi api;
  private final String clientId;
  private final String connection;
  private final InstantSource time;

  /**
   * @param connection the database connection of the users
   */
  public Auth0PasswordResets(
      HttpCoreClient http, String clientId, String connection, InstantSource time) {
    this.api = FeignFactory.json(Auth0ConnectionsApi.class, http);
    this.clientId = clientId;
    this.connection = connection;
    this.time = time;
  }

  @Override
  public ResetStart start(LoginSubject subject) {
    String identifier = subject.identifier().value();
    return EMAIL.matcher(identifier).matches()
        ? mailed(identifier)
        : new ResetStart.ResetNotStarted();
  }

  /** A 200 is a sent mail, also for an unknown user, unless it carries an error. */
  private ResetStart mailed(String email) {
    return Calls.<ResetStart>answered(
            () -> api.changePassword(new ChangePassword(clientId, email, connection)),
            reply ->
                reply.status() == 200 && !saysError(reply)
                    ? new ResetStart.ResetMailSent()
                    : new ResetStart.Unanswered(fault(reply)),
            ResetStart.Unanswered::new)
        .answer();
  }

  private static boolean saysError(HttpReply reply) {
    return TokenAnswer.parse(reply).exists(answer -> answer.error().isDefined());
  }

  private ProviderFault fault(HttpReply reply) {
    return TokenAnswer.parse(reply)
        .map(
            answer ->
                TokenFaults.fault(reply, answer, Misconfiguration.REQUEST_REFUSED, time.instant()))
        .getOrElse(() -> TokenFaults.withoutAnswer(reply, time.instant()));
  }
}
