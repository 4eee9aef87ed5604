package dev.portcullis.emulator.address;

/** Which addresses are matched against the AllowLists when a trusted header is used. */
public enum AllowlistMatching {
  /** Only the header's address, as in Auth0's current documentation. */
  FORWARDED_ONLY,
  /** The header's and the proxy's address, as in Auth0's older documentation. */
  FORWARDED_AND_PROXY;

  /** Whether the call is exempt. */
  public boolean exempts(Allowlist allowlist, IpLiteral source, IpLiteral peer) {
    return switch (this) {
      case FORWARDED_ONLY -> allowlist.contains(source);
      case FORWARDED_AND_PROXY -> allowlist.contains(source) || allowlist.contains(peer);
    };
  }
}
