package dev.portcullis.emulator.tenantfile;

import dev.portcullis.emulator.tenant.Api;
import dev.portcullis.emulator.tenant.Application;
import dev.portcullis.emulator.tenant.Application.AuthMethod;
import dev.portcullis.emulator.tenant.Connection;
import dev.portcullis.emulator.tenant.Factor;
import dev.portcullis.emulator.tenant.GrantType;
import dev.portcullis.emulator.tenant.RefreshTokenPolicy;
import dev.portcullis.emulator.tenant.TenantDefinition;
import dev.portcullis.emulator.tenant.UserDefinition;
import dev.portcullis.emulator.tenant.WireNames;
import dev.portcullis.emulator.tenant.protection.BotDetectionSettings;
import dev.portcullis.emulator.tenant.protection.BreachedPasswordSettings;
import dev.portcullis.emulator.tenant.protection.BruteForceSettings;
import dev.portcullis.emulator.tenant.protection.Shield;
import dev.portcullis.emulator.tenant.protection.SuspiciousIpSettings;
import dev.portcullis.emulator.tenant.protection.Throttle;
import java.nio.file.Path;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes what {@link TenantFileReader} reads; all of it, so that nothing depends on defaults. */
final class TenantFileWriter {

  /** Stands for the Management API of whatever tenant the file is read for. */
  private static final String MANAGEMENT = "https://tenant.example.com/api/v2/";

  private TenantFileWriter() {}

  static Map<String, Object> fields(TenantFile file) {
    TenantDefinition seed = file.seed();
    Map<String, Object> tenant = new LinkedHashMap<>();
    tenant.put("friendly_name", seed.name());
    seed.defaultDirectory().ifPresent(name -> tenant.put("default_directory", name));
    seed.defaultAudience().ifPresent(name -> tenant.put("default_audience", name));
    Map<String, Object> protection = new LinkedHashMap<>();
    protection.put("brute_force_protection", fields(seed.bruteForce()));
    protection.put("suspicious_ip_throttling", fields(seed.suspiciousIp()));
    protection.put("breached_password_detection", fields(seed.breachedPasswords()));
    protection.put("bot_detection", fields(seed.botDetection()));
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("tenant", tenant);
    fields.put("clients", seed.applications().stream().map(TenantFileWriter::fields).toList());
    fields.put("client_grants", grants(seed.applications()));
    fields.put("resource_servers", seed.apis().stream().map(TenantFileWriter::fields).toList());
    fields.put("connections", seed.connections().stream().map(TenantFileWriter::fields).toList());
    fields.put("users", seed.users().stream().map(TenantFileWriter::fields).toList());
    fields.put("attack_protection", protection);
    fields.put("emulator", emulator(file));
    return fields;
  }

