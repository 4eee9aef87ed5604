package dev.portcullis.adapters.http.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.reset.ResetOutcome;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A client that guesses names learns nothing from the pages: same bytes, same headers. */
class PagesDoNotTellAccountsApartTest {

  private final PagesSite server = PagesSite.start();

  @Test
  void an_unknown_user_and_a_wrong_password_look_the_same() {
    server.logIn = attempt -> new LoginOutcome.WrongCredentials();

    Visitor visitor = server.visitor();

    Answer known = visitor.logIn("ada@example.com", "wrong");
    Answer unknown = visitor.logIn("eve@example.com", "wrong");

    assertThat(known.statusCode()).isEqualTo(403);
    assertThat(seen(unknown, "eve")).isEqualTo(seen(known, "ada"));
  }

  @Test
  void a_reset_looks_the_same_for_everybody() {
    server.reset = new ResetOutcome.Accepted();

    Visitor visitor = server.visitor();

    Answer known = reset(visitor, "ada@example.com");
    Answer unknown = reset(visitor, "eve@example.com");

    assertThat(known.statusCode()).isEqualTo(200);
    assertThat(seen(unknown, "eve")).isEqualTo(seen(known, "ada"));
    assertThat(known.body()).contains("If there is such an account").doesNotContain("ada@");
  }

  @Test
  void no_page_repeats_a_password() {
    server.logIn = attempt -> new LoginOutcome.WrongCredentials();

    Visitor visitor = server.visitor();

    Answer reply = visitor.logIn("ada@example.com", "SECRET-of-ada");

    assertThat(reply.body()).contains("ada@example.com").doesNotContain("SECRET");
  }

  private static Answer reset(Visitor visitor, String user) {
    return visitor.post(
        "/login/reset", Map.of("csrf", visitor.token("/login/reset"), "username", user));
  }

  /** All that can be seen but the name that was typed, the request's id and the date. */
  private static String seen(Answer reply, String name) {
    Map<String, List<String>> headers =
        reply.headers().map().entrySet().stream()
            .filter(header -> !List.of("date", "x-request-id").contains(header.getKey()))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    return reply.statusCode()
        + "\n"
        + new java.util.TreeMap<>(headers)
        + "\n"
        + reply
            .body()
            .replace(name + "@example.com", "NAME@example.com")
            .replace(reply.headers().firstValue("x-request-id").orElseThrow(), "ID");
  }
}
