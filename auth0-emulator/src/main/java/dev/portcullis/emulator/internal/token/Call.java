package dev.portcullis.emulator.internal.token;

import dev.portcullis.emulator.address.IpLiteral;
import dev.portcullis.emulator.internal.access.Organization;
import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.login.LoginAttempt;
import dev.portcullis.emulator.observed.LogEntry;
import dev.portcullis.emulator.observed.LogType;
import dev.portcullis.emulator.tenant.Application;
import dev.portcullis.emulator.tenant.Connection;
import dev.portcullis.emulator.tenant.GrantType;
import dev.portcullis.emulator.tenant.TenantDefinition;
import java.util.List;
import java.util.Optional;

/**
 * One call of an application: {@code tenant} is the configuration that applies, {@code source} the
 * end user's address by the trust rule, {@code peer} the connection's, {@code organization} the one
 * that the user logs in to.
 */
record Call(
    TenantDefinition tenant,
    Application application,
    GrantType grant,
    Parameters parameters,
    IpLiteral source,
    IpLiteral peer,
    Optional<Organization> organization) {

  /** The call of a user who logs in to this organization. */
  Call within(Optional<Organization> value) {
    return new Call(tenant, application, grant, parameters, source, peer, value);
  }

  String username() {
    return parameters.text("username").orElse("");
  }

  List<String> requestedScope() {
    return parameters.items("scope").orElse(List.of());
  }

  /** The user that this call names. */
  LoginAttempt attempt() {
    return new LoginAttempt(
        tenant,
        application,
        username(),
        parameters.text("audience").orElse(""),
        requestedScope(),
        source,
        peer,
        organization);
  }

  /** A log entry of this call. */
  LogEntry entry(LogType type, String description, Optional<Connection> connection, String userId) {
    return attempt().entry(type, description, connection, userId);
  }
}
