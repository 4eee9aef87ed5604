package dev.portcullis.emulator.internal.token;

import dev.portcullis.emulator.internal.http.Handler;
import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.oauth.OAuthError;
import dev.portcullis.emulator.internal.protection.Counted;
import dev.portcullis.emulator.internal.protection.RateLimiter;
import dev.portcullis.emulator.internal.store.Store;
import dev.portcullis.emulator.internal.token.AccessTokens.Holder;
import dev.portcullis.emulator.internal.users.User;
import dev.portcullis.emulator.internal.users.UserStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * {@code GET} and {@code POST /userinfo}: the claims of an access token's scope about its user; ten
 * requests at once per user, then five per minute.
 */
final class UserInfo implements Handler {

  private static final int BURST = 10;
  private static final Duration REFILL = Duration.ofSeconds(12);
  private static final OAuthError LIMITED =
      new OAuthError(
          429, "too_many_requests", "Too many requests. Check the X-RateLimit-* headers.");

  private final AccessTokens accessTokens;
  private final UserStore users;
  private final RateLimiter<String> limiter;

  UserInfo(AccessTokens accessTokens, UserStore users, InstantSource clock, Store store) {
    this.accessTokens = accessTokens;
    this.users = users;
    this.limiter = new RateLimiter<>(clock, store.table("userinfo", String.class, Counted.class));
  }

  @Override
  public Reply handle(Request request) {
    Optional<Holder> holder =
        request.bearerToken().or(() -> inQuery(request)).flatMap(accessTokens::holder);
    return holder
        .flatMap(found -> users.byId(found.userId()))
        .map(user -> tell(user, holder.orElseThrow().scope()))
        .orElseGet(
            () ->
                Reply.of(401, "text/plain; charset=utf-8", "Unauthorized")
                    .with("WWW-Authenticate", "Bearer error=\"invalid_token\""));
  }

  /** As passport-auth0 sends it (RFC 6750, 2.3). */
  private static Optional<String> inQuery(Request request) {
    return Parameters.ofQuery(request) instanceof Parameters.Parsed parsed
        ? parsed.parameters().text("access_token")
        : Optional.empty();
  }

  private Reply tell(User user, List<String> scope) {
    RateLimiter.Draw draw = limiter.draw(user.userId(), BURST, REFILL);
    Reply reply =
        draw.granted()
            ? Reply.json(200, Claims.of(user, scope))
            : Reply.json(LIMITED.status(), LIMITED.body());
    return reply
        .with("x-ratelimit-limit", Integer.toString(BURST))
        .with("x-ratelimit-remaining", Integer.toString(draw.remaining()))
        .with("x-ratelimit-reset", Long.toString(draw.reset()));
  }
}
