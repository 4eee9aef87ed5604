package dev.portcullis.testkit.fake;

import dev.portcullis.application.reset.port.ResetDelivery;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.domain.reset.ResetTicket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes every link on, or none, and keeps those it took. */
public final class RecordingResetDelivery implements ResetDelivery {

  private final List<ResetTicket> taken = new CopyOnWriteArrayList<>();
  private final boolean willing;

  public RecordingResetDelivery(boolean willing) {
    this.willing = willing;
  }

  @Override
  public boolean deliver(RequestId id, ResetTicket ticket) {
    return willing && taken.add(ticket);
  }

  /** The links so far, in order, a snapshot. */
  public List<ResetTicket> taken() {
    return List.copyOf(taken);
  }
}
