package dev.portcullis.emulator.observed;

import dev.portcullis.emulator.address.IpLiteral;
import dev.portcullis.emulator.clock.WrittenTime;
import dev.portcullis.emulator.observed.LogType.Trait;
import dev.portcullis.emulator.tenant.Connection.Strategy;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A tenant log event as {@code GET /api/v2/logs} returns it (Auth0's log schemas); {@code logId}s
 * sort in the order of writing.
 */
public record LogEvent(
    String logId, Instant date, LogEntry entry, String tenantName, String hostname) {

  /** The event's type. */
  public LogType type() {
    return entry.type();
  }

  /** The end user's address: the trusted {@code auth0-forwarded-for}, else the peer's. */
  public String ip() {
    return entry.source().text();
  }

  /** The peer's address, on the types that have it. */
  public Optional<String> clientIp() {
    return type().has(Trait.CLIENT_IP)
        ? Optional.of(entry.peer()).map(IpLiteral::text)
        : Optional.empty();
  }

  /** The human description. */
  public String description() {
    return entry.description();
  }

  /** The identifier typed by the user, or empty. */
  public String userName() {
    return entry.userName();
  }

  /** The user's id, empty for an unknown user. */
  public String userId() {
    return entry.userId();
  }

  /** The event's fields in the Management API's form. */
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("date", WrittenTime.of(date));
    fields.put("type", type().code());
    fields.put("description", description());
    entry
        .connection()
        .ifPresent(
            connection -> {
              fields.put("connection", connection.name());
              fields.put("connection_id", connection.id());
              Strategy strategy = connection.strategy().orElse(Strategy.AUTH0);
              fields.put("strategy", strategy.wireName());
              fields.put("strategy_type", strategy.type());
            });
    fields.putIfAbsent("strategy", "");
    fields.putIfAbsent("strategy_type", "");
    entry.application().ifPresent(app -> fields.put("client_id", app.id()));
    fields.put("client_name", entry.application().map(LogEntry.Named::name).orElse(""));
    if (!type().has(Trait.NO_IP)) {
      fields.put("ip", ip());
    }
    clientIp().ifPresent(ip -> fields.put("client_ip", ip));
    fields.put("user_agent", "Other 0.0.0 / Other 0.0.0");
    if (!type().has(Trait.NO_DETAILS)) {
      fields.put("details", entry.details());
    }
    fields.put("hostname", hostname);
    fields.put("user_id", userId());
    fields.put("user_name", userName());
    if (type().has(Trait.EXCHANGE)) {
      fields.put("audience", entry.audience());
      // The schemas allow a list too, but Auth0's SDKs read a text.
      fields.put("scope", String.join(" ", entry.scope()));
    }
    entry
        .organization()
        .ifPresent(
            organization -> {
              fields.put("organization_id", organization.id());
              fields.put("organization_name", organization.name());
            });
    fields.put("log_id", logId);
    fields.put("_id", logId);
    fields.put("isMobile", false);
    fields.put("tenant_name", tenantName);
    fields.put("environment_name", "emulator");
    return fields;
  }
}
