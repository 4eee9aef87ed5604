package dev.portcullis.bootstrap.log;

import java.util.Locale;

/** What a line of the log is about, and how much of the queue such lines may fill. */
public enum LineKind {
  /** Refused requests, which anyone can cause at any rate. */
  REFUSAL(50),
  /** DEBUG and TRACE. */
  DEBUG(50),
  /** Everything else. */
  OTHER(75),
  /** Logins and the steps after them. */
  LOGIN(100);

  private final int percent;

  LineKind(int percent) {
    this.percent = percent;
  }

  /** The word in metrics. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The log's field with the number of lost lines of this kind. */
  public String field() {
    return "portcullis.lost." + word();
  }

  long share(long capacity) {
    return capacity * percent / 100;
  }
}
