package dev.portcullis.emulator.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpLiteralTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1",
    "0.0.0.0, 0.0.0.0",
    "2001:db8::1, 2001:db8::1",
    "2001:0DB8:0:0:0:0:0:1, 2001:db8::1",
    "::, ::",
    "::ffff:192.0.2.1, 192.0.2.1",
    "::ffff:c000:201, 192.0.2.1",
  })
  void one_bare_literal_is_read(String text, String canonical) {
    IpLiteral address = IpLiteral.of(text);

    assertThat(address.text()).isEqualTo(canonical);
    assertThat(address)
        .isEqualTo(IpLiteral.of(canonical))
        .hasSameHashCodeAs(IpLiteral.of(canonical));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        " 192.0.2.1",
        "192.0.2.1 ",
        "192.0.2.1\n",
        "192.0.2.1:443",
        "192.0.2.1, 192.0.2.2",
        "192.0.2.1,192.0.2.2",
        "192.0.2.01",
        "192.0.2.001",
        "0xc0.0.2.1",
        "192.0.2",
        "192.0.2.256",
        "192.0.2.1.",
        ".192.0.2.1",
        "3221225985",
        "192.0.2.*",
        "192.0.2.0-5",
        "192.0.2.0/24",
        "192.0.2.1/32",
        "*",
        "localhost",
        "api.example.com",
        "[2001:db8::1]",
        "[2001:db8::1]:443",
        "2001:db8::1%eth0",
        "2001:db8::/32",
        "2001:db8::1::2",
        "2001:db8:::1",
        "2001:db8:0:0:0:0:0:00001",
        "2001:db8:0:0:0:0:1",
        "::ffff:192.0.2.01",
        "20010db8000000000000000000000001",
        "a",
        "cafe",
        "1",
        ":",
        ".",
        "unknown",
        "１92.0.2.1",
      })
  void anything_else_is_not(String text) {
    assertThat(IpLiteral.parse(text)).isEmpty();
  }

  @Test
  void an_allowlist_holds_addresses_and_blocks_of_both_families() {
    Allowlist list = Allowlist.of("192.0.2.1", "198.51.100.0/24", "2001:db8::/32");

    assertThat(list.contains(IpLiteral.of("192.0.2.1"))).isTrue();
    assertThat(list.contains(IpLiteral.of("192.0.2.2"))).isFalse();
    assertThat(list.contains(IpLiteral.of("198.51.100.255"))).isTrue();
    assertThat(list.contains(IpLiteral.of("198.51.101.0"))).isFalse();
    assertThat(list.contains(IpLiteral.of("2001:db8:ffff::1"))).isTrue();
    assertThat(list.contains(IpLiteral.of("2001:db9::1"))).isFalse();
    assertThat(list.contains(IpLiteral.of("::ffff:192.0.2.1"))).isTrue();
  }

  @Test
  void a_block_of_mapped_addresses_is_the_block_of_ipv4_written_long() {
    Allowlist list = Allowlist.of("::ffff:198.51.100.0/120");

    assertThat(list.contains(IpLiteral.of("198.51.100.255"))).isTrue();
    assertThat(list.contains(IpLiteral.of("198.51.101.0"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "192.0.2.0/33",
        "192.0.2.0/",
        "192.0.2.0/08",
        "192.0.2.0/-1",
        "::ffff:192.0.2.0/24",
        "::ffff:192.0.2.0/95",
        "::ffff:192.0.2.0/129",
        "*",
        "x/8"
      })
  void an_allowlist_refuses_what_is_neither(String entry) {
    assertThatThrownBy(() -> Allowlist.of("192.0.2.1", entry))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(entry);
  }
}
