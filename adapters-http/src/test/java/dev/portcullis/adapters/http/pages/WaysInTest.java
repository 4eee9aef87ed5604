package dev.portcullis.adapters.http.pages;

import static dev.portcullis.adapters.http.pages.Visitor.location;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.application.journal.GatewayEvent;
import dev.portcullis.application.journal.HttpRefusal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever address people type, they get somewhere. */
class WaysInTest {

  private static final String[] BROWSER = {"Accept", "text/html,application/xhtml+xml,*/*;q=0.8"};

  private final PagesSite server = PagesSite.start();
  private final Visitor visitor = server.visitor();

  @Test
  void the_root_leads_to_the_login() {
    assertThat(location(visitor.get("/"))).isEqualTo("/login");
  }

  @Test
  void the_root_shows_who_is_logged_in() {
    visitor.logIn("ada@example.com", "p");

    assertThat(location(visitor.get("/"))).isEqualTo("/login/done");
  }

  @Test
  void password_managers_find_the_page_that_changes_passwords() {
    Answer reply = visitor.get("/.well-known/change-password");

    assertThat(reply.statusCode()).isEqualTo(303);
    assertThat(location(reply)).isEqualTo("/login/reset");
    assertThat(visitor.get(location(reply)).statusCode()).isEqualTo(200);
    assertThat(
            visitor
                .get(
                    "/.well-known/resource-that-should-not-exist-whose-status-code-should-not-be-200")
                .statusCode())
        .isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({"/nothing, 404", "/login/, 404", "/LOGIN, 404", "/login/mfa/challenge, 405"})
  void a_browser_at_no_page_gets_a_page(String path, int status) {
    Answer reply = visitor.get(path, BROWSER);

    assertThat(reply.statusCode()).isEqualTo(status);
    assertThat(reply.body()).contains("There is no page here").contains("href=\"/login\"");
    assertThat(reply.headers().firstValue("content-security-policy")).isPresent();
    assertThat(reply.headers().firstValue("set-cookie")).isEmpty();
    assertThat(reply.headers().firstValue("allow").isPresent()).isEqualTo(status == 405);
    assertThat(server.journal.events())
        .contains(
            new GatewayEvent.HttpRefused(
                "users", status == 404 ? HttpRefusal.NOT_FOUND : HttpRefusal.METHOD_NOT_ALLOWED));
  }

  @Test
  void other_clients_get_a_problem() {
    Answer reply = visitor.get("/nothing", "Accept", "application/json");

    assertThat(reply.headers().firstValue("content-type")).hasValue("application/problem+json");
  }

  @Test
  void a_defect_is_a_page_too() {
    server.logIn =
        attempt -> {
          throw new IllegalStateException("SECRET");
        };

    Answer reply =
        visitor.post(
            "/login",
            Map.of("csrf", visitor.token("/login"), "username", "ada", "password", "p"),
            BROWSER);

    assertThat(reply.statusCode()).isEqualTo(500);
    assertThat(reply.body())
        .contains("This is a fault of this service")
        .contains("<code>r")
        .doesNotContain("SECRET");
  }
}
