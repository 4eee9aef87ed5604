package dev.portcullis.emulator.internal.mfa;

import dev.portcullis.emulator.internal.oauth.Refusal;
import dev.portcullis.emulator.internal.store.Store;
import dev.portcullis.emulator.internal.store.StoredMap;
import dev.portcullis.emulator.internal.users.User;
import dev.portcullis.emulator.tenant.Secret;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * The logins that wait for their second factor, by mfa token; a token is valid for 10 minutes. Safe
 * for many threads.
 */
public final class PendingLogins {

  private static final Duration LIFETIME = Duration.ofMinutes(10);

  private final Predicate<String> isUser;
  private final Authenticators authenticators;
  private final MfaSecrets secrets;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final StoredMap<PendingLogin> logins;

  /** A login whose user is deleted, by whatever way, no longer waits. */
  PendingLogins(
      Predicate<String> isUser,
      Authenticators authenticators,
      MfaSecrets secrets,
      InstantSource clock,
      Store store) {
    this.isUser = isUser;
    this.authenticators = authenticators;
    this.secrets = secrets;
    this.clock = clock;
    this.logins = new StoredMap<>(store.table("mfa-pending", String.class, PendingLogin.class));
  }

  /** Keeps a login until its second factor is verified. */
  public Refusal.MfaRequired begin(
      String clientId,
      User user,
      String audience,
      List<String> requested,
      List<String> granted,
      Optional<String> organizationId) {
    String token = secrets.token(48);
    PendingLogin login =
        new PendingLogin(
            clientId,
            user,
            audience,
            requested,
            granted,
            organizationId,
            clock.instant().plus(LIFETIME));
    lock.lock();
    try {
      logins.put(token, login);
    } finally {
      lock.unlock();
    }
    List<String> challenge =
        authenticators.active(user.userId()).map(Authenticator::requirement).distinct().toList();
    return new Refusal.MfaRequired(
        Secret.of(token),
        challenge,
        challenge.isEmpty() ? List.of("otp", "phone", "email", "push-notification") : List.of());
  }

  /** The login of an mfa token, of any application. */
  public Found find(String token) {
    lock.lock();
    try {
      Optional<PendingLogin> login =
          logins.get(token).filter(found -> isUser.test(found.user().userId()));
      if (login.isEmpty()) {
        return new NotFound(new Refusal.MalformedMfaToken());
      }
      return clock.instant().isBefore(login.get().expires())
          ? new Open(login.get())
          : new NotFound(new Refusal.ExpiredMfaToken());
    } finally {
      lock.unlock();
    }
  }

  /** The login of an mfa token that this application received. */
  public Found find(String token, String clientId) {
    Found found = find(token);
    return found instanceof Open open && !open.login().clientId().equals(clientId)
        ? new NotFound(new Refusal.ForeignMfaToken())
        : found;
  }

  /** Removes a login that is complete. */
  public void complete(String token) {
    lock.lock();
    try {
      logins.remove(token);
    } finally {
      lock.unlock();
    }
  }

  /** The result of looking up an mfa token. */
  public sealed interface Found {}

  /** A login that waits for its second factor. */
  public record Open(PendingLogin login) implements Found {}

  /** No login: the token is unknown, expired, or another application's. */
  public record NotFound(Refusal refusal) implements Found {}
}
