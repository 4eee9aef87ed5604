package dev.portcullis.emulator.internal.token;

import dev.portcullis.emulator.internal.http.Handler;
import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Reply.Notes;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.log.TenantLog;
import dev.portcullis.emulator.internal.oauth.ClientAuthentication;
import dev.portcullis.emulator.internal.oauth.ClientAuthenticator;
import dev.portcullis.emulator.internal.oauth.OAuthError;
import dev.portcullis.emulator.internal.oauth.Refusal;
import dev.portcullis.emulator.internal.protection.EndpointLimit;
import dev.portcullis.emulator.internal.protection.Hourly;
import dev.portcullis.emulator.internal.store.Store;
import dev.portcullis.emulator.observed.ForwardedForDecision;
import dev.portcullis.emulator.observed.LogEntry;
import dev.portcullis.emulator.observed.LogType;
import dev.portcullis.emulator.tenant.GrantType;
import dev.portcullis.emulator.tenant.TenantDefinition;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * {@code POST /oauth/token}. Checks in this order: rate limit, body, required parameters, client
 * authentication, allowed grant; then the grant's own.
 */
final class TokenEndpoint implements Handler {

  private static final int LONGEST_PARAMETER = 4096;
  private static final int LONGEST_ASSERTION = 8 * 1024;
  private static final List<String> PARAMETERS =
      List.of(
          "grant_type",
          "client_id",
          "client_secret",
          "client_assertion",
          "client_assertion_type",
          "username",
          "password",
          "realm",
          "organization",
          "audience",
          "scope",
          "refresh_token",
          "code",
          "redirect_uri",
          "code_verifier",
          "device_code",
          "mfa_token",
          "otp",
          "auth_session",
          "oob_code",
          "binding_code",
          "recovery_code");
  private static final Set<GrantType> OF_MACHINES = Set.of(GrantType.CLIENT_CREDENTIALS);

  private final Supplier<TenantDefinition> tenant;
  private final ClientAuthenticator clients;
  private final PasswordGrant passwordGrant;
  private final CodeGrant codeGrant;
  private final ClientCredentialsGrant clientCredentialsGrant;
  private final RefreshGrant refreshGrant;
  private final DeviceGrant deviceGrant;
  private final PasswordlessGrant passwordlessGrant;
  private final MfaGrant mfaGrant;
  private final TenantLog log;
  private final EndpointLimit rateLimit;
  private final Hourly<LogType> logged;

  TokenEndpoint(
      Supplier<TenantDefinition> tenant,
      ClientAuthenticator clients,
      PasswordGrant passwordGrant,
      CodeGrant codeGrant,
      ClientCredentialsGrant clientCredentialsGrant,
      RefreshGrant refreshGrant,
      DeviceGrant deviceGrant,
      PasswordlessGrant passwordlessGrant,
      MfaGrant mfaGrant,
      TenantLog log,
      InstantSource clock,
      Store store) {
    this.tenant = tenant;
    this.clients = clients;
    this.passwordGrant = passwordGrant;
    this.codeGrant = codeGrant;
    this.clientCredentialsGrant = clientCredentialsGrant;
    this.refreshGrant = refreshGrant;
    this.deviceGrant = deviceGrant;
    this.passwordlessGrant = passwordlessGrant;
    this.mfaGrant = mfaGrant;
    this.log = log;
    this.rateLimit = new EndpointLimit(() -> tenant.get().tokenRateLimit(), clock);
    this.logged = new Hourly<>(clock, store.table("rate-logged", LogType.class, Instant.class));
  }

  @Override
  public Reply handle(Request request) {
    EndpointLimit.State rate = rateLimit.take();
    rate.event().ifPresent(type -> logRate(request, type, rate));
    Noted noted = rate.refused() ? noted(new Refusal.RateLimited(), Notes.NONE) : exchange(request);
    return reply(noted.outcome())
        .with("Cache-Control", "no-store")
        .with("Pragma", "no-cache")
        // Lower case, as tenants behind Cloudflare send them; Auth0's Java SDK requires it.
        .with("x-ratelimit-limit", Integer.toString(rate.limit()))
        .with("x-ratelimit-remaining", Integer.toString(rate.remaining()))
        .with("x-ratelimit-reset", Long.toString(rate.reset()))
        .noting(noted.notes());
  }

