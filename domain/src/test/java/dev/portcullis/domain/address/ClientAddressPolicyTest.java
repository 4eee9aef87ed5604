package dev.portcullis.domain.address;

import static dev.portcullis.domain.address.IpTexts.ranges;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.domain.address.ClientAddressPolicy.Conflicts;
import dev.portcullis.domain.address.ClientAddressPolicy.DirectAccess;
import dev.portcullis.domain.address.ClientAddressPolicy.Limits;
import dev.portcullis.domain.address.ClientAddressPolicy.OriginProof;
import dev.portcullis.domain.address.ClientAddressPolicy.PrivateResult;
import dev.portcullis.domain.address.ClientAddressPolicy.ProxyProtocolPolicy;
import io.vavr.collection.HashSet;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ClientAddressPolicyTest {

  private static final IpRangeSet RANGES = IpRangeSet.of(ranges("192.0.2.0/24"));
  private static final OriginProof PROOF =
      new OriginProof("X-Origin", Vector.of(new OriginSecret("a-secret-of-16-ch")));
  private static final ProxyProtocolPolicy PROXY =
      new ProxyProtocolPolicy(
          HashSet.of(ProxyProtocol.Version.V2), RANGES, Duration.ofSeconds(3), 4096);

  private static final List<Function<ClientAddressPolicy, Object>> SETTINGS =
      List.of(
          ClientAddressPolicy::source,
          ClientAddressPolicy::trustedProxies,
          ClientAddressPolicy::trustedPeers,
          ClientAddressPolicy::trustedHops,
          ClientAddressPolicy::directAccess,
          ClientAddressPolicy::unixPeerTrusted,
          ClientAddressPolicy::trustedCertificates,
          ClientAddressPolicy::privateResult,
          ClientAddressPolicy::selfRanges,
          ClientAddressPolicy::conflicts,
          ClientAddressPolicy::limits,
          ClientAddressPolicy::originProof,
          ClientAddressPolicy::proxyProtocol);

  static Stream<Arguments> changes() {
    return Stream.of(
        change(it -> it.withSource(new AddressSource.Forwarded()), new AddressSource.Forwarded()),
        change(it -> it.withTrustedProxies(RANGES), RANGES),
        change(it -> it.withTrustedPeers(RANGES), Option.some(RANGES)),
        change(it -> it.withTrustedHops(2), Option.some(2)),
        change(it -> it.withDirectAccess(DirectAccess.REJECT), DirectAccess.REJECT),
        change(it -> it.withUnixPeerTrusted(true), true),
        change(
            it -> it.withTrustedCertificates(HashSet.of(new CertificateName("a.example.com"))),
            HashSet.of(new CertificateName("a.example.com"))),
        change(it -> it.withPrivateResult(new PrivateResult.Allow()), new PrivateResult.Allow()),
        change(it -> it.withSelfRanges(RANGES), RANGES),
        change(it -> it.withConflicts(Conflicts.REJECT), Conflicts.REJECT),
        change(it -> it.withLimits(new Limits(1, 64, 1)), new Limits(1, 64, 1)),
        change(it -> it.withOriginProof(PROOF), Option.some(PROOF)),
        change(it -> it.withProxyProtocol(PROXY), Option.some(PROXY)));
  }

  private static Arguments change(UnaryOperator<ClientAddressPolicy> change, Object value) {
    return Arguments.of(change, value);
  }

  @ParameterizedTest
  @MethodSource("changes")
  void a_copy_has_one_setting_changed_and_is_another_policy(
      UnaryOperator<ClientAddressPolicy> change, Object value) {
    ClientAddressPolicy before = ClientAddressPolicy.direct();

    ClientAddressPolicy after = change.apply(before);

    assertThat(SETTINGS)
        .filteredOn(setting -> !setting.apply(after).equals(setting.apply(before)))
        .singleElement()
        .satisfies(setting -> assertThat(setting.apply(after)).isEqualTo(value));
    assertThat(after)
        .isNotEqualTo(before)
        .isEqualTo(change.apply(ClientAddressPolicy.direct()))
        .hasSameHashCodeAs(change.apply(ClientAddressPolicy.direct()));
    assertThat(before).isEqualTo(ClientAddressPolicy.direct());
    // The next change keeps this one, whichever it is.
    assertThat(after.withLimits(new Limits(3, 64, 3)).withLimits(after.limits())).isEqualTo(after);
    assertThat(after.withSource(new AddressSource.Peer()).withSource(after.source()))
        .isEqualTo(after);
  }

  @Test
  void every_setting_can_be_changed() {
    assertThat(changes()).hasSameSizeAs(SETTINGS);
  }

  @Test
  void behind_proxies_other_peers_are_refused_and_nothing_else_differs_from_direct() {
    assertThat(ClientAddressPolicy.behind(RANGES))
        .isEqualTo(
            ClientAddressPolicy.direct()
                .withSource(new AddressSource.XForwardedFor())
                .withTrustedProxies(RANGES)
                .withDirectAccess(DirectAccess.REJECT));
    assertThat(ClientAddressPolicy.behind(RANGES).hashCode())
        .isNotEqualTo(ClientAddressPolicy.direct().hashCode());
  }

  @Test
  void its_text_shows_its_settings_and_no_secret() {
    assertThat(ClientAddressPolicy.behind(RANGES).withOriginProof(PROOF).toString())
        .startsWith("ClientAddressPolicy[")
        .contains("192.0.2.0/24", "X-Origin", "REJECT")
        .doesNotContain("a-secret-of-16-ch");
  }
}
