package dev.portcullis.emulator.internal.log;

import dev.portcullis.emulator.internal.log.LogQuery.And;
import dev.portcullis.emulator.internal.log.LogQuery.Between;
import dev.portcullis.emulator.internal.log.LogQuery.Exactly;
import dev.portcullis.emulator.internal.log.LogQuery.Exists;
import dev.portcullis.emulator.internal.log.LogQuery.Expression;
import dev.portcullis.emulator.internal.log.LogQuery.Not;
import dev.portcullis.emulator.internal.log.LogQuery.Or;
import dev.portcullis.emulator.internal.log.LogQuery.Term;
import dev.portcullis.emulator.internal.log.LogQuery.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Reads a query by recursive descent; NOT binds closer than AND, AND closer than OR. */
final class LogQueryParser {

  private static final int DEEPEST = 20;
  private static final int LONGEST = 2_000;
  private static final String SPECIAL = "\"()[]{}:?^~!";
  private static final Set<String> OPERATORS = Set.of("AND", "OR", "NOT", "TO");

  private final String text;
  private final LogQuery.Searchable searchable;
  private int at;
  private int depth;

  LogQueryParser(String text, LogQuery.Searchable searchable) {
    this.text = text;
    this.searchable = searchable;
  }

  Expression parse() {
    if (text.length() > LONGEST) {
      throw new NotUnderstood("Query too long");
    }
    Expression expression = or(searchable.bare());
    if (at < text.length()) {
      throw unexpected("the end");
    }
    return expression;
  }

  /**
   * Terms joined by OR, written or not. Of terms side by side those with a plus are required and
   * those with a minus are excluded; then the others need not match.
   */
  private Expression or(Set<String> fields) {
    List<Expression> required = new ArrayList<>();
    List<Expression> others = new ArrayList<>();
    boolean joined = true;
    while (true) {
      skipSpace();
      if (at == text.length() || text.charAt(at) == ')') {
        break;
      }
      boolean plus = symbol('+');
      int start = at;
      Expression next = and(fields);
      boolean excluded =
          next instanceof Not && start < text.length() && text.charAt(start) == '-' && !joined;
      (plus || excluded ? required : others).add(next);
      joined = keyword("OR") || symbols("||");
    }
    if (required.isEmpty() && others.isEmpty()) {
      throw unexpected("a value");
    }
    if (required.stream().allMatch(Not.class::isInstance) && !others.isEmpty()) {
      required.add(others.stream().reduce(Or::new).orElseThrow());
    }
    return required.isEmpty()
        ? others.stream().reduce(Or::new).orElseThrow()
        : required.stream().reduce(And::new).orElseThrow();
  }

  private Expression and(Set<String> fields) {
    Expression left = not(fields);
    while (keyword("AND") || symbols("&&")) {
      symbol('+');
      left = new And(left, not(fields));
    }
    return left;
  }

  private Expression not(Set<String> fields) {
    boolean negated = keyword("NOT") || symbol('-') || symbol('!');
    return negated ? new Not(nested(() -> not(fields))) : operand(fields);
  }

  private Expression operand(Set<String> fields) {
    if (symbol('(')) {
      Expression inner = nested(() -> or(fields));
      if (!symbol(')')) {
        throw unexpected(")");
      }
      return inner;
    }
    skipSpace();
    if (fields.equals(searchable.bare())) {
      int start = at;
      String name = name();
      if (!name.isEmpty() && at < text.length() && text.charAt(at) == ':') {
        at++;
        if (name.equals("_exists_")) {
          String field = word();
          known(field);
          return new Exists(field);
        }
        known(name);
        return fieldValue(name);
      }
      at = start;
    }
    return new Term(fields, value());
  }

  private void known(String name) {
    if (!searchable.names(name)) {
      throw new NotUnderstood(
          "Field not searchable: "
              + name
              + " (expected: "
              + searchable.named().stream().sorted().toList()
              + ")");
    }
  }

