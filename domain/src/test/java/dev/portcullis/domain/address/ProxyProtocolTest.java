package dev.portcullis.domain.address;

import static dev.portcullis.domain.address.IpTexts.ip;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.domain.address.ProxyProtocol.Reading;
import dev.portcullis.domain.address.ProxyProtocol.Version;
import io.vavr.collection.HashSet;
import io.vavr.collection.Set;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyProtocolTest {

  private static final Set<Version> BOTH = HashSet.of(Version.V1, Version.V2);
  private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
  private static final String V4 = "cb007107 0a000001 1267 01bb";
  private static final String V6 =
      "20010db8000000000000000000000007 fd000000000000000000000000000001 0000 ffff";

  /** Backslash escapes are CR, LF, NUL, tab and any byte in two hexadecimal digits. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          PROXY TCP4 203.0.113.7 10.0.0.1 4711 443\\r\\n          | 203.0.113.7:4711
          PROXY TCP4 203.0.113.7 10.0.0.1 0 65535\\r\\n           | 203.0.113.7:0
          PROXY TCP4 203.0.113.7 10.0.0.1 65535 0\\r\\nGET /      | 203.0.113.7:65535
          PROXY TCP6 2001:db8::7 fd00::1 4711 443\\r\\n           | 2001:db8::7:4711
          PROXY TCP6 ::ffff:203.0.113.7 ::ffff:10.0.0.1 1 2\\r\\n | 203.0.113.7:1
          PROXY UNKNOWN\\r\\n                                     | none
          PROXY UNKNOWN whatever 1.2.3.4 ~!\\r\\n                 | none
          PROXY UNKNOWN \\r\\n                                    | none
          # a line that is no header of version 1
          PROXY UNKNOWN1\\r\\n                                    | proxy-syntax
          PROXY unknown\\r\\n                                     | proxy-syntax
          PROXY \\r\\n                                            | proxy-syntax
          PROXY TCP4\\r\\n                                        | proxy-syntax
          PROXY TCP5 203.0.113.7 10.0.0.1 4711 443\\r\\n          | proxy-syntax
          PROXY UDP4 203.0.113.7 10.0.0.1 4711 443\\r\\n          | proxy-syntax
          PROXY tcp4 203.0.113.7 10.0.0.1 4711 443\\r\\n          | proxy-syntax
          PROXY  TCP4 203.0.113.7 10.0.0.1 4711 443\\r\\n         | proxy-syntax
          PROXY TCP4  203.0.113.7 10.0.0.1 4711 443\\r\\n         | proxy-syntax
          PROXY TCP4 203.0.113.7 10.0.0.1 4711 443 \\r\\n         | proxy-syntax
          PROXY TCP4 203.0.113.7 10.0.0.1 4711\\r\\n              | proxy-syntax
          PROXY TCP4 203.0.113.7 10.0.0.1 4711 443 1\\r\\n        | proxy-syntax
          PROXY TCP4 203.0.113.7\\t10.0.0.1 4711 443\\r\\n        | proxy-syntax
          PROXY TCP4 203.0.113.07 10.0.0.1 4711 443\\r\\n         | proxy-syntax
          PROXY TCP4 203.0.113.7 10.0.0.01 4711 443\\r\\n         | proxy-syntax
          PROXY TCP4 2001:db8::7 fd00::1 4711 443\\r\\n           | proxy-syntax
          PROXY TCP4 203.0.113.7 fd00::1 4711 443\\r\\n           | proxy-syntax
          PROXY TCP6 203.0.113.7 10.0.0.1 4711 443\\r\\n          | proxy-syntax
          PROXY TCP6 2001:db8::7 10.0.0.1 4711 443\\r\\n          | proxy-syntax
          PROXY TCP6 fe80::1%eth0 fd00::1 4711 443\\r\\n          | proxy-syntax
          PROXY TCP6 [2001:db8::7] fd00::1 4711 443\\r\\n         | proxy-syntax
          PROXY TCP4 example.com 10.0.0.1 4711 443\\r\\n          | proxy-syntax
          PROXY TCP4 203.0.113.7 10.0.0.1 04711 443\\r\\n         | proxy-syntax
          PROXY TCP4 203.0.113.7 10.0.0.1 4711 00\\r\\n           | proxy-syntax
          PROXY TCP4 203.0.113.7 10.0.0.1 4711 65536\\r\\n        | proxy-syntax
          PROXY TCP4 203.0.113.7 10.0.0.1 -1 443\\r\\n            | proxy-syntax
          PROXY TCP4 203.0.113.7 10.0.0.1 4711 443\\n             | proxy-syntax
          PROXY TCP4 203.0.113.7 10.0.0.1 4711 443\\r443          | proxy-syntax
          PROXY UNKNOWN \\00\\r\\n                                | proxy-syntax
          PROXY UNKNOWN \\7f\\r\\n                                | proxy-syntax
          PROXY UNKNOWN \\80\\r\\n                                | proxy-syntax
          PROXY UNKNOWN \\1f\\r\\n                                | proxy-syntax
          # no header at all
          GET / HTTP/1.1\\r\\n                                    | proxy-missing
          PROXYTCP4 203.0.113.7 10.0.0.1 4711 443\\r\\n           | proxy-missing
          proxy TCP4 203.0.113.7 10.0.0.1 4711 443\\r\\n          | proxy-missing
          ' PROXY UNKNOWN\\r\\n'                                  | proxy-missing
          \\16\\03\\01                                            | proxy-missing
          P R                                                     | proxy-missing
          # more to come
          P                                                       | more 6
          PROXY                                                   | more 6
          'PROXY '                                                | more 7
          PROXY TCP4 2                                            | more 13
          PROXY UNKNOWN\\r                                        | more 15
          """)
  void version_1_is_one_line(String line, String answer) {
    byte[] bytes = bytes(line);

    assertThat(read(bytes, BOTH, 4096)).isEqualTo(answer);
  }

  @Test
  void version_1_has_no_more_than_107_bytes() {
    String longest = "PROXY UNKNOWN " + "x".repeat(91) + "\r\n";
    String longer = "PROXY UNKNOWN " + "x".repeat(92) + "\r\n";

    assertThat(longest).hasSize(107);
    assertThat(read(ascii(longest), BOTH, 4096)).isEqualTo("none");
    assertThat(read(ascii(longer), BOTH, 4096)).isEqualTo("proxy-too-long");
    assertThat(read(ascii(longer.substring(0, 106)), BOTH, 4096)).isEqualTo("more 107");
    assertThat(read(ascii(longer.substring(0, 107)), BOTH, 4096)).isEqualTo("proxy-too-long");
    assertThat(read(ascii("PROXY UNKNOWN " + "x".repeat(92)), BOTH, 4096)).isEqualTo("more 107");
    assertThat(read(ascii("PROXY UNKNOWN " + "x".repeat(93)), BOTH, 4096))
        .isEqualTo("proxy-too-long");
    assertThat(read(ascii("PROXY UNKNOWN\r\n"), BOTH, 15)).isEqualTo("none");
    assertThat(read(ascii("PROXY UNKNOWN\r\n"), BOTH, 14)).isEqualTo("proxy-too-long");
  }

  /** The bytes after the signature, in hexadecimal. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          21 11 000c {v4}                 | 203.0.113.7:4711
          21 11 000c {v4} 474554          | 203.0.113.7:4711
          21 21 0024 {v6}                 | 2001:db8::7:0
          21 21 0024 00000000000000000000ffffcb007107 00000000000000000000ffff0a000001 1267 01bb | 203.0.113.7:4711
          20 00 0000                      | none
          20 11 000c {v4}                 | none
          20 ff 0003 010203               | none
          20 11 0001 00                   | none
          # extensions: each whole
          21 11 000f {v4} 040000          | 203.0.113.7:4711
          21 11 0011 {v4} 0400020000      | 203.0.113.7:4711
          21 11 0013 {v4} 0400000500 01ff | 203.0.113.7:4711
          21 11 000d {v4} 04              | proxy-syntax
          21 11 000e {v4} 0400            | proxy-syntax
          21 11 000f {v4} 040001          | proxy-syntax
          21 11 0010 {v4} 04000200        | proxy-syntax
          21 11 000f {v4} 04ffff          | proxy-syntax
          21 11 0010 {v4} 04010000        | proxy-syntax
          21 11 0012 {v4} 030003 000000   | proxy-syntax
          21 11 0014 {v4} 030005 0000000000 | proxy-syntax
          # no more, no less than TCP over IPv4 or IPv6
          21 00 0000                      | proxy-family
          21 01 0000                      | proxy-family
          21 10 000c {v4}                 | proxy-family
          21 12 000c {v4}                 | proxy-family
          21 22 0024 {v6}                 | proxy-family
          21 31 0024 {v6}                 | proxy-family
          21 32 0024 {v6}                 | proxy-family
          21 13 000c {v4}                 | proxy-syntax
          21 41 000c {v4}                 | proxy-syntax
          21 ff 000c {v4}                 | proxy-syntax
          21 11 000b cb0071070a000001126701 | proxy-syntax
          21 21 0023 20010db8000000000000000000000007fd00000000000000000000000000000100ffff | proxy-syntax
          22 11 000c {v4}                 | proxy-syntax
          2f 11 000c {v4}                 | proxy-syntax
          11 11 000c {v4}                 | proxy-syntax
          31 11 000c {v4}                 | proxy-syntax
          01 11 000c {v4}                 | proxy-syntax
          a1 11 000c {v4}                 | proxy-syntax
          21 11 0ff1                      | proxy-too-long
          21 11 ffff                      | proxy-too-long
          # more to come
          ''                              | more 16
          21                              | more 16
          21 11 00                        | more 16
          21 11 000c                      | more 28
          21 11 000c cb0071070a0000011267 | more 28
          21 21 0ff0                      | more 4096
          20 00 0001                      | more 17
          """)
  void version_2_is_binary(String hex, String answer) {
    byte[] bytes = version2(hex);

    assertThat(read(bytes, BOTH, 4096)).isEqualTo(answer);
  }

  @Test
  void a_checksum_is_checked_where_there_is_one() {
    byte[] right = withChecksum(version2("21 11 0018 {v4} 03000400000000 040002abcd"), 31);

    assertThat(read(right, BOTH, 4096)).isEqualTo("203.0.113.7:4711");
    for (int i = 16; i < right.length; i++) {
      if (i < 28 || (i > 30 && i < 36) || i > 37) {
        byte[] altered = right.clone();
        altered[i] ^= 0x01;
        assertThat(read(altered, BOTH, 4096)).as("byte %d", i).isEqualTo("proxy-crc");
      }
    }
  }

  @Test
  void an_extension_may_be_longer_than_one_byte_says() {
    byte[] long300 = version2("21 11 013b {v4} 04012c" + "ff".repeat(300));
    byte[] tooLong = version2("21 11 013b {v4} 04022c" + "ff".repeat(300));

    assertThat(read(long300, BOTH, 4096)).isEqualTo("203.0.113.7:4711");
    assertThat(read(tooLong, BOTH, 4096)).isEqualTo("proxy-syntax");
  }

  @Test
  void a_second_checksum_is_refused() {
    byte[] twice = version2("21 11 001a {v4} 03000400000000 03000400000000");

    assertThat(read(withChecksum(twice, 31), BOTH, 4096)).isEqualTo("proxy-syntax");
  }

  @ParameterizedTest
  @CsvSource({
    "PROXY UNKNOWN\\r\\n,V1,none",
    "PROXY UNKNOWN\\r\\n,V2,proxy-version",
    "'PROXY ',V2,proxy-version",
    "PROXY,V2,more 6",
    "PROXX,V2,proxy-missing",
    "'',V1,more 1",
    "'',V2,more 1",
    "\\r,V1,more 12",
    "\\r\\n\\r\\n\\00\\r\\nQUIT\\n,V1,proxy-version",
    "\\r\\n\\r\\n\\00\\r\\nQUIT\\n,V2,more 16",
    "\\r\\n\\r\\n\\00\\r\\nQUIT\\r,V1,proxy-missing",
  })
  void a_listener_takes_the_versions_it_names(String text, Version version, String answer) {
    assertThat(read(bytes(text), HashSet.of(version), 4096)).isEqualTo(answer);
  }

  @Test
  void the_length_of_a_header_is_told_and_nothing_after_it_is_read() {
    byte[] line =
        ascii("PROXY TCP4 203.0.113.7 10.0.0.1 1 2\r\nPROXY TCP4 192.0.2.1 10.0.0.1 1 2\r\n");
    byte[] binary = version2("21 11 000c {v4} 0d0a0d0a000d0a515549540a 2111000c");

    assertThat(ProxyProtocol.read(line, line.length, BOTH, 4096))
        .isEqualTo(new Reading.Whole(new ProxyHeader.Source(ip("203.0.113.7"), 1), 37));
    assertThat(ProxyProtocol.read(binary, binary.length, BOTH, 4096))
        .isEqualTo(new Reading.Whole(new ProxyHeader.Source(ip("203.0.113.7"), 4711), 28));
  }

  @Test
  void only_as_many_bytes_as_have_come_are_read() {
    byte[] buffer = Arrays.copyOf(ascii("PROXY UNKNOWN\r\n"), 64);

    for (int length = -1; length < 15; length++) {
      assertThat(ProxyProtocol.read(buffer, length, BOTH, 4096)).isInstanceOf(Reading.More.class);
    }
    assertThat(ProxyProtocol.read(buffer, 15, BOTH, 4096))
        .isEqualTo(new Reading.Whole(new ProxyHeader.NoAddress(), 15));
  }

  private static String read(byte[] bytes, Set<Version> versions, int maxBytes) {
    return switch (ProxyProtocol.read(bytes, bytes.length, versions, maxBytes)) {
      case Reading.More(var atLeast) -> "more " + atLeast;
      case Reading.Whole(ProxyHeader.Source(var address, var port), var length) ->
          address + ":" + port;
      case Reading.Whole(ProxyHeader.NoAddress(), var length) -> "none";
      case Reading.Refused(var reason) -> reason.code();
    };
  }

  private static byte[] version2(String hex) {
    String digits = SIGNATURE + hex.replace("{v4}", V4).replace("{v6}", V6);
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }

  private static byte[] withChecksum(byte[] header, int at) {
    CRC32C crc = new CRC32C();
    crc.update(header);
    byte[] whole = header.clone();
    for (int i = 0; i < 4; i++) {
      whole[at + i] = (byte) (crc.getValue() >>> (24 - 8 * i));
    }
    return whole;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] bytes(String escaped) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < escaped.length(); i++) {
      char c = escaped.charAt(i);
      if (c != '\\') {
        text.append(c);
      } else {
        char next = escaped.charAt(++i);
        switch (next) {
          case 'r' -> text.append('\r');
          case 'n' -> text.append('\n');
          case 't' -> text.append('\t');
          default -> text.append((char) HexFormat.fromHexDigits(escaped, i, ++i + 1));
        }
      }
    }
    return ascii(text.toString());
  }
}
