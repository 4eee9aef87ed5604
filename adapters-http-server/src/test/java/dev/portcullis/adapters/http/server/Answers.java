package dev.portcullis.adapters.http.server;

import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.util.Locale;

/**
 * Everything that a server sent on one connection up to its end, split into responses (RFC 9112).
 * What follows a response and is none is kept in {@code rest}.
 */
record Answers(Seq<Answer> all, String rest) {

  /** One response, of 1xx too; its body as ISO-8859-1. */
  record Answer(int status, Seq<String> lines, String body) {

    /** The values of all header lines of this name. */
    Seq<String> header(String name) {
      String start = name.toLowerCase(Locale.ROOT) + ":";
      return lines
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
          .map(line -> line.substring(start.length()).strip());
    }

    boolean closes() {
      return header("Connection").exists(value -> value.equalsIgnoreCase("close"));
    }
  }

  static Answers parse(String text) {
    Seq<Answer> all = Vector.empty();
    String rest = text;
    while (rest.matches("(?s)HTTP/1\\.[01] \\d{3}[ \r].*\r\n\r\n.*")) {
      int end = rest.indexOf("\r\n\r\n");
      String[] lines = rest.substring(0, end).split("\r\n");
      Answer head =
          new Answer(Integer.parseInt(lines[0].substring(9, 12)), Vector.of(lines).tail(), "");
      String after = rest.substring(end + 4);
      int length = length(head, after);
      all = all.append(new Answer(head.status(), head.lines(), after.substring(0, length)));
      rest = after.substring(length);
    }
    return new Answers(all, rest);
  }

  /** Without a length, the body ends with the connection. */
  private static int length(Answer head, String after) {
    if (head.status() < 200 || head.status() == 204 || head.status() == 304) {
      return 0;
    }
    Seq<String> length = head.header("Content-Length");
    return Math.min(
        length.isEmpty() ? after.length() : Integer.parseInt(length.head()), after.length());
  }

  Seq<Integer> statuses() {
    return all.map(Answer::status);
  }
}
