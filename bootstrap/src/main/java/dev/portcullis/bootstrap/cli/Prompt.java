package dev.portcullis.bootstrap.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Asks a person at a terminal, one line for each question. */
final class Prompt {

  private final BufferedReader in;
  private final PrintWriter out;

  Prompt(InputStream in, PrintWriter out) {
    this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    this.out = out;
  }

  /** Whether a person is there to answer, which the launcher finds out. */
  static boolean isPossible() {
    return Boolean.getBoolean("portcullis.asks");
  }

  /**
   * Asks until there is an answer.
   *
   * @param usual the answer if only Enter is pressed; empty if there is none
   */
  String ask(String question, String usual) throws IOException {
    while (true) {
      out.print(question + (usual.isEmpty() ? ": " : " [" + usual + "]: "));
      out.flush();
      String answer = line().strip();
      if (!answer.isEmpty() || !usual.isEmpty()) {
        return answer.isEmpty() ? usual : answer;
      }
    }
  }

  /** Asks for a secret, which a terminal does not show; may be empty. */
  @SuppressWarnings(
      "SystemConsoleNull") // Where it is never null, the launcher has seen a terminal.
  String secret(String question) throws IOException {
    out.print(question + ": ");
    out.flush();
    Console console = System.console();
    if (console == null) {
      return line().strip();
    }
    char[] typed = console.readPassword();
    return typed == null ? "" : new String(typed).strip();
  }

  private String line() throws IOException {
    String line = in.readLine();
    if (line == null) {
      throw new IllegalStateException("The input ended, so nothing was written.");
    }
    return line;
  }
}
