package dev.portcullis.emulator.internal.management;

import dev.portcullis.emulator.address.IpLiteral;
import dev.portcullis.emulator.internal.http.Handler;
import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.http.Router;
import dev.portcullis.emulator.internal.log.TenantLog;
import dev.portcullis.emulator.internal.protection.LoginGuard;
import dev.portcullis.emulator.internal.users.User;
import dev.portcullis.emulator.internal.users.UserStore;
import dev.portcullis.emulator.observed.LogEntry;
import dev.portcullis.emulator.observed.LogType;
import dev.portcullis.emulator.observed.LoginBlock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/** {@code /api/v2/user-blocks} and {@code /api/v2/anomaly/blocks/ips}. */
public final class UserBlocksApi {

  private static final Set<String> PARAMETERS =
      Set.of("identifier", "consider_brute_force_enablement");

  private final LoginGuard guard;
  private final UserStore users;
  private final TenantLog log;
  private final ManagementEndpoint endpoint;

  /** Shows and lifts the blocks of this guard. */
  public UserBlocksApi(
      LoginGuard guard, UserStore users, TenantLog log, ManagementEndpoint endpoint) {
    this.guard = guard;
    this.users = users;
    this.log = log;
    this.endpoint = endpoint;
  }

  /** Adds the routes. */
  public void addTo(Router router) {
    String address = "/api/v2/anomaly/blocks/ips/*";
    router
        .on("GET", "/api/v2/user-blocks", endpoint.read("read:users", forIdentifier(this::list)))
        .on("GET", "/api/v2/user-blocks/*", endpoint.read("read:users", forUser(this::list)))
        .on("DELETE", "/api/v2/user-blocks", lifting(forIdentifier(id -> lift(id))))
        .on("DELETE", "/api/v2/user-blocks/*", lifting(forUser(id -> lift(id))))
        .on("GET", address, endpoint.read("read:anomaly_blocks", this::address))
        .on(
            "DELETE",
            address,
            endpoint.write("delete:anomaly_blocks", "Unblock an IP", this::liftAddress));
  }

  private Handler lifting(BiFunction<Request, Parameters, Reply> answer) {
    return endpoint.write("update:users", "Unblock a user", answer);
  }

  private Reply list(String identifier) {
    return Reply.json(
        200,
        Map.of(
            "blocked_for", guard.blocks(identifier).stream().map(UserBlocksApi::fields).toList()));
  }

  private Reply lift(String identifier) {
    guard.unblock(identifier);
    return Reply.empty(204);
  }

  private Reply address(Request request, Parameters query) {
    return withAddress(
        request,
        ip ->
            guard.addressBlocked(ip)
                ? Reply.empty(200)
                : Reply.error(404, "Not Found", "The IP address is not blocked.", ""));
  }

  private Reply liftAddress(Request request, Parameters query) {
    return withAddress(
        request,
        ip -> {
          guard.unblockAddress(ip);
          return Reply.empty(204);
        });
  }

  private static Reply withAddress(Request request, Function<IpLiteral, Reply> answer) {
    return IpLiteral.parse(request.segment(5))
        .map(answer)
        .orElseGet(() -> Reply.error(400, "Bad Request", "Invalid IP address.", "invalid_uri"));
  }

  private BiFunction<Request, Parameters, Reply> forUser(Function<String, Reply> answer) {
    return (request, query) ->
        users
            .byId(request.segment(3))
            .map(User::email)
            .map(identifier -> answered(request, identifier, answer))
            .orElseGet(UsersApi::missing);
  }

  private BiFunction<Request, Parameters, Reply> forIdentifier(Function<String, Reply> answer) {
    return (request, query) -> {
      Optional<Reply> unknown = QueryProblem.unknown(query, PARAMETERS);
      return unknown.orElseGet(
          () ->
              query
                  .text("identifier")
                  .map(identifier -> answered(request, identifier, answer))
                  .orElseGet(() -> QueryProblem.because("Missing required property: identifier")));
    };
  }

  private Reply answered(Request request, String identifier, Function<String, Reply> answer) {
    boolean blocked = !guard.blocks(identifier).isEmpty();
    Reply reply = answer.apply(identifier);
    if (blocked && request.method().equals("DELETE")) {
      log.write(
          LogEntry.of(
                  LogType.BLOCK_RELEASED,
                  "User login block released",
                  request.peer(),
                  request.peer())
              .by("", identifier));
    }
    return reply;
  }

  private static Map<String, Object> fields(LoginBlock block) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("identifier", block.identifier());
    block.address().map(IpLiteral::text).ifPresent(ip -> fields.put("ip", ip));
    fields.put("connection", block.connection());
    return fields;
  }
}
