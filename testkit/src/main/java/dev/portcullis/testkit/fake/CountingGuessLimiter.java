package dev.portcullis.testkit.fake;

import dev.portcullis.application.mfa.port.GuessLimiter;
import dev.portcullis.domain.token.MfaToken;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps the moment of every guess and every token: slow and plain, to compare others with. */
public final class CountingGuessLimiter implements GuessLimiter {

  private final Map<String, List<Instant>> moments = new HashMap<>();
  private final int most;
  private final Duration lifetime;
  private final InstantSource time;

  public CountingGuessLimiter(int most, Duration lifetime, InstantSource time) {
    this.most = most;
    this.lifetime = lifetime;
    this.time = time;
  }

  @Override
  public synchronized boolean take(MfaToken login) {
    Instant now = time.instant();
    List<Instant> guesses = moments.computeIfAbsent(login.value(), key -> new ArrayList<>());
    if (!guesses.isEmpty() && !guesses.getFirst().plus(lifetime).isAfter(now)) {
      guesses.clear();
    }
    return guesses.size() < most && guesses.add(now);
  }
}
