package dev.portcullis.emulator.internal.codec;

import static dev.portcullis.emulator.internal.codec.ValueType.choice;
import static dev.portcullis.emulator.internal.codec.ValueType.choices;
import static dev.portcullis.emulator.internal.codec.ValueType.dashed;
import static dev.portcullis.emulator.internal.codec.ValueType.flag;
import static dev.portcullis.emulator.internal.codec.ValueType.object;
import static dev.portcullis.emulator.internal.codec.ValueType.seconds;
import static dev.portcullis.emulator.internal.codec.ValueType.secret;
import static dev.portcullis.emulator.internal.codec.ValueType.text;
import static dev.portcullis.emulator.internal.codec.ValueType.texts;
import static dev.portcullis.emulator.internal.codec.ValueType.whole;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portcullis.emulator.internal.codec.Setting.Access;
import dev.portcullis.emulator.tenant.Application;
import dev.portcullis.emulator.tenant.Application.AppType;
import dev.portcullis.emulator.tenant.Application.AuthMethod;
import dev.portcullis.emulator.tenant.Application.OrganizationPrompt;
import dev.portcullis.emulator.tenant.Application.OrganizationUsage;
import dev.portcullis.emulator.tenant.ApplicationUrls;
import dev.portcullis.emulator.tenant.GrantType;
import dev.portcullis.emulator.tenant.JwtConfiguration;
import dev.portcullis.emulator.tenant.RefreshTokenPolicy;
import dev.portcullis.emulator.tenant.RefreshTokenPolicy.Lifetime;
import dev.portcullis.emulator.tenant.SessionTransfer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The settings of an application, {@code /api/v2/clients}. */
public final class ApplicationCodec {

  /** Grants that are accepted without effect. */
  private static final List<String> UNSUPPORTED_GRANTS =
      List.of("urn:ietf:params:oauth:grant-type:token-exchange");

  private static final SettingGroup<RefreshTokenPolicy, RefreshTokenPolicy> REFRESH_TOKENS =
      SettingGroup.<RefreshTokenPolicy>of(
          Setting.of(
              "rotation_type",
              dashed(Rotation.class),
              (RefreshTokenPolicy policy) ->
                  policy.rotating() ? Rotation.ROTATING : Rotation.NON_ROTATING,
              (RefreshTokenPolicy policy, Rotation value) ->
                  policy.withRotating(value == Rotation.ROTATING)),
          Setting.of(
              "expiration_type",
              dashed(Expiration.class),
              (RefreshTokenPolicy policy) ->
                  policy.expiring() ? Expiration.EXPIRING : Expiration.NON_EXPIRING,
              (RefreshTokenPolicy policy, Expiration value) ->
                  policy.withExpiring(value == Expiration.EXPIRING)),
          Setting.of(
                  "leeway",
                  seconds(0, Integer.MAX_VALUE),
                  RefreshTokenPolicy::leeway,
                  RefreshTokenPolicy::withLeeway)
              .described("In seconds."),
          // A lifetime that is written applies, unless the flag after it says otherwise.
          Setting.of(
                  "token_lifetime",
                  seconds(1, Integer.MAX_VALUE),
                  (RefreshTokenPolicy policy) -> policy.absolute().value(),
                  (RefreshTokenPolicy policy, Duration value) ->
                      policy.withAbsolute(Lifetime.of(value)))
              .described("In seconds from the login, if expiring."),
          Setting.of(
                  "infinite_token_lifetime",
                  flag(),
                  (RefreshTokenPolicy policy) -> policy.absolute().infinite(),
                  (RefreshTokenPolicy policy, Boolean value) ->
                      policy.withAbsolute(policy.absolute().withInfinite(value)))
              .described("Default: true, unless there is a token_lifetime."),
          Setting.of(
                  "idle_token_lifetime",
                  seconds(1, Integer.MAX_VALUE),
                  (RefreshTokenPolicy policy) -> policy.idle().value(),
                  (RefreshTokenPolicy policy, Duration value) ->
                      policy.withIdle(Lifetime.of(value)))
              .described("In seconds without use, if expiring."),
          Setting.of(
                  "infinite_idle_token_lifetime",
                  flag(),
                  (RefreshTokenPolicy policy) -> policy.idle().infinite(),
                  (RefreshTokenPolicy policy, Boolean value) ->
                      policy.withIdle(policy.idle().withInfinite(value)))
              .described("Default: true, unless there is an idle_token_lifetime."));

  private static final SettingGroup<SessionTransfer, SessionTransfer> SESSION_TRANSFER =
      SettingGroup.<SessionTransfer>of(
          Setting.of(
                  "can_create_session_transfer_token",
                  flag(),
                  SessionTransfer::canCreate,
                  SessionTransfer::withCanCreate)
              .described("Default: false."),
          Setting.of(
              "allowed_authentication_methods",
              choices(
                  SessionTransfer.Method.class,
                  SessionTransfer.Method.COOKIE,
                  SessionTransfer.Method.QUERY),
              SessionTransfer::accepted,
              SessionTransfer::withAccepted),
          Setting.of(
                  "enforce_device_binding",
                  choice(SessionTransfer.Binding.class),
                  SessionTransfer::binding,
                  SessionTransfer::withBinding)
              .described("Default: ip."));

