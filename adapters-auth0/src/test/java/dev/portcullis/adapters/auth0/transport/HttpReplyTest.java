package dev.portcullis.adapters.auth0.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.auth0.token.TokenAnswer;
import io.vavr.control.Option;
import org.apache.hc.core5.http.message.BasicHttpResponse;
import org.junit.jupiter.api.Test;

class HttpReplyTest {

  @Test
  void of_two_fields_of_one_name_the_first_counts() {
    BasicHttpResponse answer = new BasicHttpResponse(429);
    answer.addHeader("Retry-After", "7");
    answer.addHeader("retry-after", "700");
    answer.addHeader("Content-Type", "application/json");
    answer.addHeader("Content-Type", "text/html");

    HttpReply reply = HttpReply.of(answer, new byte[0]);

    assertThat(reply.retryAfter()).containsExactly("7");
    assertThat(reply.mediaType()).isEqualTo("application/json");
  }

  @Test
  void neither_an_answer_nor_what_is_read_from_it_prints_its_tokens() {
    HttpReply reply =
        new HttpReply(
            200,
            Option.none(),
            Option.none(),
            Option.none(),
            "{\"access_token\":\"canary-4f1e\",\"token_type\":\"Bearer\"}".getBytes(UTF_8));

    String printed = reply + " " + TokenAnswer.parse(reply) + " " + JsonAnswer.parse(reply);

    assertThat(printed).contains("200").doesNotContain("canary-4f1e");
  }
}
