package dev.portcullis.emulator.internal.token;

import dev.portcullis.emulator.internal.http.Handler;
import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.log.TenantLog;
import dev.portcullis.emulator.internal.oauth.ClientAuthentication;
import dev.portcullis.emulator.internal.oauth.ClientAuthenticator;
import dev.portcullis.emulator.internal.oauth.OAuthError;
import dev.portcullis.emulator.internal.oauth.Refusal;
import dev.portcullis.emulator.internal.refresh.RefreshTokens;
import dev.portcullis.emulator.internal.store.Hash;
import dev.portcullis.emulator.observed.LogEntry;
import dev.portcullis.emulator.observed.LogType;
import dev.portcullis.emulator.tenant.TenantDefinition;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code POST /oauth/revoke}: revokes a refresh token, and with rotation its whole family. */
final class Revocation implements Handler {

  private final Supplier<TenantDefinition> tenant;
  private final ClientAuthenticator clients;
  private final RefreshTokens refreshTokens;
  private final TenantLog log;

  Revocation(
      Supplier<TenantDefinition> tenant,
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
    TenantDefinition now = tenant.get();
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
