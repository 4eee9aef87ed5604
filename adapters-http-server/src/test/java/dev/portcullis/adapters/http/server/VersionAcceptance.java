package dev.portcullis.adapters.http.server;

import java.util.stream.Stream;

/**
 * Versions, methods and what else a request asks for (RFC 9112 section 2.3, RFC 9110 section 9).
 */
@SuppressWarnings("StringConcatToTextBlock") // CR LF, as it is on the wire
abstract class VersionAcceptance extends RequestTable {

  private static final String BODY = "Content-Length: 5\r\n\r\nhello";

  /** A login in a version, with these header lines. */
  private static String version(String version, String lines) {
    return "POST /login " + version + "\r\n" + lines + BODY;
  }

  private static String method(String method) {
    return method + " /login HTTP/1.1\r\nHost: a\r\n" + BODY;
  }

  private static String encoded(String coding, String rest) {
    return "POST /api/auth HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
        + "Content-Encoding: "
        + coding
        + "\r\n"
        + rest;
  }

  @Override
  Stream<Row> rows() {
    return Stream.of(versions(), connections(), methods(), contents()).flatMap(it -> it);
  }

  private static Stream<Row> versions() {
    return Stream.of(
        row("HTTP/1.1", version("HTTP/1.1", "Host: a\r\n"), served("hello")),
        row("HTTP/1.0", version("HTTP/1.0", "Host: a\r\n"), servedLast("hello")),
        row("HTTP/1.0 without a host", version("HTTP/1.0", ""), servedLast("hello")),
        row("HTTP/1.0 with two hosts", version("HTTP/1.0", "Host: a\r\nHost: b\r\n"), refused(400)),
        row(
            "HTTP/1.0 in chunks",
            "POST /login HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
            servedLast("hello"),
            refused(400, 501)),
        row(
            "HTTP/1.0 in chunks, with a length",
            "POST /login HTTP/1.0\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n"
                + "Content-Length: 5\r\n\r\n0\r\n\r\n",
            refused(400, 501)),
        row(
            "HTTP/1.0 without a length",
            "POST /login HTTP/1.0\r\n\r\n",
            servedLast(""),
            refused(400, 411)),
        row(
            "HTTP/1.0 kept alive",
            version("HTTP/1.0", "Host: a\r\nConnection: keep-alive\r\n"),
            served("hello"),
            servedLast("hello")),
        row(
            "HTTP/1.0 kept alive in capitals",
            version("HTTP/1.0", "Host: a\r\nConnection: Keep-Alive\r\n"),
            served("hello"),
            servedLast("hello")),
        row("HTTP/0.9", "GET /next\r\n", refused(400, 505)),
        row("HTTP/0.9 with a body", "POST /login\r\n\r\nhello", refused(400, 505)),
        row("a version of 0.9", version("HTTP/0.9", "Host: a\r\n"), refused(400, 505)),
        row("HTTP/1.2", version("HTTP/1.2", "Host: a\r\n"), served("hello"), refused(400, 505)),
        row("HTTP/2.0", version("HTTP/2.0", "Host: a\r\n"), refused(400, 505)),
        row("HTTP/2", version("HTTP/2", "Host: a\r\n"), refused(400, 505)),
        row("HTTP/3.1", version("HTTP/3.1", "Host: a\r\n"), refused(400, 505)),
        row("the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", refused(400, 505)),
        row("HTTP/1", version("HTTP/1", "Host: a\r\n"), refused(400, 505)),
        row("HTTP/1.", version("HTTP/1.", "Host: a\r\n"), refused(400, 505)),
        row("HTTP/1.10", version("HTTP/1.10", "Host: a\r\n"), refused(400, 505)),
        row("HTTP/01.1", version("HTTP/01.1", "Host: a\r\n"), refused(400, 505)),
        row("HTTP/1.1.1", version("HTTP/1.1.1", "Host: a\r\n"), refused(400, 505)),
        row("HTTP/1,1", version("HTTP/1,1", "Host: a\r\n"), refused(400, 505)),
        row("http/1.1", version("http/1.1", "Host: a\r\n"), served("hello"), refused(400, 505)),
        row("HTTPS/1.1", version("HTTPS/1.1", "Host: a\r\n"), refused(400, 505)),
        row("ICY/1.1", version("ICY/1.1", "Host: a\r\n"), refused(400, 505)),
        row("a blank after the version", version("HTTP/1.1 ", "Host: a\r\n"), refused(400, 505)),
        row("a word after the version", version("HTTP/1.1 x", "Host: a\r\n"), refused(400, 505)),
        row("a tab before the version", version("\tHTTP/1.1", "Host: a\r\n"), refused(400, 505)),
        row(
            "an answer for a request",
            "HTTP/1.1 200 OK\r\nHost: a\r\n" + BODY,
            refused(400, 501, 505)));
  }

