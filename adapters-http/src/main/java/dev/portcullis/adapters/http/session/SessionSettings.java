package dev.portcullis.adapters.http.session;

import io.vavr.control.Option;
import java.time.Duration;

/** How long a browser's login lasts, and which hosts share it. */
public final class SessionSettings {

  private final SessionKeys keys;
  private final Duration lifetime;
  private final Duration idle;
  private final UserActivity activity;
  private final Option<CookieDomain> domain;

  private SessionSettings(
      SessionKeys keys,
      Duration lifetime,
      Duration idle,
      UserActivity activity,
      Option<CookieDomain> domain) {
    this.keys = keys;
    this.lifetime = lifetime;
    this.idle = idle;
    this.activity = activity;
    this.domain = domain;
  }

  /**
   * Settings of sessions that one host has and that {@link UserActivity#USER} keeps alive.
   *
   * @param keys the keys that the cookies are sealed with
   * @param lifetime the longest time from the login on
   * @param idle the longest time in which the user does nothing; at most {@code lifetime}
   * @throws IllegalArgumentException if {@code idle} is not positive or exceeds {@code lifetime}
   */
  public static SessionSettings of(SessionKeys keys, Duration lifetime, Duration idle) {
    if (idle.isNegative() || idle.isZero() || idle.compareTo(lifetime) > 0) {
      throw new IllegalArgumentException(
          "idle: " + idle + " (expected: more than nothing, and at most " + lifetime + ")");
    }
    return new SessionSettings(keys, lifetime, idle, UserActivity.USER, Option.none());
  }

  /** The same with other requests that show that the user does something. */
  public SessionSettings withActivity(UserActivity value) {
    return new SessionSettings(keys, lifetime, idle, value, domain);
  }

  /** The same, whose sessions all hosts of a domain share; none: only the pages' own host. */
  public SessionSettings withDomain(Option<CookieDomain> shared) {
    return new SessionSettings(keys, lifetime, idle, activity, shared);
  }

  /** The keys that the cookies are sealed with. */
  public SessionKeys keys() {
    return keys;
  }

  /** The longest time from the login on. */
  public Duration lifetime() {
    return lifetime;
  }

  /** The longest time in which the user does nothing. */
  public Duration idle() {
    return idle;
  }

  /** Which requests show that the user does something. */
  public UserActivity activity() {
    return activity;
  }

  /** Whose hosts share the session; without it the session is the pages' own host's. */
  public Option<CookieDomain> domain() {
    return domain;
  }
}
