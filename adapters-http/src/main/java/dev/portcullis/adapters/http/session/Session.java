package dev.portcullis.adapters.http.session;

import dev.portcullis.domain.token.AccessToken;
import dev.portcullis.domain.token.RefreshToken;
import io.vavr.control.Option;
import java.time.Instant;

/**
 * A user who is logged in, and the tokens of the login.
 *
 * @param id random; names the login through all renewals
 * @param startedAt when the password was given
 * @param generation how many renewals it has had
 * @param seenAt when the user last did something, accurate to a tenth of the idle time
 */
public record Session(
    String id,
    Person person,
    AccessToken accessToken,
    Instant accessEnds,
    Option<RefreshToken> refreshToken,
    Instant startedAt,
    int generation,
    Instant seenAt) {

  /**
   * The user as the ID token describes them.
   *
   * @param subject Auth0's user id, such as {@code auth0|…}; never empty
   */
  public record Person(
      String subject, Option<String> email, boolean emailVerified, Option<String> name) {

    /** The name, or else the e-mail address, or else the user id. */
    public String label() {
      return name.orElse(email).getOrElse(subject);
    }
  }

  /** The session when the user has done something; never earlier than before. */
  public Session seen(Instant now) {
    return now.isAfter(seenAt)
        ? new Session(id, person, accessToken, accessEnds, refreshToken, startedAt, generation, now)
        : this;
  }

  @Override
  public String toString() {
    return "Session[redacted]";
  }
}
