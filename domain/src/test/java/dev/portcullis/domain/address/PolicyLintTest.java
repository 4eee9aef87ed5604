package dev.portcullis.domain.address;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.domain.address.PolicyLint.Finding;
import dev.portcullis.domain.address.PolicyLint.Severity;
import io.vavr.collection.HashSet;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyLintTest {

  private static final Set<String> RESERVED = HashSet.of("provider-forwarded-for");

  @ParameterizedTest
  @ValueSource(strings = {"provider-forwarded-for", "Provider-Forwarded-For"})
  void a_header_of_the_providers_own_is_no_address_source(String name) {
    assertThat(PolicyLint.of(reading(name), RESERVED))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.ERROR);
              assertThat(finding.key()).isEqualTo("header-name");
              assertThat(finding.problem()).startsWith(name);
            });
  }

  @Test
  void any_other_header_may_be_one() {
    assertThat(PolicyLint.of(reading("X-Real-IP"), RESERVED)).isEmpty();
    assertThat(PolicyLint.of(reading("provider-forwarded-for"), HashSet.empty())).isEmpty();
  }

  @Test
  void a_listed_certificate_is_a_peer_that_may_connect() {
    ClientAddressPolicy alone = certified(ClientAddressPolicy.behind(IpRangeSet.EMPTY));

    Seq<Finding> findings = PolicyLint.of(alone, RESERVED);

    assertThat(findings).isEmpty();
  }

  @Test
  void a_listed_certificate_needs_a_listener_that_asks_for_one() {
    ClientAddressPolicy listed = certified(ClientAddressPolicy.behind(IpRangeSet.EMPTY));
    ClientAddressPolicy without = ClientAddressPolicy.behind(IpRangeSet.EMPTY);

    Seq<Finding> findings = PolicyLint.withoutClientCertificates(listed);

    assertThat(findings)
        .singleElement()
        .returns(Severity.ERROR, Finding::severity)
        .returns("trusted-certificates", Finding::key);
    assertThat(PolicyLint.withoutClientCertificates(without)).isEmpty();
  }

  @Test
  void a_listed_certificate_needs_a_source_that_a_proxy_writes() {
    ClientAddressPolicy direct = certified(ClientAddressPolicy.direct());
    ClientAddressPolicy announced =
        certified(reading("X-Real-IP")).withSource(new AddressSource.ProxyProtocol());

    Seq<Finding> findings = PolicyLint.of(direct, RESERVED);

    assertThat(findings)
        .singleElement()
        .returns(Severity.ERROR, Finding::severity)
        .returns("trusted-certificates", Finding::key);
    assertThat(PolicyLint.of(announced, RESERVED).map(Finding::key))
        .containsExactly("trusted-certificates");
  }

  private static ClientAddressPolicy certified(ClientAddressPolicy policy) {
    return policy.withTrustedCertificates(HashSet.of(new CertificateName("proxy.example.com")));
  }

  private static ClientAddressPolicy reading(String name) {
    return ClientAddressPolicy.behind(IpRangeSet.of(IpRange.parse("10.0.0.0/8").toVector()))
        .withSource(new AddressSource.SingleHeader(name, AddressSource.Format.IP));
  }
}
