package dev.portcullis.emulator.internal.management;

import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.log.LogQuery;
import dev.portcullis.emulator.internal.log.TenantLog;
import dev.portcullis.emulator.observed.LogEvent;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** {@code GET /api/v2/logs} by criteria or by checkpoint, and {@code GET /api/v2/logs/{id}}. */
public final class LogsApi {

  private static final String SCOPE = "read:logs";
  private static final int MOST = 100;
  private static final int MOST_BY_CRITERIA = 1000;
  private static final Set<String> PARAMETERS =
      Set.of(
          "page",
          "per_page",
          "sort",
          "include_totals",
          "q",
          "search",
          "fields",
          "include_fields",
          "from",
          "take");

  private final TenantLog log;
  private final ManagementAuth auth;
  private final String baseUrl;

  /** Reads this log; {@code issuer} ends with a slash. */
  public LogsApi(TenantLog log, ManagementAuth auth, String issuer) {
    this.log = log;
    this.auth = auth;
    this.baseUrl = issuer + "api/v2/logs";
  }

  /** The list, {@code GET /api/v2/logs}. */
  public Reply list(Request request) {
    return answered(request, this::list);
  }

  /** One user's events, {@code GET /api/v2/users/{id}/logs}; never by checkpoint. */
  public Reply ofUser(Request request) {
    String userId = request.segment(3);
    return answered(request, query -> criteria(query, event -> event.userId().equals(userId)));
  }

  private Reply answered(Request request, Function<Parameters, Reply> answer) {
    return auth.refusal(request, SCOPE)
        .orElseGet(
            () ->
                switch (Parameters.ofQuery(request)) {
                  case Parameters.Malformed malformed -> QueryProblem.because(malformed.reason());
                  case Parameters.Parsed parsed ->
                      QueryProblem.unknown(parsed.parameters(), PARAMETERS)
                          .orElseGet(() -> answer.apply(parsed.parameters()));
                });
  }

  /** One event. */
  public Reply one(Request request) {
    String id = request.path().substring(request.path().lastIndexOf('/') + 1);
    return auth.refusal(request, SCOPE)
        .or(
            () ->
                log.events().stream()
                    .filter(event -> event.logId().equals(id))
                    .findFirst()
                    .map(event -> Reply.json(200, event.fields())))
        .orElseGet(() -> Reply.error(404, "Not Found", "Log not found.", "inexistent_log"));
  }

  private Reply list(Parameters query) {
    return query.names().contains("from") || query.names().contains("take")
        ? checkpoint(query)
        : criteria(query, event -> true);
  }

  private Reply checkpoint(Parameters query) {
    Optional<Integer> take = number(query, "take", 50, 1, MOST);
    if (take.isEmpty()) {
      return QueryProblem.because("take must be an integer from 1 to 100");
    }
    String from = query.text("from").orElse("");
    List<LogEvent> page =
        log.events().stream()
            .filter(event -> event.logId().compareTo(from) > 0)
            .limit(take.get())
            .toList();
    String next = page.isEmpty() ? from : page.getLast().logId();
    return Reply.json(200, page.stream().map(LogEvent::fields).toList())
        .with(
            "Link",
            "<" + baseUrl + "?take=" + take.get() + "&from=" + encoded(next) + ">; rel=\"next\"");
  }

  private Reply criteria(Parameters query, Predicate<LogEvent> meant) {
    Optional<Integer> page = number(query, "page", 0, 0, MOST_BY_CRITERIA);
    Optional<Integer> perPage = number(query, "per_page", 50, 0, MOST);
    String sort = query.text("sort").orElse("date:-1");
    String totals = query.text("include_totals").orElse("false");
    if (page.isEmpty()) {
      return QueryProblem.because("page must be an integer from 0");
    }
    if (perPage.isEmpty()) {
      return QueryProblem.because("per_page must be an integer from 0 to 100");
    }
    if (!sort.equals("date:1") && !sort.equals("date:-1")) {
      return QueryProblem.because("sort must be date:1 or date:-1");
    }
    if (!totals.equals("true") && !totals.equals("false")) {
      return QueryProblem.because("include_totals must be true or false");
    }
    LogQuery.Reading reading =
        query
            .text("q")
            .or(() -> query.text("search"))
            .map(LogQuery::read)
            .orElse(new LogQuery.Read(LogQuery.everything()));
    return switch (reading) {
      case LogQuery.Refused refused -> QueryProblem.because(refused.reason());
      case LogQuery.Read read -> {
        List<LogEvent> found =
            log.events().stream().filter(meant).filter(read.query()::matches).toList();
        List<LogEvent> sorted = sort.equals("date:1") ? found : found.reversed();
        int start = page.get() * perPage.get();
        List<Map<String, Object>> logs =
            sorted.stream()
                .limit(MOST_BY_CRITERIA)
                .skip(start)
                .limit(perPage.get())
                .map(event -> projected(event.fields(), query))
                .toList();
        yield totals.equals("true")
            ? Reply.json(200, withTotals(logs, start, perPage.get(), found.size()))
            : Reply.json(200, logs);
      }
    };
  }

  /** Only the {@code fields}, or all but those. */
  private static Map<String, Object> projected(Map<String, Object> event, Parameters query) {
    Optional<String> names = query.text("fields");
    if (names.isEmpty()) {
      return event;
    }
    Set<String> named = new HashSet<>(Arrays.asList(names.get().split(",", -1)));
    boolean include = !query.text("include_fields").equals(Optional.of("false"));
    Map<String, Object> left = new LinkedHashMap<>(event);
    left.keySet().removeIf(name -> named.contains(name) != include);
    return left;
  }

  private static Map<String, Object> withTotals(
      List<Map<String, Object>> logs, int start, int limit, int total) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("start", start);
    body.put("limit", limit);
    body.put("length", logs.size());
    body.put("total", total);
    body.put("logs", logs);
    return body;
  }

  private static Optional<Integer> number(
      Parameters query, String name, int otherwise, int least, int most) {
    Optional<String> text = query.text(name);
    if (text.isEmpty()) {
      return Optional.of(otherwise);
    }
    return text.filter(digits -> digits.matches("[0-9]{1,4}"))
        .map(Integer::valueOf)
        .filter(value -> value >= least && value <= most);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
