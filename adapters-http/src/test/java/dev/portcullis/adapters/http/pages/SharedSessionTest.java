package dev.portcullis.adapters.http.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.session.CookieDomain;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One login for several hosts. */
class SharedSessionTest {

  private static final String SHARED = "__Secure-portcullis";
  private static final String OWN = "__Host-portcullis";

  private final PagesSite shared = PagesSite.sharedIn(new CookieDomain("example.com"));
  private final Visitor visitor = shared.visitor();

  private static List<String> cookies(Answer answer, String name) {
    return answer.headers().allValues("set-cookie").stream()
        .filter(line -> line.startsWith(name + "="))
        .map(line -> line.substring(line.indexOf(';')))
        .toList();
  }

  @Test
  void all_hosts_of_the_domain_get_the_session_and_only_the_session() {
    Answer loggedIn = visitor.logIn("ada@example.com", "p");

    assertThat(cookies(loggedIn, SHARED))
        .singleElement()
        .asString()
        .startsWith("; Path=/; Secure; HttpOnly; SameSite=Lax; Domain=example.com; Max-Age=");
    assertThat(cookies(loggedIn, OWN)).isEmpty();
    assertThat(cookies(loggedIn, OWN + "-visit").getFirst()).doesNotContain("Domain");
    assertThat(cookies(loggedIn, OWN + "-pending").getFirst()).doesNotContain("Domain");
    assertThat(visitor.get("/auth/verify").statusCode()).isEqualTo(200);
  }

  @Test
  void a_session_of_one_host_is_called_otherwise_and_names_no_domain() {
    Answer loggedIn = PagesSite.start().visitor().logIn("ada@example.com", "p");

    assertThat(cookies(loggedIn, OWN)).singleElement().asString().doesNotContain("Domain");
    assertThat(cookies(loggedIn, SHARED)).isEmpty();
  }

  @Test
  void all_hosts_of_the_domain_learn_when_the_user_did_something() {
    visitor.logIn("ada@example.com", "p");
    shared.clock.advance(Duration.ofMinutes(30));
    Answer shown = visitor.get("/auth/verify", "Sec-Fetch-Mode", "navigate");
    shared.clock.advance(Duration.ofMinutes(45));

    Answer later = visitor.get("/auth/verify");

    assertThat(cookies(shown, SHARED + "-seen"))
        .singleElement()
        .asString()
        .startsWith("; Path=/; Secure; HttpOnly; SameSite=Lax; Domain=example.com; Max-Age=");
    assertThat(later.statusCode()).isEqualTo(200);
  }

  @Test
  void a_logout_removes_the_cookies_of_the_domain() {
    visitor.logIn("ada@example.com", "p");

    Answer loggedOut =
        visitor.post("/logout", Map.of("csrf", visitor.token("/logout")), "Origin", PagesSite.APP);

    assertThat(cookies(loggedOut, SHARED))
        .containsExactly("; Path=/; Secure; HttpOnly; SameSite=Lax; Domain=example.com; Max-Age=0");
    assertThat(cookies(loggedOut, SHARED + "-seen"))
        .containsExactly("; Path=/; Secure; HttpOnly; SameSite=Lax; Domain=example.com; Max-Age=0");
    assertThat(visitor.get("/auth/verify").statusCode()).isEqualTo(401);
  }

  @Test
  void the_cookie_of_one_kind_is_not_treated_as_the_other() {
    visitor.logIn("ada@example.com", "p");
    visitor.cookies.put(OWN, visitor.cookies.remove(SHARED));

    Answer reply = visitor.get("/auth/verify");

    assertThat(reply.statusCode()).isEqualTo(401);
  }
}
