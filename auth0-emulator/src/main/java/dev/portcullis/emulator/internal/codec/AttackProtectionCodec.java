package dev.portcullis.emulator.internal.codec;

import static dev.portcullis.emulator.internal.codec.ValueType.addresses;
import static dev.portcullis.emulator.internal.codec.ValueType.choice;
import static dev.portcullis.emulator.internal.codec.ValueType.choices;
import static dev.portcullis.emulator.internal.codec.ValueType.flag;
import static dev.portcullis.emulator.internal.codec.ValueType.millis;
import static dev.portcullis.emulator.internal.codec.ValueType.object;
import static dev.portcullis.emulator.internal.codec.ValueType.whole;

import dev.portcullis.emulator.tenant.TenantDefinition;
import dev.portcullis.emulator.tenant.protection.BotDetectionSettings;
import dev.portcullis.emulator.tenant.protection.BotDetectionSettings.Level;
import dev.portcullis.emulator.tenant.protection.BotDetectionSettings.Policy;
import dev.portcullis.emulator.tenant.protection.BreachedPasswordSettings;
import dev.portcullis.emulator.tenant.protection.BruteForceSettings;
import dev.portcullis.emulator.tenant.protection.BruteForceSettings.Mode;
import dev.portcullis.emulator.tenant.protection.Shield;
import dev.portcullis.emulator.tenant.protection.SuspiciousIpSettings;
import dev.portcullis.emulator.tenant.protection.Throttle;
import java.util.List;
import java.util.Set;

/** The settings of {@code /api/v2/attack-protection/*}. */
public final class AttackProtectionCodec {

  private static final int DAY_MILLIS = 86_400_000;
  private static final String SHIELDS = "Shields; without block it only monitors";
  private static final String ALLOWLIST = "Allowlist: one address or CIDR block per line";

  private static final SettingGroup<BruteForceSettings, BruteForceSettings> BRUTE_FORCE =
      SettingGroup.<BruteForceSettings>of(
          Setting.of(
              "enabled", flag(), BruteForceSettings::enabled, BruteForceSettings::withEnabled),
          Setting.<BruteForceSettings, BruteForceSettings, Set<Shield>>of(
                  "shields",
                  choices(Shield.class, Shield.BLOCK, Shield.USER_NOTIFICATION),
                  BruteForceSettings::shields,
                  BruteForceSettings::withShields)
              .label(SHIELDS),
          Setting.of(
                  "mode",
                  choice(Mode.class),
                  BruteForceSettings::mode,
                  BruteForceSettings::withMode)
              .label("Mode: what one counter counts"),
          Setting.of(
                  "allowlist",
                  addresses(),
                  BruteForceSettings::allowlist,
                  BruteForceSettings::withAllowlist)
              .label(ALLOWLIST),
          Setting.of(
                  "max_attempts",
                  whole(1, 100),
                  BruteForceSettings::maxAttempts,
                  BruteForceSettings::withMaxAttempts)
              .label("Threshold: failed logins, 1 to 100"));

  private static final SettingGroup<SuspiciousIpSettings, SuspiciousIpSettings> SUSPICIOUS_IP =
      SettingGroup.<SuspiciousIpSettings>of(
          Setting.of(
              "enabled", flag(), SuspiciousIpSettings::enabled, SuspiciousIpSettings::withEnabled),
          Setting.<SuspiciousIpSettings, SuspiciousIpSettings, Set<Shield>>of(
                  "shields",
                  choices(Shield.class, Shield.BLOCK, Shield.ADMIN_NOTIFICATION),
                  SuspiciousIpSettings::shields,
                  SuspiciousIpSettings::withShields)
              .label(SHIELDS),
          Setting.of(
                  "allowlist",
                  addresses(),
                  SuspiciousIpSettings::allowlist,
                  SuspiciousIpSettings::withAllowlist)
              .label(ALLOWLIST),
          Setting.inner(
              "stage",
              Setting.of(
                  "pre-login",
                  object(throttle("Logins: failed attempts", 2500, 34_560)),
                  SuspiciousIpSettings::login,
                  SuspiciousIpSettings::withLogin),
              Setting.of(
                  "pre-user-registration",
                  object(throttle("Sign-ups: attempts", 72_000, 1)),
                  SuspiciousIpSettings::signUp,
                  SuspiciousIpSettings::withSignUp),
              Setting.of(
                  "pre-custom-token-exchange",
                  object(throttle("Custom token exchange (stored only): attempts", 72_000, 1)),
                  SuspiciousIpSettings::tokenExchange,
                  SuspiciousIpSettings::withTokenExchange)));

