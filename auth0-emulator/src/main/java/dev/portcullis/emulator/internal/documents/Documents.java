package dev.portcullis.emulator.internal.documents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portcullis.emulator.internal.store.Store;
import dev.portcullis.emulator.internal.store.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * JSON objects by path, such as {@code roles/rol_1}, in the order in which they were first written.
 * At most 100,000. Safe for many threads.
 */
public final class Documents {

  private static final int MOST = 100_000;
  private static final JsonMapper MAPPER = new JsonMapper();

  private final Table<String, JsonNode> table;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, ObjectNode> documents = new LinkedHashMap<>();

  /** Continues from the store. */
  public Documents(Store store) {
    this.table = store.table("documents", String.class, JsonNode.class);
    table
        .load()
        .forEach(
            (path, node) -> {
              if (node instanceof ObjectNode object) {
                documents.put(path, object);
              }
            });
  }

  /** A copy of the document of that path. */
  public Optional<ObjectNode> get(String path) {
    lock.lock();
    try {
      return Optional.ofNullable(documents.get(path)).map(ObjectNode::deepCopy);
    } finally {
      lock.unlock();
    }
  }

  /** Adds documents by their paths; what is no object is left out. */
  public void putAll(Map<String, Object> values) {
    values.forEach(
        (path, value) -> {
          if (MAPPER.valueToTree(value) instanceof ObjectNode object) {
            put(path, object);
          }
        });
  }

  /** All documents by their paths, but those of these paths. */
  public Map<String, Object> without(Predicate<String> paths) {
    Map<String, Object> left = new LinkedHashMap<>();
    lock.lock();
    try {
      documents.forEach(
          (path, document) -> {
            if (!paths.test(path)) {
              left.put(path, Written.plain(document));
            }
          });
      return left;
    } finally {
      lock.unlock();
    }
  }

  /** Whether there is a document of that path. */
  public boolean has(String path) {
    return get(path).isPresent();
  }

  /** Adds or replaces a document. */
  public void put(String path, ObjectNode document) {
    change(path, before -> Optional.of(document));
  }

  /**
   * Replaces the document of that path, an empty object if there is none, by what is returned; by
   * nothing if that is empty.
   *
   * @throws IllegalStateException if there are 100,000 documents and this would be one more
   */
  public void change(String path, Function<ObjectNode, Optional<ObjectNode>> change) {
    lock.lock();
    try {
      ObjectNode before = documents.get(path);
      Optional<ObjectNode> after =
          change.apply(before == null ? JsonNodeFactory.instance.objectNode() : before.deepCopy());
      if (after.isEmpty()) {
        documents.remove(path);
        table.remove(path);
        return;
      }
      if (before == null && documents.size() >= MOST) {
        throw new IllegalStateException("documents: " + MOST + " (expected: fewer)");
      }
      ObjectNode kept = after.get().deepCopy();
      table.put(path, kept);
      documents.put(path, kept);
    } finally {
      lock.unlock();
    }
  }

  /** Removes the document of that path and all below it; false if there was none. */
  public boolean remove(String path) {
    lock.lock();
    try {
      List<String> paths =
          documents.keySet().stream()
              .filter(each -> each.equals(path) || each.startsWith(path + "/"))
              .toList();
      paths.forEach(
          each -> {
            documents.remove(each);
            table.remove(each);
          });
      return !paths.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Copies of the documents directly below a path, by the rest of their paths. */
  public Map<String, ObjectNode> below(String path) {
    String start = path + "/";
    lock.lock();
    try {
      Map<String, ObjectNode> found = new LinkedHashMap<>();
      documents.forEach(
          (each, document) -> {
            if (each.startsWith(start) && each.indexOf('/', start.length()) < 0) {
              found.put(each.substring(start.length()), document.deepCopy());
            }
          });
      return found;
    } finally {
      lock.unlock();
    }
  }

  /** The paths of all documents. */
  public List<String> paths() {
    lock.lock();
    try {
      return new ArrayList<>(documents.keySet());
    } finally {
      lock.unlock();
    }
  }
}
