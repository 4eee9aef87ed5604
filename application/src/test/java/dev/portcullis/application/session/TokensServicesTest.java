package dev.portcullis.application.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.application.journal.GatewayEvent;
import dev.portcullis.application.journal.GatewayEvent.StepEnded;
import dev.portcullis.application.journal.Step;
import dev.portcullis.application.reset.LimitedPasswordResets;
import dev.portcullis.application.session.port.RefreshTokens;
import dev.portcullis.domain.address.AddressResolution;
import dev.portcullis.domain.address.AddressResolution.Via;
import dev.portcullis.domain.address.AddressResolver;
import dev.portcullis.domain.address.ClientAddress;
import dev.portcullis.domain.address.ClientAddressPolicy;
import dev.portcullis.domain.address.ClientAddressPolicy.PrivateResult;
import dev.portcullis.domain.address.IpAddress;
import dev.portcullis.domain.address.Peer;
import dev.portcullis.domain.address.RequestOrigin;
import dev.portcullis.domain.login.LoginIdentifier;
import dev.portcullis.domain.login.LoginSubject;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.domain.login.Requester;
import dev.portcullis.domain.outcome.ProviderReply;
import dev.portcullis.domain.outcome.ProviderRequestId;
import dev.portcullis.domain.reset.ResetStart;
import dev.portcullis.domain.session.RefreshOutcome;
import dev.portcullis.domain.session.Renewal;
import dev.portcullis.domain.session.Revocation;
import dev.portcullis.domain.session.RevokeOutcome;
import dev.portcullis.domain.token.RefreshToken;
import dev.portcullis.domain.token.Scope;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Renewals, revocations and limited resets: one call each, with all that was asked, and noted. */
class TokensServicesTest {

  private static final Requester REQUESTER =
      new Requester(new RequestId("request-1"), client("203.0.113.7"), Via.PEER);
  private static final Option<ProviderRequestId> UPSTREAM = ProviderRequestId.of("c629c3e05e0881");
  private static final RefreshToken TOKEN = new RefreshToken("refresh-1");

  private final List<String> calls = new ArrayList<>();
  private final List<GatewayEvent> journal = new ArrayList<>();
  private Instant now = Instant.parse("2026-01-15T10:30:00Z");
  private Duration takes = Duration.ofMillis(250);

  private final RefreshTokens provider =
      new RefreshTokens() {
        @Override
        public ProviderReply<RefreshOutcome> renew(
            RefreshToken token, Option<Scope> scope, ClientAddress client) {
          calls.add(
              "renew "
                  + token.value()
                  + " "
                  + scope.map(Scope::toString).getOrElse("")
                  + " "
                  + client);
          now = now.plus(takes);
          return new ProviderReply<>(new RefreshOutcome.RefreshTokenInvalid(), UPSTREAM);
        }

        @Override
        public ProviderReply<RevokeOutcome> revoke(RefreshToken token) {
          calls.add("revoke " + token.value());
          now = now.plus(takes);
          return new ProviderReply<>(new RevokeOutcome.Revoked(), UPSTREAM);
        }
      };

  private static ClientAddress client(String literal) {
    AddressResolver direct =
        new AddressResolver(
            ClientAddressPolicy.direct().withPrivateResult(new PrivateResult.Allow()));
    RequestOrigin origin =
        RequestOrigin.of(
            new Peer.Inet(IpAddress.parse(literal).get()), RequestOrigin.HeaderLines.NONE);
    return switch (direct.resolve(origin)) {
      case AddressResolution.Resolved(var address, var via) -> address;
      case AddressResolution.Rejected(var reason) -> throw new AssertionError(reason);
    };
  }

  @Test
  void a_renewal_asks_once_for_what_was_asked_from_where_the_user_is() {
    RenewTokensService service = new RenewTokensService(provider, journal::add, () -> now);

    RefreshOutcome outcome =
        service.renew(new Renewal(REQUESTER, TOKEN, Option.of(Scope.of("openid email").get())));

    assertThat(outcome).isEqualTo(new RefreshOutcome.RefreshTokenInvalid());
    assertThat(calls).containsExactly("renew refresh-1 openid email 203.0.113.7");
    assertThat(journal)
        .containsExactly(
            new StepEnded(
                REQUESTER,
                Option.none(),
                Step.REFRESH,
                new RefreshOutcome.RefreshTokenInvalid(),
                UPSTREAM,
                Duration.ofMillis(250)));
  }

  @Test
  void a_revocation_asks_once_and_is_noted() {
    RevokeTokensService service = new RevokeTokensService(provider, journal::add, () -> now);

    RevokeOutcome outcome = service.revoke(new Revocation(REQUESTER, TOKEN));

    assertThat(outcome).isEqualTo(new RevokeOutcome.Revoked());
    assertThat(calls).containsExactly("revoke refresh-1");
    assertThat(journal)
        .containsExactly(
            new StepEnded(
                REQUESTER,
                Option.none(),
                Step.REVOKE,
                new RevokeOutcome.Revoked(),
                UPSTREAM,
                Duration.ofMillis(250)));
  }

  @Test
  void a_step_during_which_the_clock_is_set_back_took_no_time() {
    RenewTokensService service = new RenewTokensService(provider, journal::add, () -> now);
    takes = Duration.ofHours(-1);

    RefreshOutcome outcome = service.renew(new Renewal(REQUESTER, TOKEN, Option.none()));

    assertThat(outcome).isNotNull();
    assertThat(journal)
        .extracting(event -> ((StepEnded) event).elapsed())
        .containsExactly(Duration.ZERO);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "9, 0"})
  void a_limited_reset_is_started_only_if_the_limiter_lets_it_through(int wait, int started) {
    List<LoginSubject> resets = new ArrayList<>();
    LoginSubject subject = new LoginSubject(REQUESTER, LoginIdentifier.of("ada@example.com").get());
    LimitedPasswordResets limited =
        new LimitedPasswordResets(
            who -> {
              resets.add(who);
              return new ResetStart.ResetMailSent();
            },
            who -> Option.when(wait > 0, () -> Duration.ofMinutes(wait)));

    ResetStart start = limited.start(subject);

    assertThat(resets).hasSize(started);
    assertThat(start)
        .isEqualTo(
            wait > 0
                ? new ResetStart.TooManyResets(Duration.ofMinutes(wait))
                : new ResetStart.ResetMailSent());
  }
}
