package dev.portcullis.emulator.internal.page;

import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.http.PreparedReplies.NextAnswer;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Reply.Delivery;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.tenant.WireNames;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tenant's clock, answers prepared for the next requests, and the way back to the seed. */
final class ClockView {

  private static final int LONGEST_DELAY = 120_000;
  private static final Map<String, Duration> STEPS =
      Map.of("hour", Duration.ofHours(1), "day", Duration.ofDays(1), "month", Duration.ofDays(30));

  private final EmulatorControls workings;

  ClockView(EmulatorControls workings) {
    this.workings = workings;
  }

  void addTo(PageRouter site) {
    site.view(View.CLOCK, query -> model());
    site.action("/emulator/ui/move-clock", View.CLOCK, this::move);
    site.action("/emulator/ui/next-answer", View.CLOCK, this::prepare);
    site.action("/emulator/ui/reset", View.CLOCK, (request, form) -> reset());
  }

  private Object model() {
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("now", DisplayText.moment(workings.clock().instant()));
    List<Waiting> waiting =
        workings.nextAnswers().waiting().stream().map(ClockView::waiting).toList();
    model.put("waiting", waiting);
    model.put("none", waiting.isEmpty());
    model.put("deliveries", DisplayText.choices(List.of(Delivery.values()), Delivery.WHOLE));
    return model;
  }

  private static Waiting waiting(NextAnswer answer) {
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
    workings.clock().advance(by);
    return FlashMessage.done(
        "It is now " + DisplayText.moment(workings.clock().instant()).text() + " UTC.");
  }

  private FlashMessage prepare(Request request, Parameters form) {
    String path = form.text("path").orElse("");
    if (!path.startsWith("/") || path.startsWith("/emulator")) {
      return FlashMessage.problem(
          "path: " + path + " (expected: one of the tenant's, like /oauth/token)");
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
    workings
        .nextAnswers()
        .add(
            new NextAnswer(
                path, retryAfter.isEmpty() ? reply : reply.with("Retry-After", retryAfter)));
    return FlashMessage.done("Prepared: the next request for " + path + " gets it, once.");
  }

  private FlashMessage reset() {
    workings.reset().run();
    return FlashMessage.done(
        "Back at the seed: users, settings, blocks, log and mail are as at the start. The clock"
            + " stays moved.");
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
