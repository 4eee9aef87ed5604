package dev.portcullis.adapters.redis;

import java.util.Locale;

/** What the store is used for. */
public enum StoreUse {
  /** Sessions that a logout has ended. */
  REVOKED_SESSIONS,
  /** Results of renewals that no browser has shown yet, and whose turn it is to renew. */
  RENEWALS,
  /** Password resets of a user or an address. */
  RESETS,
  /** Codes tried at the second step of a login. */
  GUESSES,
  /** Login attempts. */
  ATTEMPTS,
  /** The pace of calls to the tenant. */
  PACE;

  /** Its word in metrics: lower case, with hyphens. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
