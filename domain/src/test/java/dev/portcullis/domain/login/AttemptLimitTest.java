package dev.portcullis.domain.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.domain.address.AddressResolution;
import dev.portcullis.domain.address.AddressResolution.Via;
import dev.portcullis.domain.address.AddressResolver;
import dev.portcullis.domain.address.ClientAddress;
import dev.portcullis.domain.address.ClientAddressPolicy;
import dev.portcullis.domain.address.ClientAddressPolicy.PrivateResult;
import dev.portcullis.domain.address.IpAddress;
import dev.portcullis.domain.address.Peer;
import dev.portcullis.domain.address.RequestOrigin;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttemptLimitTest {

  @ParameterizedTest
  @CsvSource({
    "TOTAL, total, 203.0.113.7, ''",
    "PER_LISTENER, per-listener, 203.0.113.7, partners",
    "PER_NETWORK, per-network, 203.0.113.7, none",
    "PER_NETWORK, per-network, 2001:db8:5:7::1, 2001:db8:5::/48",
    "PER_ADDRESS, per-address, 203.0.113.7, 203.0.113.7",
    "PER_ADDRESS, per-address, 2001:db8:5:7::1, 2001:db8:5:7::/64",
    "PER_USER_AND_ADDRESS, per-user-and-address, 203.0.113.7, 'ada@example.com\n203.0.113.7'",
    "PER_USER, per-user, 203.0.113.7, ada@example.com",
  })
  void each_limit_counts_under_its_own_key(
      AttemptLimit limit, String word, String address, String key) {
    LoginSubject subject =
        new LoginSubject(
            new Requester(new RequestId("r-1"), client(address), Via.PEER, "partners"),
            LoginIdentifier.of(" Ada@Example.com").get());

    assertThat(limit.word()).isEqualTo(word);
    assertThat(limit.key(subject).getOrElse("none")).isEqualTo(key);
  }

  private static ClientAddress client(String literal) {
    AddressResolver direct =
        new AddressResolver(
            ClientAddressPolicy.direct().withPrivateResult(new PrivateResult.Allow()));
    return ((AddressResolution.Resolved)
            direct.resolve(
                RequestOrigin.of(
                    new Peer.Inet(IpAddress.parse(literal).get()), RequestOrigin.HeaderLines.NONE)))
        .address();
  }
}
