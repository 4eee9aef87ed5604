package dev.portcullis.emulator.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The table of Auth0's Management API: {@code operations.jsonl}, which {@code
 * src/test/node/operations.mjs} derives from Auth0's SDK for Node. A row is read when it is first
 * used. Safe for many threads.
 */
public final class Operations {

  private static final String FILE = "operations.jsonl";
  private static final String OPERATION = "{\"op\":\"";
  private static final String DEFINITION = "{\"def\":\"";
  private static final JsonMapper MAPPER = new JsonMapper();

  private final Map<String, Operation> operations = new LinkedHashMap<>();
  private final Map<String, String> definitions = new LinkedHashMap<>();
  private final Map<String, JsonNode> read = new ConcurrentHashMap<>();

  private Operations() {
    try (InputStream in = Objects.requireNonNull(Operations.class.getResourceAsStream(FILE))) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(this::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The table; the file is read at the first call. */
  public static Operations table() {
    return Holder.TABLE;
  }

  /** All operations, in the order of the file. */
  public List<Operation> all() {
    return List.copyOf(operations.values());
  }

  /** Every scope of the Management API. */
  public List<String> scopes() {
    return operations.values().stream()
        .flatMap(operation -> operation.scopes().stream())
        .distinct()
        .sorted()
        .toList();
  }

  /** The operation of that method and template, such as {@code PATCH /clients/{id}}. */
  public Optional<Operation> named(String name) {
    return Optional.ofNullable(operations.get(name));
  }

  /**
   * The operation of a request; the path has no {@code /api/v2}. Of several the one with the most
   * literal segments.
   */
  public Optional<Operation> find(String method, String path) {
    String[] segments = path.split("/", -1);
    return operations.values().stream()
        .filter(each -> each.leadsTo(method, segments))
        .max(Comparator.comparingInt(Operation::literals));
  }

  /** The named object type. */
  JsonNode definition(String name) {
    return read.computeIfAbsent(
        name, key -> tree(Objects.requireNonNull(definitions.get(key), key)));
  }

  static JsonNode tree(String row) {
    try {
      return MAPPER.readTree(row);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(String row) {
    if (row.startsWith(OPERATION)) {
      String name = upToQuote(row, OPERATION.length());
      operations.put(name, new Operation(this, name, row));
    } else if (row.startsWith(DEFINITION)) {
      definitions.put(upToQuote(row, DEFINITION.length()), row);
    }
  }

  private static String upToQuote(String row, int start) {
    return row.substring(start, row.indexOf('"', start));
  }

  private static final class Holder {
    private static final Operations TABLE = new Operations();
  }
}
