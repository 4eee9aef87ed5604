package dev.portcullis.emulator.internal.passwordless;

import dev.portcullis.emulator.internal.users.User;
import dev.portcullis.emulator.observed.LogEntry;
import dev.portcullis.emulator.observed.LogType;
import dev.portcullis.emulator.tenant.Application;
import dev.portcullis.emulator.tenant.Connection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The events of sent codes and links; they have neither. */
final class CodeLog {

  private static final List<String> AUTH_PARAMS =
      List.of("audience", "redirect_uri", "response_type", "scope", "state");

  private CodeLog() {}

  /** Of a message to this recipient; {@code before} has the addresses. */
  static LogEntry sent(
      LogEntry before,
      Application application,
      Connection connection,
      String recipient,
      Optional<User> user,
      Map<String, String> authParams,
      boolean link,
      String tenant) {
    boolean phone = recipient.startsWith("+");
    Map<String, Object> wanted = new LinkedHashMap<>();
    AUTH_PARAMS.forEach(name -> wanted.put(name, authParams.getOrDefault(name, "")));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("authParams", wanted);
    body.put("client_id", application.clientId());
    body.put("connection", connection.name());
    body.put(phone ? "phone_number" : "email", recipient);
    body.put("ip", before.source().text());
    body.put("request_language", "");
    body.put("send", link ? "link" : "code");
    body.put("tenant", tenant);
    body.put("user-agent", "");
    body.put("username", recipient);
    LogEntry entry =
        before
            .as(phone ? LogType.CODE_SENT : LogType.CODE_OR_LINK_SENT, "")
            .about(Optional.of(connection), Optional.of(application))
            .by(user.map(User::userId).orElse(""), recipient)
            .with("body", body);
    return phone ? entry : entry.with("link", link ? "redacted" : "");
  }
}
