package dev.portcullis.benchmarks;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressNetwork.IPAddressGenerator;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import inet.ipaddr.format.util.DualIPv4v6Tries;

/**
 * The same walk with seancfoley's IPAddress, as its author would have it: strict parameters, one
 * trie per family. It has no check of the result and of the Connection header.
 */
final class IpAddressLibraryDecider implements Decider {

  static final IPAddressStringParameters STRICT =
      new IPAddressStringParameters.Builder()
          .allowAll(false)
          .allowEmpty(false)
          .allowSingleSegment(false)
          .allowPrefix(false)
          .allowMask(false)
          .allow_inet_aton(false)
          .allowWildcardedSeparator(false)
          .toParams();

  private final IPAddressGenerator generator = new IPAddressGenerator();
  private final DualIPv4v6Tries trusted = new DualIPv4v6Tries();
  private final byte[][] peers;
  private final String[] lines;

  IpAddressLibraryDecider(Scenario scenario) {
    scenario.ranges().forEach(text -> trusted.add(new IPAddressString(text).getAddress()));
    this.peers =
        scenario.requests().stream().map(each -> each.peer().getAddress()).toArray(byte[][]::new);
    this.lines =
        scenario.requests().stream().map(Scenario.Request::xForwardedFor).toArray(String[]::new);
  }

  @Override
  public Object decide(int request) {
    if (!trusted.elementContains(generator.from(peers[request]))) {
      throw new IllegalStateException("untrusted peer");
    }
    String line = lines[request];
    int end = line.length();
    while (end >= 0) {
      int start = line.lastIndexOf(',', end - 1) + 1;
      IPAddress address =
          new IPAddressString(line.substring(start, end).strip(), STRICT).getAddress();
      if (address == null) {
        throw new IllegalStateException("no address");
      }
      if (address.isIPv6() && address.toIPv6().isIPv4Mapped()) {
        address = address.toIPv6().getEmbeddedIPv4Address();
      }
      if (!trusted.elementContains(address)) {
        return address;
      }
      end = start - 1;
    }
    throw new IllegalStateException("all trusted");
  }
}
