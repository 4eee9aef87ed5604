package dev.portcullis.domain.address;

import dev.portcullis.domain.address.AddressResolution.Rejected;
import dev.portcullis.domain.address.AddressResolution.Resolved;
import dev.portcullis.domain.address.AddressResolution.Via;
import dev.portcullis.domain.address.ClientAddressPolicy.Conflicts;
import dev.portcullis.domain.address.ClientAddressPolicy.DirectAccess;
import dev.portcullis.domain.address.ClientAddressPolicy.PrivateResult;
import dev.portcullis.domain.address.RequestOrigin.HeaderLines;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;
import org.jspecify.annotations.Nullable;

/**
 * Decides whose address a request comes from: a total function, safe for concurrent use. The order
 * is fixed: the PROXY header's sender, the peer, the proof, the hygiene of the headers, then the
 * one declared source from the right, then the address itself.
 */
public final class AddressResolver {

  static final String XFF = "X-Forwarded-For";
  static final String FORWARDED = "Forwarded";
  static final String REAL_IP = "X-Real-IP";

  /** Headers that proxies write an address into, apart from the declared one. */
  private static final Seq<String> ADDRESS_HEADERS =
      Vector.of(
          XFF,
          FORWARDED,
          REAL_IP,
          "CF-Connecting-IP",
          "CloudFront-Viewer-Address",
          "Fastly-Client-IP",
          "True-Client-IP",
          "X-Azure-SocketIP",
          "X-Client-IP",
          "X-Envoy-External-Address");

  private static final int MOST_NAMED = 3;

  private static final String BY_CERTIFICATE = "trusted by its certificate";

  private final ClientAddressPolicy policy;
  private final IpRangeSet peers;

  public AddressResolver(ClientAddressPolicy policy) {
    this.policy = policy;
    this.peers = policy.trustedPeers().getOrElse(policy.trustedProxies());
  }

  /** A decision and how it came about. */
  public record Explanation(AddressResolution resolution, AddressTrace trace) {}

  public AddressResolution resolve(RequestOrigin origin) {
    return decide(origin, null);
  }

  /** The same decision as {@link #resolve}, written down step by step; costs more. */
  public Explanation explain(RequestOrigin origin) {
    AddressTrace.Builder trace = new AddressTrace.Builder();
    AddressResolution resolution = decide(origin, trace);
    return new Explanation(resolution, trace.build());
  }

  public ClientAddressPolicy policy() {
    return policy;
  }

  /**
   * Whether a listener that requires a PROXY header takes one from this peer at all; asked before a
   * byte is read.
   */
  public boolean mayAnnounce(Peer peer) {
    return policy
        .proxyProtocol()
        .exists(
            required ->
                switch (peer) {
                  case Peer.Inet(var address) -> required.trustedFrom().contains(address);
                  case Peer.Unix() -> policy.unixPeerTrusted();
                  case Peer.Unknown() -> false;
                });
  }

  /**
   * Whether a peer is a proxy, or a balancer, and so one address for many users: limits that count
   * by address do not apply to it. Says nothing about who the user is.
   */
  public boolean isProxy(Peer peer) {
    return switch (peer) {
      case Peer.Inet(var address) ->
          policy.proxyProtocol().exists(required -> required.trustedFrom().contains(address))
              || (!(policy.source() instanceof AddressSource.Peer) && peers.contains(address));
      case Peer.Unix() -> true;
      case Peer.Unknown() -> false;
    };
  }

  /** As {@link #isProxy(Peer)}, for a connection whose verified certificate has these names. */
  public boolean isProxy(Peer peer, Seq<CertificateName> certificate) {
    return isProxy(peer)
        || (!(policy.source() instanceof AddressSource.Peer)
            && certificate.exists(policy.trustedCertificates()::contains));
  }

  private AddressResolution decide(RequestOrigin origin, AddressTrace.@Nullable Builder trace) {
    return policy.proxyProtocol().isDefined()
        ? decideBehindBalancer(origin, trace)
        : decide(origin.peer(), origin, trace);
  }

