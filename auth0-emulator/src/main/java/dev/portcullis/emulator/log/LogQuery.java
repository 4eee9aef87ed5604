package dev.portcullis.emulator.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of Auth0's log query language that the emulator knows: {@code field:value} and {@code
 * field:"value"} joined with {@code AND}, case-sensitive, whole values.
 */
public final class LogQuery {

  private static final Set<String> FIELDS =
      Set.of(
          "client_id",
          "client_name",
          "connection",
          "connection_id",
          "description",
          "hostname",
          "ip",
          "log_id",
          "user_id",
          "user_name",
          "user_agent",
          "strategy",
          "strategy_type",
          "type");
  private static final Set<String> OPERATORS = Set.of("AND", "OR", "NOT", "TO");

  /** A field, a colon, and a quoted or plain value. */
  private static final Pattern TERM =
      Pattern.compile(
          "([a-z_]+):(?:\"((?:[^\"\\\\]|\\\\[\"\\\\])*)\"|([^\\s\"\\\\:*?()\\[\\]{}^~!&+/-][^\\s\"\\\\:*?()\\[\\]{}^~!&]*))");

  private static final Pattern AND = Pattern.compile("\\s+AND\\s+");

  private final List<Term> terms;

  private LogQuery(List<Term> terms) {
    this.terms = terms;
  }

  /** The query that every event matches. */
  public static LogQuery everything() {
    return new LogQuery(List.of());
  }

  /** Reads {@code q}, or says why it cannot. */
  public static Reading read(String q) {
    List<Term> terms = new ArrayList<>();
    String text = q.strip();
    int at = 0;
    Matcher term = TERM.matcher(text);
    Matcher and = AND.matcher(text);
    while (true) {
      if (!term.region(at, text.length()).lookingAt()) {
        return new Refused(
            "Query not understood at position "
                + at
                + " (expected: field:value or field:\"value\")");
      }
      String field = term.group(1);
      if (!FIELDS.contains(field)) {
        return new Refused("Field not searchable: " + field);
      }
      String quoted = term.group(2);
      String value = quoted == null ? term.group(3) : quoted.replaceAll("\\\\([\"\\\\])", "$1");
      if (quoted == null && OPERATORS.contains(value)) {
        return new Refused("Query not understood: " + field + " has no value");
      }
      terms.add(new Term(field, value));
      at = term.end();
      if (at == text.length()) {
        return new Read(new LogQuery(List.copyOf(terms)));
      }
      if (!and.region(at, text.length()).lookingAt()) {
        return new Refused("Query not understood at position " + at + " (expected: AND)");
      }
      at = and.end();
    }
  }

  /** Whether the event has every value asked for. */
  public boolean matches(LogEvent event) {
    if (terms.isEmpty()) {
      return true;
    }
    var fields = event.fields();
    return terms.stream().allMatch(term -> term.value().equals(fields.get(term.field())));
  }

  /** What became of a query text. */
  public sealed interface Reading {}

  /** It was understood. */
  public record Read(LogQuery query) implements Reading {}

  /** It was not; the reason is fit for the caller. */
  public record Refused(String reason) implements Reading {}

  private record Term(String field, String value) {}
}
