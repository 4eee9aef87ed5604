package dev.portcullis.adapters.auth0.management;

import dev.portcullis.adapters.auth0.settings.TicketSettings;
import dev.portcullis.adapters.auth0.token.Auth0TokenApi;
import dev.portcullis.adapters.auth0.token.TokenAnswer;
import dev.portcullis.adapters.auth0.token.TokenFaults;
import dev.portcullis.adapters.auth0.token.TokenRequest;
import dev.portcullis.adapters.auth0.transport.Calls;
import dev.portcullis.adapters.auth0.transport.ForwardedFor;
import dev.portcullis.adapters.auth0.transport.HttpReply;
import dev.portcullis.domain.outcome.Misconfiguration;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.token.AccessToken;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The Management API's access token, kept until shortly before it expires: tenants have a quota of
 * them. Whoever comes while one is being fetched waits for that one.
 */
public final class ManagementToken {

  /** More than a call takes, so that no token expires on its way. */
  private static final Duration MARGIN = Duration.ofMinutes(2);

  private static final Duration UNSAID = Duration.ofMinutes(5);

  private final Auth0TokenApi api;
  private final TicketSettings settings;
  private final InstantSource time;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Kept kept;

  public ManagementToken(Auth0TokenApi api, TicketSettings settings, InstantSource time) {
    this.api = api;
    this.settings = settings;
    this.time = time;
  }

  private record Kept(AccessToken token, Instant until) {}

  public Either<ProviderFault, AccessToken> get() {
    lock.lock();
    try {
      Kept now = kept;
      if (now != null && time.instant().isBefore(now.until())) {
        return Either.right(now.token());
      }
      return Calls.<Either<ProviderFault, AccessToken>>answered(
              () -> api.token(new TokenRequest.Management(settings), ForwardedFor.NOBODY),
              this::read,
              Either::left)
          .answer();
    } finally {
      lock.unlock();
    }
  }

  /** Keeps no longer a token that was refused, be it revoked or of keys that are gone. */
  public void refused(AccessToken token) {
    lock.lock();
    try {
      if (kept != null && kept.token() == token) {
        kept = null;
      }
    } finally {
      lock.unlock();
    }
  }

  private Either<ProviderFault, AccessToken> read(HttpReply reply) {
    Option<TokenAnswer> answer = TokenAnswer.parse(reply);
    if (answer.isEmpty()) {
      return Either.left(TokenFaults.withoutAnswer(reply, time.instant()));
    }
    if (reply.status() == 200) {
      return TokenFaults.tokens(answer.get())
          .map(
              tokens -> {
                Duration lifetime = tokens.expiresIn().getOrElse(UNSAID).minus(MARGIN);
                kept = new Kept(tokens.accessToken(), time.instant().plus(lifetime));
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
