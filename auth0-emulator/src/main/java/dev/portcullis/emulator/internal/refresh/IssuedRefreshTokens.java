package dev.portcullis.emulator.internal.refresh;

import dev.portcullis.emulator.clock.WrittenTime;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The valid refresh tokens as the Management API shows and revokes them; never their text. */
public final class IssuedRefreshTokens {

  private final RefreshTokens tokens;

  /** Shows these tokens. */
  public IssuedRefreshTokens(RefreshTokens tokens) {
    this.tokens = tokens;
  }

  /** All of them, oldest first. */
  public List<Map<String, Object>> all() {
    return tokens.families().stream().map(IssuedRefreshTokens::fields).toList();
  }

  /** Revokes those for whose fields this holds. */
  public void revoke(Predicate<Map<String, Object>> which) {
    tokens.revoke(family -> which.test(fields(family)));
  }

  private static Map<String, Object> fields(RefreshTokens.Shown family) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", family.id());
    fields.put("user_id", family.grant().userId());
    fields.put("client_id", family.grant().clientId());
    fields.put("created_at", text(family.created()));
    fields.put("last_exchanged_at", text(family.rotated()));
    Map<String, Object> server = new LinkedHashMap<>();
    server.put("audience", family.grant().audience());
    server.put("scopes", String.join(" ", family.grant().scope()));
    fields.put("resource_servers", List.of(server));
    family.grant().sessionId().ifPresent(id -> fields.put("session_id", id));
    return fields;
  }

  private static String text(Instant instant) {
    return WrittenTime.of(instant);
  }
}
