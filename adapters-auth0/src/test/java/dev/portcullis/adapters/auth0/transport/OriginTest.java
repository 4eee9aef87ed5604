package dev.portcullis.adapters.auth0.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginTest {

  @ParameterizedTest
  @CsvSource({
    "https://example.eu.auth0.com, example.eu.auth0.com, 443, example.eu.auth0.com",
    "https://Example.EU.auth0.com/, example.eu.auth0.com, 443, example.eu.auth0.com",
    "https://example.eu.auth0.com:443, example.eu.auth0.com, 443, example.eu.auth0.com",
    "https://example.eu.auth0.com:8443, example.eu.auth0.com, 8443, example.eu.auth0.com:8443",
    "http://127.0.0.1:8080, 127.0.0.1, 8080, 127.0.0.1:8080",
    "http://localhost, localhost, 80, localhost",
    "http://[::1]:8080, ::1, 8080, [::1]:8080",
    "http://[::1], ::1, 80, [::1]",
    "https://[2001:DB8::7]:443, 2001:db8::7, 443, [2001:db8::7]"
  })
  void a_tenant_has_a_host_for_sockets_and_one_for_the_header(
      URI tenant, String hostName, int port, String authority) {
    Origin origin = Origin.of(tenant);

    assertThat(origin.hostName()).isEqualTo(hostName);
    assertThat(origin.port()).isEqualTo(port);
    assertThat(origin.authority()).isEqualTo(authority);
    assertThat(origin).hasToString(tenant.getScheme() + "://" + authority);
  }

  @Test
  void the_host_for_sockets_of_an_ipv6_address_is_an_address() throws Exception {
    InetAddress address = InetAddress.getByName(Origin.of(URI.create("http://[::1]")).hostName());

    assertThat(address.isLoopbackAddress()).isTrue();
  }
}
