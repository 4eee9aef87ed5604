package dev.portcullis.doctor.tenant;

import io.vavr.collection.Seq;
import io.vavr.control.Either;

/**
 * What the tenant has logged lately.
 *
 * @param logins events of type {@code sepft} of the application
 * @param blocks events of attack protection
 * @param notices deprecation notices of the application
 */
public record RecentLog(
    Either<FactUnavailable, Seq<LogEvent>> logins,
    Either<FactUnavailable, Seq<LogEvent>> blocks,
    Either<FactUnavailable, Seq<LogEvent>> notices) {

  /** A log of which the notices were not read. */
  public RecentLog(
      Either<FactUnavailable, Seq<LogEvent>> logins,
      Either<FactUnavailable, Seq<LogEvent>> blocks) {
    this(logins, blocks, Either.left(new FactUnavailable.NotAnswered("not read")));
  }

  /** A log that was not read, for one reason. */
  public static RecentLog unread(FactUnavailable why) {
    return new RecentLog(Either.left(why), Either.left(why), Either.left(why));
  }
}
