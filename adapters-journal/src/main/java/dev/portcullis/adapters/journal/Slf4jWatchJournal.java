package dev.portcullis.adapters.journal;

import dev.portcullis.doctor.port.WatchJournal;
import dev.portcullis.doctor.tenant.Comparison;
import dev.portcullis.doctor.tenant.WatchState;
import org.slf4j.Logger;

/** Writes what changes: an ERROR when the tenant's log differs, a WARN when it cannot be read. */
public final class Slf4jWatchJournal implements WatchJournal {

  private final Logger logger;

  public Slf4jWatchJournal(Logger logger) {
    this.logger = logger;
  }

  @Override
  public void compared(Comparison comparison) {}

  @Override
  public void changed(WatchState before, WatchState after) {
    try {
      switch (after) {
        case WatchState.Unknown() -> {}
        case WatchState.Agrees() ->
            logger
                .atInfo()
                .addKeyValue("event.action", "tenant_watch")
                .log("The tenant logs the addresses that the gateway sends");
        case WatchState.Differs(var since, var what) ->
            logger
                .atError()
                .addKeyValue("event.action", "tenant_watch")
                .addKeyValue("portcullis.since", since.toString())
                .addKeyValue(
                    "portcullis.remedy", "run portcullis doctor, or portcullis doctor --apply")
                .log(what);
        case WatchState.Blind(var why) ->
            logger
                .atWarn()
                .addKeyValue("event.action", "tenant_watch")
                .addKeyValue("reason", why.reason().replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?"))
                .log("The tenant's log cannot be read, so it is not watched");
      }
    } catch (RuntimeException e) {
      // The watch does not end because its log does.
    }
  }
}
