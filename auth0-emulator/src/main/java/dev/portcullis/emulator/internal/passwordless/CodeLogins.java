package dev.portcullis.emulator.internal.passwordless;

import dev.portcullis.emulator.internal.log.TenantLog;
import dev.portcullis.emulator.internal.login.LoginAttempt;
import dev.portcullis.emulator.internal.login.PasswordCheck;
import dev.portcullis.emulator.internal.login.PasswordCheck.Refusals;
import dev.portcullis.emulator.internal.oauth.Refusal;
import dev.portcullis.emulator.internal.store.Store;
import dev.portcullis.emulator.internal.users.Outbox;
import dev.portcullis.emulator.internal.users.User;
import dev.portcullis.emulator.internal.users.UserStore;
import dev.portcullis.emulator.observed.LogType;
import dev.portcullis.emulator.observed.SentMail;
import dev.portcullis.emulator.tenant.Connection;
import dev.portcullis.emulator.tenant.Secret;
import dev.portcullis.emulator.tenant.UserDefinition;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * Sends one-time codes, and checks them with the attack protection of passwords. A right code of
 * somebody who is not a user yet signs them up. Safe for many threads.
 */
public final class CodeLogins {

  private final UserStore users;
  private final PasswordCheck checks;
  private final Outbox outbox;
  private final TenantLog log;
  private final SecureRandom random;
  private final OneTimeCodes codes;

  /** Over the tenant's state. */
  public CodeLogins(
      UserStore users,
      PasswordCheck checks,
      Outbox outbox,
      TenantLog log,
      InstantSource clock,
      SecureRandom random,
      Store store) {
    this.users = users;
    this.checks = checks;
    this.outbox = outbox;
    this.log = log;
    this.random = random;
    this.codes = new OneTimeCodes(clock, random, store);
  }

  /** The user of an identifier, an e-mail address or a phone number. */
  Optional<User> find(Connection connection, String identifier) {
    return connection.isDatabase() && identifier.startsWith("+")
        ? users.all().stream()
            .filter(user -> user.connection().equals(connection.name()))
            .filter(user -> identifier.equals(user.profile().attributes().get("phone_number")))
            .findFirst()
        : users.find(connection.name(), identifier);
  }

  /** A new code for somebody who is to receive it in a link. */
  Secret issue(Connection connection, String identifier) {
    return codes.issue(connection, identifier, connection.codes());
  }

  /** Sends a new code. */
  void sendCode(Connection connection, String identifier) {
    outbox.send(
        identifier.startsWith("+") ? SentMail.Kind.LOGIN_CODE_SMS : SentMail.Kind.LOGIN_CODE_EMAIL,
        identifier,
        issue(connection, identifier));
  }

  /** Sends a link. */
  void sendLink(String email, Secret link) {
    outbox.send(SentMail.Kind.LOGIN_LINK, email, link);
  }

  /**
   * Checks a code.
   *
   * @param signUp whether the code may belong to somebody who is not a user yet
   * @param refusals is called with each refusal before the events that follow from it are written
   */
  public PasswordCheck.Result logIn(
      LoginAttempt attempt, Connection connection, String code, boolean signUp, Refusals refusals) {
    Refusal wrong =
        attempt.username().startsWith("+")
            ? new Refusal.WrongPhoneCode()
            : new Refusal.WrongEmailCode();
    return checks.checkCode(
        attempt, connection, () -> check(attempt, connection, code, signUp), wrong, refusals);
  }

  private UserStore.Check check(
      LoginAttempt attempt, Connection connection, String code, boolean signUp) {
    Optional<User> known = find(connection, attempt.username());
    if (!codes.redeem(connection, attempt.username(), code)) {
      return known
          .<UserStore.Check>map(UserStore.WrongPassword::new)
          .orElseGet(UserStore.UnknownUser::new);
    }
    return known
        .or(() -> signUp ? signUp(attempt, connection) : Optional.empty())
        .<UserStore.Check>map(UserStore.Correct::new)
        .orElseGet(UserStore.UnknownUser::new);
  }

  private Optional<User> signUp(LoginAttempt attempt, Connection connection) {
    byte[] bytes = new byte[12];
    random.nextBytes(bytes);
    String userId = connection.strategy().wireName() + "|" + HexFormat.of().formatHex(bytes);
    byte[] password = new byte[32];
    random.nextBytes(password);
    users.add(
        UserDefinition.of(
            userId,
            connection.name(),
            attempt.username().toLowerCase(Locale.ROOT),
            HexFormat.of().formatHex(password)));
    log.write(attempt.entry(LogType.SUCCESS_SIGN_UP, "", Optional.of(connection), userId));
    return users.byId(userId);
  }
}
