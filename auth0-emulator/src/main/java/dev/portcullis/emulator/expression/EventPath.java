package dev.portcullis.emulator.expression;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A value of the event of a login or token, such as {@code event.user.email}, by the names of
 * Auth0's Actions. Its first part is not kept.
 */
public record EventPath(List<String> parts) {

  /** What an event has; everything below metadata is open. */
  public static final List<String> KNOWN =
      List.of(
          "event.authorization.roles",
          "event.client.client_id",
          "event.client.name",
          "event.connection.id",
          "event.connection.name",
          "event.connection.strategy",
          "event.organization.id",
          "event.organization.name",
          "event.request.ip",
          "event.resource_server.identifier",
          "event.stats.logins_count",
          "event.tenant.id",
          "event.transaction.protocol",
          "event.transaction.requested_scopes",
          "event.user.app_metadata",
          "event.user.created_at",
          "event.user.email",
          "event.user.email_verified",
          "event.user.name",
          "event.user.nickname",
          "event.user.user_id",
          "event.user.user_metadata");

  /** Copies the parts. */
  public EventPath {
    parts = List.copyOf(parts);
  }

  /** The path of a text that has nothing else; empty if it is none. */
  public static Optional<EventPath> of(String text) {
    try {
      return text.startsWith("event.") && Expression.parse(text) instanceof Expression.Value value
          ? Optional.of(value.path())
          : Optional.empty();
    } catch (InvalidExpression e) {
      return Optional.empty();
    }
  }

  boolean isKnown() {
    return KNOWN.contains(text(parts.size()))
        || (parts.size() > 2 && text(2).matches("event\\.user\\.(app|user)_metadata"));
  }

  private String text(int length) {
    return "event." + String.join(".", parts.subList(0, length));
  }

  /** The value; empty if the event does not have it, or if it is null. */
  public Optional<Object> in(Map<String, Object> event) {
    Optional<Object> value = Optional.of(event);
    for (String part : parts) {
      value =
          value.flatMap(
              object ->
                  object instanceof Map<?, ?> map
                      ? Optional.<Object>ofNullable(map.get(part))
                      : Optional.empty());
    }
    return value;
  }

  @Override
  public String toString() {
    return text(parts.size());
  }
}
