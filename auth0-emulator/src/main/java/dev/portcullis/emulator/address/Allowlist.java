package dev.portcullis.emulator.address;

import inet.ipaddr.IPAddress;
import java.util.List;
import java.util.Locale;

/** An Attack Protection AllowList: single addresses and CIDR blocks, IPv4 and IPv6. */
public final class Allowlist {

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
    String length = entry.substring(slash + 1);
    if (!length.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(length) > address.getBitCount()) {
      throw refused(entry);
    }
    return address.toPrefixBlock(Integer.parseInt(length));
  }

  private static IllegalArgumentException refused(String entry) {
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT, "allowlist entry: %s (expected: an IPv4 or IPv6 address or CIDR)", entry));
  }
}
