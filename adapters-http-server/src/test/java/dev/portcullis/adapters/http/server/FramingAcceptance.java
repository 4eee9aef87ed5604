package dev.portcullis.adapters.http.server;

import java.util.stream.Stream;

/** Where a body begins and ends (RFC 9112 sections 6 and 7). */
abstract class FramingAcceptance extends RequestTable {

  private static final String POST = "POST /login HTTP/1.1\r\nHost: a\r\n";
  private static final String IN_CHUNKS = "5\r\nhello\r\n0\r\n\r\n";

  private static String length(String value) {
    return POST + "Content-Length:" + value + "\r\n\r\nhello";
  }

  private static String coding(String value) {
    return POST + "Transfer-Encoding:" + value + "\r\n\r\n" + IN_CHUNKS;
  }

  private static String chunks(String body) {
    return POST + "Transfer-Encoding: chunked\r\n\r\n" + body;
  }

  @Override
  Stream<Row> rows() {
    return Stream.of(lengths(), codings(), both(), chunkSizes(), chunkEnds(), trailers())
        .flatMap(it -> it);
  }

  private static Stream<Row> lengths() {
    return Stream.of(
        row("a length", length(" 5"), served("hello")),
        row("a length without a blank", length("5"), served("hello")),
        row("a length among blanks", length(" \t5\t "), served("hello")),
        row("a length of 0", POST + "Content-Length: 0\r\n\r\n", served("")),
        row("no length", POST + "\r\n", served("")),
        row("a length in capitals", POST + "CONTENT-LENGTH: 5\r\n\r\nhello", served("hello")),
        row("a length with leading zeros", length(" 005"), served("hello"), refused(400)),
        row("a length with a plus", length(" +5"), refused(400)),
        row("a negative length", length(" -5"), refused(400)),
        row("a length of -0", length(" -0"), refused(400)),
        row("an empty length", length(""), refused(400)),
        row("two numbers", length(" 5 5"), refused(400)),
        row("a list of one length", length(" 5,5"), served("hello"), refused(400)),
        row("a list of two lengths", length(" 5,50"), refused(400)),
        row("a list with an empty element", length(" 5,"), served("hello"), refused(400)),
        row("a hexadecimal length", length(" 0x5"), refused(400)),
        row("a decimal fraction", length(" 5.0"), refused(400)),
        row("a length with an exponent", length(" 5e0"), refused(400)),
        row("a length with a suffix", length(" 5b"), refused(400)),
        row("a quoted length", length(" \"5\""), refused(400)),
        row("a length with an underscore", length(" 0_5"), refused(400)),
        row("a length after a vertical tab", length(" \0135"), refused(400)),
        row("a length after a no-break space", length(" \2405"), refused(400)),
        row("a superscript digit", length(" \271"), refused(400)),
        row("a length above the limit", length(" 32769"), refused(413)),
        row("a length of 2 GiB", length(" 2147483648"), refused(400, 413)),
        row("a length of 4 GiB and 5", length(" 4294967301"), refused(400, 413)),
        row("a length of 20 digits", length(" 18446744073709551621"), refused(400, 413)),
        row("a length of 400 digits", length(" " + "9".repeat(400)), refused(400, 413)),
        row(
            "the same length twice",
            POST + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
            served("hello"),
            refused(400)),
        row(
            "two lengths",
            POST + "Content-Length: 0\r\nContent-Length: " + HIDDEN.length() + "\r\n\r\n" + HIDDEN,
            refused(400)),
        row(
            "two lengths, the smaller last",
            POST + "Content-Length: " + HIDDEN.length() + "\r\nContent-Length: 0\r\n\r\n" + HIDDEN,
            refused(400)),
        row(
            "a length whose name ends in a blank",
            POST + "Content-Length : " + HIDDEN.length() + "\r\n\r\n" + HIDDEN,
            refused(400)),
        row(
            "a length on a folded line",
            POST + "Content-Length:\r\n " + HIDDEN.length() + "\r\n\r\n" + HIDDEN,
            refused(400)),
        row(
            "a length with an underscore for the hyphen is none",
            POST + "Content_Length: 5\r\nContent-Length: 0\r\n\r\n",
            served("")),
        row(
            "a request in the body of another",
            POST + "Content-Length: " + HIDDEN.length() + "\r\n\r\n" + HIDDEN,
            served(HIDDEN)));
  }

