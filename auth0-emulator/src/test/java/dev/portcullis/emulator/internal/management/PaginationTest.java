package dev.portcullis.emulator.internal.management;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.emulator.TestClock;
import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.tenant.protection.TokenRateLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaginationTest {

  private static Parameters query(String text) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (String pair : text.split("&", -1)) {
      if (!pair.isEmpty()) {
        texts.put(pair.split("=", 2)[0], pair.split("=", 2)[1]);
      }
    }
    return Parameters.of(texts);
  }

  private static List<Map<String, Object>> items(int count) {
    List<Map<String, Object>> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      items.add(Map.of("n", i));
    }
    return items;
  }

  /** Of 120 items: the status, and the first and the last number of the page. */
  @ParameterizedTest
  @CsvSource({
    "'', 200, 0-49",
    "page=1, 200, 50-99",
    "page=2, 200, 100-119",
    "page=3, 200, -",
    "per_page=100, 200, 0-99",
    "per_page=101, 400, -",
    "per_page=0, 200, -",
    "page=19&per_page=50, 200, -",
    "page=20&per_page=50, 400, -",
    "page=9&per_page=100, 200, -",
    "page=10&per_page=100, 400, -",
    "page=999&per_page=1, 200, -",
    "page=1000&per_page=1, 400, -",
    "page=1001&per_page=0, 400, -",
    "page=-1, 400, -",
    "page=x, 400, -",
    "take=50, 200, 0-49",
    "take=100, 200, 0-99",
    "take=101, 400, -",
    "take=0, 400, -",
    "take=30&from=100, 200, 100-119",
    "from=50, 200, 50-99",
    "from=119&take=1, 200, 119-119",
    "from=x, 400, -"
  })
  void a_page_is_a_part_of_the_list_within_its_bounds(String query, int status, String range) {
    Reply reply = Pagination.reply(query(query), "things", items(120));

    assertThat(reply.status()).isEqualTo(status);
    if (range.equals("-")) {
      assertThat(reply.body()).doesNotContain("{\"n\":");
    } else {
      String[] ends = range.split("-", -1);
      int first = Integer.parseInt(ends[0]);
      int last = Integer.parseInt(ends[1]);
      assertThat(reply.body()).contains("[{\"n\":" + first + "}", "{\"n\":" + last + "}]");
      assertThat(reply.body().split("\\{\"n\":", -1)).hasSize(last - first + 2);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "include_totals=true&page=1&per_page=2, false,"
        + " '{\"start\":2,\"limit\":2,\"length\":1,\"total\":3,\"things\":[{\"n\":2}]}'",
    "per_page=2, true, '{\"start\":0,\"limit\":2,\"length\":2,\"total\":3,\"things\":[{\"n\":0},"
        + "{\"n\":1}]}'",
    "include_totals=false&per_page=1, false, '[{\"n\":0}]'",
    "take=2, true, '{\"things\":[{\"n\":0},{\"n\":1}],\"next\":\"2\"}'",
    "take=3, true, '{\"things\":[{\"n\":0},{\"n\":1},{\"n\":2}]}'"
  })
  void totals_and_checkpoints_are_beside_the_items(String query, boolean wrapped, String body) {
    assertThat(Pagination.reply(query(query), "things", items(3), wrapped).body()).isEqualTo(body);
  }

  @ParameterizedTest
  @CsvSource({
    "n:1, 2 9 10",
    "n:-1, 10 9 2",
    "name:1, 10 2 9",
    "name:-1, 9 2 10",
    "missing:1, 9 10 2",
    "n, 9 10 2",
    "n:2, 9 10 2"
  })
  void numbers_are_sorted_by_value_and_texts_by_letters(String sort, String order) {
    List<Map<String, Object>> all =
        Stream.of(9, 10, 2)
            .map(
                n -> Map.<String, Object>of("n", n, "name", Map.of(9, "c", 10, "a", 2, "b").get(n)))
            .toList();

    Reply reply = Pagination.reply(query("fields=n&sort=" + sort), "things", all);

    assertThat(reply.body().replaceAll("[^0-9,]", "").replace(',', ' ')).isEqualTo(order);
  }

  @ParameterizedTest
  @CsvSource({
    "'', a b c",
    "fields=a, a",
    "'fields=a,c', a c",
    "'fields=a,c&include_fields=true', a c",
    "'fields=a,c&include_fields=false', b",
    "fields=d, ''"
  })
  void fields_are_chosen_or_left_out(String query, String left) {
    Map<String, Object> item = new LinkedHashMap<>();
    List.of("a", "b", "c").forEach(name -> item.put(name, 1));

    assertThat(String.join(" ", Pagination.projected(query(query), item).keySet())).isEqualTo(left);
  }

  @Test
  void an_item_is_kept_if_it_has_one_of_the_values_of_every_filter() {
    Map<String, Object> item = Map.of("kind", "spa", "first", true);
    Set<String> names = Set.of("kind", "first");

    assertThat(Filters.hold(query(""), item, names)).isTrue();
    assertThat(Filters.hold(query("kind=native,spa&first=true"), item, names)).isTrue();
    assertThat(Filters.hold(query("kind=spa&first=false"), item, names)).isFalse();
    assertThat(Filters.hold(query("kind=native"), item, names)).isFalse();
    assertThat(Filters.hold(query("other=1"), item, names)).isTrue();
    assertThat(Filters.hold(query("absent=1"), item, Set.of("absent"))).isFalse();
  }

  @Test
  void the_limit_counts_each_second_anew_and_never_announces_less_than_nothing() {
    TestClock clock = new TestClock();
    TokenRateLimit[] settings = {new TokenRateLimit(2, true)};
    ManagementLimit limit = new ManagementLimit(() -> settings[0], clock);
    List<String> announced = new ArrayList<>();
    announced.add(announced(limit));
    announced.add(announced(limit));
    announced.add(announced(limit));
    settings[0] = new TokenRateLimit(1, false);
    announced.add(announced(limit));
    clock.advance(Duration.ofSeconds(1));
    announced.add(announced(limit));

    long second = new TestClock().instant().getEpochSecond();
    assertThat(announced)
        .containsExactly(
            "200 2 1 " + (second + 1),
            "200 2 0 " + (second + 1),
            "429 2 0 " + (second + 1),
            "200 1 0 " + (second + 1),
            "200 1 0 " + (second + 2));
  }

  private static String announced(ManagementLimit limit) {
    Reply reply = limit.apply(() -> Reply.empty(200));
    Map<String, String> headers = new LinkedHashMap<>();
    reply.headers().forEach(header -> headers.put(header.name(), header.value()));
    return reply.status()
        + " "
        + headers.get("x-ratelimit-limit")
        + " "
        + headers.get("x-ratelimit-remaining")
        + " "
        + headers.get("x-ratelimit-reset");
  }
}
