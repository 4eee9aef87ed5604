package dev.portcullis.embed;

import static dev.portcullis.embed.Gates.BEHIND_LOOPBACK;
import static dev.portcullis.embed.Gates.settings;
import static dev.portcullis.embed.Gates.userAt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.portcullis.application.provider.Provider;
import dev.portcullis.application.reset.ResetLimits;
import dev.portcullis.domain.address.AddressSource;
import dev.portcullis.domain.address.ClientAddressPolicy;
import dev.portcullis.domain.address.IpRangeSet;
import dev.portcullis.domain.breach.BreachOutcome;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.domain.login.Verdict;
import dev.portcullis.domain.outcome.ProviderReply;
import dev.portcullis.domain.reset.ResetStart;
import dev.portcullis.testkit.TestClock;
import dev.portcullis.testkit.fake.InMemoryPasswordResets;
import dev.portcullis.testkit.fake.RecordingJournal;
import io.vavr.collection.HashSet;
import io.vavr.control.Option;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PortcullisBuilderTest {

  private static final Provider LEAKED =
      Provider.of(
          (credentials, request, client) -> ProviderReply.of(new Verdict.PasswordLeaked()),
          what -> "fix " + what);

  @Test
  void what_is_missing_is_named_at_once_with_its_fix() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Portcullis.builder().build())
        .withMessage(
            """
            provider: not set (fix: call auth0(Auth0Settings) or provider(…))
            addresses: not set (fix: call addresses(ClientAddressPolicy.behind(…)) with your \
            proxies' ranges, or addresses(ClientAddressPolicy.direct()))\
            """);
  }

  @Test
  void errors_of_all_address_policies_are_named_at_once_with_their_fixes() {
    ClientAddressPolicy tooWide = ClientAddressPolicy.behind(IpRangeSet.parse("0.0.0.0/0"));
    ClientAddressPolicy ownHeader =
        ClientAddressPolicy.behind(IpRangeSet.parse("10.0.0.0/8"))
            .withSource(
                new AddressSource.SingleHeader("Auth0-Forwarded-For", AddressSource.Format.IP));

    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Portcullis.builder()
                    .auth0(settings(URI.create("https://tenant.example.com")))
                    .addresses(tooWide)
                    .listener("partners", ownHeader)
                    .build())
        .satisfies(
            e ->
                assertThat(String.valueOf(e.getMessage()).lines())
                    .anyMatch(
                        line ->
                            line.startsWith("users: trusted-proxies: 0.0.0.0/0 is wider than /8")
                                && line.contains("(fix: list your proxies' own ranges"))
                    .anyMatch(
                        line ->
                            line.startsWith("partners: header-name: Auth0-Forwarded-For")
                                && line.contains("(fix: name the header")));
  }

  @Test
  void headers_of_another_provider_are_reserved_too() {
    ClientAddressPolicy policy =
        ClientAddressPolicy.behind(IpRangeSet.parse("10.0.0.0/8"))
            .withSource(new AddressSource.SingleHeader("X-User-Ip", AddressSource.Format.IP));

    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Portcullis.builder()
                    .provider(LEAKED.withOwnHeaders(HashSet.of("x-user-ip")))
                    .addresses(policy)
                    .build())
        .withMessageContaining("users: header-name: X-User-Ip");
  }

  @Test
  void contradictions_and_names_that_no_meter_can_have_are_refused() {
    Portcullis.Builder both =
        Portcullis.builder()
            .name("an ugly name")
            .auth0(settings(URI.create("https://tenant.example.com")))
            .provider(LEAKED)
            .addresses(BEHIND_LOOPBACK)
            .drain(Duration.ofSeconds(-1));

    assertThatIllegalArgumentException()
        .isThrownBy(both::build)
        .satisfies(
            e ->
                assertThat(
                        String.valueOf(e.getMessage())
                            .lines()
                            .map(line -> line.substring(0, line.indexOf(':'))))
                    .containsExactly("provider", "drain", "name"));
  }

  @Test
  void a_builder_is_not_changed_by_what_is_built_on_it() {
    Portcullis.Builder base = Portcullis.builder().provider(LEAKED).addresses(BEHIND_LOOPBACK);

    Portcullis.Builder unused = base.name("other").addresses(ClientAddressPolicy.direct());

    try (Portcullis gate = base.build()) {
      assertThat(gate.name()).isEqualTo("tenant");
      assertThat(gate.logIn("ada", "secret", userAt("203.0.113.7")).isRight()).isTrue();
    }
  }

  @Test
  void clock_ids_limits_and_resets_can_be_set() {
    TestClock clock = TestClock.create();
    RecordingJournal journal = new RecordingJournal();
    InMemoryPasswordResets mails = new InMemoryPasswordResets(new ResetStart.ResetMailSent());
    try (Portcullis gate =
        Portcullis.builder()
            .provider(LEAKED)
            .addresses(BEHIND_LOOPBACK)
            .resets(mails)
            .resetLimits(new ResetLimits(2, 100, Duration.ofMinutes(10)))
            .journal(Journals.of(journal))
            .time(clock)
            .ids(() -> new RequestId("my-id"))
            .build()) {
      IntStream.range(0, 5).forEach(i -> gate.logIn("ada", "secret", userAt("203.0.113.7")).get());
      assertThat(mails.started()).hasSize(2);
      clock.advance(Duration.ofMinutes(10));
      IntStream.range(0, 5).forEach(i -> gate.logIn("ada", "secret", userAt("203.0.113.7")).get());

      assertThat(mails.started()).hasSize(4);
      assertThat(journal.logins())
          .hasSize(10)
          .allMatch(login -> login.subject().id().value().equals("my-id"));
    }
  }

  @Test
  void limiters_can_be_shared_with_other_instances() {
    InMemoryPasswordResets mails = new InMemoryPasswordResets(new ResetStart.ResetMailSent());
    try (Portcullis gate =
        Portcullis.builder()
            .provider(LEAKED)
            .addresses(BEHIND_LOOPBACK)
            .resets(mails)
            .resetLimiter(subject -> Option.some(Duration.ofSeconds(7)))
            .build()) {
      LoginOutcome outcome = gate.logIn("ada", "secret", userAt("203.0.113.7")).get();

      assertThat(outcome)
          .isEqualTo(
              new LoginOutcome.PasswordLeaked(
                  new BreachOutcome.TooManyResets(Duration.ofSeconds(7))));
      assertThat(mails.started()).isEmpty();
    }
  }

  @Test
  void a_page_of_ones_own_takes_the_place_of_mails_without_a_limit() {
    try (Portcullis gate =
        Portcullis.builder()
            .provider(LEAKED)
            .addresses(BEHIND_LOOPBACK)
            .resetPage("https://example.com/reset")
            .build()) {
      List<LoginOutcome> outcomes =
          IntStream.range(0, 30)
              .mapToObj(i -> gate.logIn("ada", "secret", userAt("203.0.113.7")).get())
              .toList();

      assertThat(outcomes)
          .containsOnly(
              new LoginOutcome.PasswordLeaked(
                  new BreachOutcome.ResetPage("https://example.com/reset")));
    }
  }

  @Test
  void what_the_provider_cannot_do_is_not_offered() {
    try (Portcullis gate =
        Portcullis.builder().provider(LEAKED).addresses(BEHIND_LOOPBACK).build()) {
      assertThat(gate.logIn("ada", "secret", userAt("203.0.113.7")).get())
          .isEqualTo(new LoginOutcome.PasswordLeaked(new BreachOutcome.ResetNotStarted()));
      assertThatIllegalStateException()
          .isThrownBy(() -> gate.http().login().mfa())
          .withMessage("provider: has no second factors (expected: a Provider withSecondFactors)");
      assertThatIllegalStateException().isThrownBy(() -> gate.http().tokens());
      assertThatIllegalStateException().isThrownBy(() -> gate.http().resets());
      assertThatIllegalStateException().isThrownBy(gate::renewals);
      assertThatIllegalStateException().isThrownBy(gate::revocations);
    }
  }
}
