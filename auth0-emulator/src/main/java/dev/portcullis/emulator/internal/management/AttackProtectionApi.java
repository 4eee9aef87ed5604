package dev.portcullis.emulator.internal.management;

import dev.portcullis.emulator.address.Allowlist;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.http.Router;
import dev.portcullis.emulator.internal.management.Payload.InvalidPayload;
import dev.portcullis.emulator.tenant.TenantConfiguration;
import dev.portcullis.emulator.tenant.TenantDefinition;
import dev.portcullis.emulator.tenant.WireNames;
import dev.portcullis.emulator.tenant.protection.BotDetectionSettings;
import dev.portcullis.emulator.tenant.protection.BotDetectionSettings.Level;
import dev.portcullis.emulator.tenant.protection.BotDetectionSettings.Policy;
import dev.portcullis.emulator.tenant.protection.BreachedPasswordSettings;
import dev.portcullis.emulator.tenant.protection.BruteForceSettings;
import dev.portcullis.emulator.tenant.protection.BruteForceSettings.Mode;
import dev.portcullis.emulator.tenant.protection.Shield;
import dev.portcullis.emulator.tenant.protection.SuspiciousIpSettings;
import dev.portcullis.emulator.tenant.protection.Throttle;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** {@code /api/v2/attack-protection/*}; what is patched here holds from the next request on. */
public final class AttackProtectionApi {

  private static final String ROOT = "/api/v2/attack-protection/";

  private final TenantConfiguration tenant;
  private final ManagementEndpoint guarded;

  /** Changes this configuration. */
  public AttackProtectionApi(TenantConfiguration tenant, ManagementEndpoint guarded) {
    this.tenant = tenant;
    this.guarded = guarded;
  }

  /** Adds the routes. */
  public void addTo(Router router) {
    add(
        router,
        "brute-force-protection",
        Set.of("enabled", "shields", "mode", "allowlist", "max_attempts"),
        seed -> fields(seed.bruteForce()),
        (payload, seed) -> seed.bruteForce(patched(payload, tenant.get().bruteForce())));
    add(
        router,
        "suspicious-ip-throttling",
        Set.of("enabled", "shields", "allowlist", "stage"),
        seed -> fields(seed.suspiciousIp()),
        (payload, seed) -> seed.suspiciousIp(patched(payload, tenant.get().suspiciousIp())));
    add(
        router,
        "breached-password-detection",
        Set.of("enabled", "shields", "admin_notification_frequency", "method", "stage"),
        seed -> fields(seed.breachedPasswords()),
        (payload, seed) ->
            seed.breachedPasswords(patched(payload, tenant.get().breachedPasswords())));
    add(
        router,
        "bot-detection",
        Set.of(
            "challenge_password_policy",
            "challenge_passwordless_policy",
            "challenge_password_reset_policy",
            "bot_detection_level",
            "allowlist",
            "monitoring_mode_enabled"),
        seed -> fields(seed.botDetection()),
        (payload, seed) -> seed.botDetection(patched(payload, tenant.get().botDetection())));
  }

  private void add(
      Router router,
      String name,
      Set<String> properties,
      Function<TenantDefinition, Map<String, Object>> fields,
      BiConsumer<Payload, TenantDefinition.Builder> patch) {
    router.on(
        "GET",
        ROOT + name,
        guarded.read(
            "read:attack_protection",
            (request, query) -> Reply.json(200, fields.apply(tenant.get()))));
    router.on(
        "PATCH",
        ROOT + name,
        guarded.write(
            "update:attack_protection",
            "Update " + name.replace('-', ' ') + " settings",
            (request, query) -> changed(request, properties, fields, patch)));
  }

  private Reply changed(
      Request request,
      Set<String> properties,
      Function<TenantDefinition, Map<String, Object>> fields,
      BiConsumer<Payload, TenantDefinition.Builder> patch) {
    Payload payload = Payload.of(request).only(properties);
    try {
      return Reply.json(200, fields.apply(tenant.change(seed -> patch.accept(payload, seed))));
    } catch (IllegalArgumentException e) {
      throw new InvalidPayload("Payload validation error: '" + e.getMessage() + "'.");
    }
  }

  private static BruteForceSettings patched(Payload payload, BruteForceSettings before) {
    return new BruteForceSettings(
        payload.flag("enabled").orElse(before.enabled()),
        shields(payload).orElse(before.shields()),
        payload.constant("mode", Mode.class).orElse(before.mode()),
        allowlist(payload).orElse(before.allowlist()),
        payload.number("max_attempts").orElse(before.maxAttempts()));
  }

  private static SuspiciousIpSettings patched(Payload payload, SuspiciousIpSettings before) {
    Optional<Payload> stage = payload.object("stage");
    return new SuspiciousIpSettings(
        payload.flag("enabled").orElse(before.enabled()),
        shields(payload).orElse(before.shields()),
        allowlist(payload).orElse(before.allowlist()),
        throttle(stage, "pre-login", before.login()),
        throttle(stage, "pre-user-registration", before.signUp()),
        throttle(stage, "pre-custom-token-exchange", before.tokenExchange()));
  }

  private static BreachedPasswordSettings patched(
      Payload payload, BreachedPasswordSettings before) {
    Optional<Payload> stage = payload.object("stage");
    return new BreachedPasswordSettings(
        payload.flag("enabled").orElse(before.enabled()),
        shields(payload).orElse(before.shields()),
        stage
            .flatMap(all -> all.object("pre-user-registration"))
            .flatMap(AttackProtectionApi::shields)
            .orElse(before.signUpShields()),
        stage
            .flatMap(all -> all.object("pre-change-password"))
            .flatMap(AttackProtectionApi::shields)
            .orElse(before.resetShields()));
  }

  private static BotDetectionSettings patched(Payload payload, BotDetectionSettings before) {
    return new BotDetectionSettings(
        payload.constant("challenge_password_policy", Policy.class).orElse(before.policy()),
        payload.constant("bot_detection_level", Level.class).orElse(before.level()),
        allowlist(payload).orElse(before.allowlist()),
        payload.flag("monitoring_mode_enabled").orElse(before.monitoring()));
  }

  private static Throttle throttle(Optional<Payload> stage, String name, Throttle before) {
    return stage
        .flatMap(all -> all.object(name))
        .map(
            given ->
                new Throttle(
                    given.number("max_attempts").orElse(before.maxAttempts()),
                    given.number("rate").map(Duration::ofMillis).orElse(before.rate())))
        .orElse(before);
  }

  private static Optional<Set<Shield>> shields(Payload payload) {
    return payload
        .constants("shields", Shield.class)
        .map(
            list -> {
              Set<Shield> shields = EnumSet.noneOf(Shield.class);
              shields.addAll(list);
              return shields;
            });
  }

  private static Optional<Allowlist> allowlist(Payload payload) {
    return payload.texts("allowlist").map(list -> Allowlist.of(list.toArray(String[]::new)));
  }

  private static Map<String, Object> fields(BruteForceSettings settings) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("enabled", settings.enabled());
    fields.put("shields", names(settings.shields()));
    fields.put("mode", WireNames.of(settings.mode()));
    fields.put("allowlist", settings.allowlist().entries());
    fields.put("max_attempts", settings.maxAttempts());
    return fields;
  }

  private static Map<String, Object> fields(SuspiciousIpSettings settings) {
    Map<String, Object> stage = new LinkedHashMap<>();
    stage.put("pre-login", fields(settings.login()));
    stage.put("pre-user-registration", fields(settings.signUp()));
    stage.put("pre-custom-token-exchange", fields(settings.tokenExchange()));
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("enabled", settings.enabled());
    fields.put("shields", names(settings.shields()));
    fields.put("allowlist", settings.allowlist().entries());
    fields.put("stage", stage);
    return fields;
  }

  private static Map<String, Object> fields(Throttle throttle) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("max_attempts", throttle.maxAttempts());
    fields.put("rate", throttle.rate().toMillis());
    return fields;
  }

  private static Map<String, Object> fields(BreachedPasswordSettings settings) {
    Map<String, Object> stage = new LinkedHashMap<>();
    stage.put("pre-user-registration", Map.of("shields", names(settings.signUpShields())));
    stage.put("pre-change-password", Map.of("shields", names(settings.resetShields())));
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("enabled", settings.enabled());
    fields.put("shields", names(settings.shields()));
    fields.put("admin_notification_frequency", List.of());
    fields.put("method", "standard");
    fields.put("stage", stage);
    return fields;
  }

  private static Map<String, Object> fields(BotDetectionSettings settings) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("challenge_password_policy", WireNames.of(settings.policy()));
    fields.put("challenge_passwordless_policy", "never");
    fields.put("challenge_password_reset_policy", "never");
    fields.put("allowlist", settings.allowlist().entries());
    fields.put("bot_detection_level", WireNames.of(settings.level()));
    fields.put("monitoring_mode_enabled", settings.monitoring());
    return fields;
  }

  private static List<String> names(Collection<Shield> shields) {
    return shields.stream().map(WireNames::of).sorted().toList();
  }
}
