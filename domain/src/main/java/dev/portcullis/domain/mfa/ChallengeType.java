package dev.portcullis.domain.mfa;

/** How a factor is challenged. */
public enum ChallengeType {
  /** The user's authenticator app shows a code. */
  OTP("otp"),
  /** A text, an e-mail or a push notification goes to the user. */
  OOB("oob");

  private final String word;

  ChallengeType(String word) {
    this.word = word;
  }

  /** As on the wire. */
  public String word() {
    return word;
  }
}
