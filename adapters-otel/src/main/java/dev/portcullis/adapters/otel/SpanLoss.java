package dev.portcullis.adapters.otel;

import java.util.Locale;

/** Why recorded spans did not reach the receiver. {@link #word} is the word in metrics. */
public enum SpanLoss {
  /** The receiver was behind by the whole queue, and there was no room for more. */
  QUEUE_FULL,
  /** The receiver was away, too slow, or refused them. */
  NOT_SENT;

  private final String word;

  SpanLoss() {
    this.word = name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The stable word, such as {@code queue-full}. */
  public String word() {
    return word;
  }
}
