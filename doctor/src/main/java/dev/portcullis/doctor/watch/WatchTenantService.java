package dev.portcullis.doctor.watch;

import dev.portcullis.doctor.port.TenantLogs;
import dev.portcullis.doctor.port.WatchJournal;
import dev.portcullis.doctor.tenant.Comparison;
import dev.portcullis.doctor.tenant.FactUnavailable;
import dev.portcullis.doctor.tenant.LogEvent;
import dev.portcullis.doctor.tenant.LogQuery;
import dev.portcullis.doctor.tenant.WatchState;
import dev.portcullis.domain.address.IpAddress;
import io.vavr.collection.Seq;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Compares logged logins with the sample of what was sent. One ignored header is reported at once;
 * other differences after three in a row, because two gateways can log the same user in. Three
 * matching logins in a row end the report.
 */
public final class WatchTenantService implements WatchTenantUseCase {

  private static final int IN_A_ROW = 3;
  private static final int EVENTS = 500;

  private final String clientId;
  private final SentAddresses sent;
  private final TenantLogs logs;
  private final WatchJournal journal;
  private final ReentrantLock lock = new ReentrantLock();
  private WatchState state = new WatchState.Unknown();
  private Option<String> seen = Option.none();
  private int same;
  private int others;

  public WatchTenantService(
      String clientId, SentAddresses sent, TenantLogs logs, WatchJournal journal) {
    this.clientId = clientId;
    this.sent = sent;
    this.logs = logs;
    this.journal = journal;
  }

  @Override
  public WatchState look() {
    lock.lock();
    try {
      Either<FactUnavailable, Seq<LogEvent>> fresh =
          seen.fold(this::start, id -> logs.after(id, EVENTS));
      if (fresh.isLeft()) {
        return become(new WatchState.Blind(fresh.getLeft()));
      }
      if (state instanceof WatchState.Blind) {
        become(new WatchState.Unknown());
      }
      Seq<LogEvent> events = fresh.get();
      // With a full batch the watch is behind: continue at the newest event.
      seen =
          events.size() < EVENTS
              ? events.lastOption().map(LogEvent::id).orElse(seen)
              : newestId().orElse(() -> events.lastOption().map(LogEvent::id));
      return take(events);
    } finally {
      lock.unlock();
    }
  }

  private Either<FactUnavailable, Seq<LogEvent>> start() {
    return logs.newest(LogQuery.logins(clientId), 1);
  }

  private Option<String> newestId() {
    return start().toOption().flatMap(Seq::headOption).map(LogEvent::id);
  }

  @Override
  public WatchState take(Seq<LogEvent> events) {
    lock.lock();
    try {
      events
          .filter(it -> it.type().equals(LogEvent.LOGIN) && it.clientId().equals(clientId))
          .forEach(this::compare);
      return state;
    } finally {
      lock.unlock();
    }
  }

  private void compare(LogEvent event) {
    Comparison comparison = comparison(event);
    journal.compared(comparison);
    switch (comparison) {
      case UNKNOWN -> {}
      case SAME -> {
        same++;
        others = 0;
        if (!(state instanceof WatchState.Differs) || same >= IN_A_ROW) {
          become(new WatchState.Agrees());
        }
      }
      case IGNORED ->
          differs(
              event, "the tenant ignores auth0-forwarded-for: it logs the gateway's own address");
      case OTHER -> {
        same = 0;
        if (++others >= IN_A_ROW) {
          differs(event, "the tenant logs other addresses than the gateway sends");
        }
      }
    }
  }

  private void differs(LogEvent event, String what) {
    same = 0;
    if (!(state instanceof WatchState.Differs)) {
      become(new WatchState.Differs(event.date(), what));
    }
  }

  private Comparison comparison(LogEvent event) {
    Seq<IpAddress> addresses = sent.of(event.userName(), event.date());
    if (addresses.isEmpty() || event.ip().isEmpty()) {
      return Comparison.UNKNOWN;
    }
    if (addresses.contains(event.ip().get())) {
      return Comparison.SAME;
    }
    return event.ip().equals(event.clientIp()) ? Comparison.IGNORED : Comparison.OTHER;
  }

  private WatchState become(WatchState next) {
    if (!next.equals(state)) {
      journal.changed(state, next);
      state = next;
    }
    return state;
  }
}