  private static final SettingGroup<JwtConfiguration, JwtConfiguration> JWT_CONFIGURATION =
      SettingGroup.<JwtConfiguration>of(
              Setting.of(
                      "lifetime_in_seconds",
                      whole(1, Integer.MAX_VALUE),
                      JwtConfiguration::lifetimeInSeconds,
                      JwtConfiguration::withLifetimeInSeconds)
                  .described("Of id tokens. Default: 36000."),
              Setting.of(
                      "alg",
                      text("^(HS256|RS256|RS512|PS256)$", "one of HS256, RS256, RS512, PS256"),
                      JwtConfiguration::algorithm,
                      JwtConfiguration::withAlgorithm)
                  .described(
                      "HS256 signs id tokens with the client secret, any other value with the"
                          + " tenant's key and RS256. Default: RS256."),
              Setting.of(
                      "secret_encoded",
                      flag(),
                      JwtConfiguration::secretEncoded,
                      JwtConfiguration::withSecretEncoded)
                  .described("Whether the client secret is the key in Base64. Default: false."))
          .unusedInFile("scopes");

  /** An application, without its client grants. */
  public static final SettingGroup<Application, Application.Builder> APPLICATION =
      SettingGroup.<Application, Application.Builder>of(
              Application::toBuilder,
              Application.Builder::build,
              Setting.<Application, Application.Builder, String>of(
                      "client_id",
                      text("^[A-Za-z0-9]{32}$", "32 letters and digits"),
                      Application::clientId,
                      (builder, id) -> builder)
                  .access(Access.READ_ONLY)
                  .required(),
              Setting.of("name", text(), Application::name, Application.Builder::name)
                  .described("Default: the client_id."),
              Setting.of(
                      "app_type",
                      choice(AppType.class),
                      Application::type,
                      Application.Builder::type)
                  .described("Default: regular_web."),
              Setting.of(
                      "is_first_party",
                      flag(),
                      Application::firstParty,
                      Application.Builder::firstParty)
                  .described("Whether it is the tenant's own. Default: true."),
              Setting.of(
                      "organization_usage",
                      choice(OrganizationUsage.class),
                      Application::organizationUsage,
                      Application.Builder::organizationUsage)
                  .described("Whether users log in to organizations. Default: deny."),
              Setting.of(
                      "organization_require_behavior",
                      choice(OrganizationPrompt.class),
                      Application::organizationPrompt,
                      Application.Builder::organizationPrompt)
                  .described("When users choose their organization. Default: no_prompt."),
              Setting.of(
                      "is_token_endpoint_ip_header_trusted",
                      flag(),
                      Application::ipHeaderTrusted,
                      Application.Builder::ipHeaderTrusted)
                  .described("Whether auth0-forwarded-for is trusted. Default: false."),
              Setting.fixed("oidc_conformant", true),
              Setting.of(
                      "grant_types",
                      texts(grantNames()).as(ApplicationCodec::grants, ApplicationCodec::names),
                      Application::grantTypes,
                      Application.Builder::grantTypes)
                  .described(
                      "Default: refresh_token. The grant of token exchange is accepted and not"
                          + " used."),
              Setting.optional(
                  "client_secret",
                  secret(),
                  Application::clientSecret,
                  Application.Builder::clientSecret),
              Setting.inner(
                      "client_authentication_methods",
                      Setting.inner(
                          "private_key_jwt",
                          Setting.optional(
                                  "credentials",
                                  publicKeys(),
                                  ApplicationCodec::publicKeysOf,
                                  (Application.Builder builder, List<RSAPublicKey> keys) ->
                                      builder
                                          .authMethod(AuthMethod.PRIVATE_KEY_JWT)
                                          .publicKeys(keys))
                              .required()))
                  .access(Access.READ_ONLY)
                  .shownIfAny(
                      app -> publicKeysOf(app).map(keys -> Map.of("private_key_jwt", Map.of()))),
              Setting.optional(
                      "token_endpoint_auth_method",
                      choice(
                          AuthMethod.NONE,
                          AuthMethod.CLIENT_SECRET_POST,
                          AuthMethod.CLIENT_SECRET_BASIC),
                      ApplicationCodec::writtenAuthMethod,
                      Application.Builder::authMethod)
                  .described(
                      "Default: client_secret_post with a client_secret, else none."
                          + " is_token_endpoint_ip_header_trusted requires it to be set."),
              Setting.of(
                  "refresh_token",
                  object(REFRESH_TOKENS, RefreshTokenPolicy.nonExpiring()),
                  Application::refreshTokens,
                  Application.Builder::refreshTokens),
              Setting.unused("description"),
              urls("callbacks", ApplicationUrls::callbacks, ApplicationUrls::withCallbacks)
                  .described("Where /authorize may send its responses."),
              urls(
                      "allowed_logout_urls",
                      ApplicationUrls::logoutUrls,
                      ApplicationUrls::withLogoutUrls)
                  .described("Where a logout may lead to."),
              urls("web_origins", ApplicationUrls::webOrigins, ApplicationUrls::withWebOrigins)
                  .described("The origins of silent logins, and of scripts that call the tenant."),
              urls(
                      "allowed_origins",
                      ApplicationUrls::allowedOrigins,
                      ApplicationUrls::withAllowedOrigins)
                  .described("Further origins of scripts that call the tenant."),
              Setting.openInner(
                      "oidc_logout",
                      urls(
                              "backchannel_logout_urls",
                              ApplicationUrls::backchannelLogoutUrls,
                              ApplicationUrls::withBackchannelLogoutUrls)
                          .described("Receive a logout token when a session ends."))
                  .described("Other keys than this one are not used."),
              Setting.optional(
                  "session_transfer",
                  object(SESSION_TRANSFER, SessionTransfer.OFF),
                  app ->
                      Optional.of(app.sessionTransfer())
                          .filter(transfer -> !transfer.equals(SessionTransfer.OFF)),
                  Application.Builder::sessionTransfer),
              Setting.of(
                  "jwt_configuration",
                  object(JWT_CONFIGURATION, JwtConfiguration.DEFAULT),
                  Application::jwtConfiguration,
                  Application.Builder::jwtConfiguration),
              Setting.unused("logo_uri"),
              Setting.unused("client_metadata"),
              Setting.unused("sso"),
              Setting.unused("sso_disabled"),
              Setting.unused("cross_origin_authentication"),
              Setting.unused("custom_login_page_on"))
          .unusedInFile(
              "tenant",
              "allowed_clients",
              "signing_keys",
              "cross_origin_auth",
              "native_social_login");

