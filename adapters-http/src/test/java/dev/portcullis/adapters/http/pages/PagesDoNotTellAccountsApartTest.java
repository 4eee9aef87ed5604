package dev.portcullis.adapters.http.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.reset.ResetOutcome;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who guesses names learns nothing from the pages: the same bytes, the same headers. */
class PagesDoNotTellAccountsApartTest {

  private final PagesSite server = PagesSite.start();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void an_unknown_user_and_a_wrong_password_look_the_same() throws Exception {
    server.logIn = attempt -> new LoginOutcome.WrongCredentials();

    try (Visitor visitor = server.visitor()) {
      HttpResponse<String> known = visitor.logIn("ada@example.com", "wrong");
      HttpResponse<String> unknown = visitor.logIn("eve@example.com", "wrong");

      assertThat(known.statusCode()).isEqualTo(403);
      assertThat(seen(unknown, "eve")).isEqualTo(seen(known, "ada"));
    }
  }

  @Test
  void a_reset_looks_the_same_for_everybody() throws Exception {
    server.reset = new ResetOutcome.Accepted();

    try (Visitor visitor = server.visitor()) {
      HttpResponse<String> known = reset(visitor, "ada@example.com");
      HttpResponse<String> unknown = reset(visitor, "eve@example.com");

      assertThat(known.statusCode()).isEqualTo(200);
      assertThat(seen(unknown, "eve")).isEqualTo(seen(known, "ada"));
      assertThat(known.body()).contains("If there is such an account").doesNotContain("ada@");
    }
  }

  @Test
  void no_page_repeats_a_password() throws Exception {
    server.logIn = attempt -> new LoginOutcome.WrongCredentials();

    try (Visitor visitor = server.visitor()) {
      HttpResponse<String> reply = visitor.logIn("ada@example.com", "SECRET-of-ada");

      assertThat(reply.body()).contains("ada@example.com").doesNotContain("SECRET");
    }
  }

  private static HttpResponse<String> reset(Visitor visitor, String user) throws Exception {
    return visitor.post(
        "/login/reset", Map.of("csrf", visitor.token("/login/reset"), "username", user));
  }

  /** All that can be seen but the name that was typed, the request's id and the date. */
  private static String seen(HttpResponse<String> reply, String name) {
    Map<String, List<String>> headers =
        reply.headers().map().entrySet().stream()
            .filter(header -> !List.of("date", "x-request-id").contains(header.getKey()))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    return reply.statusCode()
        + "\n"
        + new java.util.TreeMap<>(headers)
        + "\n"
        + reply.body().replace(name + "@example.com", "NAME@example.com");
  }
}
