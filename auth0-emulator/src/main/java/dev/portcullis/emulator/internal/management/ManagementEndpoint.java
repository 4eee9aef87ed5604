package dev.portcullis.emulator.internal.management;

import dev.portcullis.emulator.internal.http.Handler;
import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.http.Router;
import dev.portcullis.emulator.internal.log.TenantLog;
import dev.portcullis.emulator.internal.management.Payload.InvalidPayload;
import dev.portcullis.emulator.observed.LogEntry;
import dev.portcullis.emulator.observed.LogType;
import dev.portcullis.emulator.schema.Operation;
import dev.portcullis.emulator.schema.Operations;
import dev.portcullis.emulator.tenant.TenantDefinition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What all calls of the Management API have in common: the scope is checked first, then the rate
 * limit, then the query and the payload against Auth0's table of operations; an invalid one is a
 * 400. A successful write is logged as a {@code sapi} event.
 */
public final class ManagementEndpoint {

  private static final String ROOT = "/api/v2";

  private final Supplier<TenantDefinition> tenant;
  private final ManagementAuth auth;
  private final ManagementLimit limit;
  private final TenantLog log;

  /** Checks tokens with this authority, counts with this limit and writes to this log. */
  public ManagementEndpoint(
      Supplier<TenantDefinition> tenant,
      ManagementAuth auth,
      ManagementLimit limit,
      TenantLog log) {
    this.tenant = tenant;
    this.auth = auth;
    this.limit = limit;
    this.log = log;
  }

  /**
   * Adds the operation of that name, such as {@code PATCH /roles/{id}}, with its published scopes
   * and query parameters, and the description of its log event.
   */
  public void on(
      Router router, Operation operation, BiFunction<Request, Parameters, Reply> answer) {
    String path = ROOT + operation.path().replaceAll("\\{[^/]*}", "*");
    List<String> scopes = operation.scopes();
    router.on(
        operation.method(),
        path,
        operation.method().equals("GET")
            ? request -> auth.refusal(request, scopes).orElseGet(() -> answered(request, answer))
            : written(request -> auth.refusal(request, scopes), described(operation), answer));
  }

  private static String described(Operation operation) {
    String verb =
        switch (operation.method()) {
          case "POST" -> "Create";
          case "DELETE" -> "Delete";
          default -> "Update";
        };
    return verb
        + " "
        + operation.path().replaceAll("/\\{[^/]*}", "").substring(1).replaceAll("[/_-]", " ");
  }

  /** A call that changes nothing. */
  Handler read(String scope, BiFunction<Request, Parameters, Reply> answer) {
    return request -> auth.refusal(request, scope).orElseGet(() -> answered(request, answer));
  }

  /** A call that changes something, described for the log. */
  Handler write(String scope, String description, BiFunction<Request, Parameters, Reply> answer) {
    return written(request -> auth.refusal(request, scope), description, answer);
  }

  private Handler written(
      Function<Request, Optional<Reply>> refused,
      String description,
      BiFunction<Request, Parameters, Reply> answer) {
    return request -> {
      Optional<Reply> refusal = refused.apply(request);
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

  private Reply answered(Request request, BiFunction<Request, Parameters, Reply> answer) {
    return limit.apply(() -> unlimited(request, answer));
  }

  private static Reply unlimited(Request request, BiFunction<Request, Parameters, Reply> answer) {
    return switch (Parameters.ofQuery(request)) {
      case Parameters.Malformed malformed -> QueryProblem.because(malformed.reason());
      case Parameters.Parsed parsed -> {
        Optional<Operation> operation = operation(request);
        Optional<Reply> refusal =
            operation.flatMap(found -> QueryProblem.of(found, parsed.parameters()));
        try {
          operation.ifPresent(found -> Payload.check(found, request));
          yield refusal.orElseGet(() -> answer.apply(request, parsed.parameters()));
        } catch (InvalidPayload e) {
          yield Reply.error(400, "Bad Request", String.valueOf(e.getMessage()), "invalid_body");
        }
      }
    };
  }

  private static Optional<Operation> operation(Request request) {
    return Operations.table().find(request.method(), request.path().substring(ROOT.length()));
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
