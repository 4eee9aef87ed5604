package dev.portcullis.application.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.application.login.AttemptLimits.Misfit;
import dev.portcullis.application.login.AttemptRule.Action;
import dev.portcullis.domain.login.AttemptLimit;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttemptLimitsTest {

  private static final Duration QUARTER = Duration.ofMinutes(15);

  @Test
  void the_presets_have_the_same_figures_and_differ_in_what_happens() {
    Vector<AttemptLimits> presets =
        Vector.of(AttemptLimits.off(), AttemptLimits.watch(), AttemptLimits.protect());

    assertThat(presets.map(AttemptLimits::isOff)).containsExactly(true, false, false);
    assertThat(presets.map(AttemptLimits::isEnforced)).containsExactly(false, false, true);
    for (AttemptLimit limit : AttemptLimit.values()) {
      assertThat(presets.map(it -> it.rule(limit)).distinct()).hasSize(1);
    }
  }

  @Test
  void by_default_a_limit_that_refuses_hits_one_address_and_never_a_user_everywhere() {
    Vector<AttemptLimit> refusing =
        AttemptLimits.protect()
            .active()
            .filter(AttemptLimits.Active::refuses)
            .map(AttemptLimits.Active::limit)
            .toVector();

    assertThat(refusing)
        .containsExactly(
            AttemptLimit.PER_NETWORK, AttemptLimit.PER_ADDRESS, AttemptLimit.PER_USER_AND_ADDRESS);
  }

  @Test
  void the_limits_that_count_are_in_the_order_of_their_check() {
    assertThat(AttemptLimits.watch().active().map(AttemptLimits.Active::limit))
        .containsExactly(AttemptLimit.values());
  }

  @Test
  void limits_that_are_all_off_are_off() {
    AttemptLimits limits = AttemptLimits.protect();
    for (AttemptLimit limit : AttemptLimit.values()) {
      limits = limits.with(limit, limits.rule(limit).withAction(Action.OFF));
    }

    assertThat(limits.isOff()).isTrue();
  }

  @Test
  void the_defaults_fit_together() {
    assertThat(AttemptLimits.protect().misfit().isEmpty()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "100, PT15M, true",
    "11, PT15M, true",
    "10, PT15M, false",
    "11, PT20M, false",
    "1000, PT24H, true",
    "900, PT24H, false",
    "9, PT1M, false",
  })
  void an_address_has_to_have_more_room_than_one_of_its_users(
      int attempts, Duration window, boolean fits) {
    AttemptLimits limits =
        AttemptLimits.protect()
            .with(AttemptLimit.PER_NETWORK, new AttemptRule(1_000_000, QUARTER, Action.REFUSE))
            .with(AttemptLimit.PER_ADDRESS, new AttemptRule(attempts, window, Action.REFUSE));

    Option<Misfit> misfit = limits.misfit();

    assertThat(misfit.isEmpty()).isEqualTo(fits);
    assertThat(misfit)
        .allMatch(new Misfit(AttemptLimit.PER_USER_AND_ADDRESS, AttemptLimit.PER_ADDRESS)::equals);
  }

  @Test
  void a_network_has_to_have_more_room_than_one_of_its_addresses() {
    AttemptLimits limits =
        AttemptLimits.protect()
            .with(AttemptLimit.PER_NETWORK, new AttemptRule(100, QUARTER, Action.REFUSE));

    assertThat(limits.misfit())
        .containsExactly(new Misfit(AttemptLimit.PER_ADDRESS, AttemptLimit.PER_NETWORK));
  }

  @Test
  void a_limit_that_is_off_fits_to_every_other() {
    AttemptLimits limits =
        AttemptLimits.protect()
            .with(AttemptLimit.PER_NETWORK, new AttemptRule(1, QUARTER, Action.OFF));

    assertThat(limits.misfit().isEmpty()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"0, PT1M", "1000001, PT1M", "1, PT0.999S", "1, PT24H0.001S", "1, PT-1S"})
  void a_rule_out_of_range_is_refused(int attempts, Duration window) {
    assertThatThrownBy(() -> new AttemptRule(attempts, window, Action.REFUSE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: 1-1000000 in PT1S to PT24H");
  }

  @ParameterizedTest
  @CsvSource({"1, PT1S", "1000000, PT24H"})
  void a_rule_at_the_end_of_the_range_is_taken(int attempts, Duration window) {
    AttemptRule rule = new AttemptRule(attempts, window, Action.ALARM);

    assertThat(rule.withAction(Action.OFF))
        .isEqualTo(new AttemptRule(attempts, window, Action.OFF));
    assertThat(AttemptLimits.watch().withWait(Duration.ZERO).patience()).isZero();
  }

  @Test
  void a_copy_keeps_everything_else() {
    AttemptRule rule = new AttemptRule(7, QUARTER, Action.REFUSE);
    AttemptLimits limits =
        AttemptLimits.protect()
            .withWait(Duration.ofSeconds(9))
            .with(AttemptLimit.PER_USER, rule)
            .with(AttemptLimit.TOTAL, rule.withAttempts(70).withWindow(Duration.ofHours(1)));

    assertThat(limits.preset()).isEqualTo(AttemptLimits.Preset.PROTECT);
    assertThat(limits.patience()).isEqualTo(Duration.ofSeconds(9));
    assertThat(limits.rule(AttemptLimit.PER_USER)).isEqualTo(rule);
    assertThat(limits.rule(AttemptLimit.TOTAL))
        .isEqualTo(new AttemptRule(70, Duration.ofHours(1), Action.REFUSE));
    assertThat(limits.withWait(Duration.ZERO).rule(AttemptLimit.PER_USER)).isEqualTo(rule);
  }

  @Test
  void a_negative_wait_is_refused() {
    AttemptLimits limits = AttemptLimits.watch();

    assertThatThrownBy(() -> limits.withWait(Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("wait");
  }
}
