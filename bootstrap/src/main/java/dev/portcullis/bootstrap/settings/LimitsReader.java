package dev.portcullis.bootstrap.settings;

import dev.portcullis.application.login.AttemptLimits;
import dev.portcullis.application.login.AttemptLimits.Preset;
import dev.portcullis.application.login.AttemptRule;
import dev.portcullis.application.provider.Capability;
import dev.portcullis.bootstrap.extension.Extensions;
import dev.portcullis.bootstrap.settings.document.Accumulator;
import dev.portcullis.bootstrap.settings.document.Section;
import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import dev.portcullis.bootstrap.settings.document.ValueType;
import dev.portcullis.domain.login.AttemptLimit;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import io.vavr.control.Validation;
import java.time.Duration;
import java.util.Locale;

/** Reads {@code limits}. */
final class LimitsReader {

  private LimitsReader() {}

  /** How many logins may be tried. */
  static Validation<Seq<SettingsProblem>, AttemptLimits> read(Section limits) {
    Accumulator all = new Accumulator();
    var preset =
        all.add(
            limits.withDefault(
                "preset",
                ValueType.oneOf(Preset.class, '-'),
                word(Preset.WATCH),
                "What the gateway does with its own limits of failed logins: nothing, count and"
                    + " report what it would refuse, or refuse."));
    var wait =
        all.add(
            limits.withDefault(
                "wait",
                ValueType.duration(Duration.ZERO, Duration.ofSeconds(10)),
                AttemptLimits.protect().patience().toSeconds() + "s",
                "How long a login at a limit waits for those in progress, which may succeed and so"
                    + " not count."));
    var rules =
        Vector.of(AttemptLimit.values())
            .toLinkedMap(it -> it, it -> all.add(rule(limits.section(it.word()), it)));
    return all.check(
        () -> {
          AttemptLimits read =
              rules.foldLeft(
                  AttemptLimits.of(preset.get()).withWait(wait.get()),
                  (settings, rule) -> settings.with(rule._1(), rule._2().get()));
          return fitting(limits, read);
        });
  }

  /** Limits that refuse and that anyone can reach for others. */
  static Seq<SettingsProblem> warnings(Section limits, AttemptLimits read) {
    return read.isEnforced()
        ? read.active()
            .filter(it -> it.refuses() && isShared(it.limit()))
            .map(
                it ->
                    limits
                        .section(it.limit().word())
                        .problem(
                            "action",
                            "refuse, so anyone who sends wrong passwords can lock out "
                                + (it.limit() == AttemptLimit.PER_USER ? "a user" : "all users"),
                            "set it to alarm, unless that is what you want"))
        : Vector.empty();
  }

  private static boolean isShared(AttemptLimit limit) {
    return switch (limit) {
      case TOTAL, PER_LISTENER, PER_USER -> true;
      case PER_NETWORK, PER_ADDRESS, PER_USER_AND_ADDRESS -> false;
    };
  }

  private static Validation<Seq<SettingsProblem>, AttemptRule> rule(
      Section section, AttemptLimit limit) {
    AttemptRule fallback = AttemptLimits.protect().rule(limit);
    Accumulator all = new Accumulator();
    var attempts =
        all.add(
            section.withDefault(
                "attempts",
                ValueType.number(1, AttemptRule.MOST_ATTEMPTS),
                "" + fallback.attempts(),
                "How many failed logins " + counted(limit) + " may have in a window."));
    var window =
        all.add(
            section.withDefault(
                "window",
                ValueType.duration(AttemptRule.SHORTEST, AttemptRule.LONGEST),
                fallback.window().toMinutes() + "m",
                "The length of the window."));
    var action =
        all.add(
            section.withDefault(
                "action",
                ValueType.oneOf(AttemptRule.Action.class, '-'),
                word(fallback.action()),
                "What happens past it: nothing is counted, a report, or a refusal (with preset"
                    + " watch, a report)."));
    return all.build(() -> new AttemptRule(attempts.get(), window.get(), action.get()));
  }

  private static String counted(AttemptLimit limit) {
    return switch (limit) {
      case TOTAL -> "all users together";
      case PER_LISTENER -> "all users of one listener together";
      case PER_NETWORK -> "one IPv6 /48";
      case PER_ADDRESS -> "one address, or one IPv6 /64,";
      case PER_USER_AND_ADDRESS -> "one user at one address, or one IPv6 /64,";
      case PER_USER -> "one user from anywhere";
    };
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static Validation<Seq<SettingsProblem>, AttemptLimits> fitting(
      Section limits, AttemptLimits read) {
    return read.misfit()
        .fold(
            () -> Validation.valid(read),
            misfit ->
                limits
                    .section(misfit.wide().word())
                    .invalid(
                        "attempts",
                        "not wider than "
                            + limits.path(misfit.narrow().word())
                            + ", so that one of those uses it up for all others",
                        "allow more attempts, also for each minute of the window, or set "
                            + limits.path(misfit.narrow().word() + ".action")
                            + " to off"));
  }

  /**
   * A warning for each key of a limit that nothing counts by, and for a limiter that counts
   * nothing.
   *
   * @param can what the provider can do
   */
  static Seq<SettingsProblem> unused(Section root, Extensions extensions, Set<Capability> can) {
    Section resets = root.section("password-reset").section("limit");
    Section attempts = root.section("limits");
    return extensions
        .provider()
        .filter(own -> !can.contains(Capability.PASSWORD_RESETS))
        .fold(
            () -> unused(resets, extensions.resetLimiter(), "password resets"),
            own ->
                extensions
                    .resetLimiter()
                    .map(limiter -> withoutResets(own.name()))
                    .toVector()
                    .appendAll(unused(resets, own.name() + " does not reset passwords")))
        .appendAll(unused(attempts, extensions.attemptLimiter(), "login attempts"));
  }

  private static Seq<SettingsProblem> unused(Section section, Option<?> limiter, String counted) {
    return limiter.isEmpty()
        ? Vector.empty()
        : unused(section, "the program counts " + counted + " by a limiter of its own");
  }

  private static Seq<SettingsProblem> unused(Section section, String why) {
    return section.given().map(key -> section.problem(key, "without effect: " + why, "remove it"));
  }

  private static SettingsProblem withoutResets(String provider) {
    return new SettingsProblem(
        "",
        "the program's reset limiter",
        "without effect: " + provider + " does not reset passwords",
        "remove resetLimiter(...) from the program, or declare Capability.PASSWORD_RESETS");
  }
}
