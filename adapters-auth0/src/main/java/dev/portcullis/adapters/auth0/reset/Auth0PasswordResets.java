package dev.portcullis.adapters.auth0.reset;

import dev.portcullis.adapters.auth0.reset.Auth0ConnectionsApi.ChangePassword;
import dev.portcullis.adapters.auth0.transport.FeignFactory;
import dev.portcullis.adapters.auth0.transport.HttpCoreClient;
import dev.portcullis.adapters.auth0.transport.HttpFault;
import dev.portcullis.application.reset.port.PasswordResets;
import dev.portcullis.domain.breach.BreachOutcome;
import dev.portcullis.domain.login.LoginSubject;
import java.util.regex.Pattern;

/** Has Auth0 mail a reset link, if the identifier is an e-mail address. */
public final class Auth0PasswordResets implements PasswordResets {

  static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+");

  private final Auth0ConnectionsApi api;
  private final String clientId;
  private final String connection;

  /**
   * @param connection the database connection of the users
   */
  public Auth0PasswordResets(HttpCoreClient http, String clientId, String connection) {
    this.api = FeignFactory.json(Auth0ConnectionsApi.class, http);
    this.clientId = clientId;
    this.connection = connection;
  }

  @Override
  public BreachOutcome start(LoginSubject subject) {
    String identifier = subject.identifier().value();
    return EMAIL.matcher(identifier).matches() && mailed(identifier)
        ? new BreachOutcome.ResetMailSent()
        : new BreachOutcome.ResetNotStarted();
  }

  private boolean mailed(String email) {
    try {
      return api.changePassword(new ChangePassword(clientId, email, connection)).status() == 200;
    } catch (HttpFault | RuntimeException e) {
      return false;
    }
  }
}
