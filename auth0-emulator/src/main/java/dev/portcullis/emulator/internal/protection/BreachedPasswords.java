package dev.portcullis.emulator.internal.protection;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * The passwords that count as breached: Auth0's test passwords (breached-password-detection page),
 * and the passwords of lists on disk.
 */
public final class BreachedPasswords {

  private static final String TEST_PREFIX = "AUTH0-TEST-";
  private static final Set<String> TEST_PASSWORDS = Set.of("Paaf213XXYYZZ", "Paat739!!WWXXYYZZ");

  private final List<BreachList> lists;

  private BreachedPasswords(List<BreachList> lists) {
    this.lists = lists;
  }

  /**
   * With these lists, which are searched on disk and not read into memory.
   *
   * @throws IllegalArgumentException if one of them is not a list; the message is a sentence for
   *     users
   */
  public static BreachedPasswords of(List<Path> lists) {
    return new BreachedPasswords(lists.stream().map(BreachList::of).toList());
  }

  /** Whether the password counts as breached. */
  public boolean contains(String password) {
    return password.startsWith(TEST_PREFIX)
        || TEST_PASSWORDS.contains(password)
        || lists.stream().anyMatch(list -> list.contains(password));
  }
}
