package dev.portcullis.bootstrap.settings.document;

import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import io.vavr.control.Validation;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A YAML mapping flattened to key paths, with the line of each. */
final class YamlTree {

  private final String name;
  private final Map<String, Node> nodes = new LinkedHashMap<>();

  private YamlTree(String name) {
    this.name = name;
  }

  /**
   * Parses a text.
   *
   * @param name the file in messages
   */
  static Validation<Seq<SettingsProblem>, YamlTree> parse(String name, String yaml) {
    YamlTree tree = new YamlTree(name);
    try {
      LoadSettings rules =
          LoadSettings.builder()
              .setLabel(name)
              .setAllowDuplicateKeys(false)
              .setMaxAliasesForCollections(0)
              .build();
      int documents = 0;
      for (Node root : new Compose(rules).composeAllFromString(yaml)) {
        if (++documents > 1) {
          return invalid(
              "", tree.line(root), "a second document (---)", "keep one document in the file");
        }
        if (!(root instanceof MappingNode mapping)) {
          return invalid(
              "", tree.line(root), "not a mapping", "write keys and values, as in auth0:");
        }
        Seq<SettingsProblem> wrong = tree.flatten("", mapping);
        if (!wrong.isEmpty()) {
          return Validation.invalid(wrong);
        }
      }
    } catch (MarkedYamlEngineException e) {
      // The exception's message may quote the file, and with it a secret.
      String where = e.getProblemMark().map(mark -> name + ":" + (mark.getLine() + 1)).orElse(name);
      return invalid(
          "",
          where,
          "not well-formed YAML",
          "fix the syntax at this line; quote a value that starts with one of * & ! | > % @ `");
    } catch (YamlEngineException e) {
      return invalid("", name, "not readable as YAML", "check its syntax and encoding");
    }
    return Validation.valid(tree);
  }

  private Seq<SettingsProblem> flatten(String path, MappingNode mapping) {
    Seq<SettingsProblem> problems = Vector.empty();
    Set<String> seen = new HashSet<>();
    for (var tuple : mapping.getValue()) {
      String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
      String full = path.isEmpty() ? key : path + "." + key;
      if (!seen.add(key)) {
        problems =
            problems.append(
                new SettingsProblem(
                    full, line(tuple.getKeyNode()), "given twice", "keep one of the two"));
      } else if (tuple.getValueNode() instanceof MappingNode nested) {
        problems = problems.appendAll(flatten(full, nested));
      } else if (key.indexOf('.') >= 0) {
        problems =
            problems.append(
                new SettingsProblem(
                    full,
                    line(tuple.getKeyNode()),
                    "a key with a dot",
                    "write the part before the dot as a section of its own"));
      } else {
        nodes.put(full, tuple.getValueNode());
      }
    }
    return problems;
  }

  /** Every key that has a value, an empty one included. */
  Seq<String> keys() {
    return Vector.ofAll(nodes.keySet());
  }

  /** Whether there is a value at this path, or anything below it. */
  boolean has(String path) {
    return nodes.keySet().stream().anyMatch(key -> isAtOrBelow(key, path));
  }

  /** The names directly below a path. */
  Seq<String> children(String path) {
    return keys()
        .filter(key -> key.startsWith(path + "."))
        .map(key -> key.substring(path.length() + 1).replaceFirst("\\..*", ""))
        .distinct();
  }

  /** The file with the line of a key's value; the file alone if there is no such key. */
  String where(String key) {
    Node node = nodes.get(key);
    return node == null ? name : line(node);
  }

  /** Whether the key is missing, or written without a value. */
  boolean isEmpty(String key) {
    Node node = nodes.get(key);
    return node == null || (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.NULL));
  }

  /** The value of a key; none if it {@link #isEmpty}. */
  Validation<Seq<SettingsProblem>, Option<Raw>> scalar(String key) {
    if (isEmpty(key)) {
      return Validation.valid(Option.none());
    }
    return nodes.get(key) instanceof ScalarNode scalar
        ? Validation.valid(Option.of(new Raw(key, scalar.getValue(), where(key))))
        : invalid(key, where(key), "a list", "write one value");
  }

  /** The values of a key; a single value is a list of one. */
  Validation<Seq<SettingsProblem>, Seq<Raw>> list(String key) {
    Node node = nodes.get(key);
    if (node == null || isEmpty(key)) {
      return Validation.valid(Vector.empty());
    }
    Vector<Node> items =
        node instanceof SequenceNode sequence ? Vector.ofAll(sequence.getValue()) : Vector.of(node);
    return Validation.sequence(
            items.map(
                item ->
                    item instanceof ScalarNode scalar
                        ? Validation.<Seq<SettingsProblem>, Raw>valid(
                            new Raw(key, scalar.getValue(), line(item)))
                        : YamlTree.<Raw>invalid(
                            key, line(item), "nested too deep", "write a list of values")))
        .map(raws -> raws);
  }

  /**
   * The paths of the mappings that a key lists, such as {@code doctor.accept[0]}; from then on
   * their keys are keys of this tree.
   */
  Validation<Seq<SettingsProblem>, Seq<String>> mappings(String key) {
    if (isEmpty(key)) {
      return Validation.valid(Vector.empty());
    }
    if (!(nodes.get(key) instanceof SequenceNode sequence)) {
      return invalid(key, where(key), "not a list", "write a list of mappings");
    }
    Seq<SettingsProblem> problems = Vector.empty();
    Seq<String> paths = Vector.empty();
    for (Node item : sequence.getValue()) {
      String path = key + "[" + paths.size() + "]";
      problems =
          problems.appendAll(
              item instanceof MappingNode mapping
                  ? flatten(path, mapping)
                  : Vector.of(
                      new SettingsProblem(
                          key, line(item), "not a mapping", "write keys and values")));
      paths = paths.append(path);
    }
    return problems.isEmpty() ? Validation.valid(paths) : Validation.invalid(problems);
  }

  /**
   * A copy in which the children of a path are replaced by another tree's children of that name.
   */
  YamlTree replacing(String path, YamlTree other) {
    YamlTree copy = new YamlTree(name);
    copy.nodes.putAll(nodes);
    for (String child : other.children(path)) {
      copy.nodes.keySet().removeIf(key -> isAtOrBelow(key, path + "." + child));
    }
    copy.nodes.putAll(other.nodes);
    return copy;
  }

  private static boolean isAtOrBelow(String key, String path) {
    return key.equals(path) || key.startsWith(path + ".");
  }

  private String line(Node node) {
    return node.getStartMark().map(mark -> name + ":" + (mark.getLine() + 1)).orElse(name);
  }

  private static <T> Validation<Seq<SettingsProblem>, T> invalid(
      String key, String where, String problem, String fix) {
    return Validation.invalid(Vector.of(new SettingsProblem(key, where, problem, fix)));
  }
}
