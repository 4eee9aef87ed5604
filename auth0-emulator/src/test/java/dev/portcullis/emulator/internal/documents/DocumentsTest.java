package dev.portcullis.emulator.internal.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portcullis.emulator.internal.store.DataDirectory;
import dev.portcullis.emulator.internal.store.Store;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentsTest {

  private final Documents documents = new Documents(Store.inMemory());

  @Test
  void what_is_given_out_and_taken_in_is_a_copy() {
    ObjectNode given = object("a", 1);
    documents.put("y/x", given);
    given.put("a", 2);
    documents.get("y/x").orElseThrow().put("a", 3);
    documents.below("y").values().forEach(each -> each.put("a", 4));

    assertThat(documents.get("y/x")).contains(object("a", 1));
  }

  @Test
  void below_a_path_is_what_is_one_step_down() {
    for (String path : List.of("a", "a/1", "a/1/x", "a/2", "ab/1", "b/a/1")) {
      documents.put(path, object("p", 1));
    }

    assertThat(documents.below("a")).containsOnlyKeys("1", "2");
    assertThat(documents.below("a/1")).containsOnlyKeys("x");
    assertThat(documents.below("c")).isEmpty();
  }

  @Test
  void a_removal_takes_all_below_with_it_and_nothing_beside_it() {
    for (String path : List.of("a", "a/1", "a/1/x", "ab", "b/a")) {
      documents.put(path, object("p", 1));
    }

    boolean removed = documents.remove("a");
    boolean again = documents.remove("a");

    assertThat(removed).isTrue();
    assertThat(again).isFalse();
    assertThat(documents.paths()).containsExactly("ab", "b/a");
  }

  @Test
  void a_change_starts_with_an_empty_object_and_may_end_with_nothing() {
    documents.change("a", before -> Optional.of(before.put("n", before.size())));
    documents.change("a", before -> Optional.of(before.put("m", before.size())));
    ObjectNode made = documents.get("a").orElseThrow();
    documents.change("a", before -> Optional.empty());

    assertThat(made.toString()).isEqualTo("{\"n\":0,\"m\":1}");
    assertThat(documents.has("a")).isFalse();
  }

  @Test
  void only_objects_are_added_and_left_out_is_what_is_named() {
    documents.putAll(Map.of("a", Map.of("b", List.of(1)), "c", "text", "d", List.of()));
    documents.put("e", object("f", 1));

    Map<String, Object> left = documents.without(path -> path.equals("e"));

    assertThat(left).isEqualTo(Map.of("a", Map.of("b", List.of(1))));
  }

  @Test
  void there_are_at_most_a_hundred_thousand_and_those_can_be_changed() {
    for (int i = 0; i < 100_000; i++) {
      documents.put("d/" + i, object("i", i));
    }

    documents.put("d/7", object("i", -7));
    assertThatThrownBy(() -> documents.put("one more", object("i", 0)))
        .isInstanceOf(IllegalStateException.class);
    documents.remove("d/8");
    documents.put("one more", object("i", 0));

    assertThat(documents.get("d/7")).contains(object("i", -7));
    assertThat(documents.paths()).hasSize(100_000);
  }

  @Test
  void a_restart_finds_them_in_their_order(@TempDir Path folder) {
    try (DataDirectory data = DataDirectory.open(folder)) {
      Store store = data.begin();
      store.commit();
      Documents before = new Documents(store);
      List.of("z", "a", "gone", "removed/1").forEach(path -> before.put(path, object("p", 1)));
      before.change("gone", ignored -> Optional.empty());
      before.remove("removed");
      before.put("z", object("p", 2));
    }

    try (DataDirectory data = DataDirectory.open(folder)) {
      Documents after = new Documents(data.present().orElseThrow());

      assertThat(after.paths()).containsExactly("z", "a");
      assertThat(after.get("z")).contains(object("p", 2));
    }
  }

  @Test
  void a_written_property_is_shown_until_the_model_has_another_value() {
    Written written = new Written(documents, "whole");
    ObjectNode payload = JsonNodeFactory.instance.objectNode();
    payload.put("modelled", "as written").put("other", 7).put("removed", "x");
    payload.putObject("nested").put("a", 1).put("b", 2);
    payload.putObject("whole").put("a", 1);
    written.put("p", payload, Map.of("modelled", "as modelled"));
    ObjectNode second = JsonNodeFactory.instance.objectNode();
    second.putNull("removed");
    second.putObject("nested").put("a", 3).putNull("b");
    second.putObject("whole").put("b", 2);
    written.put("p", second, Map.of("modelled", "as modelled"));

    Map<String, Object> same = written.shown("p", Map.of("modelled", "as modelled", "id", "1"));
    Map<String, Object> changed = written.shown("p", Map.of("modelled", "changed"));

    assertThat(same)
        .isEqualTo(
            Map.of(
                "modelled",
                "as written",
                "id",
                "1",
                "other",
                7,
                "nested",
                Map.of("a", 3),
                "whole",
                Map.of("b", 2)));
    assertThat(changed).containsEntry("modelled", "changed").containsEntry("other", 7);
    assertThat(written.shown("unwritten", Map.of("a", 1))).isEqualTo(Map.of("a", 1));
    written.remove("p");
    assertThat(written.shown("p", Map.of())).isEmpty();
  }

  /** One type of each category, as Auth0's page of log stream filters has them. */
  @ParameterizedTest
  @CsvSource({
    "s, auth.login.success",
    "fp, auth.login.fail",
    "w, auth.login.notification",
    "slo, auth.logout.success",
    "flo, auth.logout.fail",
    "ss, auth.signup.success",
    "fs, auth.signup.fail",
    "ssa, auth.silent_auth.success",
    "fsa, auth.silent_auth.fail",
    "sede, auth.token_exchange.success",
    "ferrt, auth.token_exchange.fail",
    "sapi, management.success",
    "fapi, management.fail",
    "limit_wc, system.notification",
    "fdeaz, user.fail",
    "cs, user.notification",
    "scpr, user.success",
    "cls, other"
  })
  void every_type_has_a_category(String type, String category) {
    assertThat(StreamFilter.category(type)).isEqualTo(category);
  }

  private static ObjectNode object(String name, int value) {
    return JsonNodeFactory.instance.objectNode().put(name, value);
  }
}
