package dev.portcullis.adapters.http.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a connection carries as RFC 9112 defines it, up to the first thing that it does not
 * allow. Where it leaves a choice, this takes the request: a server may serve less, never more.
 */
final class ReferenceReader {

  private static final Pattern LINE =
      Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+) +(\\S+) +(?i:HTTP)/1\\.([0-9])");
  private static final Pattern HEADER =
      Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\0\r\n]*?)[ \t]*");
  private static final Pattern SIZE = Pattern.compile("([0-9A-Fa-f]{1,16})[ \t]*(;[^\0\r\n]*)?");

  /** A request, its target as sent. */
  record Request(String method, String target, String body) {}

  private final List<Request> requests = new ArrayList<>();
  private final String bytes;
  private int at;

  private ReferenceReader(String bytes) {
    this.bytes = bytes;
  }

  static List<Request> read(String bytes) {
    ReferenceReader reader = new ReferenceReader(bytes);
    boolean more = true;
    while (more) {
      more = reader.next();
    }
    return reader.requests;
  }

  /** Whether a whole request was read and another may follow. */
  private boolean next() {
    while (bytes.startsWith("\r\n", at) || bytes.startsWith("\n", at)) {
      at = bytes.indexOf('\n', at) + 1;
    }
    int end = bytes.indexOf("\r\n\r\n", at);
    if (end < 0) {
      return false;
    }
    String[] lines = bytes.substring(at, end).split("\r\n", -1);
    at = end + 4;
    Matcher first = LINE.matcher(lines[0]);
    if (!first.matches()) {
      return false;
    }
    List<String> lengths = new ArrayList<>();
    List<String> codings = new ArrayList<>();
    int hosts = 0;
    List<String> options = new ArrayList<>();
    for (int i = 1; i < lines.length; i++) {
      Matcher header = HEADER.matcher(lines[i]);
      if (!header.matches()) {
        return false;
      }
      String value = header.group(2).toLowerCase(Locale.ROOT);
      switch (header.group(1).toLowerCase(Locale.ROOT)) {
        case "host" -> hosts++;
        case "content-length" -> lengths.addAll(List.of(value.split("[ \t]*,[ \t]*")));
        case "transfer-encoding" -> codings.add(value);
        case "connection" -> options.addAll(List.of(value.split("[ \t]*,[ \t]*")));
        default -> {}
      }
    }
    if (hosts > 1 || (hosts == 0 && !first.group(3).equals("0"))) {
      return false;
    }
    String body = body(lengths, codings);
    if (body == null) {
      return false;
    }
    requests.add(new Request(first.group(1), first.group(2), body));
    return !options.contains("close")
        && (options.contains("keep-alive") || !first.group(3).equals("0"));
  }

  private @Nullable String body(List<String> lengths, List<String> codings) {
    if (!codings.isEmpty()) {
      return lengths.isEmpty() && codings.size() == 1 && codings.getFirst().matches(",?chunked,?")
          ? chunks()
          : null;
    }
    if (lengths.isEmpty()) {
      return "";
    }
    if (lengths.stream().distinct().count() > 1 || !lengths.getFirst().matches("[0-9]{1,8}")) {
      return null;
    }
    int length = Integer.parseInt(lengths.getFirst());
    if (at + length > bytes.length()) {
      return null;
    }
    at += length;
    return bytes.substring(at - length, at);
  }

  private @Nullable String chunks() {
    StringBuilder body = new StringBuilder();
    while (true) {
      int end = bytes.indexOf("\r\n", at);
      Matcher size = SIZE.matcher(end < 0 ? "" : bytes.substring(at, end));
      if (!size.matches()) {
        return null;
      }
      at = end + 2;
      long length = Long.parseUnsignedLong(size.group(1), 16);
      if (length == 0) {
        return trailersEnd() ? body.toString() : null;
      }
      if (length < 0 || length > bytes.length() || !bytes.startsWith("\r\n", at + (int) length)) {
        return null;
      }
      body.append(bytes, at, at + (int) length);
      at += (int) length + 2;
    }
  }

  private boolean trailersEnd() {
    while (!bytes.startsWith("\r\n", at)) {
      int end = bytes.indexOf("\r\n", at);
      if (end < 0) {
        // The last chunk has arrived: the body is complete (RFC 9112 section 8).
        at = bytes.length();
        return true;
      }
      at = end + 2;
    }
    at += 2;
    return true;
  }
}
