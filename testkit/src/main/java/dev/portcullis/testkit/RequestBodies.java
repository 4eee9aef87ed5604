package dev.portcullis.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Logins as clients, broken clients and attackers write them, in JSON (RFC 8259) and as a form,
 * each with what becomes of it. For the tests of the API and of the HTTP servers before it.
 */
public final class RequestBodies {

  /** The user name of every login that is accepted. */
  public static final String USERNAME = "ada@example.com";

  private static final String JSON = "application/json";
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String LOGIN = "\"username\":\"ada@example.com\",\"password\":\"secret-7\"";
  private static final String FORM_LOGIN = "username=ada%40example.com&password=secret-7";

  private RequestBodies() {}

  /** What becomes of a body. */
  public enum Fate {
    /** It reaches the use case. */
    ACCEPTED,
    /** 400. */
    MALFORMED,
    /** 415. */
    UNSUPPORTED,
    /** Accepted or 400; the standards leave it open. */
    EITHER
  }

  /**
   * A body.
   *
   * @param contentType the value of the header
   * @param text each byte as one character, as in ISO-8859-1
   */
  public record RequestBody(String name, String contentType, String text, Fate fate) {

    /** The bytes to send. */
    public byte[] bytes() {
      return text.getBytes(ISO_8859_1);
    }

    /** The name alone: some are long. */
    @Override
    public String toString() {
      return name;
    }
  }

  /** All of them. */
  public static Stream<RequestBody> all() {
    return Stream.of(
            values(),
            validJson(),
            malformedValues(),
            malformedJson(),
            encodings(),
            bounds(),
            open(),
            forms(),
            mediaTypes())
        .flatMap(it -> it);
  }

  /** 32 KiB of what costs the most to read. */
  public static Stream<RequestBody> costly() {
    return Stream.of(
        json("thousands of members", object(members(3000)), Fate.MALFORMED),
        json("thousands of members below", login("{" + members(3000) + "}"), Fate.MALFORMED),
        json("names of one hash", object(colliding(1200)), Fate.MALFORMED),
        json("names of one hash below", login("{" + colliding(1200) + "}"), Fate.MALFORMED),
        json("thousands of opened lists", "[".repeat(32_000), Fate.MALFORMED),
        json("thousands of opened objects", "{\"a\":".repeat(6400), Fate.MALFORMED),
        json("a number without end", login("9".repeat(32_000)), Fate.MALFORMED),
        json("a name without end", object(quoted("x".repeat(32_000)) + ":0"), Fate.MALFORMED),
        json("a text of escapes", login(quoted("\\u0041".repeat(5300))), Fate.ACCEPTED),
        form("thousands of separators", "&".repeat(32_000), Fate.MALFORMED),
        form("thousands of fields", FORM_LOGIN + "&a=b".repeat(8000), Fate.MALFORMED),
        form("fields of one hash", collidingForm(1200), Fate.MALFORMED),
        form("a long field of escapes", FORM_LOGIN + "&x=" + "%41".repeat(10_000), Fate.ACCEPTED));
  }

  private static Stream<RequestBody> values() {
    return Stream.of(
            "null",
            "true",
            "false",
            "0",
            "-0",
            "-1",
            "123",
            "4.5",
            "20e1",
            "1E22",
            "1E-2",
            "1E+2",
            "0e+1",
            "123.456e78",
            "-0." + "0".repeat(76) + "1",
            "\"\"",
            "\"a\"",
            "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
            "\"\\u0000\"",
            "\"\\u0060\\u012a\\u12AB\"",
            "\"\\uD801\\udc37\"",
            "\"\\uFFFF\"",
            "\"/* no comment */\"",
            "\"\u007f\"",
            utf8("\"\u2028\u2029\""),
            utf8("\"é ☃ \uD83D\uDE00\""),
            utf8("\"\uDBFF\uDFFF\""),
            "[]",
            "[[] ,[ ]]",
            "[null, 1, \"1\", {}]",
            "{}",
            "{\"\":0}",
            "{\"a\":{\"b\":[{}]}}",
            "[[[[[[[]]]]]]]")
        .map(value -> json("a member of " + shown(value), login(value), Fate.ACCEPTED));
  }

