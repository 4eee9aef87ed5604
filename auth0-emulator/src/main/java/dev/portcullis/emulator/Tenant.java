package dev.portcullis.emulator;

import dev.portcullis.emulator.http.Front;
import dev.portcullis.emulator.http.ReceivedRequest;
import dev.portcullis.emulator.log.LogEvent;
import dev.portcullis.emulator.log.TenantLog;
import dev.portcullis.emulator.mfa.Mfa;
import dev.portcullis.emulator.protection.LoginGuard;
import dev.portcullis.emulator.users.Outbox;
import dev.portcullis.emulator.users.SentMail;
import java.util.List;

/** A look into the running tenant, past its HTTP surface; every list is a copy, oldest first. */
public final class Tenant {

  private final TenantLog log;
  private final Outbox outbox;
  private final Front front;
  private final LoginGuard guard;
  private final Mfa mfa;

  Tenant(TenantLog log, Outbox outbox, Front front, LoginGuard guard, Mfa mfa) {
    this.log = log;
    this.outbox = outbox;
    this.front = front;
    this.guard = guard;
    this.mfa = mfa;
  }

  /** The kept log events. */
  public List<LogEvent> logs() {
    return log.events();
  }

  /** The mails that would have been sent, the latest 10,000. */
  public List<SentMail> mails() {
    return outbox.mails();
  }

  /** The requests answered, the latest 5,000; one is listed just before its reply is sent. */
  public List<ReceivedRequest> received() {
    return front.received();
  }

  /** Lifts brute-force protection's blocks of an identifier; whether there was one. */
  public boolean unblock(String identifier) {
    return guard.unblock(identifier);
  }

  /** Answers a push notification, named by its message's content; whether there is such a one. */
  public boolean answerPush(String oobCode, boolean allow) {
    return mfa.answerPush(oobCode, allow);
  }
}