  private static Stream<Row> codings() {
    return Stream.of(
        row("chunked", coding(" chunked"), served("hello")),
        row("chunked in capitals", coding(" CHUNKED"), served("hello")),
        row("chunked among blanks", coding("\t chunked \t"), served("hello")),
        row("chunked, then another", coding(" chunked, gzip"), refused(400, 501)),
        row("another, then chunked", coding(" gzip, chunked"), refused(400, 501)),
        row("an unknown one, then chunked", coding(" x, chunked"), refused(400, 501)),
        row("chunked, then an unknown one", coding(" chunked, x"), refused(400, 501)),
        row("chunked twice", coding(" chunked, chunked"), refused(400, 501)),
        row(
            "chunked on two lines",
            POST + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n" + IN_CHUNKS,
            refused(400, 501)),
        row(
            "identity, then chunked on a line of its own",
            POST + "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n\r\n" + IN_CHUNKS,
            refused(400, 501)),
        row(
            "chunked, then identity on a line of its own",
            POST + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n" + IN_CHUNKS,
            refused(400, 501)),
        row("identity", coding(" identity"), refused(400, 501)),
        row("identity, then chunked", coding(" identity, chunked"), refused(400, 501)),
        row("an empty coding", coding(""), refused(400, 501)),
        row("a comma alone", coding(" ,"), refused(400, 501)),
        row("chunked and a comma", coding(" chunked,"), served("hello"), refused(400, 501)),
        row("chunked after a comma", coding(" ,chunked"), served("hello"), refused(400, 501)),
        row("chunked with a parameter", coding(" chunked;q=1"), refused(400, 501)),
        row("chunked in quotes", coding(" \"chunked\""), refused(400, 501)),
        row("xchunked", coding(" xchunked"), refused(400, 501)),
        row("chunkedx", coding(" chunkedx"), refused(400, 501)),
        row("chunk", coding(" chunk"), refused(400, 501)),
        row("chunked after a vertical tab", coding(" \013chunked"), refused(400, 501)),
        row("chunked after a form feed", coding(" \fchunked"), refused(400, 501)),
        row("chunked before a vertical tab", coding(" chunked\013"), refused(400, 501)),
        row("chunked before a NUL", coding(" chunked\0"), refused(400, 501)),
        row("chunked after a no-break space", coding(" \240chunked"), refused(400, 501)),
        row("chunked with a dotless sign", coding(" chun\u00e7ed"), refused(400, 501)),
        row("chunked on a folded line", coding("\r\n chunked"), refused(400)),
        row("chunked before a folded line", coding(" chunked\r\n "), refused(400)),
        row("chunked after a bare CR", coding(" \rchunked"), refused(400)),
        row("chunked after a bare LF", coding(" x\n chunked"), refused(400)),
        row(
            "a coding whose name ends in a blank",
            POST + "Transfer-Encoding : chunked\r\n\r\n" + IN_CHUNKS,
            refused(400)),
        row(
            "a coding whose name begins with a blank",
            POST + "X: y\r\n Transfer-Encoding: chunked\r\n\r\n" + IN_CHUNKS,
            refused(400)),
        row("chunked without chunks", chunks(HIDDEN), refused(400)));
  }

  private static Stream<Row> both() {
    String ends = "0\r\n\r\n";
    return Stream.of(
        row(
            "a coding and a length, the length longer",
            POST
                + "Transfer-Encoding: chunked\r\nContent-Length: "
                + (ends.length() + HIDDEN.length())
                + "\r\n\r\n"
                + ends
                + HIDDEN,
            refused(400)),
        row(
            "a length and a coding, the length longer",
            POST
                + "Content-Length: "
                + (ends.length() + HIDDEN.length())
                + "\r\nTransfer-Encoding: chunked\r\n\r\n"
                + ends
                + HIDDEN,
            refused(400)),
        row(
            "a length and a coding, the length shorter",
            POST
                + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"
                + Integer.toHexString(HIDDEN.length())
                + "\r\n"
                + HIDDEN
                + "\r\n0\r\n\r\n",
            refused(400)),
        row(
            "a length and an unknown coding",
            POST
                + "Content-Length: "
                + (ends.length() + HIDDEN.length())
                + "\r\nTransfer-Encoding: xchunked\r\n\r\n"
                + ends
                + HIDDEN,
            refused(400, 501)),
        row(
            "a length and an empty coding",
            POST + "Content-Length: 5\r\nTransfer-Encoding:\r\n\r\nhello",
            refused(400, 501)),
        row(
            "a length of 0 and a coding",
            POST + "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n" + IN_CHUNKS,
            refused(400)),
        row(
            "a length whose line ends in a bare LF, and a coding",
            POST + "Content-Length: 5\nTransfer-Encoding: chunked\r\n\r\nhello",
            refused(400)),
        row(
            "a coding behind a bare CR, and a length",
            POST + "X: y\rTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\nhello",
            refused(400)));
  }

