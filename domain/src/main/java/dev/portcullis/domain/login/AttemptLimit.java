package dev.portcullis.domain.login;

import io.vavr.control.Option;
import java.util.Locale;

/**
 * What a limit of the gateway's own counts login attempts by. The order is that in which they are
 * checked: the widest first. {@link #word} is the word in settings, logs and metrics.
 */
public enum AttemptLimit {
  /** All attempts together. */
  TOTAL,
  /** The attempts of one listener. */
  PER_LISTENER,
  /** The attempts from one IPv6 /48, which is one site (RFC 6177). IPv4 addresses have none. */
  PER_NETWORK,
  /** The attempts from one address, or one IPv6 /64. */
  PER_ADDRESS,
  /** The attempts at one user from one address, or one IPv6 /64. */
  PER_USER_AND_ADDRESS,
  /** The attempts at one user, from anywhere. */
  PER_USER;

  private final String word;

  AttemptLimit() {
    this.word = name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The stable word, such as {@code per-address}. */
  public String word() {
    return word;
  }

  /**
   * What this limit counts an attempt under; none if it does not count such an attempt. Contains
   * the user and the address as they are: a store outside of this process gets a keyed hash of it.
   */
  public Option<String> key(LoginSubject subject) {
    return switch (this) {
      case TOTAL -> Option.some("");
      case PER_LISTENER -> Option.some(subject.requester().listener());
      case PER_NETWORK -> subject.client().network();
      case PER_ADDRESS -> Option.some(subject.client().subscriber());
      // No identifier contains a line feed.
      case PER_USER_AND_ADDRESS ->
          Option.some(subject.identifier().canonical() + "\n" + subject.client().subscriber());
      case PER_USER -> Option.some(subject.identifier().canonical());
    };
  }

  /** As {@link #word}. */
  @Override
  public String toString() {
    return word;
  }
}
