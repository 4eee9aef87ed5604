package dev.portcullis.testkit.fake;

import dev.portcullis.application.reset.port.ResetLimiter;
import dev.portcullis.domain.address.IpRange;
import dev.portcullis.domain.login.LoginSubject;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Keeps the moment of every reset: slow and plain, to compare others with. */
public final class CountingResetLimiter implements ResetLimiter {

  private final Map<String, List<Instant>> moments = new HashMap<>();
  private final int perUser;
  private final int perAddress;
  private final Duration window;
  private final InstantSource time;

  public CountingResetLimiter(int perUser, int perAddress, Duration window, InstantSource time) {
    this.perUser = perUser;
    this.perAddress = perAddress;
    this.window = window;
    this.time = time;
  }

  @Override
  public synchronized Option<Duration> take(LoginSubject subject) {
    Instant now = time.instant();
    String user = "user " + subject.identifier().value().strip().toLowerCase(Locale.ROOT);
    String address = "address " + network(subject.client().toString());
    return wait(address, perAddress, now)
        .orElse(() -> wait(user, perUser, now))
        .onEmpty(
            () -> {
              moments.computeIfAbsent(user, key -> new ArrayList<>()).add(now);
              moments.computeIfAbsent(address, key -> new ArrayList<>()).add(now);
            });
  }

  private Option<Duration> wait(String key, int most, Instant now) {
    List<Instant> within =
        moments.getOrDefault(key, List.of()).stream()
            .filter(at -> at.plus(window).isAfter(now))
            .toList();
    return within.size() < most
        ? Option.none()
        : Option.some(Duration.between(now, within.get(within.size() - most).plus(window)));
  }

  private static String network(String address) {
    return address.indexOf(':') < 0
        ? address
        : IpRange.covering(address + "/64").fold(e -> address, IpRange::toString);
  }
}
