package dev.portcullis.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** The ports of the demo, all on the loopback address. */
record DemoPorts(int users, int operators, int tenant, int pages) {

  /** Where the gateway listens by default. */
  static final int DEFAULT_USERS = 8787;

  /** Where the emulator alone listens by default: beyond the ports of a demo. */
  static final int DEFAULT_EMULATOR = 8791;

  /** Where the emulator alone listens for HTTPS by default. */
  static final int DEFAULT_EMULATOR_HTTPS = 8792;

  private static final int TRIES = 200;

  /**
   * The first free port from {@code users} on for the gateway, and the next free ones for the rest.
   *
   * @throws IllegalStateException if there is none
   */
  static DemoPorts from(int users) {
    int first = freeFrom(users);
    int second = freeFrom(first + 1);
    int third = freeFrom(second + 1);
    return new DemoPorts(first, second, third, freeFrom(third + 1));
  }

  private static int freeFrom(int start) {
    for (int port = start; port < Math.min(start + TRIES, 65_536); port++) {
      if (isFree("127.0.0.1", port)) {
        return port;
      }
    }
    throw new IllegalStateException(
        "no free port from " + start + " on: stop what uses them, or choose another with --port");
  }

  /** Whether a server can listen there. */
  static boolean isFree(String host, int port) {
    try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getByName(host))) {
      return probe.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