  private AddressResolution decideBehindBalancer(
      RequestOrigin origin, AddressTrace.@Nullable Builder trace) {
    if (!mayAnnounce(origin.peer())) {
      AddressTrace.step(trace, "peer", shown(origin.peer()), "may not send a PROXY header");
      return new Rejected(RejectionReason.PROXY_UNTRUSTED_PEER);
    }
    AddressTrace.step(trace, "peer", shown(origin.peer()), "may send a PROXY header");
    return switch (origin.proxy().getOrElse(new ProxyHeader.NoAddress())) {
      case ProxyHeader.Source(var address, var port) -> {
        AddressTrace.step(trace, "proxy-protocol", address, "takes the peer's place");
        yield policy.source() instanceof AddressSource.ProxyProtocol
            ? acceptUnlessTrusted(address, Via.PROXY_PROTOCOL, trace)
            : decide(new Peer.Inet(address), origin, trace);
      }
      case ProxyHeader.NoAddress() -> {
        AddressTrace.step(trace, "proxy-protocol", "", "the connection is the proxy's own");
        yield new Rejected(RejectionReason.PROXY_NO_ADDRESS);
      }
    };
  }

  /**
   * @param peer the origin's, or the one that its PROXY header names
   */
  private AddressResolution decide(
      Peer peer, RequestOrigin origin, AddressTrace.@Nullable Builder trace) {
    boolean certified = isCertified(origin.certificate(), trace);
    switch (peer) {
      case Peer.Unknown() -> {
        AddressTrace.step(trace, "peer", "", "not known");
        return new Rejected(RejectionReason.PEER_UNKNOWN);
      }
      case Peer.Unix() -> {
        if (!policy.unixPeerTrusted() && !certified) {
          AddressTrace.step(trace, "peer", "unix", "not trusted");
          return new Rejected(RejectionReason.PEER_UNIX);
        }
        AddressTrace.step(
            trace,
            "peer",
            "unix",
            policy.unixPeerTrusted() ? "trusted by unix-peer-trusted" : BY_CERTIFICATE);
      }
      case Peer.Inet(var address) -> {
        if (policy.source() instanceof AddressSource.Peer) {
          return direct(address, origin.headers(), trace);
        }
        if (!peers.contains(address) && !certified) {
          boolean direct = policy.directAccess() == DirectAccess.ALLOW;
          AddressTrace.step(
              trace,
              "peer",
              address,
              direct ? "not a trusted peer: the end user" : "not a trusted peer");
          return direct
              ? acceptUnlessTrusted(address, Via.PEER, trace)
              : new Rejected(RejectionReason.UNTRUSTED_PEER);
        }
        if (trace != null) {
          String setting = policy.trustedPeers().isDefined() ? "trusted-peers" : "trusted-proxies";
          trace.step(
              "peer",
              address,
              peers,
              setting,
              peers.contains(address) ? "trusted" : BY_CERTIFICATE);
        }
      }
    }
    return behindTrustedPeer(origin.headers(), trace);
  }

  private boolean isCertified(Seq<CertificateName> names, AddressTrace.@Nullable Builder trace) {
    if (names.isEmpty()) {
      return false;
    }
    Option<CertificateName> listed = names.find(policy.trustedCertificates()::contains);
    AddressTrace.step(
        trace,
        "certificate",
        listed.map(CertificateName::value).getOrElse(() -> names.mkString(" | ")),
        listed.isDefined() ? "in trusted-certificates" : "not in trusted-certificates");
    return listed.isDefined();
  }

  /** With the peer alone as the source, trusted-peers still says who may connect. */
  private AddressResolution direct(
      IpAddress address, HeaderLines headers, AddressTrace.@Nullable Builder trace) {
    if (trace != null) {
      noteElsewhere(headers, trace);
    }
    if (policy.trustedPeers().exists(allowed -> !allowed.contains(address))) {
      AddressTrace.step(trace, "peer", address, "not a trusted peer");
      return new Rejected(RejectionReason.UNTRUSTED_PEER);
    }
    AddressTrace.step(trace, "peer", address, "the end user");
    return acceptUnlessTrusted(address, Via.PEER, trace);
  }

