package dev.portcullis.domain.address;

import static dev.portcullis.domain.address.IpTexts.ip;
import static dev.portcullis.domain.address.IpTexts.ranges;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vavr.collection.Vector;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a scan of all ranges with big integers, which knows nothing of words and indexes. */
class IpRangeSetTest {

  /** A range as its first and its last number. */
  private record Naive(boolean v4, BigInteger first, BigInteger last) {

    static Naive of(IpRange range) {
      int bits = range.network().bits();
      BigInteger size = BigInteger.ONE.shiftLeft(bits - range.prefix());
      BigInteger first = number(range.network());
      return new Naive(bits == 32, first, first.add(size).subtract(BigInteger.ONE));
    }

    boolean contains(boolean family, BigInteger number) {
      return v4 == family && first.compareTo(number) <= 0 && last.compareTo(number) >= 0;
    }
  }

  /** How the random ranges of a set lie to each other. */
  enum Shape {
    ANYWHERE,
    SHORT_PREFIXES,
    HOSTS,
    ONE_64,
    ONE_64_AND_AN_OUTLIER,
    ADJACENT,
    CONTAINED,
    EDGES_OF_SPACE,
    PROVIDERS;

    IpRange draw(SplittableRandom random, int index) {
      boolean v4 = random.nextBoolean();
      int bits = v4 ? 32 : 128;
      return switch (this) {
        case ANYWHERE -> range(v4, random.nextLong(), random.nextLong(), random.nextInt(bits + 1));
        case SHORT_PREFIXES ->
            range(v4, random.nextLong(), random.nextLong(), 1 + random.nextInt(v4 ? 20 : 40));
        case HOSTS -> range(v4, random.nextLong(), random.nextLong(), bits);
        case ONE_64 -> range(v4, 0x20010db800000000L, random.nextLong(), bits - random.nextInt(12));
        case ONE_64_AND_AN_OUTLIER ->
            range(v4, index == 0 ? -1 : 0x20010db800000000L, random.nextLong(), bits);
        case ADJACENT ->
            range(
                v4,
                0x20010db8000000feL + (index >> 4),
                (long) index << 60 | (v4 ? index : 0),
                v4 ? 32 : 68);
        case CONTAINED ->
            range(
                v4,
                0x20010db8c0a80000L,
                0xc0a80000L | random.nextInt(256),
                bits - random.nextInt(30));
        case EDGES_OF_SPACE -> {
          boolean top = random.nextBoolean();
          yield range(v4, top ? -1L : 0, top ? -1L : 1L << 40, random.nextInt(bits + 1));
        }
        case PROVIDERS ->
            range(
                v4,
                0x2000000000000000L | random.nextLong() >>> 4,
                random.nextLong(),
                v4 ? 12 + random.nextInt(13) : 29 + random.nextInt(20));
      };
    }

    private static IpRange range(boolean v4, long high, long low, int prefix) {
      IpAddress address = v4 ? IpAddress.v4(low) : v6(high, low);
      int length = Math.min(prefix, address.bits());
      return new IpRange(address.network(length), length);
    }
  }

  @ParameterizedTest
  @EnumSource(Shape.class)
  void a_set_has_what_one_of_its_ranges_has(Shape shape) {
    SplittableRandom random = new SplittableRandom(shape.name().length());
    for (int round = 0; round < 25; round++) {
      check(shape, 1 + random.nextInt(40), random, 1);
    }
    for (int round = 0; round < 4; round++) {
      check(shape, 100, random, 1);
    }
    check(shape, 5_000, random, 500);
  }

  private static void check(Shape shape, int size, SplittableRandom random, int every) {
    List<IpRange> ranges = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      ranges.add(shape.draw(random, i));
      if (random.nextInt(8) == 0) {
        ranges.add(ranges.get(random.nextInt(ranges.size())));
      }
    }
    IpRangeSet set = IpRangeSet.of(ranges);
    List<Naive> naive = ranges.stream().map(Naive::of).toList();