  private static Stream<RequestBody> validJson() {
    return Stream.of(
        json("a login", object(""), Fate.ACCEPTED),
        json("blanks around everything", " \t\r\n" + login(" \n0\t") + "\r\n \t", Fate.ACCEPTED),
        json("an empty name", object("\"\":0"), Fate.ACCEPTED),
        json(
            "names with escapes",
            "{\"us\\u0065rname\":\"ada\\u0040example.com\",\"passwor\\u0064\":\"secret-7\"}",
            Fate.ACCEPTED),
        json("a name of 256 characters", object(quoted("x".repeat(256)) + ":0"), Fate.ACCEPTED),
        json("100 members", object(members(98)), Fate.ACCEPTED),
        json("900 values", login("[" + "0,".repeat(899) + "0]"), Fate.ACCEPTED));
  }

  private static Stream<RequestBody> malformedValues() {
    return Stream.of(
            "",
            "nul",
            "True",
            "truee",
            "NaN",
            "Infinity",
            "-Infinity",
            "undefined",
            "+1",
            "01",
            "-01",
            "-",
            "--1",
            ".5",
            "1.",
            "1.e1",
            "1e",
            "1e+",
            "1eE2",
            "0x1",
            "1_000",
            "1a",
            "1 2",
            utf8("１"),
            "'a'",
            "a",
            "\"",
            "\"a",
            "\"\\",
            "\"\\\"",
            "\"\\a\"",
            "\"\\x00\"",
            "\"\\u00A\"",
            "\"\\u00zz\"",
            "\"\\uD800\\u\"",
            "\"a\nb\"",
            "\"a\tb\"",
            "\"\0\"",
            "\"\u001f\"",
            "[",
            "]",
            "[1,]",
            "[,1]",
            "[1,,2]",
            "[1 2]",
            "[1",
            "[1}",
            "{",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\":1,}",
            "{,}",
            "{'a':0}",
            "{a:0}",
            "{1:0}",
            "{\"a\"::0}",
            "{\"a\" \"b\"}",
            "{\"a\":0 \"b\":0}",
            "{\"a\":0",
            "{\"a\":0,\"a\":0}",
            "/**/0",
            "0//",
            "0 #",
            "0;")
        .map(value -> json("a member of " + shown(value), login(value), Fate.MALFORMED));
  }

  private static Stream<RequestBody> malformedJson() {
    String whole = object("");
    String hidden = "GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n";
    return Stream.of(
        json("nothing", "", Fate.MALFORMED),
        json("a blank", " ", Fate.MALFORMED),
        json("a number alone", "1", Fate.MALFORMED),
        json("a text alone", "\"username\"", Fate.MALFORMED),
        json("null alone", "null", Fate.MALFORMED),
        json("a list", "[" + whole + "]", Fate.MALFORMED),
        json("an object without end", whole.substring(0, whole.length() - 1), Fate.MALFORMED),
        json("two objects", whole + whole, Fate.MALFORMED),
        json("two lines of an object each", whole + "\n" + whole, Fate.MALFORMED),
        json("an object and a bracket", whole + "}", Fate.MALFORMED),
        json("an object and a comma", whole + ",", Fate.MALFORMED),
        json("an object and a comment", whole + "//", Fate.MALFORMED),
        json("an object and a NUL", whole + "\0", Fate.MALFORMED),
        json("a NUL before the object", "\0" + whole, Fate.MALFORMED),
        json("the user name twice", object("\"username\":\"eve@example.com\""), Fate.MALFORMED),
        json("the password twice", object("\"passw\\u006frd\":\"secret-7\""), Fate.MALFORMED),
        json("another name twice", object("\"x\":0,\"x\":0"), Fate.MALFORMED),
        json("the empty name twice", object("\"\":0,\"\":0"), Fate.MALFORMED),
        json("a password that is a number", "{\"username\":\"a\",\"password\":7}", Fate.MALFORMED),
        json("a password that is a list", "{\"username\":\"a\",\"password\":[]}", Fate.MALFORMED),
        json("a user name that is null", "{\"username\":null,\"password\":\"b\"}", Fate.MALFORMED),
        json("no password", "{\"username\":\"ada@example.com\"}", Fate.MALFORMED),
        json("a form", FORM_LOGIN, Fate.MALFORMED),
        json("a request", hidden, Fate.MALFORMED),
        json("a request in a text", login(quoted(hidden)), Fate.MALFORMED));
  }

