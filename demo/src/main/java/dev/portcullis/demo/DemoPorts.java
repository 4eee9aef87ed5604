package dev.portcullis.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The ports of the demo, all on the loopback address. */
record DemoPorts(int users, int operators, int tenant, int pages) {

  /** Where the gateway listens by default. */
  static final int DEFAULT_USERS = 8787;

  /** Where the emulator alone listens by default: beyond the ports of a demo. */
  static final int DEFAULT_EMULATOR = 8791;

  /** Where the emulator alone listens for HTTPS by default. */
  static final int DEFAULT_EMULATOR_HTTPS = 8792;

  private static final String HOST = "127.0.0.1";
  private static final int TRIES = 200;
  private static final int STARTS = 10;

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

  /**
   * Starts something on free ports from {@code users} on. If another program takes one of them
   * first, starts it on the next free ones.
   *
   * @param start throws {@link IllegalStateException}, and leaves nothing running, if a port is in
   *     use
   * @throws IllegalStateException if it cannot start for another reason, or other programs take
   *     ports {@value #STARTS} times
   */
  static <T> T start(int users, Function<DemoPorts, T> start) {
    for (int i = 1; ; i++) {
      DemoPorts ports = from(users);
      try {
        return start.apply(ports);
      } catch (IllegalStateException e) {
        if (ports.areFree()) {
          throw e;
        }
        if (i == STARTS) {
          throw new IllegalStateException(
              "other programs take the ports from "
                  + users
                  + " on: stop them, or choose another with --port",
              e);
        }
      }
    }
  }

  private boolean areFree() {
    return IntStream.of(users, operators, tenant, pages).allMatch(port -> isFree(HOST, port));
  }

  private static int freeFrom(int start) {
    for (int port = start; port < Math.min(start + TRIES, 65_536); port++) {
      if (isFree(HOST, port)) {
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
