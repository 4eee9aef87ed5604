package dev.portcullis.emulator.internal.page;

import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.page.PageRouter.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * The result of an action, shown once on the next view. It is passed in a cookie, not in the URL,
 * so that no link can make the page show a text.
 */
record FlashMessage(boolean problem, String text) implements Outcome {

  private static final String COOKIE = "emulator_notice";
  private static final String ATTRIBUTES = "; Path=/emulator; HttpOnly; SameSite=Strict; Max-Age=";
  private static final int LONGEST = 1_000;

  static FlashMessage done(String text) {
    return new FlashMessage(false, text);
  }

  static FlashMessage problem(String text) {
    return new FlashMessage(true, text);
  }

  Reply on(Reply reply) {
    String said = (problem ? "!" : " ") + text.substring(0, Math.min(LONGEST, text.length()));
    String value =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(said.getBytes(StandardCharsets.UTF_8));
    return reply.with("Set-Cookie", COOKIE + "=" + value + ATTRIBUTES + "60");
  }

  static Reply forgotten(Reply reply) {
    return reply.with("Set-Cookie", COOKIE + "=" + ATTRIBUTES + "0");
  }

  static Optional<FlashMessage> of(Request request) {
    return request.cookie(COOKIE).flatMap(FlashMessage::decoded);
  }

  private static Optional<FlashMessage> decoded(String value) {
    try {
      String said = new String(Base64.getUrlDecoder().decode(value), StandardCharsets.UTF_8);
      return said.isEmpty()
          ? Optional.empty()
          : Optional.of(new FlashMessage(said.startsWith("!"), said.substring(1)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
