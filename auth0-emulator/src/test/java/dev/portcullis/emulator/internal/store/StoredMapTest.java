package dev.portcullis.emulator.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.emulator.TestClock;
import dev.portcullis.emulator.internal.users.MailedLinks;
import dev.portcullis.emulator.internal.users.Outbox;
import dev.portcullis.emulator.observed.SentMail;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keeps the latest 10,000 of something, in memory and in the folder. */
class StoredMapTest {

  private static final int CAPACITY = 10_000;

  @TempDir private Path folder = Path.of(".");
  private final TestClock clock = new TestClock();

  @Test
  void the_oldest_entry_goes_when_there_are_too_many() {
    try (DataDirectory data = DataDirectory.open(folder)) {
      Store store = data.begin();
      store.commit();
      StoredMap<Integer> map = map(store);
      for (int i = 0; i < CAPACITY; i++) {
        map.put("key " + i, i);
      }
      map.put("key 0", -1);

      map.put("one more", 0);

      assertThat(map.get("key 0")).isEmpty();
      assertThat(map.get("key 1")).contains(1);
      assertThat(map.values()).hasSize(CAPACITY).endsWith(0);
    }
    try (DataDirectory data = DataDirectory.open(folder)) {
      StoredMap<Integer> map = map(data.present().orElseThrow());

      assertThat(map.values()).hasSize(CAPACITY).startsWith(1).endsWith(0);
      assertThat(map.keyOf(value -> value == 7)).contains("key 7");
      assertThat(map.keyOf(value -> value == -1)).isEmpty();
    }
  }

  private static StoredMap<Integer> map(Store store) {
    return new StoredMap<>(store.table("map", String.class, Integer.class));
  }

  @Test
  void the_latest_mails_are_kept_in_their_order_also_over_a_restart() {
    try (DataDirectory data = DataDirectory.open(folder)) {
      Store store = data.begin();
      store.commit();
      Outbox outbox = new Outbox(clock, store);
      for (int i = 0; i <= CAPACITY; i++) {
        outbox.send(SentMail.Kind.MFA_SMS, "+" + i);
      }

      assertThat(outbox.mails()).hasSize(CAPACITY);
      assertThat(outbox.mails().getFirst().to()).isEqualTo("+1");
    }
    try (DataDirectory data = DataDirectory.open(folder)) {
      Outbox outbox = new Outbox(clock, data.present().orElseThrow());
      outbox.send(SentMail.Kind.MFA_SMS, "+later");

      assertThat(outbox.mails()).hasSize(CAPACITY);
      assertThat(outbox.mails().getFirst().to()).isEqualTo("+2");
      assertThat(outbox.mails().getLast().to()).isEqualTo("+later");
    }
  }

  @Test
  void the_latest_links_are_kept_and_a_used_one_is_gone_after_a_restart_too() {
    String used;
    String unused;
    try (DataDirectory data = DataDirectory.open(folder)) {
      Store store = data.begin();
      store.commit();
      MailedLinks links = links(store);
      String oldest = ticket(links);
      for (int i = 2; i < CAPACITY; i++) {
        ticket(links);
      }
      used = ticket(links);
      boolean beforeTheLast = links.find(oldest).isPresent();
      unused = ticket(links);

      assertThat(beforeTheLast).isTrue();
      assertThat(links.find(oldest)).isEmpty();
      assertThat(links.redeem(used)).isPresent();
    }
    try (DataDirectory data = DataDirectory.open(folder)) {
      MailedLinks links = links(data.present().orElseThrow());

      assertThat(links.find(used)).isEmpty();
      assertThat(links.redeem(unused))
          .contains(
              new MailedLinks.Ticket(
                  "auth0|1", clock.instant().plusSeconds(60), true, Optional.of("https://a")));
    }
  }

  private MailedLinks links(Store store) {
    return new MailedLinks(
        "http://issuer/", new Outbox(clock, Store.inMemory()), clock, new SecureRandom(), store);
  }

  private static String ticket(MailedLinks links) {
    String link =
        links.resetLink("auth0|1", Duration.ofSeconds(60), true, Optional.of("https://a")).reveal();
    assertThat(link).startsWith("http://issuer/lo/reset?ticket=");
    return link.substring(link.indexOf('=') + 1);
  }
}
