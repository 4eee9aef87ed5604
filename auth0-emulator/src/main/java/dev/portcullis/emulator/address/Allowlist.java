package dev.portcullis.emulator.address;

import inet.ipaddr.IPAddress;
import java.util.List;
import java.util.Locale;

/**
 * An Attack Protection AllowList: single addresses and CIDR blocks, IPv4 and IPv6. A block of
 * IPv4-mapped addresses counts as the IPv4 block that it carries.
 */
public final class Allowlist {

  /** How many bits of an IPv4-mapped IPv6 address stand before those of IPv4. */
  private static final int MAPPED_PREFIX = 96;

  private static final Allowlist EMPTY = new Allowlist(List.of(), List.of());

  private final List<String> entries;
  private final List<IPAddress> blocks;

  private Allowlist(List<String> entries, List<IPAddress> blocks) {
    this.entries = entries;
    this.blocks = blocks;
  }

  /** The list that exempts nobody. */
  public static Allowlist empty() {
    return EMPTY;
  }

  /**
   * Reads entries such as {@code 192.0.2.1} or {@code 2001:db8::/32}.
   *
   * @throws IllegalArgumentException naming the first entry that is neither
   */
  public static Allowlist of(String... entries) {
    List<String> texts = List.of(entries);
    return new Allowlist(texts, texts.stream().map(Allowlist::block).toList());
  }

  /** Whether the address is exempt. */
  public boolean contains(IpLiteral address) {
    return blocks.stream().anyMatch(block -> block.contains(address.address()));
  }

  /** The entries as they were given. */
  public List<String> entries() {
    return entries;
  }

  @Override
  public String toString() {
    return entries.toString();
  }

  private static IPAddress block(String entry) {
    int slash = entry.indexOf('/');
    if (slash < 0) {
      return IpLiteral.parse(entry).orElseThrow(() -> refused(entry)).address();
    }
    IPAddress address =
        IpLiteral.parse(entry.substring(0, slash)).orElseThrow(() -> refused(entry)).address();
    String digits = entry.substring(slash + 1);
    if (!digits.matches("0|[1-9][0-9]{0,2}")) {
      throw refused(entry);
    }
    boolean mapped = address.isIPv4() && entry.indexOf(':') >= 0;
    int length = Integer.parseInt(digits) - (mapped ? MAPPED_PREFIX : 0);
    if (length < 0 || length > address.getBitCount()) {
      throw refused(entry);
    }
    return address.toPrefixBlock(length);
  }

  private static IllegalArgumentException refused(String entry) {
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT, "allowlist entry: %s (expected: an IPv4 or IPv6 address or CIDR)", entry));
  }
}
