package dev.portcullis.application.login;

import dev.portcullis.application.login.AttemptRule.Action;
import dev.portcullis.domain.login.AttemptLimit;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.collection.TreeMap;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Duration;

/**
 * The gateway's own limits of login attempts, before those of the provider. Start with a preset:
 * {@link #off}, {@link #watch} or {@link #protect}. Each {@code with…} method returns a copy.
 * Immutable.
 *
 * <p>Only attempts that fail use up a limit: one that is granted, needs a second factor or is not
 * submitted is refunded. So the figures are failed attempts, and attempts in progress.
 */
public final class AttemptLimits {

  /** What a gateway does with its limits. */
  public enum Preset {
    /** It counts nothing. */
    OFF,
    /** It counts, reports what it would refuse, and refuses nothing. */
    WATCH,
    /** It refuses. */
    PROTECT
  }

  private static final Duration QUARTER = Duration.ofMinutes(15);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);

  /** Those that refuse hit one attacker; those that alarm would hit every user. */
  private static final Map<AttemptLimit, AttemptRule> RULES =
      TreeMap.of(
          AttemptLimit.TOTAL, new AttemptRule(1200, MINUTE, Action.ALARM),
          AttemptLimit.PER_LISTENER, new AttemptRule(600, MINUTE, Action.ALARM),
          AttemptLimit.PER_NETWORK, new AttemptRule(1000, QUARTER, Action.REFUSE),
          AttemptLimit.PER_ADDRESS, new AttemptRule(100, QUARTER, Action.REFUSE),
          AttemptLimit.PER_USER_AND_ADDRESS, new AttemptRule(10, QUARTER, Action.REFUSE),
          AttemptLimit.PER_USER, new AttemptRule(50, HOUR, Action.ALARM));

  /** How long an attempt at a limit waits for others, unless set otherwise. */
  private static final Duration WAIT = Duration.ofSeconds(5);

  private final Preset preset;
  private final Map<AttemptLimit, AttemptRule> rules;
  private final Duration wait;

  private AttemptLimits(Preset preset, Map<AttemptLimit, AttemptRule> rules, Duration wait) {
    this.preset = preset;
    this.rules = rules;
    this.wait = wait;
  }

  /** Nothing is counted. */
  public static AttemptLimits off() {
    return of(Preset.OFF);
  }

  /** Everything is let through; what {@link #protect} would refuse is reported. The default. */
  public static AttemptLimits watch() {
    return of(Preset.WATCH);
  }

  /** What passes a limit that refuses is refused. */
  public static AttemptLimits protect() {
    return of(Preset.PROTECT);
  }

  /** A preset with its figures. */
  public static AttemptLimits of(Preset preset) {
    return new AttemptLimits(preset, RULES, WAIT);
  }

  /** The same limits, one of them replaced. */
  public AttemptLimits with(AttemptLimit limit, AttemptRule rule) {
    return new AttemptLimits(preset, rules.put(limit, rule), wait);
  }

  /**
   * How long an attempt at a limit that refuses waits for those in progress.
   *
   * @param value from 0, which refuses at once
   * @throws IllegalArgumentException if it is negative
   */
  public AttemptLimits withWait(Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException("wait: " + value + " (expected: >= PT0S)");
    }
    return new AttemptLimits(preset, rules, value);
  }

  public Preset preset() {
    return preset;
  }

  /** One limit, whether it counts or not. */
  public AttemptRule rule(AttemptLimit limit) {
    return rules.get(limit).get();
  }

  /** How long an attempt at a limit that refuses waits for those in progress. */
  public Duration patience() {
    return wait;
  }

  /** Whether nothing counts at all. */
  public boolean isOff() {
    return active().isEmpty();
  }

  /** Whether attempts past a limit that refuses are refused, and not only reported. */
  public boolean isEnforced() {
    return preset == Preset.PROTECT;
  }

  /** The limits that count, in the order in which they are checked. */
  public Seq<Active> active() {
    return preset == Preset.OFF
        ? Vector.empty()
        : rules
            .toVector()
            .filter(it -> it._2().action() != Action.OFF)
            .map(it -> new Active(it._1(), it._2()));
  }

  /** A limit that counts. */
  public record Active(AttemptLimit limit, AttemptRule rule) {

    /** Whether it is there to refuse. */
    public boolean refuses() {
      return rule.action() == Action.REFUSE;
    }
  }

  /**
   * The first thing that does not fit together: a limit that is wider than the one that has to hold
   * it, so that one user could use up an address, or one address its network.
   */
  public Option<Misfit> misfit() {
    return misfit(AttemptLimit.PER_USER_AND_ADDRESS, AttemptLimit.PER_ADDRESS)
        .orElse(() -> misfit(AttemptLimit.PER_ADDRESS, AttemptLimit.PER_NETWORK));
  }

  private Option<Misfit> misfit(AttemptLimit narrow, AttemptLimit wide) {
    boolean counted = active().map(Active::limit).containsAll(Vector.of(narrow, wide));
    return Option.when(
        counted && !isWider(rule(wide), rule(narrow)), () -> new Misfit(narrow, wide));
  }

  /** More at once, and more in the long run. */
  private static boolean isWider(AttemptRule wide, AttemptRule narrow) {
    return wide.attempts() > narrow.attempts()
        && (double) wide.attempts() / wide.window().toMillis()
            > (double) narrow.attempts() / narrow.window().toMillis();
  }

  /**
   * Two limits of which the second has to be wider and is not.
   *
   * @param narrow whose attempts count towards {@code wide} too
   */
  public record Misfit(AttemptLimit narrow, AttemptLimit wide) {}

  @Override
  public String toString() {
    return "AttemptLimits[" + preset + ", " + rules.mkString(", ") + ", wait " + wait + "]";
  }
}
