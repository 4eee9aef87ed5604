package dev.portcullis.bootstrap.settings;

import dev.portcullis.application.provider.Capability;
import dev.portcullis.bootstrap.extension.Extensions;
import dev.portcullis.bootstrap.settings.document.Section;
import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import io.vavr.control.Option;

/** What has no effect, because of what the program adds or of what its provider cannot do. */
final class Unused {

  private Unused() {}

  /**
   * A warning for each key of a limit that nothing counts by, and for a limiter that counts
   * nothing.
   *
   * @param can what the provider can do
   */
  static Seq<SettingsProblem> settings(Section root, Extensions extensions, Set<Capability> can) {
    Section resets = root.section("password-reset").section("limit");
    Section attempts = root.section("limits");
    return extensions
        .provider()
        .filter(own -> !can.contains(Capability.PASSWORD_RESETS))
        .fold(
            () -> keys(resets, extensions.resetLimiter(), "password resets"),
            own ->
                extensions
                    .resetLimiter()
                    .map(limiter -> withoutResets(own.name()))
                    .toVector()
                    .appendAll(keys(resets, own.name() + " does not reset passwords")))
        .appendAll(keys(attempts, extensions.attemptLimiter(), "login attempts"));
  }

  private static Seq<SettingsProblem> keys(Section section, Option<?> limiter, String counted) {
    return limiter.isEmpty()
        ? Vector.empty()
        : keys(section, "the program counts " + counted + " by a limiter of its own");
  }

  private static Seq<SettingsProblem> keys(Section section, String why) {
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
