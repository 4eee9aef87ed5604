package dev.portcullis.emulator.internal.mfa;

import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.http.Router;
import dev.portcullis.emulator.internal.mfa.PendingLogins.NotFound;
import dev.portcullis.emulator.internal.mfa.PendingLogins.Open;
import dev.portcullis.emulator.internal.oauth.ClientAuthentication;
import dev.portcullis.emulator.internal.oauth.ClientAuthenticator;
import dev.portcullis.emulator.internal.oauth.OAuthError;
import dev.portcullis.emulator.internal.oauth.Refusal;
import dev.portcullis.emulator.internal.users.User;
import dev.portcullis.emulator.internal.users.UserStore;
import dev.portcullis.emulator.tenant.Application;
import dev.portcullis.emulator.tenant.Factor;
import dev.portcullis.emulator.tenant.TenantDefinition;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** {@code /mfa/authenticators}, {@code /mfa/challenge} and {@code /mfa/associate}. */
public final class MfaApi {

  private final Supplier<TenantDefinition> tenant;
  private final ClientAuthenticator clients;
  private final Mfa mfa;
  private final MfaAccess access;
  private final UserStore users;
  private final MfaSecrets secrets;

  /** Works on the tenant's state. */
  public MfaApi(
      Supplier<TenantDefinition> tenant,
      ClientAuthenticator clients,
      Mfa mfa,
      MfaAccess access,
      UserStore users,
      SecureRandom random) {
    this.tenant = tenant;
    this.clients = clients;
    this.mfa = mfa;
    this.access = access;
    this.users = users;
    this.secrets = new MfaSecrets(random);
  }

  /** Adds the routes. */
  public void addTo(Router router) {
    router
        .on("GET", "/mfa/authenticators", this::list)
        .on("DELETE", "/mfa/authenticators/*", this::remove)
        .on("POST", "/mfa/challenge", this::challenge)
        .on("POST", "/mfa/associate", this::associate);
  }

  private Reply list(Request request) {
    return forBearer(
        request,
        "read:authenticators",
        true,
        bearer ->
            Reply.json(
                200,
                mfa.authenticators().list(bearer.user().userId()).stream()
                    .map(Authenticator::fields)
                    .toList()));
  }

  private Reply remove(Request request) {
    return forBearer(
        request,
        "remove:authenticators",
        false,
        bearer ->
            mfa.authenticators().remove(bearer.user().userId(), request.segment(2))
                ? Reply.empty(204)
                : refused(new Refusal.UnknownAuthenticator()));
  }

  private Reply challenge(Request request) {
    return withBody(request, parameters -> challenge(request, parameters));
  }

  private Reply challenge(Request request, Parameters parameters) {
    Optional<String> token = parameters.text("mfa_token");
    if (token.isEmpty()) {
      return refused(new Refusal.MissingParameter("mfa_token"));
    }
    ClientAuthentication client = clients.authenticate(request, parameters);
    if (client.refusal().isPresent()) {
      return refused(client.refusal().get());
    }
    String clientId = client.named().map(Application::clientId).orElse("");
    return switch (mfa.logins().find(token.get(), clientId)) {
      case NotFound not -> refused(not.refusal());
      case Open open -> challenge(parameters, open.login().user());
    };
  }

  private Reply challenge(Parameters parameters, User user) {
    List<String> types =
        parameters
            .items("challenge_type")
            .filter(list -> !list.isEmpty())
            .orElse(List.of(Authenticator.Type.OOB.wireName(), Authenticator.Type.OTP.wireName()));
    List<Authenticator> usable =
        mfa.authenticators().list(user.userId()).stream()
            .filter(each -> each.active() && each.type() != Authenticator.Type.RECOVERY_CODE)
            .toList();
    if (usable.isEmpty()) {
      return refused(new Refusal.AssociationRequired());
    }
    Optional<String> wanted = parameters.text("authenticator_id");
    Optional<Authenticator> chosen =
        usable.stream()
            .filter(each -> wanted.isEmpty() || wanted.get().equals(each.id()))
            .filter(each -> types.contains(each.type().wireName()))
            .findFirst();
    return chosen
        .map(authenticator -> Reply.json(200, challenged(user, authenticator)))
        .orElseGet(() -> refused(new Refusal.UnsupportedChallengeType()));
  }