  private static Stream<RequestBody> encodings() {
    return Stream.of(
        json("a mark of UTF-8 first", utf8("\uFEFF") + object(""), Fate.MALFORMED),
        json("UTF-16", new String(object("").getBytes(UTF_16), ISO_8859_1), Fate.MALFORMED),
        json("ISO-8859-1", login("\"\u00fc\""), Fate.MALFORMED),
        json("a byte that UTF-8 has not", login("\"\u00ff\""), Fate.MALFORMED),
        json("a slash in two bytes", login("\"\u00c0\u00af\""), Fate.MALFORMED),
        json("half a pair in UTF-8", login("\"\u00ed\u00a0\u0080\""), Fate.MALFORMED),
        json("a character that breaks off", login("\"\u00e2\u0082\""), Fate.MALFORMED),
        json("a character beyond the last", login("\"\u00f4\u0090\u0080\u0080\""), Fate.MALFORMED));
  }

  private static Stream<RequestBody> bounds() {
    return Stream.concat(
        Stream.of(
            json("a ninth level", login("[[[[[[[[]]]]]]]]"), Fate.MALFORMED),
            json(
                "a name of 257 characters", object(quoted("x".repeat(257)) + ":0"), Fate.MALFORMED),
            json("101 members", object(members(99)), Fate.MALFORMED),
            json("2000 values", login("[" + "0,".repeat(1999) + "0]"), Fate.MALFORMED)),
        costly());
  }

  private static Stream<RequestBody> open() {
    return Stream.of(
            "1e400",
            "-1e400",
            "1e-400",
            "9".repeat(50),
            "\"\\uD800\"",
            "\"\\uDC00\\uD800\"",
            "\"\\uD800\\uD800\"",
            "\"\\uD800a\"")
        .flatMap(
            value ->
                Stream.of(
                    json("a member of " + shown(value), login(value), Fate.EITHER),
                    json(
                        "a password of " + shown(value),
                        "{\"username\":\"ada@example.com\",\"password\":" + value + "}",
                        Fate.EITHER)));
  }

  private static Stream<RequestBody> forms() {
    return Stream.of(
        form("a form", FORM_LOGIN, Fate.ACCEPTED),
        form(
            "a form with escaped names",
            "us%65rname=ada%40example.com&p%61ssword=secret-7",
            Fate.ACCEPTED),
        form("a form with empty places", "&" + FORM_LOGIN + "&&", Fate.ACCEPTED),
        form("a form with a name alone", FORM_LOGIN + "&remember", Fate.ACCEPTED),
        form("a form with unknown fields twice", FORM_LOGIN + "&x=1&x=2", Fate.ACCEPTED),
        form(
            "a form with an escaped NUL in an unknown field", FORM_LOGIN + "&x=%00", Fate.ACCEPTED),
        form("a form of 100 fields", FORM_LOGIN + "&a=b".repeat(98), Fate.ACCEPTED),
        form("a form of 101 fields", FORM_LOGIN + "&a=b".repeat(99), Fate.MALFORMED),
        form("a form with a value without a name", FORM_LOGIN + "&=x", Fate.MALFORMED),
        form("a form with the user name twice", FORM_LOGIN + "&username=eve", Fate.MALFORMED),
        form("a form with one password twice", FORM_LOGIN + "&password=secret-7", Fate.MALFORMED),
        form(
            "a form with a password in two spellings",
            FORM_LOGIN + "&passwor%64=x",
            Fate.MALFORMED),
        form("a form with a percent sign alone", FORM_LOGIN + "&x=%", Fate.MALFORMED),
        form("a form with half an escape", FORM_LOGIN + "&x=%4", Fate.MALFORMED),
        form("a form with an escape of other letters", FORM_LOGIN + "&x=%zz", Fate.MALFORMED),
        form(
            "a form with an escaped byte that UTF-8 has not",
            FORM_LOGIN + "&x=%FF",
            Fate.MALFORMED),
        form("a form with a slash in two escaped bytes", FORM_LOGIN + "&x=%C0%AF", Fate.MALFORMED),
        form("a form with half a pair escaped", FORM_LOGIN + "&x=%ED%A0%80", Fate.MALFORMED),
        form("a form with a raw byte that UTF-8 has not", FORM_LOGIN + "&x=\u00ff", Fate.MALFORMED),
        form("a form without a password", "username=ada%40example.com", Fate.MALFORMED),
        form("a form without anything", "", Fate.MALFORMED),
        form("a form that is JSON", object(""), Fate.MALFORMED));
  }