  /** A server may wait for a chunk that is too large, and find it late. */
  private static Stream<Row> chunkSizes() {
    return Stream.of(
        row("two chunks", chunks("2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n"), served("hello")),
        row("no chunk but the last", chunks("0\r\n\r\n"), served("")),
        row("capital digits", chunks("A\r\nhellohello\r\n0\r\n\r\n"), served("hellohello")),
        row("a size with leading zeros", chunks("0005\r\nhello\r\n0\r\n\r\n"), served("hello")),
        row("a last chunk of several zeros", chunks("5\r\nhello\r\n000\r\n\r\n"), served("hello")),
        row(
            "a request in a chunk",
            chunks(Integer.toHexString(HIDDEN.length()) + "\r\n" + HIDDEN + "\r\n0\r\n\r\n"),
            served(HIDDEN)),
        row("a size with a plus", chunks("+5\r\nhello\r\n0\r\n\r\n"), refused(400)),
        row("a last chunk with a plus", chunks("5\r\nhello\r\n+0\r\n\r\n"), refused(400)),
        row("a negative size", chunks("-5\r\nhello\r\n0\r\n\r\n"), refused(400)),
        row("a last chunk of -0", chunks("5\r\nhello\r\n-0\r\n\r\n"), refused(400)),
        row("a size that begins with 0x", chunks("0x5\r\nhello\r\n0\r\n\r\n"), refused(400)),
        row("a size after a blank", chunks(" 5\r\nhello\r\n0\r\n\r\n"), refused(400)),
        row(
            "a size before a blank",
            chunks("5 \r\nhello\r\n0\r\n\r\n"),
            served("hello"),
            refused(400)),
        row(
            "a size before a tab",
            chunks("5\t\r\nhello\r\n0\r\n\r\n"),
            served("hello"),
            refused(400)),
        row("a blank within a size", chunks("0 5\r\nhello\r\n0\r\n\r\n"), refused(400)),
        row("a size with an underscore", chunks("0_5\r\nhello\r\n0\r\n\r\n"), refused(400)),
        row("a size that is no number", chunks("g\r\nhello\r\n0\r\n\r\n"), refused(400)),
        row("an empty size", chunks("\r\nhello\r\n0\r\n\r\n"), refused(400)),
        row(
            "a size of 16 digits",
            chunks("0000000000000005\r\nhello\r\n0\r\n\r\n"),
            served("hello"),
            refused(400)),
        row(
            "a size of 17 digits",
            chunks("10000000000000005\r\nhello\r\n0\r\n\r\n"),
            refused(400, 413)),
        row("a size of 2 GiB", chunks("80000000\r\nhello\r\n0\r\n\r\n"), refused(400, 408, 413)),
        row(
            "a size of 4 GiB and 5",
            chunks("100000005\r\nhello\r\n0\r\n\r\n"),
            refused(400, 408, 413)),
        row(
            "a size of 2^64 - 1",
            chunks("ffffffffffffffff\r\nhello\r\n0\r\n\r\n"),
            refused(400, 408, 413)),
        row("a size above the limit", chunks("8001\r\nhello\r\n0\r\n\r\n"), refused(400, 408, 413)),
        row(
            "chunks above the limit together",
            chunks(("1000\r\n" + "x".repeat(4096) + "\r\n").repeat(9) + "0\r\n\r\n"),
            refused(413)),
        row("an extension", chunks("5;a=b\r\nhello\r\n0\r\n\r\n"), served("hello"), refused(400)),
        row(
            "an extension in quotes",
            chunks("5;a=\"b;c\"\r\nhello\r\n0;d\r\n\r\n"),
            served("hello"),
            refused(400)),
        row(
            "an extension whose quotes have a line end",
            chunks("1;a=\"\r\nX\r\n0\r\n\r\n" + HIDDEN + "\"\r\nY\r\n0\r\n\r\n"),
            refused(400)),
        row("an extension with a bare LF", chunks("5;a\nhello\r\n0\r\n\r\n"), refused(400)),
        row("an extension with a bare CR", chunks("5;a\rb\r\nhello\r\n0\r\n\r\n"), refused(400)),
        row(
            "an extension with a NUL",
            chunks("5;a=\0\r\nhello\r\n0\r\n\r\n"),
            served("hello"),
            refused(400)),
        row(
            "an extension without end",
            chunks("5;a=" + "x".repeat(100_000)),
            refused(400, 413, 431)),
        row("a size without end", chunks("0".repeat(100_000)), refused(400, 413, 431)),
        row(
            "more in extensions than in chunks",
            chunks(("1;" + "x".repeat(200) + "\r\ny\r\n").repeat(1000) + "0\r\n\r\n"),
            served("y".repeat(1000)),
            refused(400, 413)));
  }

