package dev.portcullis.emulator.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.emulator.TestClock;
import dev.portcullis.emulator.address.IpLiteral;
import dev.portcullis.emulator.observed.ReceivedRequest;
import java.security.SecureRandom;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestPipelineTest {

  @Test
  void an_exception_becomes_a_plain_500_without_details() {
    RequestPipeline front =
        new RequestPipeline(
            request -> {
              throw new IllegalStateException("something of the request");
            },
            new PreparedReplies(),
            new Cors(origin -> false),
            new TestClock(),
            new SecureRandom());

    Reply reply = front.handle(request("GET", "/x"));

    assertThat(reply.status()).isEqualTo(500);
    assertThat(reply.body())
        .isEqualTo(
            "{\"statusCode\":500,\"error\":\"Internal Server Error\",\"message\":\"An internal"
                + " server error occurred\"}");
    assertThat(front.received()).singleElement().extracting(ReceivedRequest::status).isEqualTo(500);
  }

  @Test
  void the_journal_keeps_the_latest_five_thousand_requests() {
    RequestPipeline front =
        new RequestPipeline(
            request -> Reply.empty(204),
            new PreparedReplies(),
            new Cors(origin -> false),
            new TestClock(),
            new SecureRandom());
    front.handle(request("GET", "/first"));

    for (int i = 0; i < 5_000; i++) {
      front.handle(request("GET", "/later"));
    }

    assertThat(front.received())
        .hasSize(5_000)
        .extracting(ReceivedRequest::path)
        .containsOnly("/later");
  }

  @Test
  void a_starred_path_takes_exactly_one_segment() {
    Router router = new Router().on("GET", "/logs/*", request -> Reply.empty(204));

    assertThat(router.handle(request("GET", "/logs/1")).status()).isEqualTo(204);
    assertThat(router.handle(request("GET", "/logs/")).status()).isEqualTo(404);
    assertThat(router.handle(request("GET", "/logs/1/2")).status()).isEqualTo(404);
    assertThat(router.handle(request("POST", "/logs/1")).status()).isEqualTo(405);
  }

  private static Request request(String method, String path) {
    return new Request(method, path, "", Map.of(), new byte[0], IpLiteral.of("192.0.2.1"));
  }
}
