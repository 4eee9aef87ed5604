package dev.portcullis.emulator.internal.management;

import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.http.Reply;
import java.util.Optional;
import java.util.Set;

/** The replies to query strings that the Management API refuses. */
final class QueryProblem {

  private QueryProblem() {}

  static Reply because(String reason) {
    return Reply.error(
        400, "Bad Request", "Query validation error: '" + reason + "'.", "invalid_query_string");
  }

  /** The reply if the query has a parameter that the endpoint does not have. */
  static Optional<Reply> unknown(Parameters query, Set<String> known) {
    return query.names().stream()
        .filter(name -> !known.contains(name))
        .sorted()
        .findFirst()
        .map(name -> because("Additional properties not allowed: " + name));
  }
}
