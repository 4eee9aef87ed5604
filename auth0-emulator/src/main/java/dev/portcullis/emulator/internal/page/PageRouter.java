package dev.portcullis.emulator.internal.page;

import dev.portcullis.emulator.internal.http.Handler;
import dev.portcullis.emulator.internal.http.OriginCheck;
import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.http.Router;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/** Serves views and actions: checks the origin, adds security headers, layout and flash message. */
final class PageRouter {

  private static final String HTML = "text/html; charset=utf-8";
  private static final String POLICY =
      "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src"
          + " 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  private final Router router;
  private final OriginCheck origins;
  private final BiFunction<View, Map<String, Object>, Map<String, Object>> frame;

  /** Adds to this router; the frame adds what the layout shows around a view. */
  PageRouter(
      Router router,
      OriginCheck origins,
      BiFunction<View, Map<String, Object>, Map<String, Object>> frame) {
    this.router = router;
    this.origins = origins;
    this.frame = frame;
  }

  /** Serves a view, whose model is made from its query. */
  void view(View view, Function<Parameters, Object> model) {
    guarded(
        "GET",
        view.path(),
        request ->
            switch (Parameters.ofQuery(request)) {
              case Parameters.Malformed malformed -> refused(400, malformed.reason());
              case Parameters.Parsed parsed ->
                  shown(request, view, model.apply(parsed.parameters()));
            });
  }

  /** Serves a page that belongs to a view; a model may refuse its query by a problem. */
  void page(String path, Function<Parameters, Outcome> page) {
    guarded(
        "GET",
        path,
        request ->
            switch (Parameters.ofQuery(request)) {
              case Parameters.Malformed malformed -> refused(400, malformed.reason());
              case Parameters.Parsed parsed -> answer(page.apply(parsed.parameters()));
            });
  }

  /** Carries out a form, then redirects to a view or shows a page. */
  void action(String path, View view, BiFunction<Request, Form, Outcome> action) {
    guarded(
        "POST",
        path,
        request ->
            switch (Parameters.ofBody(request)) {
              case Parameters.Malformed malformed -> refused(400, malformed.reason());
              case Parameters.Parsed parsed -> {
                Outcome outcome =
                    carriedOut(() -> action.apply(request, new Form(parsed.parameters())));
                yield outcome instanceof FlashMessage message
                    ? message.on(Reply.empty(303).with("Location", view.path()))
                    : answer(outcome);
              }
            });
  }

  private Reply answer(Outcome outcome) {
    return switch (outcome) {
      case FlashMessage message -> refused(404, message.text());
      case Outcome.Shown shown -> shown(shown);
      case Outcome.Sent sent -> sent.reply();
    };
  }

  /** Serves a file of this package. */
  void file(String path, String file, String contentType) {
    String content = Template.resource(file);
    guarded(
        "GET",
        path,
        request -> Reply.of(200, contentType, content).with("Cache-Control", "no-cache"));
  }

  private static Outcome carriedOut(Supplier<Outcome> action) {
    try {
      return action.get();
    } catch (IllegalArgumentException e) {
      return FlashMessage.problem(String.valueOf(e.getMessage()));
    }
  }

  private void guarded(String method, String path, Handler handler) {
    router.on(
        method,
        path,
        request ->
            origins
                .refusal(request)
                .map(reason -> refused(403, reason))
                .orElseGet(() -> handler.handle(request))
                .with("Content-Security-Policy", POLICY)
                .with("X-Content-Type-Options", "nosniff")
                .with("Cross-Origin-Resource-Policy", "same-origin")
                // Not no-referrer: forms would then come with the Origin null.
                .with("Referrer-Policy", "same-origin"));
  }

  private Reply shown(Request request, View view, Object model) {
    boolean scripted = !request.header("x-live").isEmpty();
    Optional<FlashMessage> notice = scripted ? Optional.empty() : FlashMessage.of(request);
    Reply reply = framed(200, view, view.title(), view.template().filledWith(model), notice);
    return notice.isPresent() ? FlashMessage.forgotten(reply) : reply;
  }

  private Reply shown(Outcome.Shown shown) {
    String main = Template.named(shown.template()).filledWith(shown.model());
    return framed(
        shown.problem().isEmpty() ? 200 : 400,
        shown.view(),
        shown.title(),
        main,
        shown.problem().map(FlashMessage::problem));
  }

  private Reply framed(
      int status, View view, String title, String main, Optional<FlashMessage> notice) {
    Map<String, Object> parts =
        Map.of(
            "main",
            main,
            "title",
            title,
            "notice",
            notice.map(FlashMessage::text).orElse(""),
            "problem",
            notice.map(FlashMessage::problem).orElse(false));
    return Reply.of(status, HTML, Template.named("layout").filledWith(frame.apply(view, parts)))
        .with("Cache-Control", "no-store");
  }

  private static Reply refused(int status, String reason) {
    return Reply.of(status, HTML, Template.named("refused").filledWith(Map.of("reason", reason)))
        .with("Cache-Control", "no-store");
  }

  /** What an action leads to: a message on its view, a page, or another reply. */
  sealed interface Outcome permits FlashMessage, Outcome.Shown, Outcome.Sent {

    /** A page of its own, under a view's tab; with a problem its status is 400. */
    record Shown(View view, String title, String template, Object model, Optional<String> problem)
        implements Outcome {}

    /** A reply that is no page. */
    record Sent(Reply reply) implements Outcome {}
  }
}
