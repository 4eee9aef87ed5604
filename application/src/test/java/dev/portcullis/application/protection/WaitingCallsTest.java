package dev.portcullis.application.protection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

class WaitingCallsTest {

  private final ReentrantLock lock = new ReentrantLock();
  private final WaitingCalls waiting = new WaitingCalls();

  @Test
  void sources_take_turns_and_each_keeps_its_order() {
    WaitingCall a1 = add("a");
    WaitingCall a2 = add("a");
    WaitingCall a3 = add("a");
    WaitingCall b1 = add("b");
    WaitingCall c1 = add("c");
    WaitingCall b2 = add("b");

    List<WaitingCall> order = new ArrayList<>();
    for (WaitingCall next = waiting.next(); next != null; next = waiting.next()) {
      order.add(next);
    }

    assertThat(order).containsExactly(a1, b1, c1, a2, b2, a3);
    assertThat(waiting.size()).isZero();
  }

  @Test
  void a_source_that_has_waited_does_not_come_before_one_that_comes_later() {
    WaitingCall a1 = add("a");
    WaitingCall a2 = add("a");
    assertThat(waiting.next()).isSameAs(a1);

    WaitingCall b1 = add("b");

    assertThat(waiting.next()).isSameAs(a2);
    assertThat(waiting.next()).isSameAs(b1);
  }

  @Test
  void the_last_call_of_the_largest_source_makes_room_for_another_source() {
    List<WaitingCall> attacker = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      attacker.add(add("attacker"));
    }

    assertThat(waiting.displacedFor("user", 20)).isSameAs(attacker.get(19));
    assertThat(waiting.size()).isEqualTo(19);
  }

  @Test
  void nobody_makes_room_for_the_largest_source_itself() {
    for (int i = 0; i < 20; i++) {
      add("attacker");
    }

    assertThat(waiting.displacedFor("attacker", 20)).isNull();
  }

  @Test
  void a_source_keeps_its_quarter() {
    for (int i = 0; i < 5; i++) {
      add("office");
    }
    for (int i = 0; i < 15; i++) {
      add("user-" + i);
    }

    assertThat(waiting.displacedFor("user", 20)).isNull();
    add("office");
    assertThat(waiting.displacedFor("user", 20)).isNotNull();
  }

  @Test
  void a_call_that_leaves_takes_no_turn() {
    WaitingCall a1 = add("a");
    WaitingCall b1 = add("b");

    waiting.remove(a1);

    assertThat(waiting.next()).isSameAs(b1);
    assertThat(waiting.next()).isNull();
  }

  private WaitingCall add(String source) {
    WaitingCall call = new WaitingCall(source, true, lock.newCondition());
    waiting.add(call);
    return call;
  }
}
