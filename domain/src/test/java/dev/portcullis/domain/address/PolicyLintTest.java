package dev.portcullis.domain.address;

import static dev.portcullis.domain.address.PolicyBuilder.forwarded;
import static dev.portcullis.domain.address.PolicyBuilder.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.domain.address.ClientAddressPolicy.PrivateResult;
import dev.portcullis.domain.address.PolicyLint.Finding;
import dev.portcullis.domain.address.PolicyLint.Severity;
import io.vavr.collection.HashSet;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
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

  @ParameterizedTest
  @CsvSource({
    "X Real IP, no name of an HTTP header",
    "X_Real_IP, no name of an HTTP header",
    "User-Agent, 'clients send it, and proxies pass it on: User-Agent'",
    "x-request-id, 'clients send it, and proxies pass it on: x-request-id'",
    "x-forwarded-for, 'a list, not one address: x-forwarded-for'",
    "Forwarded, 'a list, not one address: Forwarded'"
  })
  void a_header_that_no_proxy_sets_to_one_address_is_no_source(String name, String problem) {
    assertThat(PolicyLint.of(reading(name), RESERVED))
        .singleElement()
        .returns(Severity.ERROR, Finding::severity)
        .returns("header-name", Finding::key)
        .returns(problem, Finding::problem);
  }

  @ParameterizedTest
  @CsvSource({"X-Forwarded-For, xff", "forwarded, forwarded"})
  void a_list_has_a_source_of_its_own(String name, String source) {
    assertThat(PolicyLint.of(reading(name), RESERVED).map(Finding::remedy))
        .containsExactly("set source: " + source + " instead");
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

  static Stream<Arguments> policies() {
    AddressSource header = new AddressSource.SingleHeader("X-Real-IP", AddressSource.Format.IP);
    return Stream.of(
        Arguments.of(policy(), ""),
        Arguments.of(policy().proxies("12.0.0.0/8"), ""),
        Arguments.of(policy().proxies("12.0.0.0/7"), "ERROR trusted-proxies"),
        Arguments.of(policy().proxies("10.0.0.0/7"), "ERROR trusted-proxies"),
        Arguments.of(policy().proxies("240.0.0.0/4"), ""),
        Arguments.of(policy().proxies("2400::/24"), ""),
        Arguments.of(policy().proxies("2400::/23"), "ERROR trusted-proxies"),
        Arguments.of(policy().proxies("fc00::/7"), ""),
        Arguments.of(policy().proxies("0.0.0.0/0"), "ERROR trusted-proxies, ERROR trusted-proxies"),
        Arguments.of(policy().peers("12.0.0.0/8", "2400::/24"), ""),
        Arguments.of(policy().peers("12.0.0.0/7"), "ERROR trusted-peers"),
        Arguments.of(policy().peers("2400::/23"), "ERROR trusted-peers"),
        Arguments.of(announced("12.0.0.0/8"), ""),
        Arguments.of(announced("12.0.0.0/7"), "ERROR proxy-protocol.trusted-from"),
        Arguments.of(announced(), "ERROR proxy-protocol.trusted-from"),
        Arguments.of(announced().unixTrusted(), ""),
        Arguments.of(announced("10.0.0.1").direct(), "ERROR direct-access"),
        Arguments.of(policy().proxies("203.0.113.0/25"), "ERROR trusted-proxies"),
        Arguments.of(policy().proxies("203.0.0.0/16"), "ERROR trusted-proxies"),
        Arguments.of(policy().proxies("2001:db8::1"), "ERROR trusted-proxies"),
        Arguments.of(policy().proxies("203.0.112.0/24"), ""),
        Arguments.of(policy().self("10.1.2.3"), "ERROR trusted-proxies"),
        Arguments.of(policy().self("10.0.0.0/7"), "ERROR trusted-proxies"),
        Arguments.of(policy().self("11.0.0.1"), ""),
        Arguments.of(
            policy().proxies("203.0.113.0/25").self("203.0.113.1"),
            "ERROR trusted-proxies, ERROR trusted-proxies"),
        Arguments.of(policy().proxies("10.0.0.0/8", "10.1.0.0/16"), "WARNING trusted-proxies"),
        Arguments.of(policy().proxies("10.1.0.0/16", "10.0.0.0/8"), "WARNING trusted-proxies"),
        Arguments.of(policy().proxies("10.0.0.0/8", "10.0.0.0/8"), "WARNING trusted-proxies"),
        Arguments.of(policy().proxies("10.0.0.0/9", "10.128.0.0/9"), ""),
        Arguments.of(policy().proxies(), "ERROR trusted-proxies"),
        Arguments.of(policy().peers(), "ERROR trusted-proxies"),
        Arguments.of(policy().proxies().peers("10.0.0.1"), ""),
        Arguments.of(policy().proxies().unixTrusted(), ""),
        Arguments.of(policy().proxies().direct(), ""),
        Arguments.of(policy().hops(1), ""),
        Arguments.of(forwarded().hops(1), ""),
        Arguments.of(policy().proxies().peers("10.0.0.1").hops(1), "WARNING trusted-hops"),
        Arguments.of(policy().source(header).hops(1), "ERROR trusted-hops"),
        Arguments.of(
            policy().source(new AddressSource.Peer()).direct().hops(1), "ERROR trusted-hops"),
        Arguments.of(policy().privateResult(new PrivateResult.Allow()), "WARNING private-result"),
        Arguments.of(policy().privateResult(new PrivateResult.Reject()), ""));
  }

  private static PolicyBuilder announced(String... from) {
    return policy().source(new AddressSource.ProxyProtocol()).proxyProtocolFrom(from);
  }

  @ParameterizedTest
  @MethodSource("policies")
  void each_mistake_is_found_and_nothing_else(PolicyBuilder policy, String findings) {
    assertThat(
            PolicyLint.of(policy.build(), RESERVED)
                .map(finding -> finding.severity() + " " + finding.key())
                .mkString(", "))
        .isEqualTo(findings);
  }

  private static ClientAddressPolicy certified(ClientAddressPolicy policy) {
    return policy.withTrustedCertificates(HashSet.of(new CertificateName("proxy.example.com")));
  }

  private static ClientAddressPolicy reading(String name) {
    return ClientAddressPolicy.behind(IpRangeSet.of(IpRange.parse("10.0.0.0/8").toVector()))
        .withSource(new AddressSource.SingleHeader(name, AddressSource.Format.IP));
  }
}
