package dev.portcullis.emulator.internal.management;

import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.http.Reply;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Pages of a list: by {@code page}, {@code per_page} and {@code include_totals}, or by checkpoint:
 * {@code take} and {@code from}, the {@code next} of the previous page.
 */
final class Pagination {

  private Pagination() {}

  static Reply reply(Parameters query, String key, List<Map<String, Object>> all) {
    OptionalInt page = number(query, "page", 0, 1000);
    OptionalInt perPage = number(query, "per_page", 50, 100);
    if (page.isEmpty() || perPage.isEmpty()) {
      return QueryProblem.because("page must be from 0 to 1000 and per_page from 0 to 100");
    }
    int start = page.getAsInt() * perPage.getAsInt();
    List<Map<String, Object>> items = all.stream().skip(start).limit(perPage.getAsInt()).toList();
    if (!query.text("include_totals").equals(Optional.of("true"))) {
      return Reply.json(200, items);
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("start", start);
    body.put("limit", perPage.getAsInt());
    body.put("length", items.size());
    body.put("total", all.size());
    body.put(key, items);
    return Reply.json(200, body);
  }

  static Reply byCheckpoint(Parameters query, String key, List<Map<String, Object>> all) {
    OptionalInt from = number(query, "from", 0, 1000);
    OptionalInt take = number(query, "take", 50, 100);
    if (from.isEmpty() || take.isEmpty() || take.getAsInt() == 0) {
      return QueryProblem.because("take must be from 1 to 100 and from the next of a page");
    }
    int end = from.getAsInt() + take.getAsInt();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put(key, all.stream().skip(from.getAsInt()).limit(take.getAsInt()).toList());
    if (end < all.size()) {
      body.put("next", Integer.toString(end));
    }
    return Reply.json(200, body);
  }

  private static OptionalInt number(Parameters query, String name, int otherwise, int most) {
    String text = query.text(name).orElse(Integer.toString(otherwise));
    return text.matches("[0-9]{1,4}") && Integer.parseInt(text) <= most
        ? OptionalInt.of(Integer.parseInt(text))
        : OptionalInt.empty();
  }
}
