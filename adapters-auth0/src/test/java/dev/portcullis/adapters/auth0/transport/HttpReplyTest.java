package dev.portcullis.adapters.auth0.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.auth0.token.TokenAnswer;
import dev.portcullis.domain.outcome.ProviderQuota;
import io.vavr.control.Option;
import java.time.Instant;
import org.apache.hc.core5.http.message.BasicHttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @ParameterizedTest
  @CsvSource({
    "text/html, text/html",
    "Text/HTML; charset=utf-8, text/html",
    "' application/json ;charset=x', application/json",
    "not a type, ''",
    "text/, ''",
    "'', ''"
  })
  void a_media_type_is_read_without_its_parameters(String sent, String read) {
    BasicHttpResponse answer = new BasicHttpResponse(200);
    answer.addHeader("Content-Type", sent);

    assertThat(HttpReply.of(answer, new byte[0]).mediaType()).isEqualTo(read);
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

  @Test
  void what_the_answer_says_of_the_rate_limit_is_read() {
    HttpReply reply = limited("100", "7", "1578311926");

    assertThat(reply.quota())
        .contains(new ProviderQuota(100, 7, Option.some(Instant.parse("2020-01-06T11:58:46Z"))));
    assertThat(limited("100", "0", "soon").quota())
        .contains(new ProviderQuota(100, 0, Option.none()));
    assertThat(limited("100", "100", "soon").quota())
        .contains(new ProviderQuota(100, 100, Option.none()));
    assertThat(limited("1", "1", "99999999999").quota())
        .contains(new ProviderQuota(1, 1, Option.some(Instant.ofEpochSecond(99_999_999_999L))));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-1, 0",
    "100, -1",
    "100, 101",
    "ten, 5",
    "100, some",
    "9999999999, 1",
    "'', 1"
  })
  void a_rate_limit_that_cannot_be_is_none(String limit, String remaining) {
    assertThat(limited(limit, remaining, "1578311926").quota()).isEmpty();
  }

  private static HttpReply limited(String limit, String remaining, String reset) {
    BasicHttpResponse answer = new BasicHttpResponse(200);
    answer.addHeader("X-RateLimit-Limit", limit);
    answer.addHeader("X-RateLimit-Remaining", remaining);
    answer.addHeader("X-RateLimit-Reset", reset);
    return HttpReply.of(answer, new byte[0]);
  }
}
