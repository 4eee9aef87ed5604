package dev.portcullis.emulator;

import dev.portcullis.emulator.http.ReceivedRequest;
import dev.portcullis.emulator.log.LogEvent;
import dev.portcullis.emulator.users.SentMail;
import java.util.List;
import java.util.function.Supplier;

/** A look into the running tenant, past its HTTP surface; every list is a copy, oldest first. */
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
    return runtime.get().front().received();
  }

  /** Lifts brute-force protection's blocks of an identifier; whether there was one. */
  public boolean unblock(String identifier) {
    return runtime.get().guard().unblock(identifier);
  }

  /** Answers a push notification, named by its message's content; whether there is such a one. */
  public boolean answerPush(String oobCode, boolean allow) {
    return runtime.get().mfa().answerPush(oobCode, allow);
  }
}
