package dev.portcullis.benchmarks;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Trusted ranges and requests, the same for every decider: each request comes from one trusted
 * proxy and was appended to by another, so that the end user is two hops away. The ranges are
 * spread over the address space and do not touch; drawn with a fixed seed.
 */
record Scenario(List<String> ranges, List<Request> requests) {

  static final int REQUESTS = 256;

  /**
   * What a gateway gets.
   *
   * @param peer as a socket gives it
   * @param xForwardedFor the user, a blank after the comma, the first proxy
   * @param user what is to come out
   */
  record Request(InetAddress peer, String xForwardedFor, String user) {}

  static Scenario of(boolean v6, int count) {
    Random random = new Random(42);
    Map<String, byte[]> blocks = new LinkedHashMap<>();
    while (blocks.size() < count) {
      byte[] block = block(v6, random);
      blocks.putIfAbsent(text(block) + "/" + ((v6 ? 48 : 24) + block[block.length / 4] % 5), block);
    }
    List<byte[]> proxies = List.copyOf(blocks.values());
    List<Request> requests = new ArrayList<>(REQUESTS);
    for (int i = 0; i < REQUESTS; i++) {
      byte[] peer = host(proxies.get(random.nextInt(count)), random);
      byte[] proxy = host(proxies.get(random.nextInt(count)), random);
      byte[] user = block(v6, random);
      user[v6 ? 5 : 2] |= 1;
      user = host(user, random);
      requests.add(new Request(address(peer), text(user) + ", " + text(proxy), text(user)));
    }
    return new Scenario(List.copyOf(blocks.keySet()), List.copyOf(requests));
  }

  /** A network in public space, with an even third (or sixth) byte: users' are odd there. */
  private static byte[] block(boolean v6, Random random) {
    byte[] block = new byte[v6 ? 16 : 4];
    for (int i = 0; i < (v6 ? 6 : 3); i++) {
      block[i] = (byte) random.nextInt(128);
    }
    block[0] = (byte) (v6 ? 0x26 : 20 + random.nextInt(70));
    block[v6 ? 5 : 2] &= (byte) 0xfe;
    return block;
  }

  private static byte[] host(byte[] block, Random random) {
    byte[] host = block.clone();
    host[host.length - 1] = (byte) (1 + random.nextInt(15));
    return host;
  }

  /** Whether two texts, in whatever spelling, are one address. */
  static boolean same(String one, String other) {
    try {
      return InetAddress.getByName(one).equals(InetAddress.getByName(other));
    } catch (UnknownHostException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(byte[] address) {
    return address(address).getHostAddress();
  }

  private static InetAddress address(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new UncheckedIOException(e);
    }
  }
}
