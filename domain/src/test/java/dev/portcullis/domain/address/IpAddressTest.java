package dev.portcullis.domain.address;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.control.Option;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;
import net.jqwik.api.statistics.StatisticsReport.StatisticsReportMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # dotted decimal
          0.0.0.0                                       | 0.0.0.0
          203.0.113.7                                   | 203.0.113.7
          255.255.255.255                               | 255.255.255.255
          # RFC 4291 section 2.2
          ABCD:EF01:2345:6789:ABCD:EF01:2345:6789       | abcd:ef01:2345:6789:abcd:ef01:2345:6789
          2001:DB8:0:0:8:800:200C:417A                  | 2001:db8::8:800:200c:417a
          FF01:0:0:0:0:0:0:101                          | ff01::101
          FF01::101                                     | ff01::101
          0:0:0:0:0:0:0:1                               | ::1
          0:0:0:0:0:0:0:0                               | ::
          ::                                            | ::
          1::                                           | 1::
          ::8                                           | ::8
          # RFC 5952 section 4: leading zeros, the longest run, the first of two, never one group
          2001:0db8:0000:0000:0000:0000:0002:0001       | 2001:db8::2:1
          2001:db8::0:1                                 | 2001:db8::1
          2001:db8:0:0:0:0:2:1                          | 2001:db8::2:1
          2001:db8:0:1:1:1:1:1                          | 2001:db8:0:1:1:1:1:1
          2001:db8::1:1:1:1:1                           | 2001:db8:0:1:1:1:1:1
          2001:0:0:1:0:0:0:1                            | 2001:0:0:1::1
          2001:db8:0:0:1:0:0:1                          | 2001:db8::1:0:0:1
          2001:db8::AAAA:aAaA                           | 2001:db8::aaaa:aaaa
          0:0:1:0:0:1:0:0                               | ::1:0:0:1:0:0
          1:0:0:2:0:0:0:0                               | 1:0:0:2::
          1:2:3:4:5:6:7::                               | 1:2:3:4:5:6:7:0
          ::2:3:4:5:6:7:8                               | 0:2:3:4:5:6:7:8
          # a dotted quad for the last two groups
          64:ff9b::192.0.2.33                           | 64:ff9b::c000:221
          1:2:3:4:5:6:192.0.2.1                         | 1:2:3:4:5:6:c000:201
          0000:0000:0000:0000:0000:0000:255.255.255.255 | ::ffff:ffff
          ::192.0.2.1                                   | ::c000:201
          # IPv4-mapped, in every spelling, is IPv4
          ::ffff:192.0.2.1                              | 192.0.2.1
          ::FFFF:192.0.2.1                              | 192.0.2.1
          ::ffff:c000:201                               | 192.0.2.1
          0:0:0:0:0:ffff:c000:0201                      | 192.0.2.1
          0000:0000:0000:0000:0000:ffff:192.0.2.1       | 192.0.2.1
          0::ffff:192.0.2.1                             | 192.0.2.1
          ::0:ffff:192.0.2.1                            | 192.0.2.1
          ::ffff:0:0                                    | 0.0.0.0
          # not mapped: one bit away
          ::fffe:c000:201                               | ::fffe:c000:201
          ::1:ffff:c000:201                             | ::1:ffff:c000:201
          ::ffff:0:c000:201                             | ::ffff:0:c000:201
          1::ffff:c000:201                              | 1::ffff:c000:201
          # other embeddings stay what they are
          2002:c000:201::                               | 2002:c000:201::
          2001:0:c000:201::                             | 2001:0:c000:201::
          """)
  void a_literal_has_one_canonical_text(String literal, String canonical) {
    Option<IpAddress> address = IpAddress.parse(literal);

    assertThat(address.map(IpAddress::toString)).isEqualTo(Option.some(canonical));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "localhost",
        "example.com",
        // IPv4: not four decimal numbers of 0 to 255
        "1",
        "1.2",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.4.",
        ".1.2.3.4",
        "1..3.4",
        "1.2.3.",
        "1.2.3.256",
        "1.2.3.999999999999999999999",
        "4294967295",
        "3405803783",
        "0xcb007107",
        "0xcb.0.113.7",
        "cb.0.71.7",
        "0203.0.113.7",
        "01.2.3.4",
        "1.2.3.00",
        "1.2.3.04",
        "00.0.0.0",
        "+1.2.3.4",
        "-1.2.3.4",
        "1.2.3.-4",
        "1.2.3.4 ",
        " 1.2.3.4",
        "1. 2.3.4",
        "1,2,3,4",
        "1.2.3.4/32",
        "1.2.3.4:80",
        "1.2.3.4\0",
        "1.2.3.4\n",
        "1.2.3.4\r\n",
        "1.2.3.4\u00a0",
        "\ufeff1.2.3.4",
        "１.2.3.4", // a full-width digit
        "1.2.3.٤", // an Arabic-Indic digit
        "1\u30022\u30023\u30024", // ideographic full stops
        // IPv6: not eight groups of one to four hexadecimal digits
        ":",
        ":::",
        "::::",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8::",
        "::1:2:3:4:5:6:7:8",
        "1::2:3:4:5:6:7:8",
        "1:2:3:4::5:6:7:8",
        "1::2::3",
        "::1::",
        "1:::2",
        ":1:2:3:4:5:6:7:8",
        ":1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:",
        ":1::2",
        "1::2:",
        "12345::",
        "::12345",
        "00001::",
        "::0ffff:192.0.2.1",
        "::0ffff",
        "::g",
        "::-1",
        "::+1",
        "::0x1",
        "2001:db8",
        "::１",
        "2001:db8::1 ",
        "2001:db8: :1",
        // dotted quads in the wrong place, or none
        "1.2.3.4::",
        "::1.2.3.4:5",
        "::1.2.3",
        "::1.2.3.4.5",
        "::1.2.3.256",
        "::01.2.3.4",
        "::ffff:1.2.3.04",
        "::.1.2.3",
        "::1.2.3.4.",
        "::a.2.3.4",
        "1:2:3:4:5:6:7:1.2.3.4",
        "1:2:3:4:5:1.2.3.4",
        "1:2:3:4:5:6::1.2.3.4:7",
        "0000:0000:0000:0000:0000:00000:255.255.255.255",
        // zones, brackets, prefixes
        "fe80::1%eth0",
        "fe80::1%25eth0",
        "fe80::1%",
        "fe80::1%1",
        "1.2.3.4%1",
        "[::1]",
        "[::1",
        "::1]",
        "[1.2.3.4]",
        "::/0",
        "::1/128"
      })
  void anything_else_is_no_address(String text) {
    assertThat(IpAddress.parse(text)).isEmpty();
  }

  @Test
  void a_text_of_any_length_is_answered() {
    String text = "1:".repeat(1_000_000);

    assertThat(IpAddress.parse(text)).isEmpty();
  }

  @Test
  void only_four_or_sixteen_bytes_are_an_address() {
    for (int length = 0; length < 20; length++) {
      Option<IpAddress> address = IpAddress.ofBytes(new byte[length]);

      assertThat(address.isDefined()).as("%d bytes", length).isEqualTo(length == 4 || length == 16);
    }
  }

  static List<List<String>> hosts() {
    return List.of(
        List.of("192.0.2.1", "::ffff:192.0.2.1", "::ffff:c000:201"),
        List.of("2001:db8::1", "2001:DB8:0:0::0:1", "2001:0db8::0.0.0.1"));
  }

  @ParameterizedTest
  @MethodSource("hosts")
  void one_host_is_one_value(List<String> spellings) {
    List<IpAddress> addresses = spellings.stream().map(IpTexts::ip).toList();

    assertThat(addresses).containsOnly(addresses.getFirst());
    assertThat(addresses.stream().map(IpAddress::hashCode).distinct()).hasSize(1);
    assertThat(addresses).allMatch(address -> address.compareTo(addresses.getFirst()) == 0);
  }

  @Test
  void ipv4_and_ipv6_with_the_same_bits_are_two_hosts() {
    IpAddress v4 = IpTexts.ip("192.0.2.1");
    IpAddress compatible = IpTexts.ip("::192.0.2.1");

    assertThat(v4).isNotEqualTo(compatible).isLessThan(compatible);
  }

  @Property
  void what_is_printed_is_read_back(@ForAll("addresses") IpAddress address) {
    assertThat(IpAddress.parse(address.toString())).containsExactly(address);
  }

  @Property
  void the_long_form_is_the_same_address_and_no_shorter(@ForAll("addresses") IpAddress address)
      throws UnknownHostException {
    String longForm = InetAddress.getByName(address.toString()).getHostAddress();

    assertThat(IpAddress.parse(longForm)).containsExactly(address);
    assertThat(address.toString()).hasSizeLessThanOrEqualTo(longForm.length());
  }

  @Property
  void the_order_of_addresses_agrees_with_their_equality(
      @ForAll("addresses") IpAddress left, @ForAll("addresses") IpAddress right) {
    int order = left.compareTo(right);

    assertThat(Integer.signum(order)).isEqualTo(-Integer.signum(right.compareTo(left)));
    assertThat(order == 0).isEqualTo(left.equals(right));
  }

  @Property(tries = 5000)
  @StatisticsReport(StatisticsReportMode.OFF)
  void what_the_jdk_reads_too_is_read_as_the_same_address(@ForAll("almostLiterals") String text) {
    if (Runtime.version().feature() < 22) {
      return; // Nothing to compare with.
    }
    Option<IpAddress> ours = IpAddress.parse(text);
    Option<IpAddress> theirs = OfLiteral.read(text);

    assertThat(ours.isEmpty() || theirs.equals(ours))
        .as("%s: ours %s, the JDK's %s", text, ours, theirs)
        .isTrue();
    Statistics.collect(ours.isDefined());
    Statistics.coverage(read -> read.check(true).percentage(share -> share > 2));
  }

  @Property
  void every_literal_without_a_zone_that_the_jdk_prints_is_read(@ForAll byte[] bytes)
      throws UnknownHostException {
    byte[] sixteen = Arrays.copyOf(bytes, 16);
    String text = InetAddress.getByAddress(sixteen).getHostAddress();

    assertThat(IpAddress.parse(text)).isEqualTo(IpAddress.ofBytes(sixteen));
  }

  @Provide
  Arbitrary<IpAddress> addresses() {
    return IpTexts.addresses();
  }

  /** Pieces of literals put together as chance has it, so that many are literals and many not. */
  @Provide
  Arbitrary<String> almostLiterals() {
    Arbitrary<String> pieces =
        Arbitraries.of(
            "0",
            "1",
            "a",
            "ff",
            "ffff",
            "0db8",
            "10",
            "255",
            "256",
            ":",
            ":",
            ":",
            "::",
            ".",
            ".",
            "1.2.3.4",
            "192.0.2.1",
            "::ffff:",
            "1:2:3:4:5:6:");
    return pieces.list().ofMinSize(1).ofMaxSize(16).map(list -> String.join("", list));
  }

  /** {@code InetAddress.ofLiteral}, which came with JDK 22. */
  private static final class OfLiteral {

    private static final MethodHandle HANDLE = handle();

    static Option<IpAddress> read(String text) {
      try {
        return IpAddress.ofBytes(((InetAddress) HANDLE.invokeExact(text)).getAddress());
      } catch (IllegalArgumentException e) {
        return Option.none();
      } catch (Throwable e) {
        throw new AssertionError(e);
      }
    }

    private static MethodHandle handle() {
      try {
        return MethodHandles.publicLookup()
            .findStatic(
                InetAddress.class,
                "ofLiteral",
                MethodType.methodType(InetAddress.class, String.class));
      } catch (ReflectiveOperationException e) {
        throw new LinkageError(e.getMessage(), e);
      }
    }
  }
}