  private static Stream<Row> connections() {
    return Stream.of(
        row(
            "a request to close",
            version("HTTP/1.1", "Host: a\r\nConnection: close\r\n"),
            servedLast("hello")),
        row(
            "a request to close in capitals",
            version("HTTP/1.1", "Host: a\r\nCONNECTION: CLOSE\r\n"),
            servedLast("hello")),
        row(
            "a request to close in a list",
            version("HTTP/1.1", "Host: a\r\nConnection: x, close, y\r\n"),
            servedLast("hello")),
        row(
            "a request to close on a second line",
            version("HTTP/1.1", "Host: a\r\nConnection: x\r\nConnection: close\r\n"),
            servedLast("hello")),
        row(
            "a request to keep alive and to close",
            version("HTTP/1.1", "Host: a\r\nConnection: keep-alive, close\r\n"),
            servedLast("hello")),
        row(
            "an upgrade to HTTP/2",
            version(
                "HTTP/1.1",
                "Host: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
                    + "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n"),
            served("hello"),
            refused(400)),
        row(
            "an upgrade to a WebSocket",
            "GET /next HTTP/1.1\r\n"
                + "Host: a\r\n"
                + "Connection: Upgrade\r\n"
                + "Upgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
            servedTwice("/next ", "/next ")));
  }

  private static Stream<Row> methods() {
    return Stream.of(
        row("post in lower case", method("post"), answered(405, 501), refused(405, 501)),
        row("Post", method("Post"), answered(405, 501), refused(405, 501)),
        row("PUT", method("PUT"), answered(405)),
        row("DELETE", method("DELETE"), answered(405)),
        row("OPTIONS", method("OPTIONS"), answered(405)),
        row("TRACE", method("TRACE"), answered(405, 501), refused(400, 405, 501)),
        row("an unknown method", method("FROBNICATE"), answered(405, 501), refused(405, 501)),
        row("a method of 10 KiB", method("X".repeat(10_240)), refused(400, 405, 414, 431, 501)),
        row("a method with a sign", method("P@ST"), refused(400)),
        row("a method with a tab", method("POST\t"), refused(400)),
        row("a method in quotes", method("\"POST\""), refused(400)),
        row("no method", method(""), refused(400)),
        row("a method beyond ASCII", method("P\326ST"), refused(400)),
        row(
            "OPTIONS of the server",
            "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
            answered(204, 404, 405),
            refused(400, 404, 405, 501)),
        row(
            "OPTIONS of the server in HTTP/1.0",
            "OPTIONS / HTTP/1.0\r\n\r\n",
            answeredLast(204, 404, 405)),
        row(
            "CONNECT",
            "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n",
            answered(404, 405),
            answeredLast(404, 405),
            refused(400, 404, 405, 501)),
        row(
            "CONNECT to a path",
            "CONNECT /login HTTP/1.1\r\nHost: a\r\n\r\n",
            answered(404, 405),
            answeredLast(404, 405),
            refused(400, 404, 405, 501)),
        row(
            "GET with a body",
            "GET /next HTTP/1.1\r\nHost: a\r\nContent-Length: "
                + HIDDEN.length()
                + "\r\n\r\n"
                + HIDDEN,
            servedTwice("/next " + HIDDEN, "/next "),
            servedTwice("/next ", "/next "),
            refused(400)),
        row(
            "GET in chunks",
            "GET /next HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                + Integer.toHexString(HIDDEN.length())
                + "\r\n"
                + HIDDEN
                + "\r\n0\r\n\r\n",
            servedTwice("/next " + HIDDEN, "/next "),
            servedTwice("/next ", "/next "),
            refused(400)),
        row(
            "a body for a path that takes none",
            "POST /nothing HTTP/1.1\r\nHost: a\r\nContent-Length: "
                + HIDDEN.length()
                + "\r\n\r\n"
                + HIDDEN,
            answered(404)),
        row(
            "chunks for a path that takes none",
            "POST /nothing HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                + Integer.toHexString(HIDDEN.length())
                + "\r\n"
                + HIDDEN
                + "\r\n0\r\n\r\n",
            answered(404)));
  }

  private static Stream<Row> contents() {
    return Stream.of(
        row("a content in gzip", encoded("gzip", BODY), answered(415), refused(415)),
        row(
            "a content in gzip and in chunks",
            encoded("gzip", "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
            answered(415),
            refused(415)),
        row(
            "an unknown expectation",
            version("HTTP/1.1", "Host: a\r\nExpect: a-miracle\r\n"),
            answered(417),
            refused(417)),
        row(
            "an expectation in HTTP/1.0, which has none",
            version("HTTP/1.0", "Expect: 100-continue\r\n"),
            servedLast("hello")),
        row(
            "an expectation of more than the limit",
            "POST /login HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
                + "Content-Length: 10485760\r\n\r\n",
            refused(413)),
        row(
            "an expectation with a coding that is unknown",
            "POST /login HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
                + "Transfer-Encoding: x\r\n\r\n",
            refused(400, 501)));
  }
}
