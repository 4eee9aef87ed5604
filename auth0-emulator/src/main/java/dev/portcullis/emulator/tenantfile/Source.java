package dev.portcullis.emulator.tenantfile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portcullis.emulator.internal.codec.Faults;
import dev.portcullis.emulator.internal.codec.JsonAt;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A YAML or JSON text as a tree, with the line and column of each path, and its problems. */
final class Source implements Faults {

  private static final int DEEPEST = 32;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final String name;
  private final Map<String, Mark> marks = new HashMap<>();
  private final List<Found> problems = new ArrayList<>();
  private JsonNode root = MissingNode.getInstance();

  private Source(String name) {
    this.name = name;
  }

  /** Reads a text; messages call it {@code name}. */
  static Source read(String name, String text) {
    Source source = new Source(name);
    // JSON is YAML 1.2 except for tabs, which JSON has only between its tokens.
    String yaml = text.stripLeading().startsWith("{") ? text.replace('\t', ' ') : text;
    LoadSettings rules =
        LoadSettings.builder()
            .setLabel(name)
            .setAllowDuplicateKeys(true)
            .setMaxAliasesForCollections(0)
            .build();
    try {
      Optional<Event> tooDeep = tooDeep(rules, yaml);
      if (tooDeep.isPresent()) {
        source.add(
            tooDeep.get().getStartMark(),
            "",
            "nested too deeply",
            "expected: at most " + DEEPEST + " levels");
        return source;
      }
      Iterator<Node> documents = new Compose(rules).composeAllFromString(yaml).iterator();
      if (!documents.hasNext()) {
        source.problem("", "nothing", "expected: a tenant");
        return source;
      }
      source.root = source.tree("", documents.next());
      if (documents.hasNext()) {
        documents.next();
        source.problem("", "a second document (---)", "expected: one");
      }
    } catch (MarkedYamlEngineException e) {
      // The message of the exception may quote the file, which may have a secret there.
      source.add(
          e.getProblemMark(),
          "",
          "not well-formed YAML or JSON",
          "fix the syntax here; quote a value that starts with one of * & ! | > % @ `");
    } catch (YamlEngineException e) {
      source.problem("", "not readable as YAML or JSON", "expected: UTF-8 text");
    }
    return source;
  }

  /** The parser keeps its levels in a list, while composing a tree takes stack for each. */
  private static Optional<Event> tooDeep(LoadSettings rules, String yaml) {
    int depth = 0;
    for (Event event : new Parse(rules).parseString(yaml)) {
      switch (event.getEventId()) {
        case MappingStart, SequenceStart -> depth++;
        case MappingEnd, SequenceEnd -> depth--;
        default -> {}
      }
      if (depth > DEEPEST) {
        return Optional.of(event);
      }
    }
    return Optional.empty();
  }

  JsonNode root() {
    return root;
  }

  /** In the order of the text. */
  List<TenantFileProblem> problems() {
    return problems.stream()
        .sorted(Comparator.comparingInt(Found::index))
        .map(Found::problem)
        .toList();
  }

  @Override
  public void wrongType(JsonAt at, String expected) {
    problem(at.path(), "another type", "expected: " + expected);
  }

  @Override
  public void unknownName(JsonAt at, List<String> known) {
    problem(at.path(), at.node().asText(), "expected: one of " + String.join(", ", known));
  }

  @Override
  public void invalid(JsonAt at, String found, String expected) {
    problem(at.path(), found, "expected: " + expected);
  }

  void problem(String path, String found, String expected) {
    add(Optional.ofNullable(marks.get(path)), path, found, expected);
  }

  private void add(Optional<Mark> mark, String path, String found, String expected) {
    problems.add(
        new Found(
            mark.map(Mark::getIndex).orElse(0),
            new TenantFileProblem(mark.map(this::place).orElse(name), path, found, expected)));
  }

  private String place(Mark mark) {
    return name + ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
  }

  private JsonNode tree(String path, Node node) {
    node.getStartMark().ifPresent(mark -> marks.putIfAbsent(path, mark));
    return switch (node) {
      case MappingNode mapping -> object(path, mapping);
      case SequenceNode sequence -> {
        ArrayNode array = NODES.arrayNode();
        for (Node item : sequence.getValue()) {
          array.add(tree(JsonAt.path(path, array.size()), item));
        }
        yield array;
      }
      case ScalarNode scalar -> scalar(scalar);
      default ->
          throw new IllegalStateException("unknown kind of YAML node: " + node.getNodeType());
    };
  }

  private ObjectNode object(String path, MappingNode mapping) {
    ObjectNode object = NODES.objectNode();
    for (NodeTuple tuple : mapping.getValue()) {
      String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
      String full = JsonAt.path(path, key);
      // A mistake in a key or in its value is reported where the key begins.
      tuple.getKeyNode().getStartMark().ifPresent(mark -> marks.putIfAbsent(full, mark));
      if (object.has(key)) {
        tuple.getKeyNode().getStartMark().ifPresent(mark -> marks.put(full, mark));
        problem(full, "given twice", "keep one of the two");
      } else {
        object.set(key, tree(full, tuple.getValueNode()));
      }
    }
    return object;
  }

  private static JsonNode scalar(ScalarNode scalar) {
    String text = scalar.getValue();
    Tag tag = scalar.getTag();
    if (tag.equals(Tag.NULL)) {
      return NODES.nullNode();
    }
    if (tag.equals(Tag.BOOL)) {
      return NODES.booleanNode(Boolean.parseBoolean(text));
    }
    if (tag.equals(Tag.INT)) {
      BigInteger number = new BigInteger(text);
      return number.bitLength() < 63
          ? NODES.numberNode(number.longValue())
          : NODES.numberNode(number);
    }
    if (tag.equals(Tag.FLOAT) && text.matches("[-+0-9.eE]+")) {
      return NODES.numberNode(new BigDecimal(text));
    }
    return NODES.textNode(text);
  }

  private record Found(int index, TenantFileProblem problem) {}
}
