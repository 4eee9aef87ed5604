package dev.portcullis.domain.address;

import static dev.portcullis.domain.address.IpTexts.ip;
import static dev.portcullis.domain.address.IpTexts.ranges;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.portcullis.domain.address.AddressResolution.Via;
import dev.portcullis.domain.address.ClientAddressPolicy.Limits;
import io.vavr.collection.Vector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SmallValuesTest {

  @Test
  void an_origin_secret_never_prints_and_is_never_short() {
    assertThat(new OriginSecret("0123456789abcdef")).hasToString("OriginSecret[redacted]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new OriginSecret("0123456789abcde"))
        .withMessage("originSecret: too short (expected: 16 characters or more)");
  }

  @Test
  void limits_are_bounded() {
    assertThat(new Limits(1, 64, 1)).isNotEqualTo(new Limits(100, 65_536, 100));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0   | 4096  | 8   | entries: 0 (expected: 1-100)
          101 | 4096  | 8   | entries: 101 (expected: 1-100)
          20  | 63    | 8   | bytes: 63 (expected: 64-65536)
          20  | 65537 | 8   | bytes: 65537 (expected: 64-65536)
          20  | 4096  | 0   | lines: 0 (expected: 1-100)
          20  | 4096  | 101 | lines: 101 (expected: 1-100)
          """)
  void limits_beyond_their_bounds_are_refused(int entries, int bytes, int lines, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Limits(entries, bytes, lines))
        .withMessage(message);
  }

  @ParameterizedTest
  @EnumSource
  void every_reason_has_a_remedy(RejectionReason reason) {
    assertThat(reason.remedy()).matches("[ -~]{10,}\\.");
  }

  @ParameterizedTest
  @EnumSource
  void every_way_has_a_word_of_the_settings(Via via) {
    assertThat(via.word()).matches("direct|proxy-protocol|xff|forwarded|header");
  }

  @Test
  void addresses_are_equal_by_value() {
    ClientAddress address = new ClientAddress(ip("203.0.113.7"));

    assertThat(address).isEqualTo(new ClientAddress(ip("::ffff:203.0.113.7")));
    assertThat(address).hasSameHashCodeAs(new ClientAddress(ip("203.0.113.7")));
    assertThat(address).isNotEqualTo(new ClientAddress(ip("203.0.113.8")));
    assertThat(address).isNotEqualTo("203.0.113.7");
    assertThat(address).hasToString("203.0.113.7");
  }

  @Test
  void hash_codes_tell_most_addresses_and_sets_apart() {
    Vector<String> texts = Vector.of("10.0.0.1", "10.0.0.2", "2001:db8::1", "2001:db8:1::1", "::1");

    assertThat(texts.map(text -> ip(text).hashCode()).distinct()).hasSize(5);
    assertThat(texts.map(text -> new ClientAddress(ip(text)).hashCode()).distinct()).hasSize(5);
    assertThat(texts.map(text -> IpRangeSet.of(ranges(text)).hashCode()).distinct()).hasSize(5);
  }

  @Test
  void a_resolver_tells_its_policy() {
    ClientAddressPolicy policy = ClientAddressPolicy.behind(IpRangeSet.EMPTY);

    assertThat(new AddressResolver(policy).policy()).isSameAs(policy);
  }
}
