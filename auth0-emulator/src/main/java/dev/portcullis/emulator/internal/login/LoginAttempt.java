package dev.portcullis.emulator.internal.login;

import dev.portcullis.emulator.address.IpLiteral;
import dev.portcullis.emulator.internal.access.Organization;
import dev.portcullis.emulator.observed.LogEntry;
import dev.portcullis.emulator.observed.LogType;
import dev.portcullis.emulator.tenant.Application;
import dev.portcullis.emulator.tenant.Connection;
import dev.portcullis.emulator.tenant.TenantDefinition;
import java.util.List;
import java.util.Optional;

/**
 * Someone who logs in to an application: {@code tenant} is the configuration that applies, {@code
 * source} the end user's address by the trust rule, {@code peer} the connection's. It holds no
 * password.
 *
 * @param organization the one that the user logs in to
 */
public record LoginAttempt(
    TenantDefinition tenant,
    Application application,
    String username,
    String audience,
    List<String> scope,
    IpLiteral source,
    IpLiteral peer,
    Optional<Organization> organization) {

  /** Copies the scope. */
  public LoginAttempt {
    scope = List.copyOf(scope);
  }

  /** The same user, asking for this. */
  public LoginAttempt asking(String forAudience, List<String> forScope) {
    return new LoginAttempt(
        tenant, application, username, forAudience, forScope, source, peer, organization);
  }

  /** A log entry of this attempt. */
  public LogEntry entry(
      LogType type, String description, Optional<Connection> connection, String userId) {
    return LogEntry.of(type, description, source, peer)
        .within(organization.map(each -> new LogEntry.Named(each.id(), each.name())))
        .about(connection, Optional.of(application))
        .by(userId, username)
        .asking(audience, scope);
  }
}
