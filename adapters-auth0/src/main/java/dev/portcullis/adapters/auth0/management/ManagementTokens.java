package dev.portcullis.adapters.auth0.management;

import dev.portcullis.adapters.auth0.token.Auth0TokenApi;
import dev.portcullis.adapters.auth0.token.TokenAnswer;
import dev.portcullis.adapters.auth0.token.TokenFaults;
import dev.portcullis.adapters.auth0.token.TokenRequest;
import dev.portcullis.adapters.auth0.transport.Calls;
import dev.portcullis.adapters.auth0.transport.ForwardedFor;
import dev.portcullis.adapters.auth0.transport.HttpCoreClient;
import dev.portcullis.adapters.auth0.transport.HttpReply;
import dev.portcullis.domain.outcome.Misconfiguration;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.token.AccessToken;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Caches the Management API's access token of one application (RFC 6749 section 4.4), because a
 * tenant limits how many it issues. A token is renewed two minutes before it expires. Concurrent
 * callers share one fetch and its result; a failure is not cached. Safe for concurrent use.
 */
public final class ManagementTokens {

  /** Longer than any call, so that no token expires during one. */
  private static final Duration MARGIN = Duration.ofMinutes(2);

  /** The lifetime of a token whose answer gives none. */
  private static final Duration DEFAULT_LIFETIME = Duration.ofMinutes(5);

  private final Auth0TokenApi api;
  private final Supplier<TokenRequest.ClientCredentials> application;
  private final InstantSource time;
  private final AtomicReference<@Nullable Cached> cached = new AtomicReference<>();
  private final AtomicReference<@Nullable CompletableFuture<Either<ProviderFault, AccessToken>>>
      fetch = new AtomicReference<>();
  private volatile Option<Integer> rateLimit = Option.none();

  ManagementTokens(
      Auth0TokenApi api, Supplier<TokenRequest.ClientCredentials> application, InstantSource time) {
    this.api = api;
    this.application = application;
    this.time = time;
  }

  /**
   * An empty cache of the tokens that the tenant behind {@code http} issues.
   *
   * @param application supplies the credentials of each request
   */
  public static ManagementTokens of(
      HttpCoreClient http,
      Supplier<TokenRequest.ClientCredentials> application,
      InstantSource time) {
    return new ManagementTokens(Auth0TokenApi.ofClientCredentials(http), application, time);
  }

  private record Cached(AccessToken token, Instant renewAt) {}

  /** The cached token or a new one; blocks while one is fetched. */
  public Either<ProviderFault, AccessToken> get() {
    AccessToken token = valid();
    if (token != null) {
      return Either.right(token);
    }
    CompletableFuture<Either<ProviderFault, AccessToken>> mine = new CompletableFuture<>();
    CompletableFuture<Either<ProviderFault, AccessToken>> running =
        fetch.compareAndExchange(null, mine);
    return running == null ? fetchFor(mine) : running.join();
  }

  /**
   * Drops a token that the Management API refused, so that the next {@link #get} fetches another.
   * Does nothing if the token has been replaced already.
   */
  public void refused(AccessToken token) {
    Cached current = cached.get();
    if (current != null && current.token() == token) {
      cached.compareAndSet(current, null);
    }
  }

  /** The token endpoint's rate limit, in requests per second, if one of its answers had it. */
  public Option<Integer> rateLimit() {
    return rateLimit;
  }

  @Override
  public String toString() {
    return "ManagementTokens[" + application.get().clientId() + "]";
  }

  private @Nullable AccessToken valid() {
    Cached current = cached.get();
    return current != null && time.instant().isBefore(current.renewAt()) ? current.token() : null;
  }

  private Either<ProviderFault, AccessToken> fetchFor(
      CompletableFuture<Either<ProviderFault, AccessToken>> waiting) {
    Either<ProviderFault, AccessToken> result = null;
    try {
      // Another fetch may have ended after this caller looked.
      AccessToken token = valid();
      result = token == null ? fetch() : Either.right(token);
      return result;
    } finally {
      fetch.set(null);
      if (result == null) {
        waiting.completeExceptionally(new IllegalStateException("an error ended the fetch"));
      } else {
        waiting.complete(result);
      }
    }
  }

  private Either<ProviderFault, AccessToken> fetch() {
    return Calls.<Either<ProviderFault, AccessToken>>answered(
            () -> api.token(application.get(), ForwardedFor.NONE), this::read, Either::left)
        .answer();
  }

  private Either<ProviderFault, AccessToken> read(HttpReply reply) {
    reply
        .rateLimit()
        .filter(text -> text.matches("[0-9]{1,9}"))
        .forEach(text -> rateLimit = Option.some(Integer.valueOf(text)));
    Option<TokenAnswer> answer = TokenAnswer.parse(reply);
    if (answer.isEmpty()) {
      return Either.left(TokenFaults.withoutAnswer(reply, time.instant()));
    }
    if (reply.status() == 200) {
      return TokenFaults.tokens(answer.get())
          .map(
              tokens -> {
                Duration lifetime = tokens.expiresIn().getOrElse(DEFAULT_LIFETIME).minus(MARGIN);
                cached.set(new Cached(tokens.accessToken(), time.instant().plus(lifetime)));
                return tokens.accessToken();
              })
          .toEither(() -> TokenFaults.unintelligible(reply.status(), answer.get()));
    }
    return Either.left(
        reply.status() == 403 && answer.get().error().contains("access_denied")
            ? TokenFaults.misconfigured(
                Misconfiguration.MANAGEMENT_REFUSED, reply.status(), answer.get())
            : TokenFaults.fault(
                reply, answer.get(), Misconfiguration.MANAGEMENT_REFUSED, time.instant()));
  }
}
