package dev.portcullis.emulator;

import dev.portcullis.emulator.address.IpLiteral;
import dev.portcullis.emulator.clock.MovableClock;
import dev.portcullis.emulator.internal.users.User;
import dev.portcullis.emulator.observed.LogEvent;
import dev.portcullis.emulator.observed.LoginBlock;
import dev.portcullis.emulator.observed.ReceivedRequest;
import dev.portcullis.emulator.observed.SentMail;
import dev.portcullis.emulator.tenant.TenantDefinition;
import dev.portcullis.emulator.tenant.UserDefinition;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Direct access to the running tenant, bypassing HTTP. Every list is a copy, oldest first. Safe for
 * many threads.
 */
public final class Tenant {

  private final Supplier<TenantRuntime> runtime;

  Tenant(Supplier<TenantRuntime> runtime) {
    this.runtime = runtime;
  }

  /** The retained log events. */
  public List<LogEvent> logs() {
    return runtime.get().log().events();
  }

  /** The mails that would have been sent, the latest 10,000. */
  public List<SentMail> mails() {
    return runtime.get().outbox().mails();
  }

  /** The latest 5,000 received requests; a request is listed just before its reply is sent. */
  public List<ReceivedRequest> received() {
    return runtime.get().pipeline().received();
  }

  /** Applications, connections, APIs and settings as they are now; users as they were defined. */
  public TenantDefinition configuration() {
    return runtime.get().configuration().get();
  }

  /** Changes applications, connections, APIs and settings; takes effect with the next request. */
  public void configure(Consumer<TenantDefinition.Builder> change) {
    runtime.get().configuration().change(change);
  }

  /**
   * The user of that e-mail address as it is now, with the hash of the password; the first if it
   * occurs in several connections.
   */
  public Optional<UserDefinition> user(String email) {
    TenantRuntime now = runtime.get();
    return now.users().export(now.mfa().authenticators()::factors).stream()
        .filter(user -> user.email().equalsIgnoreCase(email))
        .findFirst();
  }

  /** Adds a user, or replaces the user with the same e-mail address in the connection. */
  public void put(UserDefinition user) {
    TenantRuntime now = runtime.get();
    now.users()
        .find(user.connection(), user.email())
        .map(User::userId)
        .ifPresent(
            before -> {
              now.users().delete(before);
              now.mfa().authenticators().forget(before);
            });
    now.users().add(user);
    user.factors().forEach(factor -> now.mfa().authenticators().enrol(user.userId(), factor));
  }

  /** The code that the user's authenticator app shows now; empty if none is enrolled. */
  public Optional<String> otpCode(String userId) {
    return runtime.get().mfa().checks().otpCode(userId);
  }

  /** The tenant's clock. */
  public MovableClock clock() {
    return runtime.get().clock();
  }

  /** The blocks of brute-force protection. */
  public List<LoginBlock> blocks() {
    return runtime.get().guard().blocks();
  }

  /** Whether suspicious IP throttling refuses an address. */
  public boolean throttled(IpLiteral address) {
    return runtime.get().guard().addressBlocked(address);
  }

  /** Lifts brute-force protection's blocks of an identifier; false if there was none. */
  public boolean unblock(String identifier) {
    return runtime.get().guard().unblock(identifier);
  }

  /**
   * Answers a push notification by the {@code oob_code} in its message; false if there is no such
   * notification.
   */
  public boolean answerPush(String oobCode, boolean allow) {
    return runtime.get().mfa().challenges().answerPush(oobCode, allow);
  }
}
