package dev.portcullis.adapters.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.portcullis.adapters.http.exchange.GatewayRequest;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.adapters.http.intake.AddressSettings;
import dev.portcullis.adapters.http.intake.AddressSettings.TraceMode;
import dev.portcullis.adapters.http.intake.ClientAddresses;
import dev.portcullis.adapters.http.intake.RequestIntake;
import dev.portcullis.domain.address.ClientAddressPolicy;
import dev.portcullis.domain.address.ClientAddressPolicy.PrivateResult;
import dev.portcullis.domain.address.IpAddress;
import dev.portcullis.domain.address.Peer;
import dev.portcullis.domain.address.RequestOrigin;
import dev.portcullis.domain.login.LoginAttempt;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.testkit.RequestBodies;
import dev.portcullis.testkit.RequestBodies.Fate;
import dev.portcullis.testkit.RequestBodies.RequestBody;
import dev.portcullis.testkit.fake.RecordingJournal;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of bodies, well-formed and not. */
class RequestBodiesTest {

  private final List<LoginAttempt> attempts = new ArrayList<>();
  private final HttpApi api = api();

  private HttpApi api() {
    RecordingJournal journal = new RecordingJournal();
    ClientAddresses addresses =
        new ClientAddresses(
            "users",
            new AddressSettings(
                ClientAddressPolicy.direct().withPrivateResult(new PrivateResult.Allow()),
                "v1",
                TraceMode.OFF,
                Option.none()),
            journal);
    return HttpApi.builder(() -> new RequestId("r-1"), new RequestIntake(addresses, journal))
        .login(
            attempt -> {
              attempts.add(attempt);
              return new LoginOutcome.WrongCredentials();
            })
        .build();
  }

  static Stream<RequestBody> bodies() {
    return RequestBodies.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bodies")
  void a_body_is_accepted_or_refused_with_a_problem_and_is_never_a_defect(RequestBody body) {
    Reply reply = answer(body);

    List<Integer> allowed =
        switch (body.fate()) {
          case ACCEPTED -> List.of(403);
          case MALFORMED -> List.of(400);
          case UNSUPPORTED -> List.of(415);
          case EITHER -> List.of(400, 403);
        };
    assertThat(reply.status()).isIn(allowed);
    assertThat(attempts).hasSize(reply.status() == 403 ? 1 : 0);
    assertThat(text(reply))
        .contains(
            switch (reply.status()) {
              case 400 -> "/problems/invalid-request\"";
              case 403 -> "/problems/wrong-credentials\"";
              default -> "/problems/unsupported-media-type\"";
            })
        .doesNotContain("secret-7");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bodies")
  void what_else_is_in_a_login_does_not_change_it(RequestBody body) {
    answer(body);

    if (body.fate() == Fate.ACCEPTED) {
      assertThat(attempts)
          .extracting(it -> it.credentials().identifier().value())
          .containsExactly(RequestBodies.USERNAME);
      assertThat(attempts)
          .extracting(it -> it.credentials().password().reveal())
          .containsExactly("secret-7");
    }
  }

  static Stream<RequestBody> costly() {
    return RequestBodies.costly();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("costly")
  void the_costliest_bodies_are_read_in_a_moment(RequestBody body) {
    assertThat(body.bytes()).hasSizeBetween(20_000, RequestIntake.MAX_BODY_BYTES);
    assertTimeout(
        Duration.ofSeconds(30),
        () -> {
          for (int i = 0; i < 200; i++) {
            answer(body);
          }
        });
  }

  @Test
  void a_refusal_names_the_bound_that_was_passed() {
    assertThat(detail("101 members")).contains("too many fields (expected: at most 100");
    assertThat(detail("a form of 101 fields")).contains("too many fields (expected: at most 100");
    assertThat(detail("a ninth level")).contains("at most 8 levels");
    assertThat(detail("2000 values")).contains("1000 names, values and brackets");
    assertThat(detail("a name of 257 characters")).contains("names of 256");
    assertThat(detail("a number without end")).contains("numbers of 256 characters");
    assertThat(detail("7 KiB of parameters")).contains("at most 256 characters");
    assertThat(detail("a form with a value without a name")).contains("a field without a name");
  }

  private String detail(String name) {
    return text(
        answer(bodies().filter(body -> body.name().equals(name)).findFirst().orElseThrow()));
  }

  private Reply answer(RequestBody body) {
    byte[] bytes = body.bytes();
    return api.answer(
        new GatewayRequest(
            "POST",
            "/api/auth",
            "",
            new RequestOrigin(
                new Peer.Inet(IpAddress.parse("127.0.0.1").get()),
                Option.none(),
                name ->
                    name.equals("Content-Type") ? Vector.of(body.contentType()) : Vector.empty()),
            limit -> Arrays.copyOf(bytes, Math.min(limit, bytes.length))));
  }

  private static String text(Reply reply) {
    return new String(reply.body(), UTF_8);
  }
}
