package dev.portcullis.adapters.auth0.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.portcullis.adapters.auth0.settings.ClientSecret;
import dev.portcullis.adapters.auth0.token.Auth0TokenApi;
import dev.portcullis.adapters.auth0.token.TokenRequest;
import dev.portcullis.adapters.auth0.transport.ForwardedFor;
import dev.portcullis.adapters.auth0.transport.HttpReply;
import dev.portcullis.domain.outcome.Misconfiguration;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.token.AccessToken;
import dev.portcullis.testkit.TestClock;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import org.apache.hc.core5.http.message.BasicHttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The cache of Management API tokens: what it fetches, when, and how often. */
@Timeout(60)
class ManagementTokensTest {

  private static final String SECRET = "canary-management-secret-2f7e";
  private static final int CALLERS = 200;

  private final TestClock clock = TestClock.create();
  private final AtomicInteger fetches = new AtomicInteger();

  @Test
  void a_token_is_fetched_once_and_then_kept() {
    ManagementTokens tokens = cache(ManagementTokensTest::granted);

    List<String> texts = List.of(text(tokens.get()), text(tokens.get()), text(tokens.get()));

    assertThat(texts).containsOnly("token-1");
    assertThat(fetches).hasValue(1);
  }

  @Test
  void a_secret_that_was_replaced_is_sent_with_the_next_fetch() {
    List<TokenRequest> requests = new ArrayList<>();
    AtomicReference<TokenRequest.ClientCredentials> credentials =
        new AtomicReference<>(application());
    ManagementTokens tokens =
        new ManagementTokens(
            (request, client) -> {
              requests.add(request);
              return granted(1);
            },
            credentials::get,
            clock);

    AccessToken first = tokens.get().get();
    credentials.set(
        new TokenRequest.ClientCredentials("m2m", new ClientSecret("next-secret"), "api"));
    tokens.refused(first);
    tokens.get();

    assertThat(requests).hasSize(2).last().isSameAs(credentials.get());
  }

  @Test
  void the_fetch_is_a_client_credentials_grant_without_an_end_users_address() {
    List<TokenRequest> requests = new ArrayList<>();
    List<ForwardedFor> clients = new ArrayList<>();
    ManagementTokens tokens =
        new ManagementTokens(
            (request, client) -> {
              requests.add(request);
              clients.add(client);
              return granted(1);
            },
            ManagementTokensTest::application,
            clock);

    tokens.get();

    assertThat(requests).singleElement().isInstanceOf(TokenRequest.ClientCredentials.class);
    assertThat(clients).containsExactly(ForwardedFor.NONE);
  }

  @Test
  void two_hundred_simultaneous_callers_share_one_fetch() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    ManagementTokens tokens =
        cache(
            number -> {
              await(answer);
              return granted(number);
            });

    List<Either<ProviderFault, AccessToken>> answers = simultaneously(tokens, answer);

