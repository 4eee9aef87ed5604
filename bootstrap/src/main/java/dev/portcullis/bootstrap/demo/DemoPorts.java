package dev.portcullis.bootstrap.demo;

import dev.portcullis.bootstrap.system.SystemSources;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** The ports of the demonstration, all on the loopback address. */
public record DemoPorts(int users, int operators, int tenant, int pages) {

  /** Where the gateway of the demonstration listens when nothing else is asked for. */
  public static final int DEFAULT_USERS = 8787;

  /** Where the tenant of the demonstration, and the emulator alone, listen. */
  public static final int DEFAULT_TENANT = 8789;

  /** Where the emulator alone listens for HTTPS. */
  public static final int DEFAULT_TENANT_HTTPS = 8790;

  private static final int TRIES = 200;

  /** Those, and any free port for the pages: their origin has to be known before they are there. */
  public DemoPorts(int users, int operators, int tenant) {
    this(users, operators, tenant, anyFree());
  }

  /** Below the ports that systems give to connections, or one of those could take it meanwhile. */
  private static int anyFree() {
    return freeFrom(SystemSources.between(20_000, 30_000));
  }

  /**
   * The first free port from {@code users} on for the gateway, and the next free ones for the rest.
   *
   * @throws IllegalStateException if there is none
   */
  public static DemoPorts from(int users) {
    int first = freeFrom(users);
    int second = freeFrom(first + 1);
    int third = freeFrom(second + 1);
    return new DemoPorts(first, second, third, freeFrom(third + 1));
  }

  /**
   * The first free port from {@code start} on.
   *
   * @throws IllegalStateException if there is none near
   */
  public static int freeFrom(int start) {
    for (int port = start; port < Math.min(start + TRIES, 65_536); port++) {
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException(
        "no free port from " + start + " on: stop what uses them, or start elsewhere with --port");
  }

  private static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return probe.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
