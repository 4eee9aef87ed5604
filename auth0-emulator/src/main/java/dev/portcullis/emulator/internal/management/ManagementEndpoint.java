package dev.portcullis.emulator.internal.management;

import dev.portcullis.emulator.internal.http.Handler;
import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.log.TenantLog;
import dev.portcullis.emulator.internal.management.Payload.InvalidPayload;
import dev.portcullis.emulator.observed.LogEntry;
import dev.portcullis.emulator.observed.LogType;
import dev.portcullis.emulator.tenant.TenantDefinition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * What all calls of the Management API have in common: the scope is checked first, an invalid
 * payload is a 400, and a successful write is logged as a {@code sapi} event.
 */
public final class ManagementEndpoint {

  private final Supplier<TenantDefinition> tenant;
  private final ManagementAuth auth;
  private final TenantLog log;

  /** Checks tokens with this authority and writes to this log. */
  public ManagementEndpoint(Supplier<TenantDefinition> tenant, ManagementAuth auth, TenantLog log) {
    this.tenant = tenant;
    this.auth = auth;
    this.log = log;
  }

  /** A call that changes nothing. */
  Handler read(String scope, BiFunction<Request, Parameters, Reply> answer) {
    return request -> auth.refusal(request, scope).orElseGet(() -> answered(request, answer));
  }

  /** A call that changes something, described for the log. */
  Handler write(String scope, String description, BiFunction<Request, Parameters, Reply> answer) {
    return request -> {
      Optional<Reply> refusal = auth.refusal(request, scope);
      if (refusal.isPresent()) {
        return refusal.get();
      }
      Reply reply = answered(request, answer);
      if (reply.status() < 300) {
        record(request, description, reply);
      }
      return reply;
    };
  }

  /** The scopes of a call that was not refused. */
  List<String> scopes(Request request) {
    return auth.caller(request).scopes();
  }

  private static Reply answered(Request request, BiFunction<Request, Parameters, Reply> answer) {
    return switch (Parameters.ofQuery(request)) {
      case Parameters.Malformed malformed -> QueryProblem.because(malformed.reason());
      case Parameters.Parsed parsed -> {
        try {
          yield answer.apply(request, parsed.parameters());
        } catch (InvalidPayload e) {
          yield Reply.error(400, "Bad Request", String.valueOf(e.getMessage()), "invalid_body");
        }
      }
    };
  }

  private void record(Request request, String description, Reply reply) {
    Map<String, Object> call = new LinkedHashMap<>();
    call.put("method", request.method().toLowerCase(Locale.ROOT));
    call.put("path", request.path());
    String clientId = auth.caller(request).clientId();
    log.write(
        LogEntry.of(LogType.MANAGEMENT_WRITE, description, request.peer(), request.peer())
            .about(Optional.empty(), tenant.get().application(clientId))
            .with("request", call)
            .with("response", Map.of("statusCode", reply.status())));
  }
}