    assertThat(answers).hasSize(CALLERS).allMatch(it -> text(it).equals("token-1"));
    assertThat(fetches).hasValue(1);
  }

  @Test
  void two_hundred_simultaneous_callers_share_one_failure() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    ManagementTokens tokens =
        cache(
            number -> {
              await(answer);
              return reply(503, "");
            });

    List<Either<ProviderFault, AccessToken>> answers = simultaneously(tokens, answer);

    assertThat(answers).hasSize(CALLERS).allMatch(Either::isLeft);
    assertThat(fetches).hasValue(1);
  }

  @Test
  void a_token_is_renewed_two_minutes_before_it_expires() {
    ManagementTokens tokens = cache(number -> granted(number, ",\"expires_in\":86400"));
    tokens.get();

    clock.advance(Duration.ofDays(1).minusMinutes(2).minusSeconds(1));
    String shortlyBefore = text(tokens.get());
    clock.advance(Duration.ofSeconds(1));
    String then = text(tokens.get());

    assertThat(shortlyBefore).isEqualTo("token-1");
    assertThat(then).isEqualTo("token-2");
    assertThat(fetches).hasValue(2);
  }

  @Test
  void a_token_without_a_lifetime_is_kept_for_three_minutes() {
    ManagementTokens tokens = cache(number -> granted(number, ""));
    tokens.get();

    clock.advance(Duration.ofMinutes(3).minusSeconds(1));
    String before = text(tokens.get());
    clock.advance(Duration.ofSeconds(1));
    String after = text(tokens.get());

    assertThat(List.of(before, after)).containsExactly("token-1", "token-2");
  }

  @Test
  void a_token_that_lives_shorter_than_the_margin_is_used_once() {
    ManagementTokens tokens = cache(number -> granted(number, ",\"expires_in\":60"));

    List<String> texts = List.of(text(tokens.get()), text(tokens.get()));

    assertThat(texts).containsExactly("token-1", "token-2");
  }

  @Test
  void a_clock_that_goes_back_keeps_the_token() {
    ManagementTokens tokens = cache(ManagementTokensTest::granted);
    tokens.get();

    clock.advance(Duration.ofHours(-1));

    assertThat(text(tokens.get())).isEqualTo("token-1");
  }

  @Test
  void a_refused_token_is_dropped_and_the_next_caller_gets_a_new_one() {
    ManagementTokens tokens = cache(ManagementTokensTest::granted);
    AccessToken first = tokens.get().get();

    tokens.refused(first);

    assertThat(text(tokens.get())).isEqualTo("token-2");
    assertThat(fetches).hasValue(2);
  }

  @Test
  void a_refusal_fetches_nothing_itself() {
    ManagementTokens tokens = cache(ManagementTokensTest::granted);

    tokens.refused(tokens.get().get());

    assertThat(fetches).hasValue(1);
  }

  @Test
  void callers_whose_old_token_was_refused_do_not_drop_the_new_one() {
    ManagementTokens tokens = cache(ManagementTokensTest::granted);
    AccessToken old = tokens.get().get();
    tokens.refused(old);
    tokens.get();

    for (int caller = 0; caller < CALLERS; caller++) {
      tokens.refused(old);
    }

    assertThat(text(tokens.get())).isEqualTo("token-2");
    assertThat(fetches).hasValue(2);
  }

  @Test
  void a_failure_is_not_kept() {
    ManagementTokens tokens =
        cache(number -> number == 1 ? reply(503, "unavailable") : granted(number));

    Either<ProviderFault, AccessToken> first = tokens.get();
    Either<ProviderFault, AccessToken> second = tokens.get();

    assertThat(first.isLeft()).isTrue();
    assertThat(text(second)).isEqualTo("token-2");
  }

  @Test
  void a_fetch_that_throws_is_a_failure_and_the_next_one_is_made() {
    ManagementTokens tokens =
        cache(
            number -> {
              if (number == 1) {
                throw new IllegalStateException("holds the request and so " + SECRET);
              }
              return granted(number);
            });

    Either<ProviderFault, AccessToken> first = tokens.get();

    assertThat(first.getLeft()).isInstanceOf(ProviderFault.NoAnswer.class);
    assertThat(first.toString()).doesNotContain(SECRET);
    assertThat(text(tokens.get())).isEqualTo("token-2");
  }

  @Test
  void an_error_in_a_fetch_leaves_the_cache_usable() {
    ManagementTokens tokens =
        cache(
            number -> {
              if (number == 1) {
                throw new StackOverflowError();
              }
              return granted(number);
            });

    Throwable first = catchThrowable(tokens::get);

    assertThat(first).isInstanceOf(StackOverflowError.class);
    assertThat(text(tokens.get())).isEqualTo("token-2");
  }

  @Test
  void an_old_token_is_not_used_after_a_renewal_that_failed() {
    ManagementTokens tokens = cache(number -> number == 1 ? granted(1) : reply(503, ""));
    tokens.get();
    clock.advance(Duration.ofDays(2));

    Either<ProviderFault, AccessToken> renewed = tokens.get();

    assertThat(renewed.isLeft()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "401, access_denied, CLIENT_AUTHENTICATION",
    "401, invalid_client, CLIENT_AUTHENTICATION",
    "403, access_denied, MANAGEMENT_REFUSED",
    "403, unauthorized_client, MANAGEMENT_REFUSED"
  })
  void a_refused_application_is_a_misconfiguration(
      int status, String code, Misconfiguration expected) {
    ManagementTokens tokens = cache(number -> reply(status, "{\"error\":\"" + code + "\"}"));

    ProviderFault fault = tokens.get().getLeft();

    assertThat(fault)
        .isInstanceOfSatisfying(
            ProviderFault.Misconfigured.class, it -> assertThat(it.what()).isEqualTo(expected));
  }

  @Test
  void the_rate_limit_is_the_one_that_the_endpoint_last_sent() {
    ManagementTokens tokens =
        cache(number -> number == 1 ? limited(number, "7") : limited(number, "no number"));
    Option<Integer> before = tokens.rateLimit();

    AccessToken first = tokens.get().get();
    Option<Integer> sent = tokens.rateLimit();
    tokens.refused(first);
    tokens.get();

    assertThat(before).isEqualTo(Option.none());
    assertThat(sent).isEqualTo(Option.some(7));
    assertThat(tokens.rateLimit()).isEqualTo(Option.some(7));
  }

  @Test
  void nothing_prints_the_secret_or_the_token() {
    ManagementTokens tokens = cache(ManagementTokensTest::granted);

    Either<ProviderFault, AccessToken> answer = tokens.get();

    assertThat(tokens + " " + answer + " " + application()).doesNotContain("token-1", SECRET);
  }

  private ManagementTokens cache(IntFunction<HttpReply> endpoint) {
    Auth0TokenApi api = (request, client) -> endpoint.apply(fetches.incrementAndGet());
    return new ManagementTokens(api, ManagementTokensTest::application, clock);
  }

  private static TokenRequest.ClientCredentials application() {
    return new TokenRequest.ClientCredentials(
        "management", new ClientSecret(SECRET), "https://example.com/api/v2/");
  }

  /** What all callers get who came before the endpoint answered. */
  private static List<Either<ProviderFault, AccessToken>> simultaneously(
      ManagementTokens tokens, CountDownLatch answer) throws Exception {
    CyclicBarrier start = new CyclicBarrier(CALLERS + 1);
    List<Thread> threads = new ArrayList<>();
    try (ExecutorService callers =
        Executors.newThreadPerTaskExecutor(
            task -> {
              Thread thread = Thread.ofVirtual().unstarted(task);
              threads.add(thread);
              return thread;
            })) {
      List<Future<Either<ProviderFault, AccessToken>>> running = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        running.add(
            callers.submit(
                () -> {
                  start.await();
                  return tokens.get();
                }));
      }
      start.await();
      while (!threads.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING)) {
        Thread.onSpinWait();
      }
      answer.countDown();
      List<Either<ProviderFault, AccessToken>> answers = new ArrayList<>();
      for (Future<Either<ProviderFault, AccessToken>> each : running) {
        answers.add(each.get());
      }
      return answers;
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static HttpReply granted(int number) {
    return granted(number, ",\"expires_in\":86400");
  }

  private static HttpReply granted(int number, String lifetime) {
    return reply(
        200,
        "{\"access_token\":\"token-" + number + "\",\"token_type\":\"Bearer\"" + lifetime + "}");
  }

  private static HttpReply limited(int number, String limit) {
    BasicHttpResponse head = new BasicHttpResponse(200);
    head.addHeader("x-ratelimit-limit", limit);
    return HttpReply.of(head, granted(number).body());
  }

  private static HttpReply reply(int status, String body) {
    return new HttpReply(
        status, Option.none(), Option.none(), Option.none(), body.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(Either<ProviderFault, AccessToken> answer) {
    return answer.get().value();
  }
}
