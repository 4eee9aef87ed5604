package dev.portcullis.emulator.internal.http;

import dev.portcullis.emulator.address.IpLiteral;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A request as a value: header names in lower case, the raw query, the complete body. */
public final class Request {

  private final String method;
  private final String path;
  private final String rawQuery;
  private final Map<String, List<String>> headers;
  private final byte[] body;
  private final IpLiteral peer;

  /** Takes the parts; the body is not copied. */
  public Request(
      String method,
      String path,
      String rawQuery,
      Map<String, List<String>> headers,
      byte[] body,
      IpLiteral peer) {
    this.method = method;
    this.path = path;
    this.rawQuery = rawQuery;
    this.headers = Map.copyOf(headers);
    this.body = body;
    this.peer = peer;
  }

  /** The verb. */
  public String method() {
    return method;
  }

  /** The decoded path. */
  public String path() {
    return path;
  }

  /** The query without its question mark, not decoded; empty if there is none. */
  public String rawQuery() {
    return rawQuery;
  }

  /** The names of the headers, in lower case and sorted. */
  public List<String> headerNames() {
    return headers.keySet().stream().sorted().toList();
  }

  /** The field lines of a header, by lower-case name. */
  public List<String> header(String name) {
    return headers.getOrDefault(name, List.of());
  }

  /** The value of a header that is present exactly once. */
  public Optional<String> singleHeader(String name) {
    List<String> values = header(name);
    return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
  }

  /** The token of {@code Authorization: Bearer}. */
  public Optional<String> bearerToken() {
    return singleHeader("authorization")
        .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
        .map(value -> value.substring(7).strip());
  }

  /** The value of a cookie, by name; the first if there are several. */
  public Optional<String> cookie(String name) {
    return header("cookie").stream()
        .flatMap(line -> Stream.of(line.split(";", -1)))
        .map(String::strip)
        .filter(pair -> pair.startsWith(name + "="))
        .map(pair -> pair.substring(name.length() + 1))
        .filter(value -> !value.isEmpty())
        .findFirst();
  }

  /** A segment of the path, from 0. */
  public String segment(int index) {
    return path.substring(1).split("/", -1)[index];
  }

  /** The address of the connection's peer. */
  public IpLiteral peer() {
    return peer;
  }

  /** The body as UTF-8 text. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  byte[] body() {
    return body;
  }

  @Override
  public String toString() {
    return "Request[" + method + " " + path + " from " + peer + "]";
  }
}