  private AddressResolution behindTrustedPeer(
      HeaderLines headers, AddressTrace.@Nullable Builder trace) {
    if (trace != null) {
      noteAliases(headers, trace);
    }
    for (ClientAddressPolicy.OriginProof proof : policy.originProof()) {
      Seq<String> given = headers.named(proof.header());
      boolean proven =
          given.size() == 1 && proof.secrets().count(secret -> secret.matches(given.head())) > 0;
      AddressTrace.step(trace, "origin-proof", "", proven ? "proven" : "missing or wrong");
      if (!proven) {
        return new Rejected(RejectionReason.ORIGIN_PROOF);
      }
    }
    if (nominatesSource(headers)) {
      AddressTrace.step(trace, "connection", "", "names a header that carries addresses");
      return new Rejected(RejectionReason.CONNECTION_NOMINATES_SOURCE);
    }
    AddressResolution resolution =
        switch (policy.source()) {
          case AddressSource.XForwardedFor() ->
              fromList(headers.named(XFF), true, Via.X_FORWARDED_FOR, trace);
          case AddressSource.Forwarded() ->
              fromList(headers.named(FORWARDED), false, Via.FORWARDED, trace);
          case AddressSource.SingleHeader(var name, var format) ->
              fromSingle(headers.named(name), format, trace);
          // A Unix peer has no address to take; and PROXY without a required listener has no
          // header.
          case AddressSource.Peer() -> new Rejected(RejectionReason.PEER_UNIX);
          case AddressSource.ProxyProtocol() -> new Rejected(RejectionReason.PROXY_NO_ADDRESS);
        };
    if (trace != null && resolution.equals(new Rejected(RejectionReason.SOURCE_MISSING))) {
      noteElsewhere(headers, trace);
    }
    return resolution instanceof Resolved resolved
        ? compared(resolved, headers, trace)
        : resolution;
  }

  /** The headers that may have been meant, where the declared source is not what was sent. */
  private void noteElsewhere(HeaderLines headers, AddressTrace.Builder trace) {
    Seq<String> there =
        ADDRESS_HEADERS.filter(name -> !headers.named(name).isEmpty()).take(MOST_NAMED);
    if (!there.isEmpty()) {
      trace.note(
          there.mkString(" and ")
              + (there.size() == 1 ? " is" : " are")
              + " there, but "
              + declared(policy.source()));
    }
  }

  private static String declared(AddressSource source) {
    return switch (source) {
      case AddressSource.XForwardedFor() -> "source is xff";
      case AddressSource.Forwarded() -> "source is forwarded";
      case AddressSource.SingleHeader(var name, var format) -> "header-name is " + name;
      case AddressSource.ProxyProtocol() -> "source is proxy-protocol";
      case AddressSource.Peer() -> "source is peer";
    };
  }

  /** Spellings that some servers take for the declared header; here they are never read. */
  private void noteAliases(HeaderLines headers, AddressTrace.Builder trace) {
    String name =
        switch (policy.source()) {
          case AddressSource.SingleHeader(var header, var format) -> header;
          case AddressSource.XForwardedFor() -> XFF;
          case AddressSource.Forwarded() -> FORWARDED;
          case AddressSource.Peer() -> XFF;
          case AddressSource.ProxyProtocol() -> XFF;
        };
    Seq<String> aliases =
        Vector.of(name.replace('-', '_'), name.replace('-', '.'), name + " ").reject(name::equals);
    for (String alias : aliases) {
      if (!headers.named(alias).isEmpty()) {
        trace.note("\"" + alias + "\" is not " + name + " and does not count");
      }
    }
  }

  private AddressResolution fromList(
      Seq<String> lines, boolean xff, Via via, AddressTrace.@Nullable Builder trace) {
    return joined(lines)
        .flatMap(text -> cursor(text, xff))
        .fold(
            reason -> {
              if (trace != null) {
                trace.step(via.word(), lines.mkString(" | "), reason.explanation());
              }
              return new Rejected(reason);
            },
            cursor -> walk(cursor, via, trace));
  }

  private Either<RejectionReason, HopCursor> cursor(String text, boolean xff) {
    int most = policy.limits().entries();
    if (!xff) {
      return ForwardedCursor.parse(text, most).map(cursor -> cursor);
    }
    return XffCursor.count(text) > most
        ? Either.left(RejectionReason.TOO_MANY)
        : Either.right(new XffCursor(text));
  }

