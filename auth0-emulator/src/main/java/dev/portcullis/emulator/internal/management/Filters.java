package dev.portcullis.emulator.internal.management;

import dev.portcullis.emulator.internal.http.Parameters;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Query parameters that select the items of a list by a property of the same name. */
public final class Filters {

  private Filters() {}

  /** Whether the item has the value of each of these parameters; values are joined by commas. */
  public static boolean hold(Parameters query, Map<String, Object> item, Set<String> names) {
    return names.stream()
        .allMatch(
            name -> {
              Optional<String> text = query.text(name);
              return text.isEmpty() || matches(item.get(name), text.get());
            });
  }

  private static boolean matches(@Nullable Object value, String text) {
    return Arrays.asList(text.split(",", -1)).contains(String.valueOf(value));
  }
}
