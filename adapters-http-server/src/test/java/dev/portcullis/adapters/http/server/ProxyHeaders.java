package dev.portcullis.adapters.http.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/** PROXY headers as a balancer writes them, byte by byte. */
public final class ProxyHeaders {

  public static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
  public static final String INET = "cb007107" + "7f000001" + "d431" + "01bb";
  public static final String INET6 =
      "20010db8000000000000000000000007" + "00000000000000000000000000000001" + "d431" + "01bb";

  private ProxyHeaders() {}

  public static byte[] v1(String line) {
    return (line + "\r\n").getBytes(ISO_8859_1);
  }

  public static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  /** With the length that the body has. */
  public static byte[] v2(String commandAndFamily, String body) {
    return hex(SIGNATURE + commandAndFamily + "%04x".formatted(body.length() / 2) + body);
  }

  /** Followed by a checksum that is right, or off by {@code error}. */
  public static byte[] v2WithChecksum(String commandAndFamily, String body, int error) {
    byte[] header = v2(commandAndFamily, body + "030004" + "00000000");
    CRC32C crc = new CRC32C();
    crc.update(header);
    int value = (int) crc.getValue() + error;
    for (int i = 0; i < 4; i++) {
      header[header.length - 4 + i] = (byte) (value >>> (24 - 8 * i));
    }
    return header;
  }

  public static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /** Each byte by itself. */
  public static byte[][] pieces(byte[] bytes) {
    byte[][] pieces = new byte[bytes.length][];
    for (int i = 0; i < bytes.length; i++) {
      pieces[i] = new byte[] {bytes[i]};
    }
    return pieces;
  }
}