  private static Reply reply(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Granted granted -> Reply.tokenJson(200, granted.body());
      case Outcome.Refused refused -> {
        OAuthError error = OAuthError.of(refused.refusal());
        yield Reply.tokenJson(error.status(), OAuthError.bodyOf(refused.refusal()));
      }
    };
  }

  private Noted exchange(Request request) {
    return switch (Parameters.ofBody(request)) {
      case Parameters.Malformed malformed ->
          noted(new Refusal.Malformed(malformed.reason()), Notes.NONE);
      case Parameters.Parsed parsed -> exchange(request, parsed.parameters());
    };
  }

  private Noted exchange(Request request, Parameters parameters) {
    Optional<Refusal> unreadable = unreadable(parameters);
    if (unreadable.isPresent()) {
      return noted(unreadable.get(), Notes.NONE);
    }
    ClientAuthentication client = clients.authenticate(request, parameters);
    ForwardedForDecision decision =
        ForwardedForDecision.decide(request.header("auth0-forwarded-for"), client.caller());
    Notes notes =
        new Notes(
            Optional.of(decision), parameters.text("grant_type"), parameters.text("username"));
    return new Noted(exchange(request, parameters, client, decision), notes);
  }

  private Outcome exchange(
      Request request,
      Parameters parameters,
      ClientAuthentication client,
      ForwardedForDecision decision) {
    Optional<String> name = parameters.text("grant_type");
    if (name.isEmpty()) {
      return new Outcome.Refused(new Refusal.MissingParameter("grant_type"));
    }
    Optional<GrantType> grant =
        GrantType.named(name.get()).filter(named -> named != GrantType.IMPLICIT);
    if (grant.isEmpty()) {
      return new Outcome.Refused(new Refusal.UnsupportedGrantType(name.get()));
    }
    for (String required : required(grant.get())) {
      if (parameters.text(required).isEmpty()) {
        return new Outcome.Refused(new Refusal.MissingParameter(required));
      }
    }
    Optional<Call> call =
        client
            .named()
            .map(
                application ->
                    new Call(
                        tenant.get(),
                        application,
                        grant.get(),
                        parameters,
                        decision.sourceOr(request.peer()),
                        request.peer(),
                        Optional.empty()));
    Optional<Refusal> refusal = client.refusal().or(() -> call.flatMap(TokenEndpoint::notAllowed));
    if (refusal.isPresent()) {
      call.ifPresent(refused -> logFailure(refused, refusal.get()));
      return new Outcome.Refused(refusal.get());
    }
    return exchange(call.orElseThrow());
  }

  private static Optional<Refusal> notAllowed(Call call) {
    boolean allowed =
        call.application().grantTypes().contains(call.grant())
            && (call.application().confidential() || !OF_MACHINES.contains(call.grant()));
    return allowed
        ? Optional.empty()
        : Optional.of(new Refusal.GrantNotAllowed(call.grant().wireName()));
  }

  private Outcome exchange(Call call) {
    return switch (call.grant()) {
      case PASSWORD, PASSWORD_REALM -> passwordGrant.exchange(call);
      case AUTHORIZATION_CODE -> codeGrant.exchange(call);
      case IMPLICIT -> throw new IllegalStateException("no exchange: " + call.grant());
      case CLIENT_CREDENTIALS -> clientCredentialsGrant.exchange(call);
      case REFRESH_TOKEN -> refreshGrant.exchange(call);
      case DEVICE_CODE -> deviceGrant.exchange(call);
      case PASSWORDLESS_OTP -> passwordlessGrant.exchange(call);
      case MFA_OTP, MFA_OOB, MFA_RECOVERY_CODE -> mfaGrant.exchange(call);
    };
  }

  private void logFailure(Call call, Refusal refusal) {
    log.write(
        call.entry(
            MfaGrant.failure(call.grant()),
            OAuthError.of(refusal).description(),
            Optional.empty(),
            ""));
  }

  private void logRate(Request request, LogType type, EndpointLimit.State rate) {
    if (logged.mayHappen(type)) {
      log.write(
          LogEntry.of(
                  type,
                  type == LogType.RATE_LIMITED
                      ? "Global rate limit exceeded"
                      : "Warning! Global limit usage is high",
                  request.peer(),
                  request.peer())
              .with(
                  "limit",
                  Map.of(
                      "bucket",
                      "global limit",
                      "global",
                      true,
                      "size",
                      rate.limit(),
                      "usage",
                      rate.limit() - rate.remaining()))
              .with("request", Map.of("method", request.method(), "path", request.path())));
    }
  }

  private static Optional<Refusal> unreadable(Parameters parameters) {
    for (String name : PARAMETERS) {
      if (name.equals("scope")
          ? parameters.items(name).isEmpty()
          : parameters.isOfWrongType(name)) {
        return Optional.of(
            name.equals("scope")
                ? new Refusal.BadScope()
                : new Refusal.Malformed("Parameter must be a string: " + name));
      }
      int longest = name.equals("client_assertion") ? LONGEST_ASSERTION : LONGEST_PARAMETER;
      if (parameters.length(name) > longest) {
        return Optional.of(new Refusal.Malformed("Parameter too long: " + name));
      }
    }
    return Optional.empty();
  }

  private static List<String> required(GrantType grant) {
    return switch (grant) {
      case PASSWORD -> List.of("username", "password");
      case PASSWORD_REALM -> List.of("username", "password", "realm");
      case AUTHORIZATION_CODE -> List.of("code");
      case IMPLICIT -> List.of();
      case CLIENT_CREDENTIALS -> List.of("audience");
      case REFRESH_TOKEN -> List.of("refresh_token");
      case DEVICE_CODE -> List.of("device_code");
      // What else it requires depends on the kind of connection.
      case PASSWORDLESS_OTP -> List.of();
      case MFA_OTP -> List.of("mfa_token", "otp");
      case MFA_OOB -> List.of("mfa_token", "oob_code");
      case MFA_RECOVERY_CODE -> List.of("mfa_token", "recovery_code");
    };
  }

  private static Noted noted(Refusal refusal, Notes notes) {
    return new Noted(new Outcome.Refused(refusal), notes);
  }

  private record Noted(Outcome outcome, Notes notes) {}
}
