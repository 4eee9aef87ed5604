package dev.portcullis.emulator.expression;

import dev.portcullis.emulator.expression.Expression.Operator;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads an expression: {@code or} binds weakest, then {@code and}, {@code not}, comparisons. */
final class ExpressionParser {

  private static final int LONGEST = 2000;
  private static final int DEEPEST = 32;
  private static final Pattern SPACE = Pattern.compile("\\s*");
  private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,15}(\\.[0-9]{1,15})?");
  private static final Pattern TEXT =
      Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*'");

  private final String text;
  private int position;
  private int depth;

  ExpressionParser(String text) {
    this.text = text;
  }

  Expression parse() {
    if (text.length() > LONGEST) {
      throw new InvalidExpression(LONGEST, "more", "at most " + LONGEST + " characters");
    }
    Expression expression = or();
    if (position < text.length()) {
      throw unexpected("a comparison, and, or, or the end");
    }
    return expression;
  }

  private Expression or() {
    Expression left = and();
    while (word("or")) {
      left = new Expression.Both(false, left, and());
    }
    return left;
  }

  private Expression and() {
    Expression left = not();
    while (word("and")) {
      left = new Expression.Both(true, left, not());
    }
    return left;
  }

  private Expression not() {
    if (++depth > DEEPEST) {
      throw new InvalidExpression(position, "more", "at most " + DEEPEST + " levels");
    }
    Expression expression = word("not") ? new Expression.Not(not()) : comparison();
    depth--;
    return expression;
  }

  private Expression comparison() {
    if (sign("(")) {
      Expression inner = or();
      if (!sign(")")) {
        throw unexpected(")");
      }
      return inner;
    }
    Expression left = value();
    for (Operator operator : Operator.values()) {
      boolean found =
          Character.isLetter(operator.sign().charAt(0))
              ? word(operator.sign())
              : sign(operator.sign());
      if (found) {
        return new Expression.Comparison(operator, left, value());
      }
    }
    return left;
  }

  private Expression value() {
    skipSpace();
    int start = position;
    Optional<String> quoted = next(TEXT);
    if (quoted.isPresent()) {
      return literal(unquoted(quoted.get()));
    }
    Optional<String> number = next(NUMBER);
    if (number.isPresent()) {
      return literal(new BigDecimal(number.get()));
    }
    if (sign("[")) {
      return list();
    }
    Optional<String> word = next(WORD);
    return switch (word.orElse("")) {
      case "true" -> literal(true);
      case "false" -> literal(false);
      case "null" -> new Expression.Literal(Optional.empty());
      case "event" -> path(start);
      default -> {
        position = start;
        throw unexpected("a value such as event.user.email, a text in quotes, a number or a list");
      }
    };
  }

  private static Expression literal(Object value) {
    return new Expression.Literal(Optional.of(value));
  }

  private Expression list() {
    List<Expression> items = new ArrayList<>();
    if (sign("]")) {
      return new Expression.Items(items);
    }
    do {
      if (++depth > DEEPEST) {
        throw new InvalidExpression(position, "more", "at most " + DEEPEST + " levels");
      }
      items.add(value());
      depth--;
    } while (sign(","));
    if (!sign("]")) {
      throw unexpected(", or ]");
    }
    return new Expression.Items(List.copyOf(items));
  }

  private Expression path(int start) {
    List<String> parts = new ArrayList<>();
    while (true) {
      if (text.startsWith(".", position)) {
        position++;
        parts.add(next(WORD).orElseThrow(() -> unexpected("a name")));
      } else if (text.startsWith("[", position)) {
        position++;
        parts.add(unquoted(next(TEXT).orElseThrow(() -> unexpected("a name in quotes"))));
        if (!text.startsWith("]", position)) {
          throw unexpected("]");
        }
        position++;
      } else {
        break;
      }
    }
    EventPath path = new EventPath(parts);
    if (!path.isKnown()) {
      throw new InvalidExpression(
          start, "unknown value " + path, "one of " + String.join(", ", EventPath.KNOWN));
    }
    return new Expression.Value(path);
  }

  private static String unquoted(String quoted) {
    return quoted.substring(1, quoted.length() - 1).replaceAll("\\\\(.)", "$1");
  }

  private boolean word(String word) {
    skipSpace();
    int start = position;
    if (next(WORD).equals(Optional.of(word))) {
      return true;
    }
    position = start;
    return false;
  }

  private boolean sign(String sign) {
    skipSpace();
    if (text.startsWith(sign, position)) {
      position += sign.length();
      skipSpace();
      return true;
    }
    return false;
  }

  private void skipSpace() {
    next(SPACE);
  }

  private Optional<String> next(Pattern pattern) {
    Matcher matcher = pattern.matcher(text).region(position, text.length());
    if (!matcher.lookingAt()) {
      return Optional.empty();
    }
    position = matcher.end();
    return Optional.of(matcher.group());
  }

  private InvalidExpression unexpected(String expected) {
    skipSpace();
    String rest = text.substring(position);
    String found =
        rest.isEmpty()
            ? "the end"
            : Stream.of(rest.split("\\s", 2)).limit(1).collect(Collectors.joining());
    return new InvalidExpression(
        position, found.length() > 20 ? found.substring(0, 20) + "…" : found, expected);
  }
}
