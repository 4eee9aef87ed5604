package dev.portcullis.emulator.internal.page;

import dev.portcullis.emulator.internal.codec.WireNames;
import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.http.PreparedReplies.PreparedReply;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Reply.Delivery;
import dev.portcullis.emulator.internal.http.Request;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tenant's clock, responses prepared for the next requests, and the reset. */
final class ClockView {

  private static final int LONGEST_DELAY = 120_000;
  private static final Map<String, Duration> STEPS =
      Map.of("hour", Duration.ofHours(1), "day", Duration.ofDays(1), "month", Duration.ofDays(30));

  private final EmulatorControls controls;

  ClockView(EmulatorControls controls) {
    this.controls = controls;
  }

  void addTo(PageRouter router) {
    router.view(View.CLOCK, query -> model());
    router.action("/emulator/ui/move-clock", View.CLOCK, this::move);
    router.action("/emulator/ui/set-clock-back", View.CLOCK, (request, form) -> setBack());
    router.action("/emulator/ui/next-answer", View.CLOCK, this::prepare);
    router.action("/emulator/ui/reset", View.CLOCK, (request, form) -> reset());
  }

  private Object model() {
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("now", DisplayText.moment(controls.clock().instant()));
    List<Waiting> waiting = controls.prepared().waiting().stream().map(ClockView::waiting).toList();
    model.put("waiting", waiting);
    model.put("none", waiting.isEmpty());
    model.put("deliveries", DisplayText.choices(List.of(Delivery.values()), Delivery.WHOLE));
    return model;
  }

  private static Waiting waiting(PreparedReply answer) {
    return new Waiting(
        answer.path(),
        answer.reply().status(),
        WireNames.of(answer.reply().delivery()),
        answer.reply().delay().toMillis());
  }

  private FlashMessage move(Request request, Parameters form) {
    String step = form.text("by").orElse("");
    Duration by = STEPS.get(step);
    if (by == null) {
      return FlashMessage.problem("by: " + step + " (expected: hour, day or month)");
    }
    controls.clock().advance(by);
    return now();
  }

  private FlashMessage setBack() {
    controls.clock().reset();
    return now();
  }

  private FlashMessage now() {
    return FlashMessage.done(
        "It is now " + DisplayText.moment(controls.clock().instant()).text() + " UTC.");
  }

  private FlashMessage prepare(Request request, Parameters form) {
    String path = form.text("path").orElse("");
    if (!path.startsWith("/") || path.startsWith("/emulator")) {
      return FlashMessage.problem(
          "path: " + path + " (expected: a path of the tenant, like /oauth/token)");
    }
    Reply reply =
        Reply.of(
                Form.number(form, "status", 200, 599),
                headerValue(form, "content_type", "application/json"),
                form.text("body").orElse("{}"))
            .delivered(
                Form.choice(form, "delivery", Delivery.class),
                Duration.ofMillis(Form.number(form, "delay_ms", 0, LONGEST_DELAY)));
    String retryAfter = headerValue(form, "retry_after", "");
    controls
        .prepared()
        .add(
            new PreparedReply(
                path, retryAfter.isEmpty() ? reply : reply.with("Retry-After", retryAfter)));
    return FlashMessage.done("Prepared: the next request for " + path + " gets it, once.");
  }

  private FlashMessage reset() {
    controls.reset().run();
    return FlashMessage.done(
        "Reset: users, settings, blocks, log, mail and the clock are as at the start.");
  }

  private static String headerValue(Parameters form, String name, String otherwise) {
    String value = form.text(name).orElse(otherwise).strip();
    if (!value.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      throw new IllegalArgumentException(name + ": (expected: printable ASCII)");
    }
    return value;
  }

  record Waiting(String path, int status, String delivery, long delay) {}
}
