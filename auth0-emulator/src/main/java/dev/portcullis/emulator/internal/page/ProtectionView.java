package dev.portcullis.emulator.internal.page;

import dev.portcullis.emulator.internal.codec.AttackProtectionCodec;
import dev.portcullis.emulator.internal.codec.Setting;
import dev.portcullis.emulator.internal.codec.TenantCodec;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.tenant.TenantDefinition;
import dev.portcullis.emulator.tenant.protection.BotDetectionSettings;
import dev.portcullis.emulator.tenant.protection.Shield;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The settings of attack protection, and the emulator's own; each input comes from the codec. */
final class ProtectionView {

  private static final String EMULATOR = "emulator-settings";

  private final EmulatorControls controls;
  private final DashboardLog log;

  ProtectionView(EmulatorControls controls) {
    this.controls = controls;
    this.log = new DashboardLog(controls);
  }

  void addTo(PageRouter router) {
    router.view(View.PROTECTION, query -> model(controls.tenant().get()));
    for (Setting<TenantDefinition, TenantDefinition.Builder> kind :
        AttackProtectionCodec.ATTACK_PROTECTION.settings()) {
      router.action(
          "/emulator/ui/" + id(kind),
          View.PROTECTION,
          (request, form) -> protect(request, form, kind));
    }
    router.action(
        "/emulator/ui/" + EMULATOR, View.PROTECTION, (request, form) -> changeEmulator(form));
  }

  private FlashMessage protect(
      Request request, Form form, Setting<TenantDefinition, TenantDefinition.Builder> kind) {
    controls
        .tenant()
        .change(
            builder -> {
              kind.apply(builder, Optional.of(builder.build()), SettingsForm.json(kind, form));
              form.check();
            });
    log.write(request, "Update " + kind.key().replace('_', ' ') + " settings");
    return saved(kind.label());
  }

  private FlashMessage changeEmulator(Form form) {
    controls
        .tenant()
        .change(
            builder -> {
              TenantCodec.EMULATOR.apply(
                  builder,
                  Optional.of(builder.build()),
                  SettingsForm.json(TenantCodec.EMULATOR, form));
              form.check();
            });
    return saved("Emulator settings");
  }

  private static FlashMessage saved(String what) {
    return FlashMessage.done("Saved: " + what + ". It takes effect with the next request.");
  }

  private static Object model(TenantDefinition tenant) {
    List<Card> cards = new ArrayList<>();
    for (Setting<TenantDefinition, TenantDefinition.Builder> kind :
        AttackProtectionCodec.ATTACK_PROTECTION.settings()) {
      State state = state(tenant, kind.key());
      cards.add(
          new Card(
              id(kind),
              kind.label(),
              state.words,
              state.tone,
              kind.hint(),
              SettingsForm.inputs(id(kind), kind, tenant)));
    }
    cards.add(
        new Card(
            EMULATOR,
            "Emulator settings",
            "",
            "",
            "Settings that no API of Auth0 has.",
            SettingsForm.inputs(EMULATOR, TenantCodec.EMULATOR, tenant)));
    return Map.of("cards", cards);
  }

  private static String id(Setting<?, ?> kind) {
    return kind.key().replace('_', '-');
  }

  private static State state(TenantDefinition tenant, String key) {
    return switch (key) {
      case "brute_force_protection" ->
          state(tenant.bruteForce().enabled(), tenant.bruteForce().shields());
      case "suspicious_ip_throttling" ->
          state(tenant.suspiciousIp().enabled(), tenant.suspiciousIp().shields());
      case "breached_password_detection" ->
          state(tenant.breachedPasswords().enabled(), tenant.breachedPasswords().shields());
      case "bot_detection" -> state(tenant.botDetection());
      default -> State.UNKNOWN;
    };
  }

  private static State state(boolean enabled, Set<Shield> shields) {
    if (!enabled) {
      return State.OFF;
    }
    return shields.contains(Shield.BLOCK) ? State.ON : State.MONITORING;
  }

  private static State state(BotDetectionSettings bots) {
    if (bots.policy() == BotDetectionSettings.Policy.NEVER) {
      return State.OFF;
    }
    return bots.monitoring() ? State.MONITORING : State.ON;
  }

  private enum State {
    ON("on", "good"),
    MONITORING("monitoring only", "warn"),
    OFF("off", "plain"),
    UNKNOWN("", "plain");

    private final String words;
    private final String tone;

    State(String words, String tone) {
      this.words = words;
      this.tone = tone;
    }
  }

  record Card(
      String id,
      String title,
      String state,
      String tone,
      String hint,
      List<SettingsForm.Input> inputs) {}
}
