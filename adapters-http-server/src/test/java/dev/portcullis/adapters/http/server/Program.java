package dev.portcullis.adapters.http.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;

/** Programs of this machine. */
final class Program {

  private Program() {}

  /** All that a program says; its words are separated by blanks. */
  static String run(String line) {
    try {
      Process process =
          new ProcessBuilder(List.of(line.split(" +"))).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), UTF_8);
      process.waitFor();
      return said;
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
