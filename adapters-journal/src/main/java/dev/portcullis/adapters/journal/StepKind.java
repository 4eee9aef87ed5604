package dev.portcullis.adapters.journal;

import io.vavr.collection.Vector;

/** The steps besides a login, and every word for how each can end: stable, as dashboards key on. */
enum StepKind {
  REFRESH("authn_token_refresh", true, "renewed no-longer-valid scope-refused denied mfa-required"),
  REVOKE("authn_token_revoked", true, "revoked"),
  MFA_AUTHENTICATORS("authn_mfa_authenticators", true, "known login-expired"),
  MFA_CHALLENGE(
      "authn_mfa_challenge",
      true,
      "otp-expected oob-sent enrollment-required factor-unavailable login-expired too-many-codes"
          + " denied"),
  MFA_ENROLLMENT(
      "authn_mfa_enrollment",
      true,
      "otp-enrolled oob-enrolled already-enrolled factor-unavailable login-expired too-many-codes"),
  MFA_VERIFICATION(
      "authn_mfa_verification",
      true,
      "granted wrong-code pending slow-down rejected login-expired too-many-codes denied"
          + " user-blocked"),
  RESET_ASKED("authn_password_reset_asked", false, "accepted page limited unavailable"),
  RESET_STARTED("authn_password_reset_started", false, "mail-sent page limited not-started");

  private final String action;
  private final boolean asksProvider;
  private final String codes;

  StepKind(String action, boolean asksProvider, String codes) {
    this.action = action;
    this.asksProvider = asksProvider;
    this.codes = codes;
  }

  /** The event's name in the log. */
  String action() {
    return action;
  }

  /** Every word for how it can end. */
  Vector<String> codes() {
    Vector<String> own = Vector.of(codes.split(" ", -1));
    return asksProvider ? own.appendAll(StepCode.FAULTS) : own;
  }

  /** Such as {@code mfa-verification}. */
  String word() {
    return OutcomeCode.kebab(this);
  }
}
