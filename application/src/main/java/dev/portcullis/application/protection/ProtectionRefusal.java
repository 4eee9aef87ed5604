package dev.portcullis.application.protection;

import java.util.Locale;

/** Why a call was not sent to the provider. */
public enum ProtectionRefusal {
  /** The breaker is open. */
  BREAKER,
  /** More calls wait than can be sent soon. */
  QUEUE,
  /** The provider has asked for a pause. */
  PAUSE;

  /** Its word in metrics: lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
