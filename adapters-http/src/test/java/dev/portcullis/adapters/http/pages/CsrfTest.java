package dev.portcullis.adapters.http.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A form is accepted only if we showed it to this browser; login CSRF included. */
class CsrfTest {

  private final PagesSite server = PagesSite.start();
  private final Visitor visitor = server.visitor();

  private static Map<String, String> login(String token) {
    Map<String, String> fields =
        new HashMap<>(Map.of("username", "ada@example.com", "password", "p"));
    if (!token.isEmpty()) {
      fields.put("csrf", token);
    }
    return fields;
  }

  @Test
  void our_own_form_is_accepted() {
    Answer reply = visitor.post("/login", login(visitor.token("/login")));

    assertThat(reply.statusCode()).isEqualTo(303);
    assertThat(server.attempts).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "AAAA", "%%%", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
  void a_token_that_is_not_ours_is_not(String token) {
    visitor.get("/login");

    Answer reply = visitor.post("/login", login(token));

    assertThat(reply.statusCode()).isEqualTo(403);
    assertThat(reply.body()).contains("Please send it again");
    assertThat(server.attempts).isEmpty();
  }

  @Test
  void the_token_of_another_browser_is_not() {
    Visitor attacker = server.visitor();

    String token = attacker.token("/login");
    visitor.get("/login");

    Answer reply = visitor.post("/login", login(token));

    assertThat(reply.statusCode()).isEqualTo(403);
    assertThat(server.attempts).isEmpty();
  }

  @Test
  void a_browser_without_the_cookie_is_not() {
    String token = visitor.token("/login");
    visitor.cookies.clear();

    assertThat(visitor.post("/login", login(token)).statusCode()).isEqualTo(403);
    assertThat(server.attempts).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Origin         | https://login.example.com      | 303
          Sec-Fetch-Site | same-origin                    | 303
          Sec-Fetch-Site | none                           | 303
          Origin         | https://evil.example           | 403
          Origin         | https://app.example.com        | 403
          Origin         | http://login.example.com       | 403
          Origin         | https://login.example.com:8443 | 403
          Origin         | https://LOGIN.example.com      | 403
          Origin         | null                           | 403
          Sec-Fetch-Site | cross-site                     | 403
          Sec-Fetch-Site | same-site                      | 403
          Sec-Fetch-Site | anything                       | 403
          """)
  void what_the_browser_says_of_its_origin_counts(String header, String value, int status) {
    Answer reply = visitor.post("/login", login(visitor.token("/login")), header, value);

    assertThat(reply.statusCode()).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/login",
        "/login/reset",
        "/login/mfa/challenge",
        "/login/mfa/enroll",
        "/login/mfa/code",
        "/logout"
      })
  void every_form_is_guarded(String path) {
    visitor.logIn("ada@example.com", "p");

    Answer bare = visitor.post(path, login(""));
    Answer foreign =
        visitor.post(path, login(visitor.token("/login/reset")), "Origin", "https://evil.example");

    assertThat(bare.statusCode()).isEqualTo(403);
    assertThat(foreign.statusCode()).isEqualTo(403);
    assertThat(server.revocations).isEmpty();
  }

  @Test
  void an_application_of_a_listed_origin_may_log_out() {
    visitor.logIn("ada@example.com", "p");

    Answer reply = visitor.post("/logout", Map.of(), "Origin", PagesSite.APP);

    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(server.revocations).hasSize(1);
    assertThat(visitor.cookies).doesNotContainKey("__Host-portcullis");
  }

  @Test
  void nothing_is_done_by_following_a_link() {
    visitor.logIn("ada@example.com", "p");

    visitor.get("/logout");
    visitor.get("/login?username=eve&password=p");

    assertThat(server.attempts).hasSize(1);
    assertThat(server.revocations).isEmpty();
    assertThat(visitor.get("/session").statusCode()).isEqualTo(200);
  }

  @Test
  void a_form_that_is_no_form_is_refused() {
    assertThat(visitor.get("/login", "Accept-Language", "de").body()).contains("lang=\"de\"");
    Answer reply = visitor.post("/login", Map.of("csrf", visitor.token("/login") + "&csrf=x"));

    assertThat(reply.statusCode()).isEqualTo(403);
  }
}
