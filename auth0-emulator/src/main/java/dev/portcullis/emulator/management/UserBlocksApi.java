package dev.portcullis.emulator.management;

import dev.portcullis.emulator.address.IpLiteral;
import dev.portcullis.emulator.http.Parameters;
import dev.portcullis.emulator.http.Reply;
import dev.portcullis.emulator.http.Request;
import dev.portcullis.emulator.log.LogEntry;
import dev.portcullis.emulator.log.LogType;
import dev.portcullis.emulator.log.TenantLog;
import dev.portcullis.emulator.protection.LoginGuard;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** {@code GET} and {@code DELETE /api/v2/user-blocks?identifier=}. */
public final class UserBlocksApi {

  private static final Set<String> PARAMETERS =
      Set.of("identifier", "consider_brute_force_enablement");

  private final LoginGuard guard;
  private final TenantLog log;
  private final ManagementAuth auth;

  /** Shows and lifts the blocks of this guard. */
  public UserBlocksApi(LoginGuard guard, TenantLog log, ManagementAuth auth) {
    this.guard = guard;
    this.log = log;
    this.auth = auth;
  }

  /** The blocks of an identifier. */
  public Reply list(Request request) {
    return forIdentifier(
        request,
        "read:users",
        identifier ->
            Reply.json(
                200,
                Map.of(
                    "blocked_for",
                    guard.blocks(identifier).stream().map(UserBlocksApi::fields).toList())));
  }

  /** Lifts the blocks of an identifier. */
  public Reply lift(Request request) {
    return forIdentifier(
        request,
        "update:users",
        identifier -> {
          if (guard.unblock(identifier)) {
            log.write(
                LogEntry.of(
                        LogType.BLOCK_RELEASED,
                        "User login block released",
                        request.peer(),
                        request.peer())
                    .by("", identifier));
          }
          return Reply.empty(204);
        });
  }

  private Reply forIdentifier(Request request, String scope, Function<String, Reply> answer) {
    return auth.refusal(request, scope)
        .orElseGet(
            () ->
                switch (Parameters.ofQuery(request)) {
                  case Parameters.Malformed malformed -> QueryProblem.because(malformed.reason());
                  case Parameters.Parsed parsed ->
                      QueryProblem.unknown(parsed.parameters(), PARAMETERS)
                          .orElseGet(
                              () ->
                                  parsed
                                      .parameters()
                                      .text("identifier")
                                      .map(answer)
                                      .orElseGet(
                                          () ->
                                              QueryProblem.because(
                                                  "Missing required property: identifier")));
                });
  }

  private static Map<String, Object> fields(LoginGuard.Block block) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("identifier", block.identifier());
    block.address().map(IpLiteral::text).ifPresent(ip -> fields.put("ip", ip));
    fields.put("connection", block.connection());
    return fields;
  }
}