  private static Stream<Row> chunkEnds() {
    return Stream.of(
        row(
            "a chunk that is longer than its size",
            chunks("5\r\nhelloX\r\n0\r\n\r\n"),
            refused(400)),
        row("two other bytes after a chunk", chunks("5\r\nhelloXX0\r\n\r\n"), refused(400)),
        row(
            "a request over two skipped bytes",
            chunks("5\r\nhelloXX0\r\n\r\n" + HIDDEN),
            refused(400)),
        row("nothing after a chunk", chunks("5\r\nhello0\r\n\r\n"), refused(400)),
        row("a chunk that is shorter than its size", chunks("5\r\nhel\r\n0\r\n\r\n"), refused(400)),
        row("a bare LF after a chunk", chunks("5\r\nhello\n0\r\n\r\n"), refused(400)),
        row("a bare CR after a chunk", chunks("5\r\nhello\r0\r\n\r\n"), refused(400)),
        row("CR CR LF after a chunk", chunks("5\r\nhello\r\r\n0\r\n\r\n"), refused(400)),
        row("a bare LF after a size", chunks("5\nhello\r\n0\r\n\r\n"), refused(400)),
        row("a bare CR after a size", chunks("5\rhello\r\n0\r\n\r\n"), refused(400)),
        row("CR CR LF after a size", chunks("5\r\r\nhello\r\n0\r\n\r\n"), refused(400)),
        row("bare LFs throughout", chunks("5\nhello\n0\n\n"), refused(400)),
        row("a bare LF after the last size", chunks("5\r\nhello\r\n0\n\r\n"), refused(400)),
        row("a bare LF at the end", chunks("5\r\nhello\r\n0\r\n\n"), refused(400)),
        row("a bare CR at the end", chunks("5\r\nhello\r\n0\r\n\rX"), refused(400)));
  }

  private static Stream<Row> trailers() {
    String all = "5\r\nhello\r\n0\r\n";
    return Stream.of(
        row("a trailer", chunks(all + "X-Seen: t\r\n\r\n"), served("hello"), refused(400)),
        row(
            "a trailer with a length",
            chunks(all + "Content-Length: " + HIDDEN.length() + "\r\n\r\n"),
            served("hello"),
            refused(400)),
        row(
            "a trailer with a coding",
            chunks(all + "Transfer-Encoding: chunked\r\n\r\n"),
            served("hello"),
            refused(400)),
        row(
            "a trailer without a colon",
            chunks(all + "GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n"),
            refused(400)),
        row("a trailer with a bare LF", chunks(all + "X-Seen: t\n\r\n"), refused(400)),
        row("a trailer with a bare CR", chunks(all + "X-Seen: t\rX: u\r\n\r\n"), refused(400)),
        row("a folded trailer", chunks(all + "X: t\r\n u\r\n\r\n"), served("hello"), refused(400)),
        row(
            "a trailer of 64 KiB",
            chunks(all + "X: " + "t".repeat(65_536) + "\r\n\r\n"),
            refused(400, 413, 431)),
        row(
            "trailers without end",
            chunks(all + "X: t\r\n".repeat(50_000)),
            refused(400, 413, 431)));
  }
}
