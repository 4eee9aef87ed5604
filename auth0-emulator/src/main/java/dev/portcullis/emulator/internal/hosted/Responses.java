package dev.portcullis.emulator.internal.hosted;

import dev.portcullis.emulator.internal.http.Json;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.page.Template;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Sends the response of an authorization request to the application, in its response mode. */
final class Responses {

  private Responses() {}

  static Reply error(ReplyTo to, String error, String description) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("error", error);
    values.put("error_description", description);
    return reply(to, values);
  }

  static Reply reply(ReplyTo to, Map<String, Object> values) {
    Map<String, Object> complete = new LinkedHashMap<>(values);
    to.state().ifPresent(state -> complete.put("state", state));
    return switch (to.mode()) {
      case QUERY ->
          redirect(
              to.redirectUri() + (to.redirectUri().contains("?") ? "&" : "?") + encoded(complete));
      case FRAGMENT -> redirect(to.redirectUri() + "#" + encoded(complete));
      case FORM_POST -> formPost(to, complete);
      case WEB_MESSAGE -> webMessage(to, complete);
    };
  }

  private static Reply redirect(String location) {
    return Reply.empty(302).with("Location", location).with("Cache-Control", "no-store");
  }

  private static Reply formPost(ReplyTo to, Map<String, Object> values) {
    List<Map<String, String>> fields =
        values.entrySet().stream()
            .map(field -> Map.of("name", field.getKey(), "value", field.getValue().toString()))
            .toList();
    return HostedPages.html(
            200,
            Template.named("hosted-form-post")
                .filledWith(Map.of("action", to.redirectUri(), "fields", fields)))
        .with("Content-Security-Policy", "default-src 'none'; script-src 'self'; base-uri 'none'");
  }

  private static Reply webMessage(ReplyTo to, Map<String, Object> values) {
    String origin = UrlPattern.origin(to.redirectUri()).orElse("");
    return HostedPages.html(
            200,
            Template.named("hosted-web-message")
                .filledWith(
                    Map.of(
                        "origin",
                        origin,
                        "message",
                        Json.write(Map.of("type", "authorization_response", "response", values)))))
        .with(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; base-uri 'none'; frame-ancestors " + origin);
  }

  private static String encoded(Map<String, Object> values) {
    return values.entrySet().stream()
        .map(field -> field.getKey() + "=" + encoded(field.getValue().toString()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
