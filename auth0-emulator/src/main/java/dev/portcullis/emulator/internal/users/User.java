package dev.portcullis.emulator.internal.users;

import dev.portcullis.emulator.address.IpLiteral;
import dev.portcullis.emulator.tenant.Profile;
import java.time.Instant;
import java.util.Optional;

/**
 * A stored user, without the password.
 *
 * @param email the e-mail address; of a user of an {@code sms} connection the phone number
 */
public record User(
    String userId,
    String connection,
    String email,
    boolean emailVerified,
    boolean blocked,
    Profile profile,
    Activity activity) {

  /** The phone number of a user who is known by it instead of an e-mail address. */
  public Optional<String> phoneNumber() {
    return Optional.of(email).filter(text -> text.startsWith("+"));
  }

  /** The first part of the id: {@code auth0}, {@code email} or {@code sms}. */
  public String provider() {
    int bar = userId.indexOf('|');
    return bar < 0 ? "auth0" : userId.substring(0, bar);
  }

  /** The name; without one the e-mail address. */
  public String name() {
    return profile.name().orElse(email);
  }

  /** The nickname; without one the part of the e-mail address before the at sign. */
  public String nickname() {
    int at = email.indexOf('@');
    return profile.nickname().orElse(at < 0 ? email : email.substring(0, at));
  }

  /** With this e-mail address, verified or not. */
  public User withEmail(String value, boolean verified) {
    return new User(userId, connection, value, verified, blocked, profile, activity);
  }

  /** With or without the administrator's block. */
  public User withBlocked(boolean value) {
    return new User(userId, connection, email, emailVerified, value, profile, activity);
  }

  /** With another profile. */
  public User withProfile(Profile value) {
    return new User(userId, connection, email, emailVerified, blocked, value, activity);
  }

  User withActivity(Activity value) {
    return new User(userId, connection, email, emailVerified, blocked, profile, value);
  }

  /** When the user was created and changed, and the last login. */
  public record Activity(
      Instant created,
      Instant updated,
      int logins,
      Optional<Instant> lastLogin,
      Optional<IpLiteral> lastAddress) {

    static Activity startingAt(Instant now) {
      return new Activity(now, now, 0, Optional.empty(), Optional.empty());
    }

    Activity updatedAt(Instant now) {
      return new Activity(created, now, logins, lastLogin, lastAddress);
    }

    Activity seen(Instant now, IpLiteral address) {
      return new Activity(created, now, logins + 1, Optional.of(now), Optional.of(address));
    }
  }
}
