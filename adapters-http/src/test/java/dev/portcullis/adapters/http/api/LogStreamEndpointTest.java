package dev.portcullis.adapters.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.HttpApi;
import dev.portcullis.adapters.http.exchange.GatewayRequest;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.adapters.http.intake.AddressSettings;
import dev.portcullis.adapters.http.intake.ClientAddresses;
import dev.portcullis.adapters.http.intake.RequestIntake;
import dev.portcullis.application.journal.GatewayEvent;
import dev.portcullis.application.journal.HttpRefusal;
import dev.portcullis.domain.address.ClientAddressPolicy;
import dev.portcullis.domain.address.OriginSecret;
import dev.portcullis.domain.address.Peer;
import dev.portcullis.domain.address.RequestOrigin;
import dev.portcullis.domain.login.RequestId;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogStreamEndpointTest {

  private static final String TOKEN = "Bearer 4b1d-the-token-of-the-stream";
  private static final int MOST = 4 * 1024 * 1024;

  private final List<byte[]> deliveries = new ArrayList<>();
  private final List<GatewayEvent> events = new ArrayList<>();
  private final HttpApi api =
      HttpApi.builder(
              () -> new RequestId("r-1"),
              new RequestIntake(
                  new ClientAddresses(
                      "web",
                      new AddressSettings(
                          ClientAddressPolicy.direct(),
                          "v1",
                          AddressSettings.TraceMode.OFF,
                          Option.none()),
                      events::add),
                  events::add))
          .logStream(new LogStreamEndpoint(new OriginSecret(TOKEN), deliveries::add))
          .build();

  @Test
  void what_the_tenant_delivers_with_the_token_is_taken() {
    byte[] body = {'{', '}'};

    Reply reply = post(body, TOKEN);

    assertThat(reply.status()).isEqualTo(204);
    assertThat(deliveries).containsExactly(body);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "4b1d-the-token-of-the-stream",
        "bearer 4b1d-the-token-of-the-stream",
        "Bearer 4b1d-the-token-of-the-strean",
        "Bearer 4b1d-the-token-of-the-stream "
      })
  void without_the_token_nothing_is_taken(String token) {
    Reply reply = post(new byte[] {'{', '}'}, token);

    assertThat(reply.status()).isEqualTo(401);
    assertThat(deliveries).isEmpty();
    assertThat(new String(reply.body(), StandardCharsets.UTF_8)).doesNotContain("4b1d");
  }

  @Test
  void a_token_that_was_sent_twice_is_none() {
    Reply reply = post(new byte[] {'{', '}'}, TOKEN, TOKEN);

    assertThat(reply.status()).isEqualTo(401);
    assertThat(deliveries).isEmpty();
  }

  @Test
  void a_delivery_of_the_greatest_size_is_taken_and_one_of_a_byte_more_is_refused() {
    Reply largest = post(new byte[MOST], TOKEN);
    Reply larger = post(new byte[MOST + 1], TOKEN);

    assertThat(api.bodyLimit("/auth0/logs")).isEqualTo(MOST);
    assertThat(largest.status()).isEqualTo(204);
    assertThat(larger.status()).isEqualTo(413);
    assertThat(larger.headers().map(Reply.Header::name)).contains("Connection");
    assertThat(deliveries).hasSize(1);
    assertThat(events)
        .containsExactly(new GatewayEvent.HttpRefused("web", HttpRefusal.BODY_TOO_LARGE));
  }

  private Reply post(byte[] body, String... tokens) {
    return api.answer(
        new GatewayRequest(
            "POST",
            "/auth0/logs",
            "",
            RequestOrigin.of(
                new Peer.Unix(),
                name ->
                    name.equals("Authorization")
                        ? Vector.of(tokens).reject(String::isEmpty)
                        : Vector.empty()),
            limit -> body.length <= limit ? body : Arrays.copyOf(body, limit)));
  }
}