  private static final SettingGroup<BreachedPasswordSettings, BreachedPasswordSettings> BREACHED =
      SettingGroup.<BreachedPasswordSettings>of(
          Setting.of(
              "enabled",
              flag(),
              BreachedPasswordSettings::enabled,
              BreachedPasswordSettings::withEnabled),
          Setting.of(
                  "shields",
                  choices(Shield.class, Shield.values()),
                  BreachedPasswordSettings::shields,
                  BreachedPasswordSettings::withShields)
              .label("At login; without block it only monitors"),
          Setting.fixed("admin_notification_frequency", List.of()),
          Setting.fixed("method", "standard"),
          Setting.inner(
              "stage",
              Setting.inner(
                  "pre-user-registration",
                  Setting.of(
                          "shields",
                          choices(Shield.class, Shield.BLOCK, Shield.ADMIN_NOTIFICATION),
                          BreachedPasswordSettings::signUpShields,
                          BreachedPasswordSettings::withSignUpShields)
                      .label("At sign-up")),
              Setting.inner(
                  "pre-change-password",
                  Setting.of(
                          "shields",
                          choices(Shield.class, Shield.BLOCK, Shield.ADMIN_NOTIFICATION),
                          BreachedPasswordSettings::resetShields,
                          BreachedPasswordSettings::withResetShields)
                      .label("At a password reset"))));

  private static final SettingGroup<BotDetectionSettings, BotDetectionSettings> BOT_DETECTION =
      SettingGroup.<BotDetectionSettings>of(
          Setting.of(
                  "challenge_password_policy",
                  choice(Policy.class),
                  BotDetectionSettings::policy,
                  BotDetectionSettings::withPolicy)
              .label("Ask password logins for verification"),
          Setting.fixed("challenge_passwordless_policy", "never"),
          Setting.fixed("challenge_password_reset_policy", "never"),
          Setting.of(
                  "allowlist",
                  addresses(),
                  BotDetectionSettings::allowlist,
                  BotDetectionSettings::withAllowlist)
              .label(ALLOWLIST),
          Setting.of(
                  "bot_detection_level",
                  choice(Level.class),
                  BotDetectionSettings::level,
                  BotDetectionSettings::withLevel)
              .label("Level: how soon an address counts as risky"),
          Setting.of(
                  "monitoring_mode_enabled",
                  flag(),
                  BotDetectionSettings::monitoring,
                  BotDetectionSettings::withMonitoring)
              .label("Monitoring mode: log, but require no verification"));

  /** Each kind of attack protection, by its key in the tenant file. */
  public static final SettingGroup<TenantDefinition, TenantDefinition.Builder> ATTACK_PROTECTION =
      SettingGroup.<TenantDefinition, TenantDefinition.Builder>of(
          TenantDefinition::toBuilder,
          TenantDefinition.Builder::build,
          Setting.of(
                  "brute_force_protection",
                  object(BRUTE_FORCE),
                  TenantDefinition::bruteForce,
                  TenantDefinition.Builder::bruteForce)
              .label("Brute-force protection"),
          Setting.of(
                  "suspicious_ip_throttling",
                  object(SUSPICIOUS_IP),
                  TenantDefinition::suspiciousIp,
                  TenantDefinition.Builder::suspiciousIp)
              .label("Suspicious IP throttling"),
          Setting.of(
                  "breached_password_detection",
                  object(BREACHED),
                  TenantDefinition::breachedPasswords,
                  TenantDefinition.Builder::breachedPasswords)
              .label("Breached-password detection")
              .hint("Passwords that begin with AUTH0-TEST- count as breached."),
          Setting.of(
                  "bot_detection",
                  object(BOT_DETECTION),
                  TenantDefinition::botDetection,
                  TenantDefinition.Builder::botDetection)
              .label("Bot detection"));

  private AttackProtectionCodec() {}

  private static SettingGroup<Throttle, Throttle> throttle(
      String attempts, int mostAttempts, int leastRate) {
    return SettingGroup.<Throttle>of(
        Setting.of(
                "max_attempts",
                whole(1, mostAttempts),
                Throttle::maxAttempts,
                Throttle::withMaxAttempts)
            .label(attempts + ", 1 to " + mostAttempts),
        Setting.of("rate", millis(leastRate, DAY_MILLIS), Throttle::rate, Throttle::withRate)
            .label(
                "Milliseconds until one attempt is given back"
                    + (leastRate > 1 ? ", from " + leastRate : ""))
            .described("In milliseconds."));
  }
}
