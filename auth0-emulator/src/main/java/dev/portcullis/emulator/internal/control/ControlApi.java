package dev.portcullis.emulator.internal.control;

import dev.portcullis.emulator.clock.MovableClock;
import dev.portcullis.emulator.clock.WrittenTime;
import dev.portcullis.emulator.internal.codec.WireNames;
import dev.portcullis.emulator.internal.control.ControlBody.Action;
import dev.portcullis.emulator.internal.http.PreparedReplies;
import dev.portcullis.emulator.internal.http.PreparedReplies.PreparedReply;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Reply.Delivery;
import dev.portcullis.emulator.internal.http.Router;
import dev.portcullis.emulator.internal.mfa.Mfa;
import dev.portcullis.emulator.internal.users.Outbox;
import dev.portcullis.emulator.observed.ReceivedRequest;
import dev.portcullis.emulator.observed.SentMail;
import dev.portcullis.emulator.tenant.Secret;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * {@code /emulator/*}. Open to anyone who can reach the port, but not to other web sites. POST
 * requires {@code application/json}, which another web site cannot send without a CORS preflight.
 */
public final class ControlApi {

  private static final int LONGEST_DELAY = 120_000;

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
        .on("POST", "/emulator/reset", request -> ControlBody.handle(request, body -> this::reset))
        .on("GET", "/emulator/clock", request -> now())
        .on("POST", "/emulator/clock", request -> ControlBody.handle(request, this::move))
        .on("POST", "/emulator/next-answers", request -> ControlBody.handle(request, this::prepare))
        .on("GET", "/emulator/requests", request -> requests())
        .on("GET", "/emulator/mails", request -> mails())
        .on("POST", "/emulator/pushes", request -> ControlBody.handle(request, this::answerPush));
  }

  private Reply reset() {
    reset.run();
    return Reply.empty(204);
  }

  private Reply now() {
    return Reply.json(200, Map.of("now", WrittenTime.of(clock.instant())));
  }

  private Action move(ControlBody body) {
    Duration by = body.duration("advance");
    if (body.has("reset") == body.has("advance")) {
      body.problem("advance, reset", "", "one of the two, like {\"advance\":\"P30D\"}");
    }
    if (body.has("reset") && !body.flag("reset", true)) {
      body.problem("reset", "false", "true");
    }
    return () -> {
      if (body.has("reset")) {
        clock.reset();
        return now();
      }
      try {
        clock.advance(by);
        return now();
      } catch (IllegalArgumentException e) {
        return ControlBody.refused(
            List.of("advance: (expected: a duration that does not end after the year 9999)"));
      }
    };
  }

  private Action prepare(ControlBody body) {
    int status = body.whole("status", 200, 599, 200);
    Delivery delivery = body.choice("delivery", Delivery.WHOLE);
    Duration delay = Duration.ofMillis(body.whole("delay_ms", 0, LONGEST_DELAY, 0));
    String path = body.text("path", "/oauth/token");
    if (!path.startsWith("/") || path.startsWith("/emulator")) {
      body.problem("path", "", "a path of the tenant, like /oauth/token");
    }
    String type = body.printable("content_type", "application/json");
    Map<String, String> headers = body.headers("headers");
    String content =
        body.value("body")
            .map(value -> value.isTextual() ? value.textValue() : value.toString())
            .orElse("{}");
    return () -> {
      Reply reply = Reply.of(status, type, content).delivered(delivery, delay);
      for (Map.Entry<String, String> header : headers.entrySet()) {
        reply = reply.with(header.getKey(), header.getValue());
      }
      prepared.add(new PreparedReply(path, reply));
      return Reply.empty(204);
    };
  }

  private Action answerPush(ControlBody body) {
    String code = body.text("oob_code", "");
    boolean allow = body.flag("allow", false);
    if (!body.has("oob_code")) {
      body.problem("oob_code", "", "the oob_code of a notification");
    }
    return () ->
        mfa.challenges().answerPush(code, allow)
            ? Reply.empty(204)
            : Reply.error(404, "Not Found", "No such notification.", "");
  }

  private Reply requests() {
    return Reply.json(200, received.get().stream().map(ControlApi::fields).toList());
  }

  private static Map<String, Object> fields(ReceivedRequest request) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("date", WrittenTime.of(request.date()));
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
    fields.put("date", WrittenTime.of(mail.date()));
    fields.put("content", mail.content().map(Secret::reveal).orElse(""));
    return fields;
  }
}
