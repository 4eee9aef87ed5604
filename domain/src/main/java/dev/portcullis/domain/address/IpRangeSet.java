package dev.portcullis.domain.address;

import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Validation;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An immutable set of addresses, given as ranges. Overlapping and adjacent ranges are merged into
 * intervals; a look-up is a binary search, which an index over the leading bits keeps short however
 * many ranges there are.
 */
public final class IpRangeSet {

  /** No address at all. */
  public static final IpRangeSet EMPTY = new IpRangeSet(Vector.empty());

  private final Seq<IpRange> ranges;
  private final Intervals v4;
  private final Intervals v6;

  private IpRangeSet(Seq<IpRange> ranges) {
    this.ranges = ranges;
    this.v4 = Intervals.of(ranges.filter(range -> range.network().isV4()));
    this.v6 = Intervals.of(ranges.filter(range -> !range.network().isV4()));
  }

  public static IpRangeSet of(Iterable<IpRange> ranges) {
    return new IpRangeSet(Vector.ofAll(ranges));
  }

  /**
   * The ranges of these texts, such as {@code 10.0.0.0/8} and {@code 2001:db8::1}; see {@link
   * IpRange#parse}.
   *
   * @throws IllegalArgumentException if one of them is no range; the message names each
   */
  public static IpRangeSet parse(String... texts) {
    Seq<Validation<String, IpRange>> parsed = Vector.of(texts).map(IpRange::parse);
    Seq<String> problems = parsed.filter(Validation::isInvalid).map(Validation::getError);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(problems.mkString("; "));
    }
    return of(parsed.map(Validation::get));
  }

  public boolean contains(IpAddress address) {
    return (address.isV4() ? v4 : v6).contains(address.high(), address.low());
  }

  public boolean isEmpty() {
    return ranges.isEmpty();
  }

  /** The ranges as given, in their order. */
  public Seq<IpRange> ranges() {
    return ranges;
  }

  /**
   * The index of the first given range that has this address, or -1. Looks at every range: for
   * explanations, not for decisions.
   */
  public int indexOf(IpAddress address) {
    return ranges.indexWhere(range -> range.contains(address));
  }

  /** Whether the two have an address in common. */
  public boolean overlaps(IpRange range) {
    return ranges.exists(mine -> mine.contains(range.network()) || range.contains(mine.network()));
  }

  /** How many IPv4 addresses there are. */
  public double sizeV4() {
    return v4.size();
  }

  /** How many IPv6 addresses there are, as exactly as a double says. */
  public double sizeV6() {
    return v6.size();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof IpRangeSet that && ranges.equals(that.ranges);
  }

  @Override
  public int hashCode() {
    return ranges.hashCode();
  }

  @Override
  public String toString() {
    return ranges.mkString("[", ", ", "]");
  }

  /**
   * Disjoint, sorted, non-adjacent intervals of 128-bit numbers (of which IPv4 uses the last 32) as
   * parallel arrays, and where to start looking for each value of the leading bits.
   */
  private static final class Intervals {

    private static final int INDEX_BITS = 16;
    private static final int INDEX_FROM = 16;

    private final long[] startHigh;
    private final long[] startLow;
    private final long[] endHigh;
    private final long[] endLow;

    /** Bits to shift the key right by to get a slot; the key is the low or the high word. */
    private final int shift;

    private final boolean keyIsLow;
    private final long firstKey;

    /** Per slot, the first interval that may hold an address of this slot; empty if not indexed. */
    private final int[] slots;

    private Intervals(long[] startHigh, long[] startLow, long[] endHigh, long[] endLow) {
      this.startHigh = startHigh;
      this.startLow = startLow;
      this.endHigh = endHigh;
      this.endLow = endLow;
      int last = startHigh.length - 1;
      if (startHigh.length < INDEX_FROM) {
        this.keyIsLow = false;
        this.firstKey = 0;
        this.shift = 0;
        this.slots = new int[0];
        return;
      }
      this.keyIsLow = startHigh[0] == endHigh[last];
      this.firstKey = keyIsLow ? startLow[0] : startHigh[0];
      long span = (keyIsLow ? endLow[last] : endHigh[last]) - firstKey;
      this.shift = Math.max(0, 64 - Long.numberOfLeadingZeros(span) - INDEX_BITS);
      this.slots = new int[(int) (span >>> shift) + 2];
      int interval = 0;
      for (int slot = 0; slot < slots.length; slot++) {
        long lowestKey = firstKey + ((long) slot << shift);
        while (interval <= last
            && Long.compareUnsigned(keyIsLow ? endLow[interval] : endHigh[interval], lowestKey) < 0
            && slot < slots.length - 1) {
          interval++;
        }
        slots[slot] = slot == slots.length - 1 ? last + 1 : interval;
      }
    }

    static Intervals of(Seq<IpRange> ranges) {
      IpRange[] sorted = ranges.toJavaArray(IpRange[]::new);
      Arrays.sort(sorted, (a, b) -> a.network().compareTo(b.network()));
      long[][] merged = new long[4][sorted.length];
      int count = 0;
      for (IpRange range : sorted) {
        IpAddress first = range.network();
        IpAddress last = range.last();
        boolean touches =
            count > 0
                && !isBefore(merged[2][count - 1], merged[3][count - 1], first.high(), first.low());
        if (touches) {
          if (Arrays.compareUnsigned(
                  new long[] {last.high(), last.low()},
                  new long[] {merged[2][count - 1], merged[3][count - 1]})
              > 0) {
            merged[2][count - 1] = last.high();
            merged[3][count - 1] = last.low();
          }
        } else {
          merged[0][count] = first.high();
          merged[1][count] = first.low();
          merged[2][count] = last.high();
          merged[3][count] = last.low();
          count++;
        }
      }
      return new Intervals(
          Arrays.copyOf(merged[0], count),
          Arrays.copyOf(merged[1], count),
          Arrays.copyOf(merged[2], count),
          Arrays.copyOf(merged[3], count));
    }

    /** Whether there is at least one number between the end of one interval and the next start. */
    private static boolean isBefore(long endHigh, long endLow, long startHigh, long startLow) {
      long nextLow = endLow + 1;
      long nextHigh = nextLow == 0 ? endHigh + 1 : endHigh;
      if (nextLow == 0 && nextHigh == 0) {
        return false;
      }
      int byHigh = Long.compareUnsigned(nextHigh, startHigh);
      return byHigh < 0 || (byHigh == 0 && Long.compareUnsigned(nextLow, startLow) < 0);
    }

    boolean contains(long high, long low) {
      int from = 0;
      int to = startHigh.length;
      if (slots.length > 0) {
        if (keyIsLow && high != startHigh[0]) {
          return false;
        }
        long offset = (keyIsLow ? low : high) - firstKey;
        if (Long.compareUnsigned(keyIsLow ? low : high, firstKey) < 0
            || Long.compareUnsigned(offset >>> shift, slots.length - 1L) >= 0) {
          return false;
        }
        int slot = (int) (offset >>> shift);
        from = slots[slot];
        // The interval that starts the next slot may have started in this one.
        to = Math.min(slots[slot + 1] + 1, to);
      }
      while (from < to) {
        int middle = (from + to) >>> 1;
        if (isLess(endHigh[middle], endLow[middle], high, low)) {
          from = middle + 1;
        } else if (isLess(high, low, startHigh[middle], startLow[middle])) {
          to = middle;
        } else {
          return true;
        }
      }
      return false;
    }

    private static boolean isLess(long high, long low, long thanHigh, long thanLow) {
      int byHigh = Long.compareUnsigned(high, thanHigh);
      return byHigh < 0 || (byHigh == 0 && Long.compareUnsigned(low, thanLow) < 0);
    }

    double size() {
      double size = 0;
      for (int i = 0; i < startHigh.length; i++) {
        // Subtracted as integers: two neighbours far from zero are the same double.
        long borrow = Long.compareUnsigned(endLow[i], startLow[i]) < 0 ? 1 : 0;
        size +=
            unsigned(endHigh[i] - startHigh[i] - borrow) * 0x1p64
                + unsigned(endLow[i] - startLow[i])
                + 1;
      }
      return size;
    }

    private static double unsigned(long value) {
      return (value >>> 1) * 2.0 + (value & 1);
    }
  }
}
