package dev.portcullis.emulator.token;

import dev.portcullis.emulator.http.Handler;
import dev.portcullis.emulator.http.Parameters;
import dev.portcullis.emulator.http.Reply;
import dev.portcullis.emulator.http.Request;
import dev.portcullis.emulator.log.LogEntry;
import dev.portcullis.emulator.log.LogType;
import dev.portcullis.emulator.log.TenantLog;
import dev.portcullis.emulator.oauth.ClientAuthentication;
import dev.portcullis.emulator.oauth.ClientAuthenticator;
import dev.portcullis.emulator.oauth.OAuthError;
import dev.portcullis.emulator.oauth.Refusal;
import dev.portcullis.emulator.tenant.TenantSeed;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code POST /oauth/revoke}: ends a refresh token, and with rotation all its family. */
final class Revocation implements Handler {

  private final Supplier<TenantSeed> tenant;
  private final ClientAuthenticator clients;
  private final RefreshTokens refreshTokens;
  private final TenantLog log;

  Revocation(
      Supplier<TenantSeed> tenant,
      ClientAuthenticator clients,
      RefreshTokens refreshTokens,
      TenantLog log) {
    this.tenant = tenant;
    this.clients = clients;
    this.refreshTokens = refreshTokens;
    this.log = log;
  }

  @Override
  public Reply handle(Request request) {
    return switch (Parameters.ofBody(request)) {
      case Parameters.Malformed malformed -> refused(new Refusal.Malformed(malformed.reason()));
      case Parameters.Parsed parsed -> revoke(request, parsed.parameters());
    };
  }

  private Reply revoke(Request request, Parameters parameters) {
    Optional<String> token = parameters.text("token");
    if (token.isEmpty()) {
      return refused(new Refusal.MissingParameter("token"));
    }
    ClientAuthentication client = clients.authenticate(request, parameters);
    return client
        .refusal()
        .map(Revocation::refused)
        .orElseGet(
            () -> {
              client.named().ifPresent(app -> revoke(request, token.get(), app.clientId()));
              return Reply.empty(200);
            });
  }

  private void revoke(Request request, String token, String clientId) {
    TenantSeed now = tenant.get();
    refreshTokens
        .revoke(token, clientId)
        .ifPresent(
            grant ->
                log.write(
                    LogEntry.of(LogType.REVOKED_REFRESH_TOKEN, "", request.peer(), request.peer())
                        .about(now.connection(grant.connection()), now.application(clientId))
                        .by(grant.userId(), "")
                        .with("credential_id", Hash.of(token).substring(0, 16))));
  }

  private static Reply refused(Refusal refusal) {
    OAuthError error = OAuthError.of(refusal);
    return Reply.json(error.status(), error.body());
  }
}
