package dev.portcullis.emulator.internal.page;

import dev.portcullis.emulator.internal.codec.WireNames;
import dev.portcullis.emulator.internal.http.Json;
import dev.portcullis.emulator.internal.http.PreparedReplies.PreparedReply;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Reply.Delivery;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.page.PageRouter.Outcome;
import dev.portcullis.emulator.tenantfile.TenantFile;
import dev.portcullis.emulator.tenantfile.TenantFileProblem;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

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
    router.view(View.CLOCK, query -> model(""));
    router.action("/emulator/ui/move-clock", View.CLOCK, this::move);
    router.action("/emulator/ui/set-clock-back", View.CLOCK, (request, form) -> setBack());
    router.action("/emulator/ui/next-answer", View.CLOCK, this::prepare);
    router.action("/emulator/ui/export", View.CLOCK, (request, form) -> export());
    router.action("/emulator/ui/import", View.CLOCK, this::replace);
    router.action("/emulator/ui/reset", View.CLOCK, (request, form) -> reset());
  }

  private static Outcome sent(String json) {
    return new Outcome.Sent(
        Reply.of(200, "application/json; charset=utf-8", json)
            .with("Content-Disposition", "attachment; filename=\"tenant.json\"")
            .with("Cache-Control", "no-store"));
  }

  private Outcome export() {
    return sent(Json.pretty(controls.export().get().fields()) + "\n");
  }

  private Outcome replace(Request request, Form form) {
    String text = form.text("tenant").orElse("");
    return switch (TenantFile.read("tenant", text)) {
      case TenantFile.Refused refused ->
          new Outcome.Shown(
              View.CLOCK,
              View.CLOCK.title(),
              "clock",
              model(text),
              Optional.of(
                  refused.problems().stream()
                      .map(TenantFileProblem::toString)
                      .collect(Collectors.joining("\n"))));
      case TenantFile.Read read -> {
        controls.replace().accept(read.file());
        yield FlashMessage.done("Imported: the tenant starts over from this file.");
      }
    };
  }

  private Object model(String imported) {
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("now", DisplayText.moment(controls.clock().instant()));
    List<Waiting> waiting = controls.prepared().waiting().stream().map(ClockView::waiting).toList();
    model.put("waiting", waiting);
    model.put("none", waiting.isEmpty());
    model.put("imported", imported);
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

  private FlashMessage move(Request request, Form form) {
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

  private FlashMessage prepare(Request request, Form form) {
    String path = form.text("path").orElse("");
    if (!path.startsWith("/") || path.startsWith("/emulator")) {
      form.problem("path", path, "a path of the tenant, like /oauth/token");
    }
    Reply reply =
        Reply.of(
                form.number("status", 200, 599),
                form.printable("content_type", "application/json"),
                form.text("body").orElse("{}"))
            .delivered(
                form.choice("delivery", Delivery.WHOLE),
                Duration.ofMillis(form.number("delay_ms", 0, LONGEST_DELAY)));
    String retryAfter = form.printable("retry_after", "");
    form.check();
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

  record Waiting(String path, int status, String delivery, long delay) {}
}
