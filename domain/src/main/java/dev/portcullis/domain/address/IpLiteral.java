package dev.portcullis.domain.address;

import org.jspecify.annotations.Nullable;

/** The text forms of addresses: RFC 4291 section 2.2 strictly in, RFC 5952 out. */
final class IpLiteral {

  private static final int GROUPS = 8;

  private IpLiteral() {}

  /** The literal that is exactly {@code text[from, to)}, or null. */
  static @Nullable IpAddress read(String text, int from, int to) {
    // The longest legal text: six groups of four digits and a dotted quad.
    if (to - from > 45) {
      return null;
    }
    for (int i = from; i < to; i++) {
      if (text.charAt(i) == ':') {
        return readV6(text, from, to);
      }
    }
    long bits = readV4(text, from, to);
    return bits < 0 ? null : IpAddress.v4(bits);
  }

  /** The four numbers as 32 bits, or -1. */
  private static long readV4(String text, int from, int to) {
    long bits = 0;
    int part = 0;
    int digits = 0;
    int value = 0;
    for (int i = from; i <= to; i++) {
      char c = i < to ? text.charAt(i) : '.';
      if (c == '.') {
        if (digits == 0 || ++part > 4) {
          return -1;
        }
        bits = bits << 8 | value;
        digits = 0;
        value = 0;
      } else if (c < '0' || c > '9' || (digits > 0 && value == 0)) {
        return -1;
      } else {
        value = value * 10 + (c - '0');
        digits++;
        if (value > 255) {
          return -1;
        }
      }
    }
    return part == 4 ? bits : -1;
  }

  private static @Nullable IpAddress readV6(String text, int from, int to) {
    int[] groups = new int[GROUPS];
    int count = 0;
    int gap = -1;
    int i = from;
    if (text.startsWith("::", from)) {
      gap = 0;
      i += 2;
    }
    while (i < to) {
      int start = i;
      int value = 0;
      while (i < to && hex(text.charAt(i)) >= 0) {
        value = value << 4 | hex(text.charAt(i));
        i++;
        if (i - start > 4) {
          return null;
        }
      }
      if (i < to && text.charAt(i) == '.') {
        long tail = readV4(text, start, to);
        if (tail < 0 || count > GROUPS - 2) {
          return null;
        }
        groups[count++] = (int) (tail >>> 16);
        groups[count++] = (int) (tail & 0xffff);
        i = to;
        break;
      }
      if (i == start || count == GROUPS) {
        return null;
      }
      groups[count++] = value;
      if (i == to) {
        break;
      }
      if (text.charAt(i) != ':' || ++i == to) {
        return null;
      }
      if (text.charAt(i) == ':') {
        if (gap >= 0) {
          return null;
        }
        gap = count;
        i++;
      }
    }
    if (gap < 0 ? count != GROUPS : count == GROUPS) {
      return null;
    }
    return IpAddress.v6(word(groups, count, gap, 0), word(groups, count, gap, 4));
  }

  /** Four of the eight groups as 64 bits, with the gap, if there is one, filled with zeros. */
  private static long word(int[] groups, int count, int gap, int first) {
    long word = 0;
    for (int group = first; group < first + 4; group++) {
      int value;
      if (gap < 0 || group < gap) {
        value = groups[group];
      } else {
        int fromEnd = GROUPS - group;
        value = fromEnd <= count - gap ? groups[count - fromEnd] : 0;
      }
      word = word << 16 | value;
    }
    return word;
  }

  /** The port that is exactly {@code text[from, to)}, 0-65535, or -1. */
  static int readPort(String text, int from, int to) {
    if (from >= to || to - from > 5) {
      return -1;
    }
    int value = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      value = value * 10 + (c - '0');
    }
    return value <= 65_535 ? value : -1;
  }

  private static int hex(char c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
      return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
  }

  static String writeV4(long bits) {
    return (bits >>> 24)
        + "."
        + (bits >>> 16 & 0xff)
        + "."
        + (bits >>> 8 & 0xff)
        + "."
        + (bits & 0xff);
  }

  /** RFC 5952 section 4: lower case, no leading zeros, the first longest run of zeros as "::". */
  static String writeV6(long high, long low) {
    int runStart = -1;
    int runLength = 1;
    for (int group = 0; group < GROUPS; ) {
      int end = group;
      while (end < GROUPS && group(high, low, end) == 0) {
        end++;
      }
      if (end - group > runLength) {
        runStart = group;
        runLength = end - group;
      }
      group = end + 1;
    }
    StringBuilder text = new StringBuilder(39);
    for (int group = 0; group < GROUPS; group++) {
      if (group == runStart) {
        text.append("::");
        group += runLength - 1;
      } else {
        if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
          text.append(':');
        }
        text.append(Integer.toHexString(group(high, low, group)));
      }
    }
    return text.toString();
  }

  private static int group(long high, long low, int index) {
    long word = index < 4 ? high : low;
    return (int) (word >>> (48 - 16 * (index & 3)) & 0xffff);
  }
}
