package dev.portcullis.application.protection;

import java.util.Locale;

/** Whether calls are sent to the provider. */
public enum BreakerState {
  /** All are. */
  CLOSED,
  /** One is, to find out whether the provider answers again. */
  HALF_OPEN,
  /** None is. */
  OPEN;

  /** Its word in metrics and texts: lower case, with hyphens. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
