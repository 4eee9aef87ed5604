package dev.portcullis.adapters.http.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.session.SessionKeys;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two instances behind one load balancer, whose keys are replaced while users are logged in. */
class KeyRotationTest {

  private static final String OLD = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  private static final String NEW = "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  private static final SessionKeys APPENDED = SessionKeys.parse(OLD + "\n" + NEW);
  private static final SessionKeys MOVED = SessionKeys.parse(NEW + "\n" + OLD);

  private final SessionKeys oneKeys = SessionKeys.parse(OLD);
  private final SessionKeys otherKeys = SessionKeys.parse(OLD);
  private final PagesSite one = PagesSite.start(oneKeys);
  private final PagesSite other = PagesSite.start(otherKeys);

  /** Whether a user who logs in at one instance is logged in at the other. */
  private static boolean crosses(PagesSite from, PagesSite to) {
    Visitor user = from.visitor();
    user.logIn("ada@example.com", "p");
    Visitor same = to.visitor();
    same.cookies.putAll(user.cookies);
    return same.get("/auth/verify").statusCode() == 200;
  }

  @Test
  void in_two_steps_a_user_is_known_to_both_instances_at_any_moment() {
    Visitor early = one.visitor();
    early.logIn("ada@example.com", "p");

    oneKeys.replaceBy(APPENDED);
    boolean halfAppended = crosses(one, other) && crosses(other, one);
    otherKeys.replaceBy(APPENDED);
    oneKeys.replaceBy(MOVED);
    boolean halfMoved = crosses(one, other) && crosses(other, one);
    otherKeys.replaceBy(MOVED);

    assertThat(halfAppended).isTrue();
    assertThat(halfMoved).isTrue();
    assertThat(crosses(one, other) && crosses(other, one)).isTrue();
    assertThat(early.get("/auth/verify").statusCode()).isEqualTo(200);
  }

  @Test
  void a_logout_holds_through_a_rotation() {
    Visitor user = one.visitor();
    user.logIn("ada@example.com", "p");
    Visitor thief = one.visitor();
    thief.cookies.putAll(user.cookies);
    user.post("/logout", Map.of("csrf", user.token("/login/done")));
    oneKeys.replaceBy(APPENDED);
    oneKeys.replaceBy(MOVED);

    Answer stolen = thief.get("/auth/verify");

    assertThat(stolen.statusCode()).isEqualTo(401);
  }

  @Test
  void a_logout_holds_also_once_the_old_key_is_gone() {
    oneKeys.replaceBy(MOVED);
    Visitor user = one.visitor();
    user.logIn("ada@example.com", "p");
    Visitor thief = one.visitor();
    thief.cookies.putAll(user.cookies);
    user.post("/logout", Map.of("csrf", user.token("/login/done")));
    oneKeys.replaceBy(SessionKeys.parse(NEW));

    Answer stolen = thief.get("/auth/verify");

    assertThat(stolen.statusCode()).isEqualTo(401);
  }

  @Test
  void in_one_step_the_other_instance_knows_no_one() {
    oneKeys.replaceBy(MOVED);

    boolean known = crosses(one, other);

    assertThat(known).isFalse();
  }

  @Test
  void a_form_that_was_shown_before_can_be_sent_after() {
    Visitor user = one.visitor();
    String token = user.token("/login");
    oneKeys.replaceBy(APPENDED);
    oneKeys.replaceBy(MOVED);

    Answer reply =
        user.post("/login", Map.of("csrf", token, "username", "ada@example.com", "password", "p"));

    assertThat(reply.statusCode()).isEqualTo(303);
  }
}
