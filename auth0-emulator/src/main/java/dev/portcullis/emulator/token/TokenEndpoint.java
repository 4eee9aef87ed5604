package dev.portcullis.emulator.token;

import dev.portcullis.emulator.address.IpLiteral;
import dev.portcullis.emulator.http.Handler;
import dev.portcullis.emulator.http.Parameters;
import dev.portcullis.emulator.http.Reply;
import dev.portcullis.emulator.http.Reply.Notes;
import dev.portcullis.emulator.http.Request;
import dev.portcullis.emulator.log.LogType;
import dev.portcullis.emulator.log.TenantLog;
import dev.portcullis.emulator.protection.ForwardedForDecision;
import dev.portcullis.emulator.protection.LoginGuard;
import dev.portcullis.emulator.seed.Application;
import dev.portcullis.emulator.seed.GrantType;
import dev.portcullis.emulator.seed.TenantSeed;
import dev.portcullis.emulator.users.Outbox;
import dev.portcullis.emulator.users.UserStore;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code POST /oauth/token}. Checks in this order: rate limit, body, required parameters, client
 * authentication, allowed grant; then the grant's own.
 */
public final class TokenEndpoint implements Handler {

  private static final int LONGEST_PARAMETER = 1024;
  private static final List<String> PARAMETERS =
      List.of(
          "grant_type",
          "client_id",
          "client_secret",
          "username",
          "password",
          "realm",
          "audience",
          "scope");

  private final TenantSeed seed;
  private final TenantLog log;
  private final RateLimit rateLimit;
  private final PasswordGrant passwordGrant;
  private final ClientCredentialsGrant clientCredentialsGrant;

  /** The endpoint over the tenant's state; {@code issuer} ends with a slash. */
  public TokenEndpoint(
      TenantSeed seed,
      String issuer,
      UserStore users,
      LoginGuard guard,
      TenantLog log,
      Outbox outbox,
      TokenKeys keys,
      InstantSource clock,
      SecureRandom random) {
    this.seed = seed;
    this.log = log;
    this.rateLimit = new RateLimit(seed.tokenRateLimit(), clock);
    Minter minter = new Minter(issuer, keys, new RefreshTokens(random), clock, random);
    this.passwordGrant = new PasswordGrant(seed, users, guard, log, outbox, minter, clock);
    this.clientCredentialsGrant = new ClientCredentialsGrant(seed, issuer + "api/v2/", minter);
  }

  @Override
  public Reply handle(Request request) {
    RateLimit.State rate = rateLimit.take();
    Noted noted = rate.refused() ? noted(new Refusal.RateLimited(), Notes.NONE) : exchange(request);
    return reply(noted.outcome())
        .with("Cache-Control", "no-store")
        .with("Pragma", "no-cache")
        .with("X-RateLimit-Limit", Integer.toString(rate.limit()))
        .with("X-RateLimit-Remaining", Integer.toString(rate.remaining()))
        .with("X-RateLimit-Reset", Long.toString(rate.reset()))
        .noting(noted.notes());
  }

  private static Reply reply(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Granted granted -> Reply.tokenJson(200, granted.body());
      case Outcome.Refused refused -> {
        TokenError error = TokenError.of(refused.refusal());
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error", error.error());
        body.put("error_description", error.description());
        yield Reply.tokenJson(error.status(), body);
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
    ClientAuthentication client = ClientAuthentication.of(request, parameters, seed);
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
        GrantType.named(name.get()).filter(type -> type != GrantType.REFRESH_TOKEN);
    if (grant.isEmpty()) {
      return new Outcome.Refused(new Refusal.UnsupportedGrantType(name.get()));
    }
    for (String required : required(grant.get())) {
      if (parameters.text(required).isEmpty()) {
        return new Outcome.Refused(new Refusal.MissingParameter(required));
      }
    }
    return switch (client) {
      case ClientAuthentication.Anonymous ignored ->
          new Outcome.Refused(new Refusal.MissingClientId());
      case ClientAuthentication.Unreadable why ->
          new Outcome.Refused(new Refusal.Malformed(why.reason()));
      case ClientAuthentication.Rejected rejected -> {
        Refusal refusal = new Refusal.ClientNotAuthenticated();
        rejected
            .application()
            .ifPresent(
                application ->
                    logFailure(
                        new Call(application, parameters, request.peer(), request.peer()),
                        grant.get(),
                        refusal));
        yield new Outcome.Refused(refusal);
      }
      case ClientAuthentication.Accepted accepted -> {
        IpLiteral source = decision.sourceOr(request.peer());
        yield exchange(
            new Call(accepted.application(), parameters, source, request.peer()), grant.get());
      }
    };
  }

  private Outcome exchange(Call call, GrantType grant) {
    Application application = call.application();
    boolean machine = grant == GrantType.CLIENT_CREDENTIALS;
    if (!application.grantTypes().contains(grant) || (machine && !application.confidential())) {
      Refusal refusal = new Refusal.GrantNotAllowed(grant.wireName());
      logFailure(call, grant, refusal);
      return new Outcome.Refused(refusal);
    }
    return machine ? clientCredentialsGrant.exchange(call) : passwordGrant.exchange(call, grant);
  }

  private void logFailure(Call call, GrantType grant, Refusal refusal) {
    if (grant != GrantType.CLIENT_CREDENTIALS) {
      log.write(
          call.entry(
              LogType.FAILED_EXCHANGE_PASSWORD,
              TokenError.of(refusal).description(),
              Optional.empty(),
              ""));
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
      if (parameters.length(name) > LONGEST_PARAMETER) {
        return Optional.of(new Refusal.Malformed("Parameter too long: " + name));
      }
    }
    return Optional.empty();
  }

  private static List<String> required(GrantType grant) {
    return switch (grant) {
      case PASSWORD -> List.of("username", "password");
      case PASSWORD_REALM -> List.of("username", "password", "realm");
      case CLIENT_CREDENTIALS -> List.of("audience");
      case REFRESH_TOKEN -> List.of();
    };
  }

  private static Noted noted(Refusal refusal, Notes notes) {
    return new Noted(new Outcome.Refused(refusal), notes);
  }

  private record Noted(Outcome outcome, Notes notes) {}
}
