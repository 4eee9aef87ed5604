package dev.portcullis.emulator.internal.page;

import dev.portcullis.emulator.address.Allowlist;
import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.tenant.TenantDefinition;
import dev.portcullis.emulator.tenant.WireNames;
import dev.portcullis.emulator.tenant.protection.BotDetectionSettings;
import dev.portcullis.emulator.tenant.protection.BreachedPasswordSettings;
import dev.portcullis.emulator.tenant.protection.BruteForceSettings;
import dev.portcullis.emulator.tenant.protection.Shield;
import dev.portcullis.emulator.tenant.protection.SuspiciousIpSettings;
import dev.portcullis.emulator.tenant.protection.Throttle;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** The settings of attack protection. */
final class ProtectionView {

  private static final int DAY_MILLIS = 86_400_000;

  private final EmulatorControls workings;
  private final DashboardLog log;

  ProtectionView(EmulatorControls workings) {
    this.workings = workings;
    this.log = new DashboardLog(workings);
  }

  void addTo(PageRouter site) {
    site.view(View.PROTECTION, query -> model(workings.tenant().get()));
    change(
        site,
        "brute-force-protection",
        (form, definition) ->
            definition.bruteForce(
                new BruteForceSettings(
                    Form.ticked(form, "enabled"),
                    Form.shields(form, "shield_"),
                    Form.choice(form, "mode", BruteForceSettings.Mode.class),
                    Form.allowlist(form),
                    Form.number(form, "max_attempts", 1, 100))));
    change(
        site,
        "suspicious-ip-throttling",
        (form, definition) ->
            definition.suspiciousIp(
                new SuspiciousIpSettings(
                    Form.ticked(form, "enabled"),
                    Form.shields(form, "shield_"),
                    Form.allowlist(form),
                    throttle(form, "login", 2_500),
                    throttle(form, "signup", 72_000),
                    workings.tenant().get().suspiciousIp().tokenExchange())));
    change(
        site,
        "breached-password-detection",
        (form, definition) ->
            definition.breachedPasswords(
                new BreachedPasswordSettings(
                    Form.ticked(form, "enabled"),
                    Form.shields(form, "shield_"),
                    Form.shields(form, "signup_"),
                    Form.shields(form, "reset_"))));
    change(
        site,
        "bot-detection",
        (form, definition) ->
            definition.botDetection(
                new BotDetectionSettings(
                    Form.choice(form, "policy", BotDetectionSettings.Policy.class),
                    Form.choice(form, "level", BotDetectionSettings.Level.class),
                    Form.allowlist(form),
                    Form.ticked(form, "monitoring"))));
  }

  private void change(
      PageRouter site, String name, BiConsumer<Parameters, TenantDefinition.Builder> change) {
    site.action(
        "/emulator/ui/" + name,
        View.PROTECTION,
        (request, form) -> changed(request, form, name, change));
  }

  private FlashMessage changed(
      Request request,
      Parameters form,
      String name,
      BiConsumer<Parameters, TenantDefinition.Builder> change) {
    workings.tenant().change(definition -> change.accept(form, definition));
    String words = name.replace('-', ' ');
    log.write(request, "Update " + words + " settings");
    return FlashMessage.done("Saved: " + words + ". It holds from the next request on.");
  }

  private static Throttle throttle(Parameters form, String stage, int most) {
    return new Throttle(
        Form.number(form, stage + "_max_attempts", 1, most),
        Duration.ofMillis(Form.number(form, stage + "_rate", 1, DAY_MILLIS)));
  }

  private static Object model(TenantDefinition definition) {
    BruteForceSettings bruteForce = definition.bruteForce();
    SuspiciousIpSettings suspiciousIp = definition.suspiciousIp();
    BreachedPasswordSettings breached = definition.breachedPasswords();
    BotDetectionSettings bots = definition.botDetection();
    return Map.of(
        "bruteForce",
        fields(
            state(bruteForce.enabled(), bruteForce.shields()),
            "enabled",
            bruteForce.enabled(),
            "shields",
            shields("shield_", bruteForce.shields(), Shield.BLOCK, Shield.USER_NOTIFICATION),
            "modes",
            DisplayText.choices(List.of(BruteForceSettings.Mode.values()), bruteForce.mode()),
            "maxAttempts",
            bruteForce.maxAttempts(),
            "allowlist",
            lines(bruteForce.allowlist())),
        "suspiciousIp",
        fields(
            state(suspiciousIp.enabled(), suspiciousIp.shields()),
            "enabled",
            suspiciousIp.enabled(),
            "shields",
            shields("shield_", suspiciousIp.shields(), Shield.BLOCK, Shield.ADMIN_NOTIFICATION),
            "login",
            stage(suspiciousIp.login()),
            "signUp",
            stage(suspiciousIp.signUp()),
            "allowlist",
            lines(suspiciousIp.allowlist())),
        "breached",
        fields(
            state(breached.enabled(), breached.shields()),
            "enabled",
            breached.enabled(),
            "shields",
            shields("shield_", breached.shields(), Shield.values()),
            "signUpShields",
            shields("signup_", breached.signUpShields(), Shield.BLOCK, Shield.ADMIN_NOTIFICATION),
            "resetShields",
            shields("reset_", breached.resetShields(), Shield.BLOCK, Shield.ADMIN_NOTIFICATION)),
        "bots",
        fields(
            bots.policy() == BotDetectionSettings.Policy.NEVER
                ? State.OFF
                : bots.monitoring() ? State.MONITORING : State.ON,
            "policies",
            DisplayText.choices(List.of(BotDetectionSettings.Policy.values()), bots.policy()),
            "levels",
            DisplayText.choices(List.of(BotDetectionSettings.Level.values()), bots.level()),
            "monitoring",
            bots.monitoring(),
            "allowlist",
            lines(bots.allowlist())));
  }

  private static Map<String, Object> fields(State state, Object... namesAndValues) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("state", state.words);
    fields.put("tone", state.tone);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return fields;
  }

  private static State state(boolean enabled, Set<Shield> shields) {
    if (!enabled) {
      return State.OFF;
    }
    return shields.contains(Shield.BLOCK) ? State.ON : State.MONITORING;
  }

  private static List<DisplayText.Choice> shields(
      String prefix, Set<Shield> set, Shield... offered) {
    return List.of(offered).stream()
        .map(
            shield ->
                new DisplayText.Choice(
                    prefix + WireNames.of(shield), WireNames.of(shield), set.contains(shield)))
        .toList();
  }

  private static Map<String, Object> stage(Throttle throttle) {
    return Map.of("maxAttempts", throttle.maxAttempts(), "rate", throttle.rate().toMillis());
  }

  private static String lines(Allowlist allowlist) {
    return String.join("\n", allowlist.entries());
  }

  private enum State {
    ON("on", "good"),
    MONITORING("monitoring only", "warn"),
    OFF("off", "plain");

    private final String words;
    private final String tone;

    State(String words, String tone) {
      this.words = words;
      this.tone = tone;
    }
  }
}
