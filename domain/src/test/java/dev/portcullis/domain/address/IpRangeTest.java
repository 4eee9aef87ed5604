package dev.portcullis.domain.address;

import static dev.portcullis.domain.address.IpTexts.ip;
import static dev.portcullis.domain.address.IpTexts.ranges;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpRangeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0.0.0.0/0           | 0.0.0.0/0
          10.0.0.0/8          | 10.0.0.0/8
          192.0.2.1/32        | 192.0.2.1/32
          192.0.2.1           | 192.0.2.1/32
          ::/0                | ::/0
          2001:DB8:0::/32     | 2001:db8::/32
          2001:db8::/64       | 2001:db8::/64
          2001:db8::8000:0/97 | 2001:db8::8000:0/97
          2001:db8::1         | 2001:db8::1/128
          ::ffff:192.0.2.1    | 192.0.2.1/32
          ::ffff:192.0.2.1/128         | 192.0.2.1/32
          ::ffff:10.0.0.0/104          | 10.0.0.0/8
          ::FFFF:a00:0/104             | 10.0.0.0/8
          0:0:0:0:0:ffff:10.0.0.0/104  | 10.0.0.0/8
          ::ffff:0:0/96                | 0.0.0.0/0
          """)
  void a_range_has_one_canonical_text(String text, String canonical) {
    assertThat(IpRange.parse(text).map(IpRange::toString).get()).isEqualTo(canonical);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                    | value:  (expected: an address or a CIDR range, such as 10.0.0.0/8)
          example.com/8         | value: example.com/8 (expected: an address or a CIDR range, such as 10.0.0.0/8)
          10/8                  | value: 10/8 (expected: an address or a CIDR range, such as 10.0.0.0/8)
          10.0.0.0/             | value: 10.0.0.0/ (expected: a prefix length of 0-32)
          10.0.0.0/33           | value: 10.0.0.0/33 (expected: a prefix length of 0-32)
          10.0.0.0/-1           | value: 10.0.0.0/-1 (expected: a prefix length of 0-32)
          10.0.0.0/+8           | value: 10.0.0.0/+8 (expected: a prefix length of 0-32)
          10.0.0.0/08           | value: 10.0.0.0/08 (expected: a prefix length of 0-32)
          10.0.0.0/٨            | value: 10.0.0.0/٨ (expected: a prefix length of 0-32)
          10.0.0.0/8/8          | value: 10.0.0.0/8/8 (expected: a prefix length of 0-32)
          10.0.0.0/255.0.0.0    | value: 10.0.0.0/255.0.0.0 (expected: a prefix length of 0-32)
          10.0.0.0/4294967304   | value: 10.0.0.0/4294967304 (expected: a prefix length of 0-32)
          ::/129                | value: ::/129 (expected: a prefix length of 0-128)
          ::ffff:10.0.0.0/8     | value: ::ffff:10.0.0.0/8 (expected: a prefix length of 96-128, or an IPv4 range such as 10.0.0.0/8)
          ::ffff:10.0.0.0/32    | value: ::ffff:10.0.0.0/32 (expected: a prefix length of 96-128, or an IPv4 range such as 10.0.0.0/8)
          ::ffff:10.0.0.0/95    | value: ::ffff:10.0.0.0/95 (expected: a prefix length of 96-128, or an IPv4 range such as 10.0.0.0/8)
          ::ffff:10.0.0.0/129   | value: ::ffff:10.0.0.0/129 (expected: a prefix length of 96-128, or an IPv4 range such as 10.0.0.0/8)
          ::ffff:10.0.0.0/      | value: ::ffff:10.0.0.0/ (expected: a prefix length of 96-128, or an IPv4 range such as 10.0.0.0/8)
          ::ffff:0:0/0          | value: ::ffff:0:0/0 (expected: a prefix length of 96-128, or an IPv4 range such as 10.0.0.0/8)
          ::ffff:10.1.0.0/104   | value: ::ffff:10.1.0.0/104 (expected: 10.0.0.0/8, without bits after the prefix)
          10.1.0.0/8            | value: 10.1.0.0/8 (expected: 10.0.0.0/8, without bits after the prefix)
          2001:db8::1/64        | value: 2001:db8::1/64 (expected: 2001:db8::/64, without bits after the prefix)
          2001:db8::1/127       | value: 2001:db8::1/127 (expected: 2001:db8::/127, without bits after the prefix)
          """)
  void anything_else_is_refused_with_what_was_expected(String text, String message) {
    assertThat(IpRange.parse(text).getError()).isEqualTo(message);
  }

  @Test
  void a_range_that_is_none_cannot_be_made() {
    assertThatIllegalArgumentException().isThrownBy(() -> new IpRange(ip("10.0.0.0"), 33));
    assertThatIllegalArgumentException().isThrownBy(() -> new IpRange(ip("10.0.0.0"), -1));
    assertThatIllegalArgumentException().isThrownBy(() -> new IpRange(ip("10.0.0.1"), 8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          10.0.0.0/8       | 10.255.255.255                          | true
          10.0.0.0/8       | 11.0.0.0                                | false
          10.0.0.0/8       | 9.255.255.255                           | false
          10.0.0.0/8       | ::ffff:10.1.2.3                         | true
          10.0.0.0/8       | ::10.1.2.3                              | false
          ::ffff:10.0.0.0/104 | 10.255.255.255                       | true
          ::ffff:10.0.0.0/104 | 11.0.0.0                             | false
          ::ffff:10.0.0.0/104 | ::ffff:a01:203                       | true
          0.0.0.0/0        | 255.255.255.255                         | true
          0.0.0.0/0        | ::1                                     | false
          192.0.2.1/32     | 192.0.2.1                               | true
          192.0.2.1/32     | 192.0.2.0                               | false
          ::/0             | ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff | true
          ::/0             | 192.0.2.1                               | false
          2001:db8::/32    | 2001:db8:ffff::1                        | true
          2001:db8::/32    | 2001:db9::                              | false
          2001:db8::/64    | 2001:db8::ffff:ffff:ffff:ffff           | true
          2001:db8::/64    | 2001:db8:0:1::                          | false
          2001:db8::/65    | 2001:db8::7fff:0:0:0                    | true
          2001:db8::/65    | 2001:db8::8000:0:0:0                    | false
          2001:db8::4/127  | 2001:db8::5                             | true
          2001:db8::4/127  | 2001:db8::6                             | false
          2001:db8::4/128  | 2001:db8::4                             | true
          2001:db8::4/128  | 2001:db8::5                             | false
          """)
  void a_range_contains_the_addresses_with_its_prefix(
      String range, String address, boolean contained) {
    assertThat(ranges(range).head().contains(ip(address))).isEqualTo(contained);
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void membership_is_arithmetic_on_the_first_bits(
      @ForAll("addresses") IpAddress network,
      @ForAll("addresses") IpAddress address,
      @ForAll @IntRange(max = 128) int bits)
      throws UnknownHostException {
    int prefix = Math.min(bits, network.bits());
    IpRange range = new IpRange(network.network(prefix), prefix);

    boolean contained = range.contains(address);

    int shift = network.bits() - prefix;
    boolean sameBits = number(address).shiftRight(shift).equals(number(network).shiftRight(shift));
    assertThat(contained).isEqualTo(network.isV4() == address.isV4() && sameBits);
    assertThat(range.contains(network)).isTrue();
    assertThat(ranges(range.toString())).containsExactly(range);
  }

  private static BigInteger number(IpAddress address) throws UnknownHostException {
    return new BigInteger(1, InetAddress.getByName(address.toString()).getAddress());
  }

  @Provide
  Arbitrary<IpAddress> addresses() {
    return IpTexts.addresses();
  }
}
