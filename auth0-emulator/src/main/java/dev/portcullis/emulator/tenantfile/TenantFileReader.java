package dev.portcullis.emulator.tenantfile;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.portcullis.emulator.address.Allowlist;
import dev.portcullis.emulator.address.AllowlistMatching;
import dev.portcullis.emulator.tenant.Api;
import dev.portcullis.emulator.tenant.Application;
import dev.portcullis.emulator.tenant.Application.AppType;
import dev.portcullis.emulator.tenant.Application.AuthMethod;
import dev.portcullis.emulator.tenant.Connection;
import dev.portcullis.emulator.tenant.Factor;
import dev.portcullis.emulator.tenant.GrantType;
import dev.portcullis.emulator.tenant.MfaPolicy;
import dev.portcullis.emulator.tenant.Profile;
import dev.portcullis.emulator.tenant.RefreshTokenPolicy;
import dev.portcullis.emulator.tenant.Secret;
import dev.portcullis.emulator.tenant.TenantDefinition;
import dev.portcullis.emulator.tenant.UserDefinition;
import dev.portcullis.emulator.tenant.WireNames;
import dev.portcullis.emulator.tenant.protection.BotDetectionSettings;
import dev.portcullis.emulator.tenant.protection.BotDetectionSettings.Level;
import dev.portcullis.emulator.tenant.protection.BotDetectionSettings.Policy;
import dev.portcullis.emulator.tenant.protection.BreachedPasswordSettings;
import dev.portcullis.emulator.tenant.protection.BruteForceSettings;
import dev.portcullis.emulator.tenant.protection.BruteForceSettings.Mode;
import dev.portcullis.emulator.tenant.protection.SameUserLimit;
import dev.portcullis.emulator.tenant.protection.Shield;
import dev.portcullis.emulator.tenant.protection.SuspiciousIpSettings;
import dev.portcullis.emulator.tenant.protection.Throttle;
import dev.portcullis.emulator.tenant.protection.TokenRateLimit;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Turns a file that fits the schema into a tenant, and says what the schema cannot. */
final class TenantFileReader {

  private static final JsonMapper MAPPER = new JsonMapper();

  private final Source source;
  private final Optional<Path> folder;
  private final TenantDefinition.Builder seed = TenantDefinition.builder();
  private final Map<String, Application.Builder> clients = new LinkedHashMap<>();
  private final Set<String> audiences = new LinkedHashSet<>();
  private final Set<String> connections = new LinkedHashSet<>();

  TenantFileReader(Source source, Optional<Path> folder) {
    this.source = source;
    this.folder = folder;
  }

  /** The tenant, if nothing is wrong with it. */
  Optional<TenantFile> read() {
    TenantFile file = readAnyway();
    return source.problems().isEmpty() ? Optional.of(file) : Optional.empty();
  }

  TenantFile readAnyway() {
    At root = new At(source.root(), "");
    root.each("resource_servers").forEach(this::api);
    root.each("clients").forEach(this::client);
    root.each("client_grants").forEach(this::grant);
    finishClients(root);
    root.each("connections").forEach(this::connection);
    root.object("tenant").ifPresent(this::settings);
    users(root.each("users"));
    root.object("attack_protection").ifPresent(this::attackProtection);
    Optional<At> emulator = root.object("emulator");
    emulator.ifPresent(this::emulator);
    List<Path> lists = breachedPasswords(emulator);
    return new TenantFile(
        seed.build(),
        emulator.flatMap(at -> at.number("bcrypt_cost")),
        emulator.flatMap(at -> at.number("log_retention")),
        emulator
            .flatMap(at -> at.text("allowlist-matching"))
            .map(name -> name.replace('-', '_').toUpperCase(Locale.ROOT))
            .map(AllowlistMatching::valueOf),
        lists);
  }

  private void api(At at) {
    String identifier = at.required("identifier");
    once(audiences, identifier, at.at("identifier"));
    seed.api(
        new Api(
            identifier,
            at.each("scopes").stream().map(scope -> scope.required("value")).toList(),
            at.flag("allow_offline_access").orElse(false),
            at.number("token_lifetime").orElse(Api.DEFAULT_LIFETIME)));
  }

