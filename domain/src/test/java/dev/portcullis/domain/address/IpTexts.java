package dev.portcullis.domain.address;

import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Addresses and ranges from their texts, and at random. */
final class IpTexts {

  private IpTexts() {}

  static IpAddress ip(String literal) {
    return IpAddress.parse(literal).getOrElseThrow(() -> new AssertionError(literal));
  }

  static Seq<IpRange> ranges(String... texts) {
    return Vector.of(texts).map(text -> IpRange.parse(text).getOrElseThrow(AssertionError::new));
  }

  /** As many of IPv4 as of IPv6, and among those many with runs of zeros. */
  static Arbitrary<IpAddress> addresses() {
    Arbitrary<Byte> bytes = Arbitraries.oneOf(Arbitraries.just((byte) 0), Arbitraries.bytes());
    Arbitrary<byte[]> v4 = bytes.array(byte[].class).ofSize(4);
    Arbitrary<byte[]> v6 = bytes.array(byte[].class).ofSize(16);
    return Arbitraries.oneOf(v4, v6)
        .map(
            network ->
                IpAddress.ofBytes(network)
                    .getOrElseThrow(() -> new AssertionError(Arrays.toString(network))));
  }
}