  /** The lines in wire order as one list (RFC 9110 section 5.3), within the limits. */
  private Either<RejectionReason, String> joined(Seq<String> lines) {
    if (lines.isEmpty()) {
      return Either.left(RejectionReason.SOURCE_MISSING);
    }
    if (lines.size() > policy.limits().lines()) {
      return Either.left(RejectionReason.TOO_MANY);
    }
    long length = lines.size() - 1L;
    for (String line : lines) {
      length += line.length();
    }
    if (length > policy.limits().bytes()) {
      return Either.left(RejectionReason.TOO_LONG);
    }
    return Either.right(lines.size() == 1 ? lines.head() : lines.mkString(","));
  }

  private AddressResolution walk(HopCursor cursor, Via via, AddressTrace.@Nullable Builder trace) {
    IpRangeSet trusted = policy.trustedProxies();
    int clientAt = policy.trustedHops().getOrElse(0);
    int hop = 0;
    while (cursor.next()) {
      hop++;
      IpAddress address = cursor.address();
      if (address == null) {
        if (trace != null) {
          trace.step(cursor.position(), cursor.text(), cursor.fault().explanation());
          trace.unread(cursor.unread());
        }
        return new Rejected(cursor.fault());
      }
      boolean isTrusted = trusted.contains(address);
      if (clientAt > 0 ? hop == clientAt : !isTrusted) {
        if (trace != null) {
          trace.step(cursor.position(), address, trusted, "trusted-proxies", "the end user");
          trace.unread(cursor.unread());
        }
        return isTrusted ? new Rejected(RejectionReason.ALL_TRUSTED) : accept(address, via, trace);
      }
      if (trace != null) {
        trace.step(
            cursor.position(), address, trusted, "trusted-proxies", hopFinding(isTrusted, hop));
      }
      if (!isTrusted && !trusted.isEmpty()) {
        return new Rejected(RejectionReason.HOP_NOT_TRUSTED);
      }
    }
    return new Rejected(clientAt > 0 ? RejectionReason.TOO_FEW_HOPS : RejectionReason.ALL_TRUSTED);
  }

  private static String hopFinding(boolean trusted, int hop) {
    return trusted ? "trusted proxy" : "hop " + hop + " of trusted-hops, not a trusted proxy";
  }

  private AddressResolution fromSingle(
      Seq<String> lines, AddressSource.Format format, AddressTrace.@Nullable Builder trace) {
    Either<RejectionReason, IpAddress> read = readSingle(lines, format);
    if (trace != null) {
      trace.step(
          "header",
          lines.mkString(" | "),
          read.fold(RejectionReason::explanation, address -> "the end user"));
    }
    return read.fold(Rejected::new, address -> acceptUnlessTrusted(address, Via.HEADER, trace));
  }

  private Either<RejectionReason, IpAddress> readSingle(
      Seq<String> lines, AddressSource.Format format) {
    if (lines.isEmpty()) {
      return Either.left(RejectionReason.SOURCE_MISSING);
    }
    if (lines.size() > 1) {
      return Either.left(RejectionReason.DUPLICATE_HEADER);
    }
    String text = lines.head();
    if (text.length() > policy.limits().bytes()) {
      return Either.left(RejectionReason.TOO_LONG);
    }
    if (text.indexOf(',') >= 0) {
      return Either.left(RejectionReason.NOT_SINGLE);
    }
    return SingleValue.read(text, format);
  }

  /** RFC 9110 section 7.6.1: a header named in Connection is removed by the next proxy. */
  private boolean nominatesSource(HeaderLines headers) {
    Seq<String> lines = headers.named("Connection");
    if (lines.isEmpty()) {
      return false;
    }
    String own =
        policy.source() instanceof AddressSource.SingleHeader(var name, var format) ? name : XFF;
    String proof = policy.originProof().map(ClientAddressPolicy.OriginProof::header).getOrElse(XFF);
    for (String line : lines) {
      for (String option : line.split(",", -1)) {
        String name = option.strip();
        if (name.equalsIgnoreCase(XFF)
            || name.equalsIgnoreCase(FORWARDED)
            || name.equalsIgnoreCase(REAL_IP)
            || name.equalsIgnoreCase(own)
            || name.equalsIgnoreCase(proof)) {
          return true;
        }
      }
    }
    return false;
  }

