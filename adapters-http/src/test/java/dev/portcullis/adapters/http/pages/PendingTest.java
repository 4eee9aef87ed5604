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
import java.util.List;
import org.junit.jupiter.api.Test;

class PendingTest {

  private static final WebOrigin OWN = new WebOrigin("https://login.example.com");
  private static final WebOrigin APP = new WebOrigin("https://app.example.com");

  private final SessionKeys keys = SessionKeys.random();
  private final TestClock clock = TestClock.create();
  private final Visit visit = new Visit("AAAAAAAAAAAAAAAAAAAAAA", false);
  private final ReturnTargets before = new ReturnTargets(OWN, List.of(APP));

  private Option<String> returnTo(ReturnTargets now) {
    Pending pending =
        Pending.begin(
            MfaToken.of("mfa-1").get(), visit, before.parse(APP + "/orders"), clock.instant());
    String cookie = new Pending.Store(keys, before, clock).cookie(pending).get().value();
    GatewayRequest request =
        new GatewayRequest(
            "GET",
            "/login/mfa",
            "",
            RequestOrigin.of(
                new Peer.Unknown(),
                name ->
                    name.equals("Cookie") ? Vector.of(cookie.split(";", 2)[0]) : Vector.empty()),
            limit -> new byte[0]);
    return new Pending.Store(keys, now, clock)
        .of(request, visit)
        .get()
        .returnTo()
        .map(ReturnTarget::text);
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
