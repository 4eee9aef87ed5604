package dev.portcullis.bootstrap.settings.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.Seq;
import io.vavr.control.Validation;
import org.junit.jupiter.api.Test;

/** The lists of a settings file. */
class YamlTreeTest {

  private static YamlTree tree(String yaml) {
    return YamlTree.parse("test", yaml).get();
  }

  @Test
  void every_item_that_is_no_mapping_is_a_problem_wherever_it_stands() {
    Validation<Seq<SettingsProblem>, Seq<String>> paths =
        tree("a:\n  - one\n  - {b: 1}\n  - [two]\n  - {b: 2}\n").mappings("a");

    assertThat(paths.getError().map(SettingsProblem::where)).containsExactly("test:2", "test:4");
  }

  @Test
  void a_dotted_key_of_an_item_is_a_problem_also_before_a_good_item() {
    Validation<Seq<SettingsProblem>, Seq<String>> paths =
        tree("a:\n  - {b.c: 1}\n  - {b: 2}\n").mappings("a");

    assertThat(paths.getError().map(SettingsProblem::key)).containsExactly("a[0].b.c");
  }

  @Test
  void the_items_of_a_list_of_mappings_are_counted_from_0() {
    YamlTree tree = tree("a:\n  - {b: 1}\n  - {b: 2, c: 3}\n");

    assertThat(tree.mappings("a").get()).containsExactly("a[0]", "a[1]");
    assertThat(tree.scalar("a[1].b").get().map(Raw::text)).containsExactly("2");
    assertThat(tree.children("a[1]")).containsExactly("b", "c");
  }

  @Test
  void every_value_of_a_list_that_is_nested_is_a_problem() {
    Validation<Seq<SettingsProblem>, Seq<Raw>> values =
        tree("a:\n  - [one]\n  - two\n  - {three: 3}\n").list("a");

    assertThat(values.getError().map(SettingsProblem::where)).containsExactly("test:2", "test:4");
  }
}
