package dev.portcullis.doctor.tenant;

import io.vavr.collection.Seq;
import io.vavr.control.Either;

/**
 * What the tenant has logged lately.
 *
 * @param logins events of type {@code sepft} of the application
 * @param blocks events of attack protection
 */
public record RecentLog(
    Either<FactUnavailable, Seq<LogEvent>> logins, Either<FactUnavailable, Seq<LogEvent>> blocks) {

  /** A log that was not read, for one reason. */
  public static RecentLog unread(FactUnavailable why) {
    return new RecentLog(Either.left(why), Either.left(why));
  }
}
