package dev.portcullis.emulator.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One operation of the Management API. */
public final class Operation {

  private final Operations table;
  private final String name;
  private final String method;
  private final String path;
  private final String[] segments;
  private final String row;
  private volatile @Nullable JsonNode tree;

  Operation(Operations table, String name, String row) {
    this.table = table;
    this.name = name;
    this.row = row;
    this.method = name.substring(0, name.indexOf(' '));
    this.path = name.substring(name.indexOf(' ') + 1);
    this.segments = path.split("/", -1);
  }

  /** Method and path, such as {@code PATCH /clients/{id}}. */
  public String name() {
    return name;
  }

  /** The verb. */
  public String method() {
    return method;
  }

  /** The path with its variables, such as {@code /clients/{id}}. */
  public String path() {
    return path;
  }

  /** The scopes of which a call needs one; empty if they are not published. */
  public List<String> scopes() {
    List<String> scopes = new ArrayList<>();
    tree().path("s").forEach(scope -> scopes.add(scope.asText()));
    return scopes;
  }

  /** The key of the items of a page, if the answer is a list in pages. */
  public Optional<String> itemsKey() {
    return Optional.ofNullable(tree().path("k").textValue());
  }

  /** The names of its query parameters. */
  public Set<String> query() {
    Set<String> names = new LinkedHashSet<>();
    tree().path("q").fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** The problem of a query parameter's text in Auth0's words, quoted; empty if it fits. */
  public Optional<String> queryProblem(String parameter, String text) {
    JsonNode schema = tree().path("q").path(parameter);
    JsonNode value =
        switch (schema.path("t").asText()) {
          case "b" ->
              text.equals("true") || text.equals("false")
                  ? BooleanNode.valueOf(text.equals("true"))
                  : TextNode.valueOf(text);
          case "n" ->
              text.matches("-?[0-9]{1,15}")
                  ? LongNode.valueOf(Long.parseLong(text))
                  : TextNode.valueOf(text);
          default -> MissingNode.getInstance();
        };
    return value.isMissingNode()
        ? Optional.empty()
        : new SchemaCheck(table).problem(schema, value, parameter);
  }

  /** Whether it takes a body. */
  public boolean hasBody() {
    return tree().has("b");
  }

  /** Whether a call may be without a body, or have {@code null} as its body. */
  public boolean bodyMayBeAbsent() {
    return body().has("z");
  }

  /** What of the body does not fit, in Auth0's words, quoted; empty if all fits. */
  public Optional<String> bodyProblem(JsonNode body) {
    return new SchemaCheck(table).problem(tree().path("b"), body);
  }

  /** The schema of its body. */
  public JsonNode body() {
    return tree().path("b");
  }

  /** The schema behind a reference. */
  public JsonNode resolved(JsonNode schema) {
    return schema.has("d") ? table.definition(schema.path("d").asText()) : schema;
  }

  boolean leadsTo(String requestMethod, String[] requested) {
    return method.equals(requestMethod)
        && segments.length == requested.length
        && IntStream.range(0, requested.length)
            .allMatch(
                i ->
                    segments[i].startsWith("{")
                        ? !requested[i].isEmpty()
                        : segments[i].equals(requested[i]));
  }

  int literals() {
    return (int) Stream.of(segments).filter(segment -> !segment.startsWith("{")).count();
  }

  private JsonNode tree() {
    JsonNode known = tree;
    if (known == null) {
      known = Operations.tree(row);
      tree = known;
    }
    return known;
  }

  @Override
  public String toString() {
    return name;
  }
}
