package dev.portcullis.bootstrap.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** A part of a YAML document; what is not there is an empty one. */
final class Tree {

  private static final Tree NONE = new Tree(null);

  private final @Nullable Object node;

  private Tree(@Nullable Object node) {
    this.node = node;
  }

  /** Every document of this text; a key that is there twice is an error. */
  static List<Tree> all(String yaml) {
    List<Tree> documents = new ArrayList<>();
    new Load(LoadSettings.builder().build())
        .loadAllFromString(yaml)
        .forEach(it -> documents.add(new Tree(it)));
    return documents;
  }

  static Tree of(String yaml) {
    return new Tree(new Load(LoadSettings.builder().build()).loadFromString(yaml));
  }

  /**
   * Keys, from the outermost, separated by dots; a key with a dot in it is read by {@link #key}.
   */
  Tree at(String path) {
    Tree found = this;
    for (String key : path.split("\\.", -1)) {
      found = found.key(key);
    }
    return found;
  }

  Tree key(String key) {
    return node instanceof Map<?, ?> map && map.get(key) != null ? new Tree(map.get(key)) : NONE;
  }

  boolean exists() {
    return node != null;
  }

  List<String> keys() {
    return node instanceof Map<?, ?> map
        ? map.keySet().stream().map(String::valueOf).toList()
        : List.of();
  }

  List<Tree> list() {
    return node instanceof List<?> list ? list.stream().map(Tree::new).toList() : List.of();
  }

  List<String> texts() {
    return list().stream().map(Tree::text).toList();
  }

  /** A scalar as text; empty if there is none. */
  String text() {
    return Optional.ofNullable(node).map(String::valueOf).orElse("");
  }

  /** A number; -1 if there is none. */
  long number() {
    return node instanceof Number number ? number.longValue() : -1;
  }

  boolean is(Object value) {
    return value.equals(node);
  }

  /** Whether every key and value of this one is in the other. */
  boolean isIn(Tree other) {
    return exists()
        && keys().stream().allMatch(key -> key(key).text().equals(other.key(key).text()));
  }

  @Override
  public String toString() {
    return text();
  }
}
