package dev.portcullis.domain.address;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {

  @ParameterizedTest
  @CsvSource({
    "203.0.113.7, 203.0.113.7",
    "::ffff:203.0.113.7, 203.0.113.7",
    "2001:db8:0:7::1, 2001:db8:0:7::/64",
    "2001:db8:0:7:ffff::9, 2001:db8:0:7::/64",
    "2001:db8:0:8::1, 2001:db8:0:8::/64",
  })
  void a_subscriber_is_an_ipv4_address_or_a_64_of_ipv6(String literal, String subscriber) {
    ClientAddress client = new ClientAddress(IpAddress.parse(literal).get());

    assertThat(client.subscriber()).isEqualTo(subscriber);
  }
}
