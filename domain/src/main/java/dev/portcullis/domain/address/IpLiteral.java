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
    // The groups since the start or since the gap, and how many there are; before the gap likewise.
    long high = 0;
    long low = 0;
    int count = 0;
    long headHigh = 0;
    long headLow = 0;
    int headCount = -1;
    int i = from;
    if (to - from >= 2 && text.startsWith("::", from)) {
      headCount = 0;
      i += 2;
    }
    while (i < to) {
      int start = i;
      int value = 0;
      int digit;
      while (i < to && (digit = hex(text.charAt(i))) >= 0) {
        value = value << 4 | digit;
        i++;
        if (i - start > 4) {
          return null;
        }
      }
      if (i < to && text.charAt(i) == '.') {
        long tail = readV4(text, start, to);
        if (tail < 0) {
          return null;
        }
        high = high << 32 | low >>> 32;
        low = low << 32 | tail;
        count += 2;
        break;
      }
      if (i == start || count == GROUPS) {
        return null;
      }
      high = high << 16 | low >>> 48;
      low = low << 16 | value;
      count++;
      if (i == to) {
        break;
      }
      if (text.charAt(i) != ':' || ++i == to) {
        return null;
      }
      if (text.charAt(i) == ':') {
        if (headCount >= 0) {
          return null;
        }
        headHigh = high;
        headLow = low;
        headCount = count;
        high = 0;
        low = 0;
        count = 0;
        i++;
      }
    }
    if (headCount < 0) {
      return count == GROUPS ? IpAddress.v6(high, low) : null;
    }
    // The gap stands for one group at least.
    if (headCount + count >= GROUPS) {
      return null;
    }
    int shift = 16 * (GROUPS - headCount);
    return IpAddress.v6(
        high | shiftedHigh(headHigh, headLow, shift), low | (shift < 64 ? headLow << shift : 0));
  }

  /** The first 64 of 128 bits shifted to the left by 16 to 128. */
  private static long shiftedHigh(long high, long low, int shift) {
    if (shift < 64) {
      return high << shift | low >>> (64 - shift);
    }
    return shift < 128 ? low << (shift - 64) : 0;
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
