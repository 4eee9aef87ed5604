package dev.portcullis.adapters.http.pages;

import static dev.portcullis.adapters.http.pages.Visitor.location;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.domain.login.LoginOutcome;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A form that a browser sends twice is one attempt; a form that was loaded again is another. */
@Timeout(20)
class SubmissionsTest {

  private static final Pattern HIDDEN = Pattern.compile("name=\"(csrf|form)\" value=\"([^\"]+)\"");

  private final PagesSite server = PagesSite.start();
  private final Visitor visitor = server.visitor();

  private Map<String, String> form(String path, String password) {
    Map<String, String> fields = new HashMap<>(Map.of("username", "ada", "password", password));
    Matcher hidden = HIDDEN.matcher(visitor.get(path).body());
    while (hidden.find()) {
      fields.put(hidden.group(1), hidden.group(2));
    }
    assertThat(fields).containsKeys("csrf", "form");
    return fields;
  }

  @Test
  void a_double_click_is_one_login() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answered = new CountDownLatch(1);
    server.logIn =
        attempt -> {
          asked.countDown();
          await(answered);
          return new LoginOutcome.Granted(PagesSite.tokens("access-1", "refresh-1"));
        };
    Map<String, String> form = form("/login", "p");
    Visitor again = server.visitor();
    again.cookies.putAll(visitor.cookies);
    var first = CompletableFuture.supplyAsync(() -> visitor.post("/login", form));
    await(asked);

    var second = CompletableFuture.supplyAsync(() -> again.post("/login", form));
    answered.countDown();

    assertThat(location(first.get())).isEqualTo("/login/done");
    assertThat(location(second.get())).isEqualTo("/login/done");
    assertThat(again.cookies).isEqualTo(visitor.cookies);
    assertThat(server.attempts).hasSize(1);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void a_reload_of_the_answer_is_no_second_attempt() {
    server.logIn = attempt -> new LoginOutcome.WrongCredentials();
    Map<String, String> form = form("/login", "p");
    Answer first = visitor.post("/login", form);

    Answer second = visitor.post("/login", form);

    assertThat(second.body()).isEqualTo(first.body());
    assertThat(server.attempts).hasSize(1);
  }

  @Test
  void another_password_in_the_same_form_is_another_attempt() {
    server.logIn = attempt -> new LoginOutcome.WrongCredentials();
    Map<String, String> form = form("/login", "p");
    visitor.post("/login", form);
    form.put("password", "q");

    visitor.post("/login", form);

    assertThat(server.attempts).hasSize(2);
  }

  @Test
  void the_same_password_in_a_new_form_is_another_attempt() {
    server.logIn = attempt -> new LoginOutcome.WrongCredentials();
    visitor.post("/login", form("/login", "p"));

    visitor.post("/login", form("/login", "p"));

    assertThat(server.attempts).hasSize(2);
  }

  @Test
  void the_form_of_another_browser_is_another_attempt() {
    server.logIn = attempt -> new LoginOutcome.WrongCredentials();
    Map<String, String> form = form("/login", "p");
    visitor.post("/login", form);
    Visitor other = server.visitor();
    form.put("csrf", other.token("/login"));

    other.post("/login", form);

    assertThat(server.attempts).hasSize(2);
  }

  @Test
  void an_answer_is_kept_for_a_minute() {
    server.logIn = attempt -> new LoginOutcome.WrongCredentials();
    Map<String, String> form = form("/login", "p");
    visitor.post("/login", form);
    server.clock.advance(Duration.ofSeconds(61));

    visitor.post("/login", form);

    assertThat(server.attempts).hasSize(2);
  }

  @Test
  void a_form_without_its_field_is_an_attempt_each_time() {
    server.logIn = attempt -> new LoginOutcome.WrongCredentials();
    Map<String, String> form = form("/login", "p");
    form.remove("form");
    visitor.post("/login", form);

    visitor.post("/login", form);

    assertThat(server.attempts).hasSize(2);
  }

  @Test
  void a_reset_that_is_sent_twice_is_one_message() {
    Map<String, String> form = form("/login/reset", "p");
    visitor.post("/login/reset", form);

    visitor.post("/login/reset", form);

    assertThat(server.resets).hasSize(1);
  }

  @Test
  void a_defect_is_the_answer_to_both_and_one_attempt() {
    server.logIn =
        attempt -> {
          throw new IllegalStateException();
        };
    Map<String, String> form = form("/login", "p");

    Answer first = visitor.post("/login", form);
    Answer second = visitor.post("/login", form);

    assertThat(first.statusCode()).isEqualTo(500);
    assertThat(second.statusCode()).isEqualTo(500);
    assertThat(server.attempts).hasSize(1);
  }

  @Test
  void not_more_than_a_thousand_answers_are_kept() {
    server.logIn = attempt -> new LoginOutcome.WrongCredentials();
    Map<String, String> oldest = form("/login", "p");
    visitor.post("/login", oldest);
    Map<String, String> others = new HashMap<>(oldest);
    for (int i = 0; i < 1_000; i++) {
      others.put("form", "f" + i);
      visitor.post("/login", others);
    }

    visitor.post("/login", oldest);

    assertThat(server.attempts).hasSize(1_002);
  }
}