  private static Stream<RequestBody> mediaTypes() {
    return Stream.of(
        typed("a media type in capitals", "Application/JSON ; Charset=\"UTF-8\"", Fate.ACCEPTED),
        typed("a media type with another parameter", JSON + "; profile=x", Fate.ACCEPTED),
        typed("a media type of 256 characters", JSON + "; x=" + "y".repeat(236), Fate.ACCEPTED),
        typed("a media type of 257 characters", JSON + "; x=" + "y".repeat(237), Fate.UNSUPPORTED),
        typed("7 KiB of a parameter", JSON + "; x=" + "y".repeat(7000), Fate.UNSUPPORTED),
        typed("7 KiB of parameters", JSON + "; x=y".repeat(1400), Fate.UNSUPPORTED),
        typed("7 KiB of semicolons", JSON + ";".repeat(7000), Fate.UNSUPPORTED),
        typed("another charset", JSON + "; charset=iso-8859-1", Fate.UNSUPPORTED),
        typed("two charsets", JSON + "; charset=utf-8; charset=utf-16", Fate.UNSUPPORTED),
        typed("two media types", JSON + ", text/plain", Fate.UNSUPPORTED),
        typed("a suffix of JSON", "application/x+json", Fate.UNSUPPORTED),
        typed("plain text", "text/plain", Fate.UNSUPPORTED),
        typed("a multipart form", "multipart/form-data; boundary=x", Fate.UNSUPPORTED),
        typed("an empty media type", "", Fate.UNSUPPORTED));
  }

  private static RequestBody json(String name, String text, Fate fate) {
    return new RequestBody(name, JSON, text, fate);
  }

  private static RequestBody form(String name, String text, Fate fate) {
    return new RequestBody(name, FORM, text, fate);
  }

  private static RequestBody typed(String name, String contentType, Fate fate) {
    return new RequestBody(name, contentType, object(""), fate);
  }

  /** A login with one more member of this value. */
  private static String login(String value) {
    return object("\"x\":" + value);
  }

  /** A login with these members too. */
  private static String object(String members) {
    return "{" + LOGIN + (members.isEmpty() ? "" : "," + members) + "}";
  }

  private static String members(int number) {
    return IntStream.range(0, number)
        .mapToObj(i -> "\"" + i + "\":0")
        .collect(Collectors.joining(","));
  }

  private static String colliding(int number) {
    return names(number).map(name -> "\"" + name + "\":0").collect(Collectors.joining(","));
  }

  private static String collidingForm(int number) {
    return names(number).map(name -> name + "=").collect(Collectors.joining("&"));
  }

  /** Different names with one hash code: that of {@code Aa} is that of {@code BB}. */
  private static Stream<String> names(int number) {
    return IntStream.range(0, number)
        .mapToObj(
            i ->
                IntStream.range(0, 11)
                    .mapToObj(bit -> (i >> bit & 1) == 0 ? "Aa" : "BB")
                    .collect(Collectors.joining()));
  }

  private static String quoted(String text) {
    return "\"" + text + "\"";
  }

  private static String utf8(String text) {
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }

  private static String shown(String value) {
    String plain = value.replaceAll("[^ -~]", "?");
    return plain.isEmpty() ? "nothing" : plain.substring(0, Math.min(30, plain.length()));
  }
}