  private Map<String, Object> challenged(User user, Authenticator authenticator) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("challenge_type", authenticator.type().wireName());
    if (authenticator.type() == Authenticator.Type.OOB) {
      body.put("oob_code", mfa.challenges().send(user, authenticator));
      if (!(authenticator.factor() instanceof Factor.Push)) {
        body.put("binding_method", "prompt");
      }
    }
    return body;
  }

  private Reply associate(Request request) {
    return withBody(
        request,
        parameters -> forBearer(request, "enroll", true, bearer -> associate(parameters, bearer)));
  }

  private Reply associate(Parameters parameters, Bearer bearer) {
    User user = bearer.user();
    if (bearer.byMfaToken() && mfa.authenticators().hasActiveFactor(user.userId())) {
      return refused(new Refusal.AlreadyEnrolled());
    }
    List<String> types = parameters.items("authenticator_types").orElse(List.of());
    List<String> channels = parameters.items("oob_channels").orElse(List.of());
    if (types.contains(Authenticator.Type.OTP.wireName())) {
      return enrolled(user, new Factor.Otp(secrets.otpSecret()));
    }
    if (!types.contains(Authenticator.Type.OOB.wireName())) {
      return refused(new Refusal.MissingParameter("authenticator_types"));
    }
    if (channels.contains("sms")) {
      return parameters
          .text("phone_number")
          .map(phone -> enrolled(user, new Factor.Sms(phone)))
          .orElseGet(() -> refused(new Refusal.MissingParameter("phone_number")));
    }
    if (channels.contains("email")) {
      return enrolled(user, new Factor.Email());
    }
    return channels.contains("auth0")
        ? enrolled(user, new Factor.Push(Factor.Push.DEVICE))
        : refused(new Refusal.MissingParameter("oob_channels"));
  }

  private Reply enrolled(User user, Factor factor) {
    boolean first = mfa.authenticators().list(user.userId()).isEmpty();
    Authenticator authenticator = mfa.authenticators().enrol(user.userId(), factor, false);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("authenticator_type", authenticator.type().wireName());
    if (factor instanceof Factor.Otp otp) {
      body.put("secret", otp.secret().reveal());
      body.put("barcode_uri", SecondStep.barcode(tenant.get().name(), user, otp));
    } else {
      body.putAll(challenged(user, authenticator));
      body.remove("challenge_type");
      authenticator.channel().ifPresent(channel -> body.put("oob_channel", channel));
    }
    if (first) {
      Factor.RecoveryCode recovery = new Factor.RecoveryCode(secrets.recoveryCode());
      mfa.authenticators().enrol(user.userId(), recovery, true);
      body.put("recovery_codes", List.of(recovery.code().reveal()));
    }
    return Reply.json(200, body);
  }

  private static Reply withBody(Request request, Function<Parameters, Reply> answer) {
    return switch (Parameters.ofBody(request)) {
      case Parameters.Malformed malformed -> refused(new Refusal.Malformed(malformed.reason()));
      case Parameters.Parsed parsed -> answer.apply(parsed.parameters());
    };
  }

  private Reply forBearer(
      Request request, String scope, boolean mfaTokenSuffices, Function<Bearer, Reply> answer) {
    String token = request.bearerToken().orElse("");
    Optional<MfaAccess.Holder> holder = access.of(token);
    if (holder.isPresent()) {
      Optional<User> user = users.byId(holder.get().userId());
      return user.isPresent() && holder.get().scope().contains(scope)
          ? answer.apply(new Bearer(user.get(), false))
          : refused(new Refusal.InsufficientScope(scope));
    }
    return switch (mfa.logins().find(token)) {
      case NotFound not -> refused(not.refusal());
      case Open open ->
          mfaTokenSuffices
              ? answer.apply(new Bearer(open.login().user(), true))
              : refused(new Refusal.InsufficientScope(scope));
    };
  }

  private static Reply refused(Refusal refusal) {
    OAuthError error = OAuthError.of(refusal);
    return Reply.json(error.status(), error.body());
  }

  private record Bearer(User user, boolean byMfaToken) {}
}
