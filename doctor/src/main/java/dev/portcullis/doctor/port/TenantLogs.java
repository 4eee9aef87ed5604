package dev.portcullis.doctor.port;

import dev.portcullis.doctor.tenant.FactUnavailable;
import dev.portcullis.doctor.tenant.LogEvent;
import dev.portcullis.doctor.tenant.LogQuery;
import io.vavr.collection.Seq;
import io.vavr.control.Either;

/**
 * Reads the tenant's log. Throws nothing, ends within a bounded time. Events can come late and out
 * of order, or not at all. Its contract is {@code TenantLogsContract} in testkit-doctor.
 */
public interface TenantLogs {

  /** The newest events that match, newest first, at most {@code most}. */
  Either<FactUnavailable, Seq<LogEvent>> newest(LogQuery query, int most);

  /**
   * The events of every kind after one, oldest first, at most {@code most}.
   *
   * @param id the id of the event
   */
  Either<FactUnavailable, Seq<LogEvent>> after(String id, int most);

  /** A log that cannot be read, for this reason. */
  static TenantLogs without(FactUnavailable why) {
    return new TenantLogs() {
      @Override
      public Either<FactUnavailable, Seq<LogEvent>> newest(LogQuery query, int most) {
        return Either.left(why);
      }

      @Override
      public Either<FactUnavailable, Seq<LogEvent>> after(String id, int most) {
        return Either.left(why);
      }
    };
  }
}