  private void client(At at) {
    String id = at.required("client_id");
    Set<String> known = new HashSet<>(clients.keySet());
    once(known, id, at.at("client_id"));
    Application.Builder builder =
        new Application.Builder(id, at.text("name").orElse(id))
            .grantTypes(
                at.texts("grant_types")
                    .map(TenantFileReader::grantTypes)
                    .orElse(Set.of(GrantType.REFRESH_TOKEN)));
    at.constant("app_type", AppType.class).ifPresent(builder::type);
    Optional<Secret> secret = at.text("client_secret").map(Secret::of);
    secret.ifPresent(builder::clientSecret);
    builder.impliedAuthMethod(secret.isPresent() ? AuthMethod.CLIENT_SECRET_POST : AuthMethod.NONE);
    at.constant("token_endpoint_auth_method", AuthMethod.class).ifPresent(builder::authMethod);
    at.object("client_authentication_methods")
        .flatMap(methods -> methods.object("private_key_jwt"))
        .ifPresent(
            keys ->
                builder
                    .authMethod(AuthMethod.PRIVATE_KEY_JWT)
                    .publicKeys(
                        keys.each("credentials").stream()
                            .map(key -> publicKey(key.at("pem")))
                            .flatMap(Optional::stream)
                            .toList()));
    at.flag("is_token_endpoint_ip_header_trusted").ifPresent(builder::ipHeaderTrusted);
    at.object("refresh_token")
        .map(TenantFileReader::refreshTokens)
        .ifPresent(builder::refreshTokens);
    clients.put(id, builder);
  }