    for (int i = 0; i < naive.size(); i += every) {
      Naive range = naive.get(i);
      for (int step = -1; step <= 1; step++) {
        compare(set, naive, range.v4(), range.first().add(BigInteger.valueOf(step)));
        compare(set, naive, range.v4(), range.last().add(BigInteger.valueOf(step)));
      }
      compare(set, naive, range.v4(), range.first().add(range.last()).shiftRight(1));
      compare(set, naive, range.v4(), range.first().flipBit(random.nextInt(range.v4() ? 32 : 128)));
    }
    for (int i = 0; i < 50; i++) {
      compare(set, naive, true, new BigInteger(1, bytes(random, 4)));
      compare(set, naive, false, new BigInteger(1, bytes(random, 16)));
    }
    for (boolean v4 : new boolean[] {true, false}) {
      compare(set, naive, v4, BigInteger.ZERO);
      compare(set, naive, v4, BigInteger.ONE.shiftLeft(v4 ? 32 : 128).subtract(BigInteger.ONE));
    }
    double v4 = size(naive, true).doubleValue();
    double v6 = size(naive, false).doubleValue();
    assertThat(set.sizeV4()).as("IPv4 of %s", ranges).isEqualTo(v4);
    assertThat(set.sizeV6()).as("IPv6 of %s", ranges).isBetween(v6 * (1 - 1e-12), v6 * (1 + 1e-12));
  }

  private static void compare(IpRangeSet set, List<Naive> naive, boolean v4, BigInteger number) {
    IpAddress address = address(v4, number);
    if (address == null) {
      return;
    }
    boolean expected = false;
    for (Naive range : naive) {
      expected |= range.contains(v4, number);
    }
    if (set.contains(address) != expected) {
      throw new AssertionError(address + (expected ? " not in " : " in ") + set);
    }
    if (set.ranges().size() < 50) {
      int first = -1;
      for (int i = naive.size() - 1; i >= 0; i--) {
        first = naive.get(i).contains(v4, number) ? i : first;
      }
      assertThat(set.indexOf(address)).isEqualTo(first);
    }
  }

  /** The number of different addresses, by sweeping over the sorted ends. */
  private static BigInteger size(List<Naive> ranges, boolean v4) {
    TreeMap<BigInteger, Integer> changes = new TreeMap<>();
    for (Naive range : ranges) {
      if (range.v4() == v4) {
        changes.merge(range.first(), 1, Integer::sum);
        changes.merge(range.last().add(BigInteger.ONE), -1, Integer::sum);
      }
    }
    BigInteger size = BigInteger.ZERO;
    BigInteger from = BigInteger.ZERO;
    int open = 0;
    for (var change : changes.entrySet()) {
      if (open > 0) {
        size = size.add(change.getKey().subtract(from));
      }
      open += change.getValue();
      from = change.getKey();
    }
    return size;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 20})
  void the_whole_space_is_a_range_too(int others) {
    Vector<IpRange> hosts =
        Vector.range(0, others).flatMap(i -> ranges("10.0.0." + 2 * i, "2001:db8::" + 2 * i));
    IpRangeSet v4 = IpRangeSet.of(hosts.appendAll(ranges("0.0.0.0/0")));
    IpRangeSet v6 = IpRangeSet.of(hosts.appendAll(ranges("::/0")));

    for (String text : List.of("0.0.0.0", "127.255.255.255", "128.0.0.0", "255.255.255.255")) {
      assertThat(v4.contains(ip(text))).isTrue();
      assertThat(v6.contains(ip(text))).isFalse();
    }
    for (String text :
        List.of("::", "7fff::", "8000::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")) {
      assertThat(v6.contains(ip(text))).isTrue();
      assertThat(v4.contains(ip(text))).isFalse();
    }
    assertThat(v4.sizeV4()).isEqualTo(0x1p32);
    assertThat(v6.sizeV6()).isEqualTo(0x1p128);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                    | 0         | 0
          10.0.0.0/8                            | 16777216  | 0
          10.0.0.0/9 10.128.0.0/9               | 16777216  | 0
          10.0.0.0/8 10.1.0.0/16 10.0.0.0/8     | 16777216  | 0
          10.0.0.0/32 10.0.0.2/32               | 2         | 0
          2001:db8:0:0:f000::/120               | 0         | 256
          2001:db8::ffff:ffff:ffff:ffff 2001:db8:0:1:: | 0  | 2
          ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe/127 192.0.2.1 | 1 | 2
          """)
  void sizes_are_counted_without_counting_twice(String texts, double v4, double v6) {
    IpRangeSet set = texts.isEmpty() ? IpRangeSet.EMPTY : IpRangeSet.of(ranges(texts.split(" ")));

    assertThat(set.sizeV4()).isEqualTo(v4);
    assertThat(set.sizeV6()).isEqualTo(v6);
    assertThat(set.isEmpty()).isEqualTo(texts.isEmpty());
  }

  @Test
  void ranges_overlap_if_one_holds_the_other() {
    IpRangeSet set = IpRangeSet.of(ranges("10.0.0.0/8", "2001:db8::/32"));

    assertThat(ranges("10.1.0.0/16", "10.0.0.0/8", "0.0.0.0/0", "::/0", "2001:db8::1"))
        .allMatch(set::overlaps);
    assertThat(ranges("11.0.0.0/8", "9.255.255.255", "2001:db9::/32", "a00::/8"))
        .noneMatch(set::overlaps);
  }

  @Test
  void texts_are_read_as_ranges_and_every_one_that_is_none_is_named() {
    assertThat(IpRangeSet.parse("10.0.0.0/8", "2001:db8::1"))
        .isEqualTo(IpRangeSet.of(ranges("10.0.0.0/8", "2001:db8::1")));
    assertThat(IpRangeSet.parse()).isEqualTo(IpRangeSet.EMPTY);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IpRangeSet.parse("10.0.0.1/8", "192.0.2.0/24", "proxy.example.com"))
        .withMessageContainingAll("10.0.0.1/8", "proxy.example.com")
        .withMessageNotContaining("192.0.2.0/24");
  }

  @Test
  void a_set_is_its_ranges_in_their_order() {
    IpRangeSet set = IpRangeSet.of(ranges("10.0.0.0/8", "192.0.2.1"));

    assertThat(set).hasToString("[10.0.0.0/8, 192.0.2.1/32]");
    assertThat(set).isEqualTo(IpRangeSet.of(ranges("10.0.0.0/8", "192.0.2.1/32")));
    assertThat(set).hasSameHashCodeAs(IpRangeSet.of(ranges("10.0.0.0/8", "192.0.2.1/32")));
    assertThat(set).isNotEqualTo(IpRangeSet.of(ranges("10.0.0.0/8")));
    assertThat(set).isNotEqualTo("[10.0.0.0/8, 192.0.2.1/32]");
    assertThat(set.ranges()).isEqualTo(ranges("10.0.0.0/8", "192.0.2.1/32"));
  }

  /** IPv6 that is not mapped, for those are IPv4. */
  private static IpAddress v6(long high, long low) {
    return IpAddress.v6(high, high == 0 && low >>> 32 == 0xffff ? 0 : low);
  }

  private static @Nullable IpAddress address(boolean v4, BigInteger number) {
    int size = v4 ? 4 : 16;
    if (number.signum() < 0 || number.bitLength() > size * 8) {
      return null;
    }
    byte[] bytes = new byte[size];
    byte[] raw = number.toByteArray();
    int count = Math.min(raw.length, size);
    System.arraycopy(raw, raw.length - count, bytes, size - count, count);
    IpAddress address = IpAddress.ofBytes(bytes).get();
    return address.isV4() == v4 ? address : null;
  }

  private static BigInteger number(IpAddress address) {
    byte[] bytes = new byte[17];
    for (int i = 0; i < 8; i++) {
      bytes[8 - i] = (byte) (address.high() >>> (8 * i));
      bytes[16 - i] = (byte) (address.low() >>> (8 * i));
    }
    return new BigInteger(bytes);
  }

  private static byte[] bytes(SplittableRandom random, int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }
}
