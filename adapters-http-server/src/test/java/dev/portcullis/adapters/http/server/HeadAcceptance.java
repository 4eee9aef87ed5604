package dev.portcullis.adapters.http.server;

import java.util.stream.Stream;

/**
 * Request targets and header lines (RFC 9112 sections 2.2, 3 and 5; RFC 9110 sections 5 and 7.2).
 */
abstract class HeadAcceptance extends RequestTable {

  private static final String BODY = "Content-Length: 5\r\n\r\nhello";

  /** A login with this line before its Host. */
  private static String line(String line) {
    return "POST /login HTTP/1.1\r\n" + line + "\r\nHost: a\r\n" + BODY;
  }

  private static String host(String lines) {
    return "POST /login HTTP/1.1\r\n" + lines + BODY;
  }

  private static String target(String target) {
    return "POST " + target + " HTTP/1.1\r\nHost: a\r\n" + BODY;
  }

  @Override
  Stream<Row> rows() {
    return Stream.of(lines(), ends(), hosts(), targets(), sizes()).flatMap(it -> it);
  }

  private static Stream<Row> lines() {
    return Stream.of(
        row("a header line", line("X: y"), served("hello")),
        row("a header line without a value", line("X:"), served("hello")),
        row("a header line of 4 KiB", line("X: " + "y".repeat(4096)), served("hello")),
        row("a header value in UTF-8", line("X: \303\244"), served("hello"), refused(400)),
        row("every sign of a token", line("!#$%&'*+-.^_`|~0aZ: y"), served("hello"), refused(400)),
        row("a blank before a colon", line("X : y"), refused(400)),
        row("a tab before a colon", line("X\t: y"), refused(400)),
        row("a blank before the first header", line(" X: y"), refused(400)),
        row("a tab before the first header", line("\tX: y"), refused(400)),
        row("a line of blanks before the first header", line("  "), refused(400)),
        row("a folded line", line("X: y\r\n z"), refused(400)),
        row("a line folded with a tab", line("X: y\r\n\tz"), refused(400)),
        row("a line of blanks after a header", line("X: y\r\n "), refused(400)),
        row("a line without a colon", line("X"), refused(400)),
        row("a line without a name", line(": y"), refused(400)),
        row("a line of a colon alone", line(":"), refused(400)),
        row("a blank within a name", line("X Y: z"), refused(400)),
        row("a NUL in a value", line("X: y\0z"), refused(400)),
        row("a NUL in a name", line("X\0Y: z"), refused(400)),
        row("a bare CR in a value", line("X: y\rz"), refused(400)),
        row("a bare CR before the end of a line", line("X: y\r"), refused(400)),
        row("a bare CR before a name", line("\rX: y"), refused(400)),
        row("a bare CR in a name", line("X\rY: z"), refused(400)),
        row("a vertical tab in a name", line("X\013: y"), refused(400)),
        row("parentheses in a name", line("X(Y): z"), refused(400)),
        row("a quote in a name", line("X\"Y: z"), refused(400)),
        row("a slash in a name", line("X/Y: z"), refused(400)),
        row("a name beyond ASCII", line("X\344: z"), refused(400)),
        row("a DEL in a name", line("X\177: z"), refused(400)),
        row("a bell in a value", line("X: \7"), served("hello"), refused(400)),
        row("a DEL in a value", line("X: \177"), served("hello"), refused(400)));
  }

  private static Stream<Row> ends() {
    return Stream.of(
        row(
            "an empty line before the request",
            "\r\n" + line("X: y"),
            served("hello"),
            refused(400)),
        row("a bare LF before the request", "\n" + line("X: y"), served("hello"), refused(400)),
        row("a blank before the request", " " + line("X: y"), refused(400)),
        row("a NUL before the request", "\0" + line("X: y"), refused(400)),
        row("a mark of byte order before it", "\357\273\277" + line("X: y"), refused(400, 501)),
        row("bare LFs throughout", line("X: y").replace("\r\n", "\n"), refused(400)),
        row(
            "a bare LF after the request line",
            line("X: y").replaceFirst("\r\n", "\n"),
            refused(400)),
        row("a bare LF after a header", line("X: y\nY: z"), refused(400)),
        row("a bare LF before the body", line("X: y").replace("\r\n\r\n", "\r\n\n"), refused(400)),
        row("bare CRs throughout", line("X: y").replace("\r\n", "\r"), refused(400)),
        row("a bare CR before the body", line("X: y").replace("\r\n\r\n", "\r\n\r"), refused(400)),
        row(
            "CR CR LF after the request line",
            line("X: y").replaceFirst("\r\n", "\r\r\n"),
            refused(400)),
        row("LF CR for CR LF", line("X: y").replace("\r\n", "\n\r"), refused(400)));
  }

