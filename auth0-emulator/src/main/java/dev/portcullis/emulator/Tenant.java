package dev.portcullis.emulator;

import dev.portcullis.emulator.address.IpLiteral;
import dev.portcullis.emulator.clock.MovableClock;
import dev.portcullis.emulator.internal.protection.LoginGuard;
import dev.portcullis.emulator.internal.users.User;
import dev.portcullis.emulator.observed.LogEvent;
import dev.portcullis.emulator.observed.ReceivedRequest;
import dev.portcullis.emulator.observed.SentMail;
import dev.portcullis.emulator.tenant.TenantDefinition;
import dev.portcullis.emulator.tenant.UserDefinition;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A look and a hand into the running tenant, past its HTTP surface; every list is a copy, oldest
 * first.
 */
public final class Tenant {

  private final Supplier<TenantRuntime> runtime;

  Tenant(Supplier<TenantRuntime> runtime) {
    this.runtime = runtime;
  }

  /** The kept log events. */
  public List<LogEvent> logs() {
    return runtime.get().log().events();
  }

  /** The mails that would have been sent, the latest 10,000. */
  public List<SentMail> mails() {
    return runtime.get().outbox().mails();
  }

  /** The requests answered, the latest 5,000; one is listed just before its reply is sent. */
  public List<ReceivedRequest> received() {
    return runtime.get().pipeline().received();
  }

  /** Applications, connections, APIs and settings as they are now; users as they were seeded. */
  public TenantDefinition configuration() {
    return runtime.get().configuration().get();
  }

  /** Changes applications, connections, APIs and settings; holds from the next request on. */
  public void configure(Consumer<TenantDefinition.Builder> change) {
    runtime.get().configuration().change(change);
  }

  /** Adds a user, in the place of one with the same e-mail address in the connection. */
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

  /** What the authenticator app of a user shows now; empty if none is enrolled. */
  public Optional<String> otpCode(String userId) {
    return runtime.get().mfa().checks().otpCode(userId);
  }

  /** The clock that everything here goes by. */
  public MovableClock clock() {
    return runtime.get().clock();
  }

  /** The blocks of brute-force protection. */
  public List<LoginGuard.Block> blocks() {
    return runtime.get().guard().blocks();
  }

  /** Whether suspicious IP throttling refuses an address. */
  public boolean throttled(IpLiteral address) {
    return runtime.get().guard().addressBlocked(address);
  }

  /** Lifts brute-force protection's blocks of an identifier; whether there was one. */
  public boolean unblock(String identifier) {
    return runtime.get().guard().unblock(identifier);
  }

  /** Answers a push notification, named by its message's content; whether there is such a one. */
  public boolean answerPush(String oobCode, boolean allow) {
    return runtime.get().mfa().challenges().answerPush(oobCode, allow);
  }
}
