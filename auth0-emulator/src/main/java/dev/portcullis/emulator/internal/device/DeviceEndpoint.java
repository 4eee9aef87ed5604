package dev.portcullis.emulator.internal.device;

import dev.portcullis.emulator.internal.device.DeviceCodes.DeviceRequest;
import dev.portcullis.emulator.internal.device.DeviceCodes.Issued;
import dev.portcullis.emulator.internal.http.Handler;
import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.log.TenantLog;
import dev.portcullis.emulator.internal.oauth.ClientAuthentication;
import dev.portcullis.emulator.internal.oauth.ClientAuthenticator;
import dev.portcullis.emulator.internal.oauth.OAuthError;
import dev.portcullis.emulator.internal.oauth.Refusal;
import dev.portcullis.emulator.observed.LogEntry;
import dev.portcullis.emulator.observed.LogType;
import dev.portcullis.emulator.tenant.Application;
import dev.portcullis.emulator.tenant.GrantType;
import dev.portcullis.emulator.tenant.TenantDefinition;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@code POST /oauth/device/code}. Checks in this order: body, client authentication, allowed
 * grant, audience.
 */
public final class DeviceEndpoint implements Handler {

  private static final int LONGEST = 4096;

  private final Supplier<TenantDefinition> tenant;
  private final String issuer;
  private final ClientAuthenticator clients;
  private final DeviceCodes codes;
  private final TenantLog log;

  /** Issues codes of this issuer, which ends with a slash. */
  public DeviceEndpoint(
      Supplier<TenantDefinition> tenant,
      String issuer,
      ClientAuthenticator clients,
      DeviceCodes codes,
      TenantLog log) {
    this.tenant = tenant;
    this.issuer = issuer;
    this.clients = clients;
    this.codes = codes;
    this.log = log;
  }

  @Override
  public Reply handle(Request request) {
    return switch (Parameters.ofBody(request)) {
      case Parameters.Malformed malformed -> reply(new Refusal.Malformed(malformed.reason()));
      case Parameters.Parsed parsed -> issue(request, parsed.parameters());
    };
  }

  private Reply issue(Request request, Parameters parameters) {
    TenantDefinition definition = tenant.get();
    ClientAuthentication client = clients.authenticate(request, parameters);
    Optional<String> audience = parameters.text("audience").or(definition::defaultAudience);
    Optional<Refusal> refusal =
        unreadable(parameters)
            .or(client::refusal)
            .or(() -> client.named().flatMap(DeviceEndpoint::notAllowed))
            .or(
                () ->
                    audience
                        .filter(name -> !name.equals(issuer + "userinfo"))
                        .filter(name -> definition.api(name).isEmpty())
                        .map(Refusal.ServiceNotFound::new));
    List<String> scope = parameters.items("scope").orElse(List.of());
    if (refusal.isPresent()) {
      return refused(request, client.named(), scope, audience.orElse(""), refusal.get());
    }
    Issued issued =
        codes.issue(
            new DeviceRequest(
                client.named().orElseThrow().clientId(),
                scope,
                audience.filter(name -> definition.api(name).isPresent()).orElse("")),
            definition.userCodes());
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("device_code", issued.deviceCode());
    body.put("user_code", issued.userCode());
    body.put("verification_uri", issuer + "activate");
    body.put("expires_in", DeviceCodes.LIFETIME.toSeconds());
    body.put("interval", DeviceCodes.INTERVAL.toSeconds());
    body.put(
        "verification_uri_complete",
        issuer
            + "activate?user_code="
            + URLEncoder.encode(issued.userCode(), StandardCharsets.UTF_8));
    return Reply.tokenJson(200, body).with("Cache-Control", "no-store");
  }

  private static Optional<Refusal> unreadable(Parameters parameters) {
    if (parameters.items("scope").isEmpty()) {
      return Optional.of(new Refusal.BadScope());
    }
    return List.of("client_id", "audience", "scope").stream()
        .filter(name -> parameters.length(name) > LONGEST)
        .findFirst()
        .map(name -> new Refusal.Malformed("Parameter too long: " + name));
  }

  private static Optional<Refusal> notAllowed(Application application) {
    return application.grantTypes().contains(GrantType.DEVICE_CODE)
        ? Optional.empty()
        : Optional.of(new Refusal.GrantNotAllowed(GrantType.DEVICE_CODE.wireName()));
  }

  private Reply refused(
      Request request,
      Optional<Application> application,
      List<String> scope,
      String audience,
      Refusal refusal) {
    OAuthError error = OAuthError.of(refusal);
    log.write(
        LogEntry.of(
                LogType.FAILED_DEVICE_AUTHORIZATION,
                error.description(),
                request.peer(),
                request.peer())
            .about(Optional.empty(), application)
            .with(
                "body",
                Map.of(
                    "client_id",
                    application.map(Application::clientId).orElse(""),
                    "scope",
                    String.join(" ", scope),
                    "audience",
                    audience)));
    return reply(refusal);
  }

  private static Reply reply(Refusal refusal) {
    OAuthError error = OAuthError.of(refusal);
    return Reply.tokenJson(error.status(), error.body()).with("Cache-Control", "no-store");
  }
}
