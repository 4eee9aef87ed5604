package dev.portcullis.emulator.internal.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portcullis.emulator.clock.MovableClock;
import dev.portcullis.emulator.internal.codec.WireNames;
import dev.portcullis.emulator.internal.http.Json;
import dev.portcullis.emulator.internal.http.PreparedReplies;
import dev.portcullis.emulator.internal.http.PreparedReplies.PreparedReply;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Reply.Delivery;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.http.Router;
import dev.portcullis.emulator.internal.mfa.Mfa;
import dev.portcullis.emulator.internal.users.Outbox;
import dev.portcullis.emulator.observed.ReceivedRequest;
import dev.portcullis.emulator.observed.SentMail;
import dev.portcullis.emulator.tenant.Secret;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * {@code /emulator/*}. Open to anyone who can reach the port, but not to other web sites. POST
 * requires {@code application/json}, which another web site cannot send without a CORS preflight.
 */
public final class ControlApi {

  private static final Duration LONGEST_DELAY = Duration.ofMinutes(2);

  private final MovableClock clock;
  private final PreparedReplies prepared;
  private final Supplier<List<ReceivedRequest>> received;
  private final Outbox outbox;
  private final Mfa mfa;
  private final Runnable reset;

  /** Moves this clock, prepares replies, and shows received requests and sent mails. */
  public ControlApi(
      MovableClock clock,
      PreparedReplies prepared,
      Supplier<List<ReceivedRequest>> received,
      Outbox outbox,
      Mfa mfa,
      Runnable reset) {
    this.clock = clock;
    this.prepared = prepared;
    this.received = received;
    this.outbox = outbox;
    this.mfa = mfa;
    this.reset = reset;
  }

  /** Adds the routes. */
  public void addTo(Router router) {
    router
        .on("POST", "/emulator/reset", request -> withBody(request, body -> reset()))
        .on("GET", "/emulator/clock", request -> now())
        .on("POST", "/emulator/clock", request -> withBody(request, this::move))
        .on("POST", "/emulator/next-answers", request -> withBody(request, this::prepare))
        .on("GET", "/emulator/requests", request -> requests())
        .on("GET", "/emulator/mails", request -> mails())
        .on("POST", "/emulator/pushes", request -> withBody(request, this::answerPush));
  }

  private Reply reset() {
    reset.run();
    return Reply.empty(204);
  }

  private Reply now() {
    return Reply.json(200, Map.of("now", clock.instant().toString()));
  }

  private Reply move(ObjectNode body) {
    try {
      clock.advance(Duration.parse(body.path("advance").asText()));
      return now();
    } catch (DateTimeException | IllegalArgumentException | ArithmeticException e) {
      return refused("advance: (expected: an ISO 8601 duration that is not negative, like P30D)");
    }
  }

  private Reply prepare(ObjectNode body) {
    int status = body.path("status").asInt(200);
    Optional<Delivery> delivery =
        WireNames.read(Delivery.class, body.path("delivery").asText("whole"));
    Duration delay = Duration.ofMillis(body.path("delay_ms").asLong(0));
    if (status < 200 || status > 599) {
      return refused("status: (expected: 200..599)");
    }
    if (delivery.isEmpty()) {
      return refused("delivery: (expected: one of " + WireNames.all(Delivery.class) + ")");
    }
    if (delay.isNegative() || delay.compareTo(LONGEST_DELAY) > 0) {
      return refused("delay_ms: (expected: 0.." + LONGEST_DELAY.toMillis() + ")");
    }
    JsonNode content = body.path("body");
    Reply reply =
        Reply.of(
                status,
                body.path("content_type").asText("application/json"),
                content.isTextual()
                    ? content.asText()
                    : content.isMissingNode() ? "{}" : content.toString())
            .delivered(delivery.get(), delay);
    for (Map.Entry<String, JsonNode> header : body.path("headers").properties()) {
      reply = reply.with(header.getKey(), header.getValue().asText());
    }
    prepared.add(new PreparedReply(body.path("path").asText("/oauth/token"), reply));
    return Reply.empty(204);
  }

  private Reply answerPush(ObjectNode body) {
    boolean known =
        mfa.challenges()
            .answerPush(body.path("oob_code").asText(), body.path("allow").asBoolean(false));
    return known ? Reply.empty(204) : Reply.error(404, "Not Found", "No such notification.", "");
  }

  private Reply requests() {
    return Reply.json(200, received.get().stream().map(ControlApi::fields).toList());
  }

  private static Map<String, Object> fields(ReceivedRequest request) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("date", request.date().toString());
    fields.put("method", request.method());
    fields.put("path", request.path());
    fields.put("peer", request.peer());
    fields.put("header_names", request.headerNames());
    fields.put("forwarded_for", request.forwardedFor());
    fields.put("trust", request.trust());
    fields.put("grant_type", request.grantType().orElse(""));
    fields.put("username", request.username().orElse(""));
    fields.put("status", request.status());
    return fields;
  }

  private Reply mails() {
    return Reply.json(200, outbox.mails().stream().map(ControlApi::fields).toList());
  }

  private static Map<String, Object> fields(SentMail mail) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("kind", WireNames.of(mail.kind()));
    fields.put("to", mail.to());
    fields.put("date", written(mail.date()));
    fields.put("content", mail.content().map(Secret::reveal).orElse(""));
    return fields;
  }

  private static String written(Instant instant) {
    return instant.toString();
  }

  private static Reply withBody(Request request, Function<ObjectNode, Reply> answer) {
    boolean json =
        request
            .singleHeader("content-type")
            .filter(type -> type.startsWith("application/json"))
            .isPresent();
    return (json ? Json.object(request) : Optional.<ObjectNode>empty())
        .map(answer)
        .orElseGet(() -> refused("body: (expected: a JSON object, sent as application/json)"));
  }

  private static Reply refused(String problem) {
    return Reply.error(400, "Bad Request", problem, "");
  }
}