  private Expression fieldValue(String name) {
    return at < text.length() && text.charAt(at) == '('
        ? operand(Set.of(name))
        : new Term(Set.of(name), value());
  }

  private Value value() {
    if (at == text.length() || text.startsWith("&&", at) || text.startsWith("||", at)) {
      throw unexpected("a value");
    }
    return switch (text.charAt(at)) {
      case '"' -> new Exactly(searchable.normal(quoted()));
      case '[', '{' -> range();
      default -> {
        String word = word();
        if (OPERATORS.contains(word)) {
          throw new NotUnderstood("Query not understood: a value is missing before " + word);
        }
        yield Value.word(searchable.normal(word));
      }
    };
  }

  private Value range() {
    boolean fromIncluded = text.charAt(at++) == '[';
    String from = bound();
    if (!keyword("TO")) {
      throw unexpected("TO");
    }
    String to = bound();
    boolean toIncluded = symbol(']');
    if (!toIncluded && !symbol('}')) {
      throw unexpected("] or }");
    }
    return new Between(searchable.normal(from), fromIncluded, searchable.normal(to), toIncluded);
  }

  private String bound() {
    skipSpace();
    if (at < text.length() && text.charAt(at) == '"') {
      return quoted();
    }
    int start = at;
    while (at < text.length() && !isSpace() && "]}".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    if (start == at) {
      throw unexpected("a bound");
    }
    return text.substring(start, at);
  }

  private String quoted() {
    StringBuilder value = new StringBuilder();
    at++;
    while (at < text.length() && text.charAt(at) != '"') {
      if (text.charAt(at) == '\\' && at + 1 < text.length()) {
        at++;
      }
      value.append(text.charAt(at++));
    }
    if (at == text.length()) {
      throw unexpected("\"");
    }
    at++;
    return value.toString();
  }

  private String word() {
    StringBuilder word = new StringBuilder();
    while (at < text.length() && !isSpace() && SPECIAL.indexOf(text.charAt(at)) < 0) {
      if (text.charAt(at) == '\\' && at + 1 < text.length()) {
        at++;
      }
      word.append(text.charAt(at++));
    }
    if (word.isEmpty()) {
      throw unexpected("a value");
    }
    return word.toString();
  }

  private String name() {
    int start = at;
    while (at < text.length()
        && ("_.".indexOf(text.charAt(at)) >= 0 || Character.isLetterOrDigit(text.charAt(at)))) {
      at++;
    }
    return text.substring(start, at);
  }

  private boolean keyword(String word) {
    skipSpace();
    int end = at + word.length();
    boolean here =
        text.startsWith(word, at)
            && (end == text.length() || !Character.isLetterOrDigit(text.charAt(end)))
            && (end == text.length() || ":*_-.@".indexOf(text.charAt(end)) < 0);
    if (here) {
      at = end;
      skipSpace();
    }
    return here;
  }

  private boolean symbols(String two) {
    skipSpace();
    boolean here = text.startsWith(two, at);
    if (here) {
      at += two.length();
      skipSpace();
    }
    return here;
  }

  private boolean symbol(char symbol) {
    skipSpace();
    boolean here = at < text.length() && text.charAt(at) == symbol;
    if (here) {
      at++;
    }
    return here;
  }

  private Expression nested(Supplier<Expression> inner) {
    if (++depth > DEEPEST) {
      throw new NotUnderstood("Query nested too deeply");
    }
    Expression expression = inner.get();
    depth--;
    return expression;
  }

  private void skipSpace() {
    while (at < text.length() && isSpace()) {
      at++;
    }
  }

  private boolean isSpace() {
    return Character.isWhitespace(text.charAt(at));
  }

  private NotUnderstood unexpected(String expected) {
    return new NotUnderstood(
        "Query not understood at position " + at + " (expected: " + expected + ")");
  }

  /** Thrown for a query that cannot be parsed. */
  static final class NotUnderstood extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotUnderstood(String message) {
      super(message, null, false, false);
    }
  }
}
