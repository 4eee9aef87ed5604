package dev.portcullis.adapters.auth0.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portcullis.adapters.auth0.management.ManagementApi;
import dev.portcullis.doctor.port.TenantLogs;
import dev.portcullis.doctor.tenant.FactUnavailable;
import dev.portcullis.doctor.tenant.LogEvent;
import dev.portcullis.doctor.tenant.LogQuery;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Searches the log by criteria, a hundred events a page, and continues from a checkpoint. */
final class Auth0TenantLogs implements TenantLogs {

  private static final int PAGE = 100;

  /** The most events that Auth0 returns for a search by criteria. */
  private static final int MOST = 1000;

  private final ManagementApi api;
  private final ManagementCalls calls;

  Auth0TenantLogs(ManagementApi api, ManagementCalls calls) {
    this.api = api;
    this.calls = calls;
  }

  @Override
  public Either<FactUnavailable, Seq<LogEvent>> newest(LogQuery query, int most) {
    int wanted = Math.min(most, MOST);
    int size = Math.min(wanted, PAGE);
    Seq<LogEvent> all = Vector.empty();
    for (int page = 0; page * size < wanted; page++) {
      int number = page;
      Either<FactUnavailable, Seq<JsonNode>> answer =
          events(token -> api.logs(token, lucene(query), size, number));
      if (answer.isLeft()) {
        return Either.left(answer.getLeft());
      }
      all = all.appendAll(answer.get().flatMap(Auth0Events::read));
      if (answer.get().size() < size) {
        break;
      }
    }
    // Events that come while pages are read move others to the next page.
    return Either.right(all.distinctBy(LogEvent::id).filter(query::matches).take(wanted));
  }

  @Override
  public Either<FactUnavailable, Seq<LogEvent>> after(String id, int most) {
    Seq<LogEvent> all = Vector.empty();
    String from = id;
    while (all.size() < most) {
      String start = from;
      int take = Math.min(most - all.size(), PAGE);
      Either<FactUnavailable, Seq<JsonNode>> answer =
          events(token -> api.logsAfter(token, start, take));
      if (answer.isLeft()) {
        return Either.left(answer.getLeft());
      }
      Seq<LogEvent> page = answer.get().flatMap(Auth0Events::read);
      all = all.appendAll(page);
      if (page.isEmpty() || answer.get().size() < take) {
        break;
      }
      from = page.last().id();
    }
    return Either.right(all);
  }

  private Either<FactUnavailable, Seq<JsonNode>> events(ManagementCalls.Call call) {
    return calls
        .read("read:logs", call)
        .map(
            found ->
                Vector.ofAll(
                    found
                        .filter(JsonNode::isArray)
                        .getOrElse(ManagementCalls.JSON::createArrayNode)));
  }

  /** A query in Auth0's Lucene syntax; every value is quoted. */
  private static String lucene(LogQuery query) {
    Seq<String> parts = Vector.of("type:" + oneOf(query.types()));
    Option<String> from = query.since().map(start -> "date:[" + written(start) + " TO *]");
    return parts
        .appendAll(query.clientId().map(id -> "client_id:" + quoted(id)))
        .appendAll(query.userName().map(name -> "user_name:" + oneOf(spellings(name))))
        .appendAll(from)
        .mkString(" AND ");
  }

  /** As typed, and as Auth0 stores e-mail addresses. */
  private static Seq<String> spellings(String name) {
    return Vector.of(name, name.toLowerCase(Locale.ROOT)).distinct();
  }

  private static String oneOf(Seq<String> values) {
    return "(" + values.map(Auth0TenantLogs::quoted).mkString(" OR ") + ")";
  }

  private static String written(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString().replace("Z", ".000Z");
  }

  private static String quoted(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
