package dev.portcullis.emulator.internal.management;

import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.schema.Operation;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The replies to query strings that the Management API refuses. */
final class QueryProblem {

  private QueryProblem() {}

  static Reply because(String reason) {
    return quoted("'" + reason + "'");
  }

  private static Reply quoted(String problem) {
    return Reply.error(
        400, "Bad Request", "Query validation error: " + problem + ".", "invalid_query_string");
  }

  /** Parameters that every list has, also where Auth0's SDKs offer only some of them. */
  private static final Set<String> PAGES =
      Set.of(
          "page", "per_page", "include_totals", "from", "take", "fields", "include_fields", "sort");

  /** The reply if the query has a parameter that the operation does not have, or a wrong value. */
  static Optional<Reply> of(Operation operation, Parameters query) {
    Set<String> known = new HashSet<>(operation.query());
    if (operation.method().equals("GET")) {
      known.addAll(PAGES);
    }
    return unknown(query, known)
        .or(
            () ->
                query.names().stream()
                    .sorted()
                    .flatMap(
                        name ->
                            query.text(name).stream()
                                .flatMap(text -> operation.queryProblem(name, text).stream()))
                    .findFirst()
                    .map(QueryProblem::quoted));
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
