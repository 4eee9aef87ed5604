package dev.portcullis.emulator.internal.management;

import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.http.Reply;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Every list of the Management API: by {@code page}, {@code per_page} and {@code include_totals}
 * within the first 1,000 records, or by checkpoint: {@code take} and {@code from}, the {@code next}
 * of the previous page. With {@code sort}, {@code fields} and {@code include_fields}.
 */
public final class Pagination {

  private static final int MOST = 1_000;

  private Pagination() {}

  /**
   * The items of a page as an array; with {@code include_totals}, or by checkpoint, in an object.
   */
  public static Reply reply(Parameters query, String key, List<Map<String, Object>> all) {
    return reply(query, key, all, false);
  }

  /** The same; in an object always if {@code wrapped}. */
  public static Reply reply(
      Parameters query, String key, List<Map<String, Object>> all, boolean wrapped) {
    if (query.text("take").isPresent() || query.text("from").isPresent()) {
      return byCheckpoint(query, key, all);
    }
    OptionalInt page = number(query, "page", 0, MOST);
    OptionalInt perPage = number(query, "per_page", 50, 100);
    if (page.isEmpty() || perPage.isEmpty()) {
      return QueryProblem.because("page must be from 0 to 1000 and per_page from 0 to 100");
    }
    int start = page.getAsInt() * perPage.getAsInt();
    if (start >= MOST) {
      return Reply.error(
          400,
          "Bad Request",
          "You can only page through the first 1000 records. See"
              + " https://auth0.com/docs/users/search/v3/view-search-results-by-page#limitation",
          "invalid_paging");
    }
    List<Map<String, Object>> items =
        sorted(query, all).stream()
            .skip(start)
            .limit(perPage.getAsInt())
            .map(item -> projected(query, item))
            .toList();
    if (!wrapped && !query.text("include_totals").equals(Optional.of("true"))) {
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

  /** A part of the list after a checkpoint. */
  static Reply byCheckpoint(Parameters query, String key, List<Map<String, Object>> all) {
    OptionalInt from = number(query, "from", 0, 100_000);
    OptionalInt take = number(query, "take", 50, 100);
    if (from.isEmpty() || take.isEmpty() || take.getAsInt() == 0) {
      return QueryProblem.because("take must be from 1 to 100 and from the next of a page");
    }
    int end = from.getAsInt() + take.getAsInt();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put(
        key,
        sorted(query, all).stream()
            .skip(from.getAsInt())
            .limit(take.getAsInt())
            .map(item -> projected(query, item))
            .toList());
    if (end < all.size()) {
      body.put("next", Integer.toString(end));
    }
    return Reply.json(200, body);
  }

  /** One item with the {@code fields}, or without them. */
  public static Map<String, Object> projected(Parameters query, Map<String, Object> item) {
    Optional<String> names = query.text("fields");
    if (names.isEmpty()) {
      return item;
    }
    Set<String> named = new HashSet<>(Arrays.asList(names.get().split(",", -1)));
    boolean include = !query.text("include_fields").equals(Optional.of("false"));
    Map<String, Object> left = new LinkedHashMap<>(item);
    left.keySet().removeIf(name -> named.contains(name) != include);
    return left;
  }

  private static List<Map<String, Object>> sorted(Parameters query, List<Map<String, Object>> all) {
    Optional<String> sort = query.text("sort").filter(text -> text.matches("[\\w.]+:-?1"));
    if (sort.isEmpty()) {
      return all;
    }
    String name = sort.get().substring(0, sort.get().indexOf(':'));
    Comparator<Map<String, Object>> order = (one, other) -> compare(one.get(name), other.get(name));
    return all.stream().sorted(sort.get().endsWith("-1") ? order.reversed() : order).toList();
  }

  /** Numbers by value, all else by text; what is absent comes first. */
  private static int compare(@Nullable Object one, @Nullable Object other) {
    return one instanceof Number left && other instanceof Number right
        ? Double.compare(left.doubleValue(), right.doubleValue())
        : text(one).compareTo(text(other));
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }

  private static OptionalInt number(Parameters query, String name, int otherwise, int most) {
    String text = query.text(name).orElse(Integer.toString(otherwise));
    return text.matches("[0-9]{1,6}") && Integer.parseInt(text) <= most
        ? OptionalInt.of(Integer.parseInt(text))
        : OptionalInt.empty();
  }
}
