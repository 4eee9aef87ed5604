package dev.portcullis.emulator.observed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.emulator.address.IpLiteral;
import dev.portcullis.emulator.observed.ForwardedForDecision.Caller;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardedForDecisionTest {

  private static final IpLiteral PEER = IpLiteral.of("198.51.100.20");

  @ParameterizedTest
  @CsvSource({
    "true, true, true, true, 203.0.113.7, header honoured: 203.0.113.7",
    "true, true, true, false, 198.51.100.20, header ignored: the application is not trusted",
    "true, true, false, true, 198.51.100.20,"
        + " header ignored: the call is not authenticated with the client secret",
    "true, false, true, true, 198.51.100.20, header ignored: the application is not confidential",
    "true, false, false, false, 198.51.100.20,"
        + " header ignored: the application is not confidential",
    "false, true, true, true, 198.51.100.20, header ignored: the application is unknown",
  })
  void the_header_is_trusted_only_if_all_conditions_hold(
      boolean known,
      boolean confidential,
      boolean withSecret,
      boolean trusted,
      String source,
      String sentence) {
    Caller caller = new Caller(known, confidential, withSecret, trusted);

    ForwardedForDecision decision = ForwardedForDecision.decide(List.of("203.0.113.7"), caller);

    assertThat(decision.sourceOr(PEER).text()).isEqualTo(source);
    assertThat(decision.sentence()).isEqualTo(sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"''", "203.0.113.7, 192.0.2.1", "203.0.113.7:80", "[2001:db8::1]", "unknown"})
  void a_value_that_is_not_one_address_is_ignored(String value) {
    Caller trusted = new Caller(true, true, true, true);

    ForwardedForDecision decision = ForwardedForDecision.decide(List.of(value), trusted);

    assertThat(decision.sourceOr(PEER)).isEqualTo(PEER);
    assertThat(decision.sentence()).isEqualTo("header ignored: it is not one valid IP address");
  }

  @Test
  void two_header_lines_are_not_one_address() {
    Caller trusted = new Caller(true, true, true, true);

    ForwardedForDecision decision =
        ForwardedForDecision.decide(List.of("203.0.113.7", "203.0.113.7"), trusted);

    assertThat(decision).isInstanceOf(ForwardedForDecision.NotOneAddress.class);
  }

  @Test
  void without_the_header_the_peer_is_the_source() {
    Caller trusted = new Caller(true, true, true, true);

    ForwardedForDecision decision = ForwardedForDecision.decide(List.of(), trusted);

    assertThat(decision.sourceOr(PEER)).isEqualTo(PEER);
    assertThat(decision.sentence()).isEqualTo("no header: the peer's address is used");
  }
}
