package dev.portcullis.adapters.http.forwardauth;

import dev.portcullis.application.session.RenewTokensUseCase;
import dev.portcullis.domain.session.RefreshOutcome;
import dev.portcullis.domain.session.Renewal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/**
 * Uses each refresh token once, for all requests that a browser sends concurrently with the same
 * cookie. With rotation, a second use of a refresh token would end the session (RFC 9700 section
 * 4.14.2), so the outcome is kept for 60 s, while requests with the old cookie may still arrive.
 * Safe for concurrent use.
 */
public final class Renewals {

  private static final Duration KEPT = Duration.ofSeconds(60);
  private static final int MOST = 10_000;

  private final RenewTokensUseCase useCase;
  private final InstantSource time;
  private final Map<String, Flight> flights = new LinkedHashMap<>();

  /** Nothing has been renewed yet. */
  public Renewals(RenewTokensUseCase useCase, InstantSource time) {
    this.useCase = useCase;
    this.time = time;
  }

  /** One use of a refresh token, in progress or finished. */
  private static final class Flight {

    private final Instant began;
    private final CompletableFuture<RefreshOutcome> outcome = new CompletableFuture<>();

    private Flight(Instant began) {
      this.began = began;
    }
  }

  /**
   * The outcome of a renewal, which one of the concurrent requests causes.
   *
   * @param settle turns the provider's outcome into the one that all of them get; called once
   */
  RefreshOutcome renew(Renewal renewal, UnaryOperator<RefreshOutcome> settle) {
    String key = fingerprint(renewal.token().value());
    Flight mine = new Flight(time.instant());
    Flight flight = join(key, mine);
    if (flight != mine) {
      return flight.outcome.join();
    }
    try {
      RefreshOutcome outcome = settle.apply(useCase.renew(renewal));
      if (outcome instanceof RefreshOutcome.Unanswered) {
        forget(key, mine);
      }
      mine.outcome.complete(outcome);
      return outcome;
    } catch (RuntimeException e) {
      forget(key, mine);
      mine.outcome.completeExceptionally(e);
      throw e;
    }
  }

  private Flight join(String key, Flight mine) {
    synchronized (flights) {
      flights
          .values()
          .removeIf(
              flight -> flight.outcome.isDone() && !mine.began.isBefore(flight.began.plus(KEPT)));
      if (flights.size() >= MOST && !flights.containsKey(key)) {
        flights.remove(flights.keySet().iterator().next());
      }
      Flight under = flights.putIfAbsent(key, mine);
      return under == null ? mine : under;
    }
  }

  private void forget(String key, Flight flight) {
    synchronized (flights) {
      flights.remove(key, flight);
    }
  }

  private static String fingerprint(String token) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
