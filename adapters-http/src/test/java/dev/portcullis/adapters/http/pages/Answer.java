package dev.portcullis.adapters.http.pages;

import dev.portcullis.adapters.http.exchange.Reply;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A reply as a browser sees it. */
public record Answer(int statusCode, HttpHeaders headers, String body) {

  static Answer of(Reply reply) {
    Map<String, List<String>> lines = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (Reply.Header line : reply.headers()) {
      lines
          .computeIfAbsent(
              line.name().toLowerCase(java.util.Locale.ROOT), name -> new ArrayList<>())
          .add(line.value());
    }
    return new Answer(
        reply.status(),
        HttpHeaders.of(lines, (name, value) -> true),
        new String(reply.body(), StandardCharsets.UTF_8));
  }
}
