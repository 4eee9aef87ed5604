package dev.portcullis.embed;

import static dev.portcullis.testkit.Fixtures.anAttempt;
import static dev.portcullis.testkit.Fixtures.requester;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.application.login.AttemptLimits;
import dev.portcullis.application.login.AttemptRule;
import dev.portcullis.application.provider.Provider;
import dev.portcullis.application.reset.HandOffPasswordResets;
import dev.portcullis.domain.address.ClientAddressPolicy;
import dev.portcullis.domain.login.AttemptLimit;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.mfa.PendingLogin;
import dev.portcullis.domain.outcome.ProviderReply;
import dev.portcullis.domain.outcome.ProviderRequestId;
import dev.portcullis.domain.reset.ResetStart;
import dev.portcullis.domain.session.Renewal;
import dev.portcullis.domain.session.Revocation;
import dev.portcullis.domain.token.MfaToken;
import dev.portcullis.domain.token.RefreshToken;
import dev.portcullis.testkit.fake.InMemoryMfaProvider;
import dev.portcullis.testkit.fake.InMemoryPasswordResets;
import dev.portcullis.testkit.fake.InMemoryRefreshTokens;
import dev.portcullis.testkit.fake.RecordingTracing;
import dev.portcullis.testkit.fake.RecordingTracing.Ended;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vavr.control.Option;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What traces and meters see of the use cases of an embedded gateway. */
class ObservedUseCasesTest {

  private final RecordingTracing tracing = new RecordingTracing();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void each_call_to_the_provider_is_a_span_and_a_measurement() {
    Provider provider =
        refusing()
            .withRefreshTokens(new InMemoryRefreshTokens().knowing("known"))
            .withSecondFactors(new InMemoryMfaProvider())
            .withPasswordResets(new InMemoryPasswordResets(new ResetStart.ResetMailSent()));

    try (Portcullis gate = gate(provider)) {
      var who = requester("203.0.113.7");
      gate.logins().logIn(anAttempt().build());
      gate.renewals().renew(new Renewal(who, new RefreshToken("known"), Option.none()));
      gate.revocations().revoke(new Revocation(who, new RefreshToken("known")));
      gate.secondFactors()
          .authenticators(new PendingLogin(who, new MfaToken(InMemoryMfaProvider.TOKEN)));
      gate.resets().reset(anAttempt().build().subject());
      assertThat(
              registry
                  .get("portcullis.provider.calls")
                  .tags("operation", "login", "kind", "refused", "tenant", "tenant")
                  .timer()
                  .count())
          .isEqualTo(1);
    }

    assertThat(tracing.ended())
        .extracting(Ended::name)
        .contains(
            "limit",
            "provider login",
            "provider refresh",
            "provider revoke",
            "provider mfa-authenticators",
            "provider reset");
    Ended login = named("provider login");
    assertThat(login.attributes())
        .containsEntry("outcome", "wrong-credentials")
        .containsEntry("provider_request_id", "req-1");
    assertThat(tracing.ended().toString())
        .doesNotContain("ada@example.com", "203.0.113.7", "known");
    assertThat(registry.getMeters()).isEmpty();
  }

  @Test
  void a_refused_login_shows_the_limit_and_is_no_call() {
    AttemptLimits limits =
        AttemptLimits.protect()
            .with(
                AttemptLimit.PER_ADDRESS,
                new AttemptRule(1, Duration.ofMinutes(15), AttemptRule.Action.REFUSE));
    try (Portcullis gate = builder(refusing()).attemptLimits(limits).build()) {
      gate.logins().logIn(anAttempt().build());

      gate.logins().logIn(anAttempt().build());
    }

    assertThat(tracing.ended())
        .extracting(Ended::name)
        .containsExactly("limit", "provider login", "limit");
    assertThat(tracing.ended().getLast().attributes())
        .containsEntry("limit", "per-address")
        .containsEntry("outcome", "attempts-limited");
  }

  @ParameterizedTest
  @EnumSource(
      value = AttemptRule.Action.class,
      names = {"REFUSE", "ALARM"})
  void a_login_that_is_let_through_past_a_limit_shows_it(AttemptRule.Action action) {
    AttemptLimits limits =
        AttemptLimits.watch()
            .with(AttemptLimit.PER_ADDRESS, new AttemptRule(1, Duration.ofMinutes(15), action));
    try (Portcullis gate = builder(refusing()).attemptLimits(limits).build()) {
      gate.logins().logIn(anAttempt().build());

      gate.logins().logIn(anAttempt().build());
    }

    assertThat(tracing.ended())
        .filteredOn(it -> it.name().equals("limit"))
        .extracting(it -> it.attributes().getOrDefault("limit", "none"))
        .containsExactly("none", "per-address");
  }

  @Test
  void a_page_for_resets_is_no_call_and_a_provider_that_throws_ends_its_span() {
    Provider provider =
        Provider.of(
                (credentials, request, client) -> {
                  throw new IllegalStateException("a defect");
                },
                what -> "fix it")
            .withPasswordResets(new HandOffPasswordResets("https://example.com/reset"));
    try (Portcullis gate = gate(provider)) {
      gate.resets().reset(anAttempt().build().subject());

      assertThatThrownBy(() -> gate.logins().logIn(anAttempt().build()))
          .isInstanceOf(IllegalStateException.class);

      assertThat(registry.get("portcullis.provider.calls").tag("kind", "threw").timer().count())
          .isEqualTo(1);
    }

    assertThat(named("provider login").attributes()).containsEntry("broke", "true");
    assertThat(tracing.ended()).extracting(Ended::name).doesNotContain("provider reset");
    assertThat(tracing.current()).isEmpty();
  }

  private Ended named(String name) {
    return tracing.ended().stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow();
  }

  private static Provider refusing() {
    return Provider.of(
        (credentials, request, client) ->
            new ProviderReply<>(
                new LoginOutcome.WrongCredentials(), Option.some(new ProviderRequestId("req-1"))),
        what -> "fix it");
  }

  private Portcullis gate(Provider provider) {
    return builder(provider).build();
  }

  private Portcullis.Builder builder(Provider provider) {
    return Portcullis.builder()
        .provider(provider)
        .addresses(ClientAddressPolicy.direct())
        .journal(Journals.micrometer(registry))
        .traces(tracing);
  }
}