  private static Map<String, Object> fields(Application app) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("client_id", app.clientId());
    fields.put("name", app.name());
    fields.put("app_type", WireNames.of(app.type()));
    app.clientSecret().ifPresent(secret -> fields.put("client_secret", secret.reveal()));
    if (app.authMethod() == AuthMethod.PRIVATE_KEY_JWT) {
      List<Map<String, Object>> credentials =
          app.publicKeys().stream().map(key -> Map.<String, Object>of("pem", pem(key))).toList();
      fields.put(
          "client_authentication_methods",
          Map.of("private_key_jwt", Map.of("credentials", credentials)));
    } else if (!app.authMethodImplied()) {
      fields.put("token_endpoint_auth_method", WireNames.of(app.authMethod()));
    }
    fields.put("is_token_endpoint_ip_header_trusted", app.ipHeaderTrusted());
    fields.put("grant_types", app.grantTypes().stream().map(GrantType::wireName).sorted().toList());
    fields.put("refresh_token", fields(app.refreshTokens()));
    return fields;
  }

  private static String pem(RSAPublicKey key) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  private static Map<String, Object> fields(RefreshTokenPolicy policy) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("rotation_type", policy.rotating() ? "rotating" : "non-rotating");
    fields.put("expiration_type", policy.lifetime().isPresent() ? "expiring" : "non-expiring");
    fields.put("leeway", policy.leeway().toSeconds());
    policy.lifetime().map(Duration::toSeconds).ifPresent(it -> fields.put("token_lifetime", it));
    return fields;
  }

  private static List<Map<String, Object>> grants(List<Application> apps) {
    List<Map<String, Object>> grants = new ArrayList<>();
    for (Application app : apps) {
      app.apiGrants().forEach((audience, scope) -> grants.add(grant(app, audience, scope)));
      if (!app.managementScopes().isEmpty()) {
        grants.add(grant(app, MANAGEMENT, app.managementScopes()));
      }
    }
    return grants;
  }

  private static Map<String, Object> grant(Application app, String audience, List<String> scope) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("client_id", app.clientId());
    fields.put("audience", audience);
    fields.put("scope", scope);
    return fields;
  }

  private static Map<String, Object> fields(Api api) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("identifier", api.identifier());
    fields.put("scopes", api.scopes().stream().map(scope -> Map.of("value", scope)).toList());
    fields.put("allow_offline_access", api.offlineAccess());
    fields.put("token_lifetime", api.tokenLifetime());
    return fields;
  }

  private static Map<String, Object> fields(Connection connection) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", connection.id());
    fields.put("name", connection.name());
    fields.put("strategy", Connection.STRATEGY);
    fields.put("options", Map.of("brute_force_protection", connection.bruteForceProtection()));
    fields.put("enabled_clients", connection.enabledClients().stream().sorted().toList());
    return fields;
  }

  private static Map<String, Object> fields(UserDefinition user) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("user_id", user.userId());
    fields.put("connection", user.connection());
    fields.put("email", user.email());
    fields.put("email_verified", user.emailVerified());
    fields.put(user.hashed() ? "password_hash" : "password", user.password().reveal());
    fields.put("blocked", user.blocked());
    user.profile().name().ifPresent(name -> fields.put("name", name));
    user.profile().nickname().ifPresent(name -> fields.put("nickname", name));
    fields.put("user_metadata", user.profile().userMetadata());
    fields.put("app_metadata", user.profile().appMetadata());
    fields.put(
        "authentication_methods", user.factors().stream().map(TenantFileWriter::fields).toList());
    return fields;
  }

  private static Map<String, Object> fields(Factor factor) {
    return switch (factor) {
      case Factor.Otp otp -> Map.of("type", "totp", "totp_secret", otp.secret().reveal());
      case Factor.Sms sms -> Map.of("type", "phone", "phone_number", sms.phoneNumber());
      case Factor.Email ignored -> Map.of("type", "email");
      case Factor.Push push -> Map.of("type", "push", "name", push.device());
      case Factor.RecoveryCode code ->
          Map.of("type", "recovery-code", "recovery_code", code.code().reveal());
    };
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
    return Map.of("max_attempts", throttle.maxAttempts(), "rate", throttle.rate().toMillis());
  }

  private static Map<String, Object> fields(BreachedPasswordSettings settings) {
    Map<String, Object> stage = new LinkedHashMap<>();
    stage.put("pre-user-registration", Map.of("shields", names(settings.signUpShields())));
    stage.put("pre-change-password", Map.of("shields", names(settings.resetShields())));
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("enabled", settings.enabled());
    fields.put("shields", names(settings.shields()));
    fields.put("stage", stage);
    return fields;
  }

  private static Map<String, Object> fields(BotDetectionSettings settings) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("challenge_password_policy", WireNames.of(settings.policy()));
    fields.put("bot_detection_level", WireNames.of(settings.level()));
    fields.put("allowlist", settings.allowlist().entries());
    fields.put("monitoring_mode_enabled", settings.monitoring());
    return fields;
  }

  private static Map<String, Object> emulator(TenantFile file) {
    TenantDefinition seed = file.seed();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("mfa_policy", WireNames.of(seed.mfaPolicy()));
    file.allowlistMatching()
        .map(it -> it.name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .ifPresent(it -> fields.put("allowlist-matching", it));
    file.logRetention().ifPresent(it -> fields.put("log_retention", it));
    file.bcryptCost().ifPresent(it -> fields.put("bcrypt_cost", it));
    if (!file.breachedPasswords().isEmpty()) {
      fields.put(
          "breached_passwords", file.breachedPasswords().stream().map(Path::toString).toList());
    }
    Map<String, Object> rate = new LinkedHashMap<>();
    rate.put("per_second", seed.tokenRateLimit().perSecond());
    rate.put("enforced", seed.tokenRateLimit().enforced());
    fields.put("token_rate_limit", rate);
    Map<String, Object> user = new LinkedHashMap<>();
    user.put("enforced", seed.sameUserLimit().enforced());
    user.put("burst", seed.sameUserLimit().burst());
    user.put("per_minute", seed.sameUserLimit().perMinute());
    fields.put("same_user_limit", user);
    return fields;
  }

  private static List<String> names(Collection<Shield> shields) {
    return shields.stream().map(WireNames::of).sorted().toList();
  }
}
