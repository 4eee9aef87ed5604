package dev.portcullis.domain.address;

import java.util.Locale;

/**
 * Why a request's address cannot be established. The codes are stable: metrics, cases and callers
 * key on them.
 */
public enum RejectionReason {
  PEER_UNKNOWN(
      "The connection has no peer address.", "Nothing to fix in the settings: the peer is gone."),
  PEER_UNIX(
      "The connection comes through a Unix socket.",
      "Set unix-peer-trusted: true if only your proxy can open that socket."),
  UNTRUSTED_PEER(
      "The connection does not come from a trusted peer, and direct access is off.",
      "A client bypassed the proxy; or the proxy's address is missing in trusted-proxies, or its"
          + " certificate's name in trusted-certificates."),
  ORIGIN_PROOF(
      "The request lacks the secret that proves that it came through your own proxy.",
      "Let the proxy add the header of origin-proof, and strip it from what users send."),
  CONNECTION_NOMINATES_SOURCE(
      "The Connection header names the header that carries the address, so any proxy may drop it.",
      "This is an attack or a broken client; nothing to fix in the settings."),
  SOURCE_MISSING(
      "The trusted peer sent no header with the address.",
      "Let the proxy set the header; health checks belong on the admin listener."),
  DUPLICATE_HEADER(
      "The header that may stand once stands several times.",
      "Let the proxy overwrite the header instead of adding one."),
  NOT_SINGLE(
      "The header that holds one address holds a list.",
      "Let the proxy overwrite the header; or use source: xff if it is a list."),
  TOO_MANY(
      "The header has more entries or lines than the limit.",
      "This is an attack, or max-entries and max-header-lines are too low for your chain."),
  TOO_LONG(
      "The header is longer than the limit.",
      "This is an attack, or max-header-bytes is too low for your chain."),
  EMPTY_ENTRY(
      "A trusted peer's entry is empty.", "A proxy of yours appends nothing; let it append."),
  BAD_ENTRY(
      "A trusted peer's entry is not an address.",
      "A proxy of yours writes something else than the address it was called from."),
  BAD_PORT(
      "A trusted peer's entry has a port that is none.",
      "A proxy of yours writes a malformed port."),
  UNIDENTIFIED_ENTRY(
      "A trusted peer's entry hides the address.",
      "A proxy of yours writes unknown or an obfuscated name; let it write the address."),
  FORWARDED_SYNTAX(
      "The Forwarded header is not what RFC 7239 says.",
      "An open quote or a stray character, by an attacker or by a proxy that does not quote."),
  ALL_TRUSTED(
      "Every entry is a trusted proxy; none is an end user.",
      "A range in trusted-proxies is too wide, or the login came from a proxy's own machine."),
  TOO_FEW_HOPS(
      "There are fewer entries than trusted-hops counts.",
      "A proxy was skipped, or trusted-hops is too high."),
  HOP_NOT_TRUSTED(
      "An entry that trusted-hops counts as a proxy is not in trusted-proxies.",
      "The chain has another length than trusted-hops says, or a range is missing."),
  CONFLICT(
      "Another forwarding header names another address.",
      "Let the proxy overwrite or remove the other header; or set conflicts: note."),
  NOT_A_HOST(
      "The address is unspecified, broadcast or multicast.",
      "A proxy of yours writes an address that no client can have."),
  RESERVED_RESULT(
      "The address is private or otherwise reserved, so it cannot be an end user's.",
      "A proxy is missing in trusted-proxies; or, on an intranet, set private-result."),
  SELF_ADDRESS(
      "The address is the gateway's own.",
      "A login from the gateway's own network has no end user; see self-ranges."),
  PROXY_NO_ADDRESS(
      "The PROXY header says that the connection is the proxy's own (LOCAL, UNKNOWN).",
      "Health checks need no address and belong on the admin listener."),
  PROXY_UNTRUSTED_PEER(
      "The connection to a PROXY listener does not come from proxy-protocol.trusted-from.",
      "A client bypassed the balancer; or its address is missing there."),
  PROXY_MISSING(
      "The connection does not start with a PROXY header.",
      "Switch the PROXY protocol on at the balancer, or off at this listener."),
  PROXY_SYNTAX(
      "The PROXY header is not what the protocol says.",
      "The balancer and this listener may disagree about the protocol's version."),
  PROXY_VERSION(
      "The PROXY header is of a version that this listener does not take.",
      "Add the version to proxy-protocol.versions, or change it at the balancer."),
  PROXY_TOO_LONG(
      "The PROXY header is longer than the limit.",
      "Raise proxy-protocol.max-bytes if it is yours."),
  PROXY_FAMILY(
      "The PROXY header is of no TCP connection over IP.",
      "This listener takes TCP over IPv4 and IPv6 only."),
  PROXY_CRC("The PROXY header's checksum is wrong.", "The header was altered on its way."),
  PROXY_TIMEOUT(
      "The PROXY header did not come in time.",
      "The balancer is slow, or something else connected to this listener.");

  private final String explanation;
  private final String remedy;

  RejectionReason(String explanation, String remedy) {
    this.explanation = explanation;
    this.remedy = remedy;
  }

  /** The stable code, such as {@code all-trusted}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** One sentence for the operator: what is wrong. */
  public String explanation() {
    return explanation;
  }

  /** One sentence for the operator: what to do. */
  public String remedy() {
    return remedy;
  }
}
