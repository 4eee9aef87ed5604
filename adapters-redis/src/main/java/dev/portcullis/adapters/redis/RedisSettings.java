package dev.portcullis.adapters.redis;

import io.vavr.control.Option;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where the store is, and how this gateway uses it. Each {@code with…} method returns a copy.
 * Immutable.
 */
public final class RedisSettings {

  /** How long a command may take, by default. */
  public static final Duration TIMEOUT = Duration.ofMillis(250);

  private final RedisUrl url;
  private final SharedKey key;
  private final Option<String> user;
  private final Option<RedisPassword> password;
  private final Option<Path> authorities;
  private final String prefix;
  private final Duration timeout;
  private final boolean failClosed;

  private RedisSettings(
      RedisUrl url,
      SharedKey key,
      Option<String> user,
      Option<RedisPassword> password,
      Option<Path> authorities,
      String prefix,
      Duration timeout,
      boolean failClosed) {
    this.url = url;
    this.key = key;
    this.user = user;
    this.password = password;
    this.authorities = authorities;
    this.prefix = prefix;
    this.timeout = timeout;
    this.failClosed = failClosed;
  }

  /**
   * Settings without a user and a password, with the JDK's certificate authorities, the prefix
   * {@code portcullis}, a time-out of 250 ms, and local limits while the store is away.
   *
   * @param key the same on every instance
   */
  public static RedisSettings of(RedisUrl url, SharedKey key) {
    return new RedisSettings(
        url, key, Option.none(), Option.none(), Option.none(), "portcullis", TIMEOUT, false);
  }

  /** The user of Redis's access control list; without one, {@code default}. */
  public RedisSettings withUser(String value) {
    return new RedisSettings(
        url, key, Option.some(value), password, authorities, prefix, timeout, failClosed);
  }

  /** The user's password. */
  public RedisSettings withPassword(RedisPassword value) {
    return new RedisSettings(
        url, key, user, Option.some(value), authorities, prefix, timeout, failClosed);
  }

  /** The certificate authorities of the store, in PEM, in place of the JDK's. */
  public RedisSettings withAuthorities(Path value) {
    return new RedisSettings(
        url, key, user, password, Option.some(value), prefix, timeout, failClosed);
  }

  /** What every name in the store starts with; gateways with the same prefix share their state. */
  public RedisSettings withPrefix(String value) {
    return new RedisSettings(url, key, user, password, authorities, value, timeout, failClosed);
  }

  /**
   * How long a command may take before the store counts as away.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public RedisSettings withTimeout(Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException("timeout: " + value + " (expected: > PT0S)");
    }
    return new RedisSettings(url, key, user, password, authorities, prefix, value, failClosed);
  }

  /** Whether limits let nothing through while the store is away. */
  public RedisSettings withFailClosed(boolean value) {
    return new RedisSettings(url, key, user, password, authorities, prefix, timeout, value);
  }

  public RedisUrl url() {
    return url;
  }

  /** The user's password; none if the store needs none. */
  public Option<RedisPassword> password() {
    return password;
  }

  /** The certificate authorities of the store; none for the JDK's. */
  public Option<Path> authorities() {
    return authorities;
  }

  /** Whether limits let nothing through while the store is away. */
  public boolean failClosed() {
    return failClosed;
  }

  SharedKey key() {
    return key;
  }

  Option<String> user() {
    return user;
  }

  String prefix() {
    return prefix;
  }

  Duration timeout() {
    return timeout;
  }

  @Override
  public String toString() {
    return "RedisSettings[" + url + ", prefix " + prefix + ", time-out " + timeout + "]";
  }
}
