package dev.portcullis.emulator.log;

/** The log event types the emulator writes, by Auth0's codes. */
public enum LogType {
  /** {@code sepft}: password exchanged for a token. */
  SUCCESS_EXCHANGE_PASSWORD("sepft", true),
  /** {@code fepft}: that exchange failed; the description tells why. */
  FAILED_EXCHANGE_PASSWORD("fepft", true),
  /** {@code fp}: wrong password of a known user. */
  FAILED_PASSWORD("fp", false),
  /** {@code fu}: unknown user. */
  FAILED_UNKNOWN_USER("fu", false),
  /** {@code f}: failed login for another reason. */
  FAILED_LOGIN("f", false),
  /** {@code limit_wc}: brute-force protection blocks. */
  BLOCKED_ACCOUNT("limit_wc", false),
  /** {@code limit_mu}: suspicious IP throttling blocks. */
  BLOCKED_ADDRESS("limit_mu", false),
  /** {@code pwd_leak}: a breached password was used. */
  BREACHED_PASSWORD("pwd_leak", false),
  /** {@code scpr}: a password reset was asked for. */
  SUCCESS_PASSWORD_RESET_REQUEST("scpr", false),
  /** {@code fcpr}: that request failed. */
  FAILED_PASSWORD_RESET_REQUEST("fcpr", false),
  /** {@code ublkdu}: an attack-protection block was lifted. */
  BLOCK_RELEASED("ublkdu", false);

  private final String code;
  private final boolean carriesClientIp;

  LogType(String code, boolean carriesClientIp) {
    this.code = code;
    this.carriesClientIp = carriesClientIp;
  }

  /** Auth0's code, the event's {@code type}. */
  public String code() {
    return code;
  }

  /** Whether events of this type have a {@code client_ip}. */
  public boolean carriesClientIp() {
    return carriesClientIp;
  }
}
