package dev.portcullis.emulator.internal.log;

import dev.portcullis.emulator.observed.LogEvent;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Auth0's log query language, a subset of Lucene: {@code field:value}, {@code field:"value"},
 * {@code field:(a OR b)}, {@code *} as wildcard, ranges, {@code _exists_:field}, bare terms, {@code
 * AND}, {@code OR}, {@code NOT}, also as {@code &&}, {@code ||}, {@code !}, {@code +} for a
 * required term, {@code -} for an excluded one, and parentheses. Values are not split into words.
 * Adjacent terms are joined by {@code OR}. Users are searched in the same language, with other
 * fields and ignoring case.
 */
public final class LogQuery {

  /** The searchable fields of log events. */
  static final Searchable LOG =
      new Searchable(
          Set.of(
              "client_id",
              "client_name",
              "connection",
              "connection_id",
              "date",
              "description",
              "hostname",
              "ip",
              "log_id",
              "organization_id",
              "user_id",
              "user_name",
              "user_agent",
              "strategy",
              "strategy_type",
              "type"),
          Set.of("client_name", "connection", "description", "ip", "log_id", "type", "user_name"),
          Set.of(),
          false);

  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}(\\.[0-9]{1,18})?");
  private static final Set<String> DATES = Set.of("date", "created_at", "updated_at", "last_login");

  private final Expression expression;

  private final Searchable searchable;

  private LogQuery(Expression expression, Searchable searchable) {
    this.expression = expression;
    this.searchable = searchable;
  }

  /**
   * The fields that a query can name, the fields that a bare term is searched in, the objects whose
   * properties a query can name, and whether case is ignored.
   */
  public record Searchable(
      Set<String> named, Set<String> bare, Set<String> objects, boolean ignoresCase) {

    boolean names(String field) {
      return named.contains(field)
          || objects.contains(field)
          || objects.stream().anyMatch(object -> field.startsWith(object + "."));
    }

    String normal(String text) {
      return ignoresCase ? text.toLowerCase(Locale.ROOT) : text;
    }
  }

  /** The query that every event matches. */
  public static LogQuery everything() {
    return new LogQuery(new Everything(), LOG);
  }

  /** Parses a {@code q} about log events. */
  public static Reading read(String q) {
    return read(q, LOG);
  }

  /** Parses a {@code q}. */
  public static Reading read(String q, Searchable searchable) {
    try {
      return new Read(new LogQuery(new LogQueryParser(q, searchable).parse(), searchable));
    } catch (LogQueryParser.NotUnderstood e) {
      return new Refused(String.valueOf(e.getMessage()));
    }
  }

  /** Whether the event matches. */
  public boolean matches(LogEvent event) {
    return expression instanceof Everything || holds(expression, event.fields());
  }

  /** Whether an object with these fields matches. */
  public boolean matches(Map<String, Object> fields) {
    return holds(expression, fields);
  }

  private boolean holds(Expression expression, Map<String, Object> fields) {
    return switch (expression) {
      case Everything ignored -> true;
      case And and -> holds(and.left(), fields) && holds(and.right(), fields);
      case Or or -> holds(or.left(), fields) || holds(or.right(), fields);
      case Not not -> !holds(not.negated(), fields);
      case Term term ->
          term.fields().stream()
              .anyMatch(
                  field ->
                      values(fields, field)
                          .anyMatch(
                              value ->
                                  fits(term.value(), field, searchable.normal(value.toString()))));
      case Exists exists -> values(fields, exists.field()).findAny().isPresent();
    };
  }

  /** The values of a field: of a list all, of {@code a.b} those of {@code b} in {@code a}. */
  private static Stream<Object> values(Map<?, ?> fields, String field) {
    Object direct = fields.get(field);
    if (direct != null) {
      return flat(direct);
    }
    int dot = field.indexOf('.');
    if (dot < 0) {
      return Stream.of();
    }
    String rest = field.substring(dot + 1);
    Object inner = fields.get(field.substring(0, dot));
    return inner == null ? Stream.of() : objects(inner).flatMap(object -> values(object, rest));
  }

  private static Stream<Map<?, ?>> objects(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().flatMap(LogQuery::objects);
    }
    return value instanceof Map<?, ?> map ? Stream.of(map) : Stream.of();
  }

  private static Stream<Object> flat(Object value) {
    return value instanceof List<?> list ? list.stream().map(Object.class::cast) : Stream.of(value);
  }

  private static boolean fits(Value value, String field, String text) {
    return switch (value) {
      case Exactly exactly -> exactly.text().equals(text);
      case Like like -> like.pattern().matcher(text).matches();
      case Between between -> between.holds(text, DATES.contains(field));
    };
  }

  /** The result of parsing a query. */
  public sealed interface Reading {}

  /** The text was read. */
  public record Read(LogQuery query) implements Reading {}

  /** The query is malformed; the reason is sent to the caller. */
  public record Refused(String reason) implements Reading {}

  sealed interface Expression {}

  record Everything() implements Expression {}

  record And(Expression left, Expression right) implements Expression {}

  record Or(Expression left, Expression right) implements Expression {}

  record Not(Expression negated) implements Expression {}

  /** The field has a value. */
  record Exists(String field) implements Expression {}

  /** One of the fields has the value. */
  record Term(Set<String> fields, Value value) implements Expression {}

  sealed interface Value {

    /** A word, in which {@code *} matches anything. */
    static Value word(String word) {
      if (word.indexOf('*') < 0) {
        return new Exactly(word);
      }
      return new Like(
          Pattern.compile(
              Stream.of(word.split("\\*", -1))
                  .map(Pattern::quote)
                  .collect(Collectors.joining(".*")),
              Pattern.DOTALL));
    }
  }

  record Exactly(String text) implements Value {}

  record Like(Pattern pattern) implements Value {}

  /** A range of numbers, or in the order of characters; {@code *} is an open end. */
  record Between(String from, boolean fromIncluded, String to, boolean toIncluded)
      implements Value {

    /** A date includes everything that begins with it: {@code 2026-03-01} is the whole day. */
    boolean holds(String text, boolean date) {
      boolean afterFrom =
          from.equals("*")
              || (fromIncluded
                  ? compare(text, from) >= 0
                  : compare(text, from) > 0 && !(date && text.startsWith(from)));
      boolean beforeTo =
          to.equals("*")
              || (toIncluded
                  ? compare(text, to) <= 0 || (date && text.startsWith(to))
                  : compare(text, to) < 0);
      return afterFrom && beforeTo;
    }

    private static int compare(String text, String bound) {
      return NUMBER.matcher(text).matches() && NUMBER.matcher(bound).matches()
          ? new BigDecimal(text).compareTo(new BigDecimal(bound))
          : text.compareTo(bound);
    }
  }
}
