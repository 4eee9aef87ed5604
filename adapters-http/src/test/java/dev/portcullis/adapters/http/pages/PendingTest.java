package dev.portcullis.adapters.http.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.exchange.GatewayRequest;
import dev.portcullis.adapters.http.exchange.WebOrigin;
import dev.portcullis.adapters.http.pages.FormGuard.Visit;
import dev.portcullis.adapters.http.session.ReturnTarget;
import dev.portcullis.adapters.http.session.ReturnTargets;
import dev.portcullis.adapters.http.session.SessionKeys;
import dev.portcullis.domain.address.Peer;
import dev.portcullis.domain.address.RequestOrigin;
import dev.portcullis.domain.token.MfaToken;
import dev.portcullis.testkit.TestClock;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PendingTest {

  private static final WebOrigin OWN = new WebOrigin("https://login.example.com");
  private static final WebOrigin APP = new WebOrigin("https://app.example.com");

  private final SessionKeys keys = SessionKeys.random();
  private final TestClock clock = TestClock.create();
  private final Visit visit = new Visit("AAAAAAAAAAAAAAAAAAAAAA", false);
  private final ReturnTargets before = new ReturnTargets(OWN, List.of(APP));

  /** A request with the cookie of a login that begins to wait now. */
  private GatewayRequest waiting() {
    Pending pending =
        Pending.begin(
            MfaToken.of("mfa-1").get(), visit, before.parse(APP + "/orders"), clock.instant());
    String cookie = new Pending.Store(keys, before, clock).cookie(pending).get().value();
    return new GatewayRequest(
        "GET",
        "/login/mfa",
        "",
        RequestOrigin.of(
            new Peer.Unknown(),
            name -> name.equals("Cookie") ? Vector.of(cookie.split(";", 2)[0]) : Vector.empty()),
        limit -> new byte[0]);
  }

  private Option<String> returnTo(ReturnTargets now) {
    return new Pending.Store(keys, now, clock)
        .of(waiting(), visit)
        .get()
        .returnTo()
        .map(ReturnTarget::text);
  }

  @ParameterizedTest
  @CsvSource({"0, true", "599, true", "600, false", "86400, false"})
  void a_login_waits_for_its_second_factor_for_ten_minutes(int seconds, boolean waits) {
    GatewayRequest request = waiting();
    clock.advance(Duration.ofSeconds(seconds));

    Option<Pending> found = new Pending.Store(keys, before, clock).of(request, visit);

    assertThat(found.isDefined()).isEqualTo(waits);
  }

  @Test
  void no_other_browser_continues_a_login() {
    GatewayRequest request = waiting();

    Option<Pending> found =
        new Pending.Store(keys, before, clock)
            .of(request, new Visit("BBBBBBBBBBBBBBBBBBBBBB", false));

    assertThat(found).isEmpty();
  }

  @Test
  void a_waiting_login_keeps_where_it_returns_to() {
    Option<String> returnTo = returnTo(before);

    assertThat(returnTo).containsExactly(APP + "/orders");
  }

  @Test
  void a_target_that_has_been_taken_off_the_list_meanwhile_is_dropped() {
    Option<String> returnTo = returnTo(new ReturnTargets(OWN, List.of()));

    assertThat(returnTo).isEmpty();
  }
}
