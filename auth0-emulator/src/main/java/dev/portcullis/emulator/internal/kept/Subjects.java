package dev.portcullis.emulator.internal.kept;

import dev.portcullis.emulator.internal.documents.Documents;
import dev.portcullis.emulator.internal.documents.Written;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Finds an item of any list by its path, among the documents and what the tenant models. */
public final class Subjects {

  private final Documents documents;
  private final Map<String, Function<String, Optional<Map<String, Object>>>> modelled =
      new LinkedHashMap<>();

  private Supplier<List<Map<String, Object>>> users = List::of;

  /** Looks here for what is not modelled. */
  public Subjects(Documents documents) {
    this.documents = documents;
  }

  /** The items of this list, such as {@code users}, are found by that function. */
  public Subjects with(String list, Function<String, Optional<Map<String, Object>>> found) {
    modelled.put(list, found);
    return this;
  }

  /** The tenant's users. */
  public Subjects withUsers(
      Supplier<List<Map<String, Object>>> all,
      Function<String, Optional<Map<String, Object>>> found) {
    this.users = all;
    return with("users", found);
  }

  /** All users. */
  List<Map<String, Object>> users() {
    return users.get();
  }

  /** The item of that id. */
  Optional<Map<String, Object>> find(String list, String id) {
    Function<String, Optional<Map<String, Object>>> model = modelled.get(list);
    if (model != null) {
      return model.apply(id);
    }
    return documents.get(list + "/" + id).map(Written::plain);
  }

  /** Whether the item exists that a path such as {@code organizations/org_1/invitations} is of. */
  boolean parentExists(String path) {
    String[] segments = path.split("/", -1);
    return segments.length < 3
        || !(modelled.containsKey(segments[0]) || segments[0].equals("organizations"))
        || find(segments[0], segments[1]).isPresent();
  }
}