  private static Stream<Row> hosts() {
    return Stream.of(
        row("a host and a port", host("Host: a.example.com:8080\r\n"), served("hello")),
        row("a host in brackets", host("Host: [2001:db8::7]:8080\r\n"), served("hello")),
        row("an empty host", host("Host:\r\n"), served("hello"), refused(400)),
        row("no host", host(""), refused(400)),
        row("two hosts", host("Host: a\r\nHost: b\r\n"), refused(400)),
        row("the same host twice", host("Host: a\r\nHost: a\r\n"), refused(400)),
        row("a second host in capitals", host("Host: a\r\nHOST: b\r\n"), refused(400)),
        row("a host on a folded line", host("Host:\r\n a\r\n"), refused(400)),
        row("a host whose name ends in a blank", host("Host : a\r\n"), refused(400)));
  }

  private static Stream<Row> targets() {
    return Stream.of(
        row("an absolute target", target("http://a/login"), served("hello")),
        row("an absolute target in capitals", target("HTTP://a/login"), served("hello")),
        row(
            "an absolute target with a port",
            target("http://a:80/login"),
            served("hello"),
            refused(400)),
        row("an absolute target with a query", target("http://a/login?x=/hidden"), served("hello")),
        row("an absolute target of TLS", target("https://a/login"), served("hello"), refused(400)),
        row(
            "an absolute target of another host",
            target("http://b/login"),
            served("hello"),
            refused(400)),
        row("an absolute target without a path", target("http://a"), answered(404)),
        row(
            "an absolute target with a query alone",
            target("http://a?/login"),
            answered(404),
            refused(400)),
        row(
            "an absolute target with a user",
            target("http://u@a/login"),
            served("hello"),
            refused(400)),
        row("an absolute target without a host", target("http:///login"), refused(400)),
        row(
            "another scheme",
            target("ftp://a/login"),
            served("hello"),
            refused(400),
            answered(404)),
        row("a target without a slash", target("login"), refused(400), answered(404)),
        row("a target of an authority", target("a:80"), refused(400), answered(404)),
        row("a star", target("*"), refused(400), answered(404)),
        row("two slashes", target("//login"), answered(404), refused(400)),
        row("a path with dots", target("/x/../login"), answered(404), refused(400)),
        row("a path with encoded dots", target("/x/%2e%2e/login"), answered(404), refused(400)),
        row("an encoded path", target("/%6cogin"), answered(404)),
        row("a broken encoding", target("/login?%zz"), served("hello"), refused(400)),
        row("a broken encoding in the path", target("/login%"), answered(404), refused(400)),
        row("a parameter in the path", target("/login;x"), answered(404), refused(400)),
        row("a fragment", target("/login#x"), refused(400), answered(404)),
        row("a backslash", target("\\login"), refused(400), answered(404)),
        row("a blank in the target", target("/login x"), refused(400)),
        row("a bare CR in the target", target("/login\rx"), refused(400)),
        row("a bare LF in the target", target("/login\nx"), refused(400)),
        row("a NUL in the target", target("/login\0"), refused(400), answered(404)),
        row("a tab in the target", target("/login\tx"), refused(400)),
        row("a byte beyond ASCII in the target", target("/login\344"), refused(400), answered(404)),
        row("an empty target", target(""), refused(400, 505)),
        row("two blanks before the target", target(" /login"), served("hello"), refused(400)),
        row("two blanks after the target", target("/login "), served("hello"), refused(400)));
  }

  private static Stream<Row> sizes() {
    return Stream.of(
        row("a target of 4 KiB", target("/login?" + "x".repeat(4096)), served("hello")),
        row("a target of 64 KiB", target("/" + "x".repeat(65_536)), refused(400, 414, 431)),
        row("a header line of 64 KiB", line("X: " + "y".repeat(65_536)), refused(400, 431)),
        row("a header name of 64 KiB", line("X".repeat(65_536) + ": y"), refused(400, 431)),
        row(
            "ten thousand header lines",
            line("X: y\r\n".repeat(10_000) + "X: y"),
            refused(400, 431)));
  }
}
