package dev.portcullis.emulator.expression;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A condition on an event. It has the values of {@link EventPath}, texts, numbers, true, false,
 * null and lists; comparisons {@code == != < <= > >= in contains starts_with ends_with}; {@code
 * and}, {@code or}, {@code not} and parentheses. A value that the event does not have is null;
 * values of different types are unequal, and neither is less.
 */
public sealed interface Expression {

  /**
   * Reads a text.
   *
   * @throws InvalidExpression if it is no expression
   */
  static Expression parse(String text) {
    return new ExpressionParser(text).parse();
  }

  /** The value; empty for null. */
  Optional<Object> value(Map<String, Object> event);

  /** Whether the condition holds: its value is true. */
  default boolean holds(Map<String, Object> event) {
    return value(event).equals(Optional.of(true));
  }

  /** A value of the event. */
  record Value(EventPath path) implements Expression {

    @Override
    public Optional<Object> value(Map<String, Object> event) {
      return path.in(event);
    }
  }

  /** A text, a number, true, false or null. */
  record Literal(Optional<Object> literal) implements Expression {

    @Override
    public Optional<Object> value(Map<String, Object> event) {
      return literal;
    }
  }

  /** A list of values. */
  record Items(List<Expression> items) implements Expression {

    @Override
    public Optional<Object> value(Map<String, Object> event) {
      return Optional.of(items.stream().flatMap(item -> item.value(event).stream()).toList());
    }
  }

  /** Neither true nor absent becomes true. */
  record Not(Expression condition) implements Expression {

    @Override
    public Optional<Object> value(Map<String, Object> event) {
      return Optional.of(!condition.holds(event));
    }
  }

  /** Both, or one of them. */
  record Both(boolean and, Expression left, Expression right) implements Expression {

    @Override
    public Optional<Object> value(Map<String, Object> event) {
      return Optional.of(
          and ? left.holds(event) && right.holds(event) : left.holds(event) || right.holds(event));
    }
  }

  /** A comparison. */
  record Comparison(Operator operator, Expression left, Expression right) implements Expression {

    @Override
    public Optional<Object> value(Map<String, Object> event) {
      return Optional.of(operator.compare(left.value(event), right.value(event)));
    }
  }

  /** The comparisons. */
  enum Operator {
    /** Equal. */
    EQUAL("=="),
    /** Not equal. */
    UNEQUAL("!="),
    /** Less or equal. */
    AT_MOST("<="),
    /** Greater or equal. */
    AT_LEAST(">="),
    /** Less. */
    LESS("<"),
    /** Greater. */
    GREATER(">"),
    /** The right list has the left value. */
    IN("in"),
    /** The left list has the right value, or the left text the right text. */
    CONTAINS("contains"),
    /** The left text starts with the right one. */
    STARTS_WITH("starts_with"),
    /** The left text ends with the right one. */
    ENDS_WITH("ends_with");

    private final String sign;

    Operator(String sign) {
      this.sign = sign;
    }

    String sign() {
      return sign;
    }

    private boolean compare(Optional<Object> left, Optional<Object> right) {
      return switch (this) {
        case EQUAL -> equal(left, right);
        case UNEQUAL -> !equal(left, right);
        case AT_MOST -> order(left, right).filter(order -> order <= 0).isPresent();
        case AT_LEAST -> order(left, right).filter(order -> order >= 0).isPresent();
        case LESS -> order(left, right).filter(order -> order < 0).isPresent();
        case GREATER -> order(left, right).filter(order -> order > 0).isPresent();
        case IN -> has(right, left);
        case CONTAINS ->
            has(left, right)
                || (text(left).isPresent()
                    && text(right).filter(text(left).get()::contains).isPresent());
        case STARTS_WITH ->
            text(left).isPresent() && text(right).filter(text(left).get()::startsWith).isPresent();
        case ENDS_WITH ->
            text(left).isPresent() && text(right).filter(text(left).get()::endsWith).isPresent();
      };
    }

    private static boolean has(Optional<Object> list, Optional<Object> value) {
      return list.isPresent()
          && list.get() instanceof List<?> items
          && items.stream().anyMatch(item -> equal(Optional.ofNullable(item), value));
    }

    private static boolean equal(Optional<Object> left, Optional<Object> right) {
      return left.equals(right) || order(left, right).filter(order -> order == 0).isPresent();
    }

    private static Optional<Integer> order(Optional<Object> left, Optional<Object> right) {
      if (left.isEmpty() || right.isEmpty()) {
        return Optional.empty();
      }
      if (left.get() instanceof Number one && right.get() instanceof Number other) {
        return Optional.of(
            new BigDecimal(one.toString()).compareTo(new BigDecimal(other.toString())));
      }
      return text(left).flatMap(one -> text(right).map(one::compareTo));
    }

    private static Optional<String> text(Optional<Object> value) {
      return value.filter(String.class::isInstance).map(String.class::cast);
    }
  }
}
