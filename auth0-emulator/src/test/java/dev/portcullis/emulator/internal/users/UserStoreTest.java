package dev.portcullis.emulator.internal.users;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.emulator.TestClock;
import dev.portcullis.emulator.crypto.PasswordHashing;
import dev.portcullis.emulator.crypto.PasswordScheme;
import dev.portcullis.emulator.internal.store.Store;
import dev.portcullis.emulator.internal.users.UserStore.Check;
import dev.portcullis.emulator.internal.users.UserStore.Correct;
import dev.portcullis.emulator.internal.users.UserStore.UnknownUser;
import dev.portcullis.emulator.internal.users.UserStore.WrongPassword;
import dev.portcullis.emulator.tenant.UserDefinition;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class UserStoreTest {

  private final AtomicInteger comparisons = new AtomicInteger();
  private final PasswordHashing counting =
      new PasswordHashing() {
        @Override
        public String hash(String password) {
          return "hash of " + password;
        }

        @Override
        public boolean matches(String password, String hash) {
          comparisons.incrementAndGet();
          return hash.equals("hash of " + password);
        }
      };

  @Test
  void an_unknown_user_costs_as_many_hashes_as_a_known_one() {
    UserStore users =
        new UserStore(List.of(alice("right")), counting, new TestClock(), Store.inMemory());

    Check unknown = users.check("db", "nobody@example.com", "guess");
    int forUnknown = comparisons.getAndSet(0);
    Check known = users.check("db", "alice@example.com", "guess");

    assertThat(unknown).isInstanceOf(UnknownUser.class);
    assertThat(known).isInstanceOf(WrongPassword.class);
    assertThat(forUnknown).isEqualTo(1).isEqualTo(comparisons.get());
  }

  @Test
  void the_password_of_the_placeholder_hash_is_refused() {
    UserStore users = new UserStore(List.of(), counting, new TestClock(), Store.inMemory());

    Check check = users.check("db", "nobody@example.com", "nobody");

    assertThat(check).isInstanceOf(UnknownUser.class);
  }

  @Test
  void a_user_belongs_to_one_connection() {
    UserStore users =
        new UserStore(List.of(alice("right")), counting, new TestClock(), Store.inMemory());

    assertThat(users.check("db", "ALICE@example.com", "right")).isInstanceOf(Correct.class);
    assertThat(users.check("other", "alice@example.com", "right")).isInstanceOf(UnknownUser.class);
  }

  @Test
  void passwords_longer_than_bcrypt_reads_are_compared_in_full() {
    String longPassword = "x".repeat(80);
    PasswordHashing bcrypt = PasswordScheme.parse("bcrypt:4").hashing(new SecureRandom());
    UserStore users =
        new UserStore(
            List.of(alice(longPassword + "1")), bcrypt, new TestClock(), Store.inMemory());

    assertThat(users.check("db", "alice@example.com", longPassword + "1"))
        .isInstanceOf(Correct.class);
    assertThat(users.check("db", "alice@example.com", longPassword + "2"))
        .isInstanceOf(WrongPassword.class);
  }

  private static UserDefinition alice(String password) {
    return UserDefinition.of("auth0|1", "db", "alice@example.com", password);
  }
}
