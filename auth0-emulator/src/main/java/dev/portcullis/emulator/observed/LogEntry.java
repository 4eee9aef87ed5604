package dev.portcullis.emulator.observed;

import dev.portcullis.emulator.address.IpLiteral;
import dev.portcullis.emulator.tenant.Application;
import dev.portcullis.emulator.tenant.Connection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A log event before the tenant log assigns its id and date. {@code source} is the end user's
 * address as the tenant sees it, {@code peer} the address the request came from.
 */
public record LogEntry(
    LogType type,
    String description,
    Optional<Used> connection,
    Optional<Named> application,
    IpLiteral source,
    IpLiteral peer,
    String userId,
    String userName,
    String audience,
    List<String> scope,
    Map<String, Object> details,
    Optional<Named> organization) {

  /** Copies the collections. */
  public LogEntry {
    scope = List.copyOf(scope);
    details = Map.copyOf(details);
  }

  /** An entry with the addresses only; the rest is empty. */
  public static LogEntry of(LogType type, String description, IpLiteral source, IpLiteral peer) {
    return new LogEntry(
        type,
        description,
        Optional.empty(),
        Optional.empty(),
        source,
        peer,
        "",
        "",
        "",
        List.of(),
        Map.of(),
        Optional.empty());
  }

  /** The same entry with another type and description. */
  public LogEntry as(LogType otherType, String otherDescription) {
    return new LogEntry(
        otherType,
        otherDescription,
        connection,
        application,
        source,
        peer,
        userId,
        userName,
        audience,
        scope,
        details,
        organization);
  }

  /** With the connection and the application concerned. */
  public LogEntry about(Optional<Connection> theConnection, Optional<Application> theApplication) {
    return new LogEntry(
        type,
        description,
        theConnection.map(each -> new Used(each.id(), each.name(), Optional.of(each.strategy()))),
        theApplication.map(each -> new Named(each.clientId(), each.name())),
        source,
        peer,
        userId,
        userName,
        audience,
        scope,
        details,
        organization);
  }

  /** With the user concerned; the id is empty for an unknown user. */
  public LogEntry by(String id, String name) {
    return new LogEntry(
        type,
        description,
        connection,
        application,
        source,
        peer,
        id,
        name,
        audience,
        scope,
        details,
        organization);
  }

  /** With the requested audience and scopes. */
  public LogEntry asking(String forAudience, List<String> forScope) {
    return new LogEntry(
        type,
        description,
        connection,
        application,
        source,
        peer,
        userId,
        userName,
        forAudience,
        forScope,
        details,
        organization);
  }

  /** With the organization that the user logs in to. */
  public LogEntry within(Optional<Named> theOrganization) {
    return new LogEntry(
        type,
        description,
        connection,
        application,
        source,
        peer,
        userId,
        userName,
        audience,
        scope,
        details,
        theOrganization);
  }

  /** With one more detail. */
  public LogEntry with(String detail, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(details);
    more.put(detail, value);
    return new LogEntry(
        type,
        description,
        connection,
        application,
        source,
        peer,
        userId,
        userName,
        audience,
        scope,
        more,
        organization);
  }

  /** A connection in an event; without a strategy it is a database. */
  public record Used(String id, String name, Optional<Connection.Strategy> strategy) {}

  /** An application or an organization in an event. */
  public record Named(String id, String name) {}
}
