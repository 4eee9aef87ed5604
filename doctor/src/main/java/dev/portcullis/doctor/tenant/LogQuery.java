package dev.portcullis.doctor.tenant;

import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Instant;

/** Selects events; an absent condition matches every event. User names differ not by case. */
public record LogQuery(
    Seq<String> types, Option<String> clientId, Option<String> userName, Option<Instant> since) {

  /** The logins of an application. */
  public static LogQuery logins(String clientId) {
    return new LogQuery(
        Vector.of(LogEvent.LOGIN), Option.of(clientId), Option.none(), Option.none());
  }

  /** The blocks of attack protection. */
  public static LogQuery blocks() {
    return new LogQuery(
        Vector.of(LogEvent.BRUTE_FORCE_BLOCK, LogEvent.ADDRESS_BLOCK),
        Option.none(),
        Option.none(),
        Option.none());
  }

  /** The deprecation notices of an application. */
  public static LogQuery notices(String clientId) {
    return new LogQuery(
        Vector.of(LogEvent.DEPRECATION), Option.of(clientId), Option.none(), Option.none());
  }

  /** The same for one user. */
  public LogQuery by(String user) {
    return new LogQuery(types, clientId, Option.of(user), since);
  }

  /** The same from a time on. */
  public LogQuery since(Instant start) {
    return new LogQuery(types, clientId, userName, Option.of(start));
  }

  /** Whether an event meets every condition. */
  public boolean matches(LogEvent event) {
    return types.contains(event.type())
        && clientId.forAll(event.clientId()::equals)
        && userName.forAll(event.userName()::equalsIgnoreCase)
        && since.forAll(start -> !event.date().isBefore(start));
  }
}