  /** What the other forwarding headers say of an address that is known. */
  private AddressResolution compared(
      Resolved resolved, HeaderLines headers, AddressTrace.@Nullable Builder trace) {
    if (policy.conflicts() == Conflicts.NOTE && trace == null) {
      return resolved;
    }
    boolean disagrees = false;
    for (Other other : Other.values()) {
      if (!other.isSource(policy.source()) && !headers.named(other.header).isEmpty()) {
        boolean same = sees(other, headers).contains(resolved.address().value());
        if (trace != null) {
          trace.note(other.header + (same ? " agrees" : " disagrees") + " and does not count");
        }
        disagrees |= !same;
      }
    }
    return disagrees && policy.conflicts() == Conflicts.REJECT
        ? new Rejected(RejectionReason.CONFLICT)
        : resolved;
  }

  private Option<IpAddress> sees(Other other, HeaderLines headers) {
    AddressResolution seen =
        switch (other) {
          case LIST -> fromList(headers.named(XFF), true, Via.X_FORWARDED_FOR, null);
          case STANDARD -> fromList(headers.named(FORWARDED), false, Via.FORWARDED, null);
          case SINGLE ->
              readSingle(headers.named(REAL_IP), AddressSource.Format.IP_OPTIONAL_PORT)
                  .<AddressResolution>fold(
                      Rejected::new, address -> accept(address, Via.HEADER, null));
        };
    return seen instanceof Resolved(var address, var via)
        ? Option.of(address.value())
        : Option.none();
  }

  /** The forwarding headers that a declared source is compared with. */
  private enum Other {
    LIST(XFF),
    STANDARD(FORWARDED),
    SINGLE(REAL_IP);

    private final String header;

    Other(String header) {
      this.header = header;
    }

    boolean isSource(AddressSource source) {
      return switch (source) {
        case AddressSource.XForwardedFor() -> this == LIST;
        case AddressSource.Forwarded() -> this == STANDARD;
        case AddressSource.SingleHeader(var name, var format) -> name.equalsIgnoreCase(header);
        case AddressSource.Peer() -> false;
        case AddressSource.ProxyProtocol() -> false;
      };
    }
  }

  private AddressResolution acceptUnlessTrusted(
      IpAddress address, Via via, AddressTrace.@Nullable Builder trace) {
    return policy.trustedProxies().contains(address)
        ? new Rejected(RejectionReason.ALL_TRUSTED)
        : accept(address, via, trace);
  }

  private AddressResolution accept(
      IpAddress address, Via via, AddressTrace.@Nullable Builder trace) {
    if (trace != null && SpecialPurpose.isTransition(address)) {
      trace.note("the address embeds an IPv4 address, which is not unpacked");
    }
    if (SpecialPurpose.isNoHost(address)) {
      noteBlock(address, trace);
      return new Rejected(RejectionReason.NOT_A_HOST);
    }
    if (SpecialPurpose.isFuture(address)) {
      if (trace != null) {
        trace.note(
            "240.0.0.0/4 is Cloudflare's Pseudo IPv4; switch it off or read the IPv6 header");
      }
      return new Rejected(RejectionReason.RESERVED_RESULT);
    }
    if (SpecialPurpose.isReserved(address) && !isAllowed(address)) {
      noteBlock(address, trace);
      return new Rejected(RejectionReason.RESERVED_RESULT);
    }
    return policy.selfRanges().contains(address)
        ? new Rejected(RejectionReason.SELF_ADDRESS)
        : new Resolved(new ClientAddress(address), via);
  }

  private static void noteBlock(IpAddress address, AddressTrace.@Nullable Builder trace) {
    if (trace != null) {
      SpecialPurpose.block(address).forEach(block -> trace.note(address + " is in " + block));
    }
  }

  private boolean isAllowed(IpAddress address) {
    return switch (policy.privateResult()) {
      case PrivateResult.Reject() -> false;
      case PrivateResult.Allow() -> true;
      case PrivateResult.AllowOnly(var ranges) -> ranges.contains(address);
    };
  }

  private static Object shown(Peer peer) {
    return switch (peer) {
      case Peer.Inet(var address) -> address;
      case Peer.Unix() -> "unix";
      case Peer.Unknown() -> "";
    };
  }
}
