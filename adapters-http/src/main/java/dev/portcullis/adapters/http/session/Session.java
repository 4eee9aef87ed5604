package dev.portcullis.adapters.http.session;

import dev.portcullis.domain.token.AccessToken;
import dev.portcullis.domain.token.RefreshToken;
import io.vavr.control.Option;
import java.time.Instant;

/**
 * Who is logged in, and with what.
 *
 * @param id random; names the login through all renewals
 * @param startedAt when the password was given
 * @param seenAt when it was last shown, give or take a part of the idle time
 */
public record Session(
    String id,
    Person person,
    AccessToken accessToken,
    Instant accessEnds,
    Option<RefreshToken> refreshToken,
    Instant startedAt,
    Instant seenAt) {

  /**
   * What the ID token says of the user.
   *
   * @param subject Auth0's user id, such as {@code auth0|…}; never empty
   */
  public record Person(
      String subject, Option<String> email, boolean emailVerified, Option<String> name) {

    /** What the user knows the account by. */
    String label() {
      return name.orElse(email).getOrElse(subject);
    }
  }

  Session seen(Instant now) {
    return new Session(id, person, accessToken, accessEnds, refreshToken, startedAt, now);
  }

  @Override
  public String toString() {
    return "Session[redacted]";
  }
}
