package dev.portcullis.testkit.fake;

import dev.portcullis.application.session.port.RefreshTokens;
import dev.portcullis.domain.address.ClientAddress;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.outcome.ProviderReply;
import dev.portcullis.domain.session.RefreshOutcome;
import dev.portcullis.domain.session.RevokeOutcome;
import dev.portcullis.domain.token.AccessToken;
import dev.portcullis.domain.token.RefreshToken;
import dev.portcullis.domain.token.Scope;
import dev.portcullis.domain.token.Tokens;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Tokens in memory, which rotate: each is good once and is followed by another. */
public final class InMemoryRefreshTokens implements RefreshTokens {

  private final Set<String> good = ConcurrentHashMap.newKeySet();
  private final AtomicInteger issued = new AtomicInteger();
  private volatile @Nullable RefreshOutcome answer;
  private volatile @Nullable ProviderFault fault;

  /** Takes this token from now on. */
  public InMemoryRefreshTokens knowing(String token) {
    good.add(token);
    return this;
  }

  /** Answers a good token with this. */
  public InMemoryRefreshTokens answering(RefreshOutcome outcome) {
    this.answer = outcome;
    return this;
  }

  /** Fails every call from now on. */
  public InMemoryRefreshTokens failing(ProviderFault reason) {
    this.fault = reason;
    return this;
  }

  @Override
  public ProviderReply<RefreshOutcome> renew(
      RefreshToken token, Option<Scope> scope, ClientAddress client) {
    ProviderFault reason = fault;
    if (reason != null) {
      return ProviderReply.of(new RefreshOutcome.Unanswered(reason));
    }
    if (!good.remove(token.value())) {
      return ProviderReply.of(new RefreshOutcome.RefreshTokenInvalid());
    }
    RefreshOutcome prepared = answer;
    return ProviderReply.of(prepared == null ? new RefreshOutcome.Renewed(next(scope)) : prepared);
  }

  @Override
  public ProviderReply<RevokeOutcome> revoke(RefreshToken token) {
    ProviderFault reason = fault;
    if (reason != null) {
      return ProviderReply.of(new RevokeOutcome.Unanswered(reason));
    }
    good.remove(token.value());
    return ProviderReply.of(new RevokeOutcome.Revoked());
  }

  private Tokens next(Option<Scope> scope) {
    int number = issued.incrementAndGet();
    String refresh = "refresh-token-" + number;
    good.add(refresh);
    return new Tokens(
        new AccessToken("access-token-" + number),
        "Bearer",
        Option.some(Duration.ofDays(1)),
        scope.map(Scope::toString),
        Option.none(),
        Option.some(new RefreshToken(refresh)));
  }
}
