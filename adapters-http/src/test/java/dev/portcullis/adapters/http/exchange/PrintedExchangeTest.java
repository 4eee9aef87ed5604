package dev.portcullis.adapters.http.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.session.Session;
import dev.portcullis.domain.address.Peer;
import dev.portcullis.domain.address.RequestOrigin;
import dev.portcullis.domain.token.AccessToken;
import dev.portcullis.domain.token.RefreshToken;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What carries a body, a header or a token can be printed, by a log or a failed test, without. */
class PrintedExchangeTest {

  private static final String CANARY = "canary-4f1e";

  static Stream<Object> carriers() {
    Reply.Header cookie = new Reply.Header("Set-Cookie", "portcullis=" + CANARY);
    Reply reply =
        Reply.of(200, "application/json", CANARY.getBytes(UTF_8))
            .with(cookie)
            .with("Authorization", "Bearer " + CANARY);
    GatewayRequest request =
        new GatewayRequest(
            "POST",
            "/login",
            "return_to=" + CANARY,
            RequestOrigin.of(new Peer.Unknown(), name -> Vector.of(CANARY)),
            limit -> CANARY.getBytes(UTF_8));
    Session session =
        new Session(
            "id-" + CANARY,
            new Session.Person("auth0|1", Option.none(), false, Option.none()),
            new AccessToken(CANARY),
            Instant.EPOCH,
            Option.of(new RefreshToken(CANARY)),
            Instant.EPOCH,
            0,
            Instant.EPOCH);
    return Stream.of(
        cookie, reply, reply.headers(), request, session, List.of(request, reply, session));
  }

  @ParameterizedTest
  @MethodSource("carriers")
  void what_is_carried_is_not_printed(Object carrier) {
    assertThat(carrier.toString()).isNotEmpty().doesNotContain(CANARY);
  }
}
