package dev.portcullis.application.protection;

import dev.portcullis.domain.outcome.ProviderFault;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/** A call that waits for its turn. What may change is guarded by the gate's lock. */
final class WaitingCall {

  private final String source;
  private final boolean paced;
  private final Condition turn;
  private @Nullable ProviderFault refused;

  /**
   * A call.
   *
   * @param source whose turn it takes
   * @param paced whether it counts by the provider's rate limit
   * @param turn signalled when something has changed for it
   */
  WaitingCall(String source, boolean paced, Condition turn) {
    this.source = source;
    this.paced = paced;
    this.turn = turn;
  }

  String source() {
    return source;
  }

  boolean paced() {
    return paced;
  }

  /** Wakes its thread. */
  void wake() {
    turn.signal();
  }

  /** What its thread waits for. */
  Condition turn() {
    return turn;
  }

  /** It will not be sent; its thread answers with this. */
  void refuse(ProviderFault why) {
    refused = why;
    turn.signal();
  }

  @Nullable ProviderFault refused() {
    return refused;
  }
}