  private ApplicationCodec() {}

  private static Setting<Application, Application.Builder> urls(
      String key,
      Function<ApplicationUrls, List<String>> get,
      BiFunction<ApplicationUrls, List<String>, ApplicationUrls> set) {
    return Setting.optional(
        key,
        texts(),
        app -> Optional.of(get.apply(app.urls())).filter(listed -> !listed.isEmpty()),
        (builder, value) -> builder.changeUrls(urls -> set.apply(urls, value)));
  }

  private static List<String> grantNames() {
    return Stream.concat(
            Stream.of(GrantType.values()).map(GrantType::wireName), UNSUPPORTED_GRANTS.stream())
        .toList();
  }

  /** The grants that the emulator has; the others are left out. */
  private static Set<GrantType> grants(List<String> names) {
    return names.stream()
        .map(GrantType::named)
        .flatMap(Optional::stream)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static List<String> names(Set<GrantType> grants) {
    return grants.stream().map(GrantType::wireName).sorted().toList();
  }

  private static Optional<AuthMethod> writtenAuthMethod(Application app) {
    return Optional.of(app.authMethod())
        .filter(method -> !app.authMethodImplied() && method != AuthMethod.PRIVATE_KEY_JWT);
  }

  private static Optional<List<RSAPublicKey>> publicKeysOf(Application app) {
    return Optional.of(app.publicKeys())
        .filter(keys -> app.authMethod() == AuthMethod.PRIVATE_KEY_JWT);
  }

  private static ValueType<List<RSAPublicKey>> publicKeys() {
    ObjectNode item =
        SettingGroup.<String>of(
                Setting.of(
                        "pem",
                        text(
                            "^-----BEGIN PUBLIC KEY-----",
                            "an RSA public key in PEM, -----BEGIN PUBLIC KEY-----"),
                        (String pem) -> pem,
                        (String before, String pem) -> pem)
                    .required(),
                Setting.unused("name"),
                Setting.unused("credential_type"),
                Setting.unused("alg"))
            .schema();
    return new ValueType.Items<>(
        key -> publicKey(key.child("pem")), key -> Map.of("pem", pem(key)), item, 1);
  }

  private static Optional<RSAPublicKey> publicKey(JsonAt at) {
    Optional<RSAPublicKey> key = publicKey(at.node().asText());
    if (key.isEmpty()) {
      at.invalid("not a readable public key", "an RSA public key in PEM");
    }
    return key;
  }

  /** The RSA public key of a PEM text; empty if it is none. */
  public static Optional<RSAPublicKey> publicKey(String pem) {
    String base64 = pem.replaceAll("-----(BEGIN|END) PUBLIC KEY-----", "").replaceAll("\\s", "");
    try {
      X509EncodedKeySpec encoded = new X509EncodedKeySpec(Base64.getDecoder().decode(base64));
      return Optional.of((RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(encoded));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String pem(RSAPublicKey key) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  private enum Rotation {
    ROTATING,
    NON_ROTATING
  }

  private enum Expiration {
    EXPIRING,
    NON_EXPIRING
  }
}