  private static Set<GrantType> grantTypes(List<String> names) {
    return names.stream()
        .map(GrantType::named)
        .flatMap(Optional::stream)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static RefreshTokenPolicy refreshTokens(At at) {
    boolean expiring = at.text("expiration_type").equals(Optional.of("expiring"));
    return new RefreshTokenPolicy(
        at.text("rotation_type").equals(Optional.of("rotating")),
        Duration.ofSeconds(at.number("leeway").orElse(0)),
        at.number("token_lifetime").filter(ignored -> expiring).map(Duration::ofSeconds));
  }

  private Optional<RSAPublicKey> publicKey(At at) {
    String base64 =
        at.node()
            .textValue()
            .replaceAll("-----(BEGIN|END) PUBLIC KEY-----", "")
            .replaceAll("\\s", "");
    try {
      X509EncodedKeySpec encoded = new X509EncodedKeySpec(Base64.getDecoder().decode(base64));
      return Optional.of((RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(encoded));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      at.problem("not a public key that can be read", "expected: an RSA public key in PEM");
      return Optional.empty();
    }
  }

  private void grant(At at) {
    Optional<Application.Builder> client =
        Optional.ofNullable(clients.get(at.required("client_id")));
    String audience = at.required("audience");
    List<String> scope = at.texts("scope").orElse(List.of());
    if (client.isEmpty()) {
      unknown(at.at("client_id"), "client_id of clients", clients.keySet());
    } else if (audience.endsWith("/api/v2/")) {
      client.get().managementScopes(scope);
    } else if (audiences.contains(audience)) {
      client.get().apiGrant(audience, scope);
    } else {
      unknown(at.at("audience"), "identifier of resource_servers", audiences);
    }
  }

  private void finishClients(At root) {
    Set<String> done = new HashSet<>();
    for (At at : root.each("clients")) {
      Application.Builder builder = clients.get(at.required("client_id"));
      if (builder != null && done.add(at.required("client_id"))) {
        try {
          seed.application(builder.build());
        } catch (IllegalArgumentException e) {
          // It names what is missing, not what is there.
          at.problem(String.valueOf(e.getMessage()), "");
        }
      }
    }
  }

  private void connection(At at) {
    String name = at.required("name");
    once(connections, name, at.at("name"));
    List<At> enabled = at.each("enabled_clients");
    for (At each : enabled) {
      if (!clients.containsKey(each.node().textValue())) {
        unknown(each, "client_id of clients", clients.keySet());
      }
    }
    seed.connection(
        new Connection(
            at.text("id").orElse("con_" + hash(name).substring(0, 16)),
            name,
            at.object("options")
                .flatMap(options -> options.flag("brute_force_protection"))
                .orElse(true),
            at.texts("enabled_clients").<Set<String>>map(HashSet::new).orElse(clients.keySet())));
  }

  private void settings(At at) {
    at.text("friendly_name").ifPresent(seed::name);
    at.text("default_directory")
        .ifPresent(
            name -> {
              if (!connections.contains(name)) {
                unknown(at.at("default_directory"), "name of connections", connections);
              }
              seed.defaultDirectory(name);
            });
    at.text("default_audience")
        .filter(name -> !name.isEmpty())
        .ifPresent(
            name -> {
              if (!audiences.contains(name)) {
                unknown(at.at("default_audience"), "identifier of resource_servers", audiences);
              }
              seed.defaultAudience(name);
            });
  }

  private void users(List<At> users) {
    Set<String> ids = new HashSet<>();
    Set<String> emails = new HashSet<>();
    for (At at : users) {
      Optional<String> connection = at.text("connection");
      if (connection.isEmpty() && connections.size() == 1) {
        connection = connections.stream().findFirst();
      }
      String email = at.required("email").toLowerCase(Locale.ROOT);
      if (connection.filter(connections::contains).isEmpty()) {
        unknown(
            connection.isEmpty() ? at : at.at("connection"), "name of connections", connections);
      } else if (!emails.add(connection.get() + " " + email)) {
        at.at("email").problem(email, "expected: only once in a connection");
      }
      Optional<String> password = at.text("password");
      if (password.isPresent() == at.text("password_hash").isPresent()) {
        at.problem(
            password.isPresent() ? "password and password_hash" : "no password",
            "expected: password or password_hash");
        continue;
      }
      String id =
          at.text("user_id").orElse(hash(connection.orElse("") + " " + email).substring(0, 24));
      String userId = id.contains("|") ? id : "auth0|" + id;
      if (!ids.add(userId) && at.text("user_id").isPresent()) {
        at.at("user_id").problem(userId, "expected: only once");
      }
      seed.user(
          new UserDefinition(
              userId,
              connection.orElse(""),
              email,
              at.flag("email_verified").orElse(true),
              Secret.of(password.or(() -> at.text("password_hash")).orElseThrow()),
              password.isEmpty(),
              at.flag("blocked").orElse(false),
              new Profile(
                  at.text("name"),
                  at.text("nickname"),
                  at.map("user_metadata"),
                  at.map("app_metadata")),
              at.each("authentication_methods").stream()
                  .map(this::factor)
                  .flatMap(Optional::stream)
                  .toList()));
    }
  }

  private Optional<Factor> factor(At at) {
    return switch (at.required("type")) {
      case "totp" -> factor(at, "totp_secret", text -> new Factor.Otp(Secret.of(text)));
      case "phone" -> factor(at, "phone_number", Factor.Sms::new);
      case "email" -> Optional.of(new Factor.Email());
      case "push" -> Optional.of(new Factor.Push(at.text("name").orElse("Emulated device")));
      case "recovery-code" ->
          factor(at, "recovery_code", text -> new Factor.RecoveryCode(Secret.of(text)));
      default -> throw new IllegalStateException("not of the schema: " + at.required("type"));
    };
  }

  private static Optional<Factor> factor(At at, String key, Function<String, Factor> made) {
    Optional<Factor> factor = at.text(key).map(made);
    if (factor.isEmpty()) {
      at.problem("no " + key, "expected: one, with type " + at.required("type"));
    }
    return factor;
  }

  private void attackProtection(At at) {
    BruteForceSettings brute = BruteForceSettings.defaults();
    at.object("brute_force_protection")
        .ifPresent(
            given ->
                seed.bruteForce(
                    new BruteForceSettings(
                        given.flag("enabled").orElse(brute.enabled()),
                        given.shields("shields").orElse(brute.shields()),
                        given.constant("mode", Mode.class).orElse(brute.mode()),
                        given.allowlist(),
                        given.number("max_attempts").orElse(brute.maxAttempts()))));
    SuspiciousIpSettings ip = SuspiciousIpSettings.defaults();
    at.object("suspicious_ip_throttling")
        .ifPresent(
            given ->
                seed.suspiciousIp(
                    new SuspiciousIpSettings(
                        given.flag("enabled").orElse(ip.enabled()),
                        given.shields("shields").orElse(ip.shields()),
                        given.allowlist(),
                        throttle(given, "pre-login", ip.login()),
                        throttle(given, "pre-user-registration", ip.signUp()),
                        throttle(given, "pre-custom-token-exchange", ip.tokenExchange()))));
    at.object("breached_password_detection")
        .ifPresent(
            given ->
                seed.breachedPasswords(
                    new BreachedPasswordSettings(
                        given.flag("enabled").orElse(false),
                        given.shields("shields").orElse(Set.of()),
                        stageShields(given, "pre-user-registration"),
                        stageShields(given, "pre-change-password"))));
    BotDetectionSettings bots = BotDetectionSettings.off();
    at.object("bot_detection")
        .ifPresent(
            given ->
                seed.botDetection(
                    new BotDetectionSettings(
                        given
                            .constant("challenge_password_policy", Policy.class)
                            .orElse(bots.policy()),
                        given.constant("bot_detection_level", Level.class).orElse(bots.level()),
                        given.allowlist(),
                        given.flag("monitoring_mode_enabled").orElse(bots.monitoring()))));
  }

  private static Throttle throttle(At at, String name, Throttle otherwise) {
    return at.object("stage")
        .flatMap(stage -> stage.object(name))
        .map(
            given ->
                new Throttle(
                    given.number("max_attempts").orElse(otherwise.maxAttempts()),
                    given.number("rate").map(Duration::ofMillis).orElse(otherwise.rate())))
        .orElse(otherwise);
  }

  private static Set<Shield> stageShields(At at, String name) {
    return at.object("stage")
        .flatMap(stage -> stage.object(name))
        .flatMap(stage -> stage.shields("shields"))
        .orElse(Set.of());
  }

  private void emulator(At at) {
    at.constant("mfa_policy", MfaPolicy.class).ifPresent(seed::mfaPolicy);
    TokenRateLimit rate = TokenRateLimit.toldOnly();
    at.object("token_rate_limit")
        .ifPresent(
            given ->
                seed.tokenRateLimit(
                    new TokenRateLimit(
                        given.number("per_second").orElse(rate.perSecond()),
                        given.flag("enforced").orElse(rate.enforced()))));
    SameUserLimit user = SameUserLimit.off();
    at.object("same_user_limit")
        .ifPresent(
            given ->
                seed.sameUserLimit(
                    new SameUserLimit(
                        given.flag("enforced").orElse(user.enforced()),
                        given.number("burst").orElse(user.burst()),
                        given.number("per_minute").orElse(user.perMinute()))));
  }

  private List<Path> breachedPasswords(Optional<At> emulator) {
    List<Path> paths = new ArrayList<>();
    for (At at : emulator.map(given -> given.each("breached_passwords")).orElse(List.of())) {
      if (folder.isEmpty()) {
        at.problem(
            at.node().textValue(), "expected: none here, only in a file on the emulator's machine");
        continue;
      }
      try {
        Path path = folder.get().resolve(at.node().textValue()).normalize();
        if (!Files.isReadable(path)) {
          at.problem(path.toString(), "expected: a file or folder this user may read");
        }
        paths.add(path);
      } catch (InvalidPathException e) {
        at.problem(at.node().textValue(), "expected: a path");
      }
    }
    return paths;
  }

  private static void once(Set<String> known, String name, At at) {
    if (!known.add(name)) {
      at.problem(name, "expected: only once");
    }
  }

  private static void unknown(At at, String what, Set<String> known) {
    String found = at.node().isTextual() ? at.node().textValue() : "no connection";
    at.problem(
        found,
        "expected: a "
            + what
            + (known.isEmpty() ? ", of which there is none" : ": " + String.join(", ", known)));
  }

  /** The hex SHA-256 of a text, for ids that are the same whenever the file is read. */
  private static String hash(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** A value and its path; what is read from it is of the type that the schema says. */
  private final class At {

    private final JsonNode node;
    private final String path;

    private At(JsonNode node, String path) {
      this.node = node;
      this.path = path;
    }

    private JsonNode node() {
      return node;
    }

    private At at(String key) {
      return new At(node.path(key), Source.child(path, key));
    }

    private void problem(String found, String expected) {
      source.problem(path, found, expected);
    }

    private Optional<String> text(String key) {
      return Optional.ofNullable(node.path(key).textValue());
    }

    private String required(String key) {
      return text(key).orElseThrow();
    }

    private Optional<Boolean> flag(String key) {
      return node.has(key) ? Optional.of(node.get(key).booleanValue()) : Optional.empty();
    }

    private Optional<Integer> number(String key) {
      return node.has(key) ? Optional.of(node.get(key).intValue()) : Optional.empty();
    }

    private <E extends Enum<E>> Optional<E> constant(String key, Class<E> type) {
      return text(key).flatMap(name -> WireNames.read(type, name));
    }

    private Optional<At> object(String key) {
      return node.has(key) ? Optional.of(at(key)) : Optional.empty();
    }

    private List<At> each(String key) {
      JsonNode list = node.path(key);
      return IntStream.range(0, list.size())
          .mapToObj(i -> new At(list.get(i), Source.child(Source.child(path, key), i)))
          .toList();
    }

    private Optional<List<String>> texts(String key) {
      return node.has(key)
          ? Optional.of(each(key).stream().map(each -> each.node().textValue()).toList())
          : Optional.empty();
    }

    private Optional<Set<Shield>> shields(String key) {
      return texts(key)
          .map(
              names ->
                  names.stream()
                      .map(name -> WireNames.read(Shield.class, name))
                      .flatMap(Optional::stream)
                      .collect(Collectors.toSet()));
    }

    private Allowlist allowlist() {
      List<String> good = new ArrayList<>();
      for (At entry : each("allowlist")) {
        String text = entry.node().textValue();
        try {
          Allowlist.of(text);
          good.add(text);
        } catch (IllegalArgumentException e) {
          entry.problem(text, "expected: an IPv4 or IPv6 address or CIDR block");
        }
      }
      return Allowlist.of(good.toArray(String[]::new));
    }

    private Map<String, Object> map(String key) {
      return MAPPER.convertValue(
          node.has(key) ? node.get(key) : MAPPER.createObjectNode(),
          new TypeReference<LinkedHashMap<String, Object>>() {});
    }
  }
}
