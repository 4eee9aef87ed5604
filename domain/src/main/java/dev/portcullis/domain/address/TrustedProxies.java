package dev.portcullis.domain.address;

import io.vavr.collection.Seq;

/** The proxies whose word about the address behind them is believed; empty means: nobody's. */
public record TrustedProxies(Seq<IpRange> ranges) {

  public boolean contains(IpAddress address) {
    return ranges.exists(range -> range.contains(address));
  }
}
