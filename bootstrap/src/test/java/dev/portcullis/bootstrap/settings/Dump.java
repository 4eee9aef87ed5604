package dev.portcullis.bootstrap.settings;

import dev.portcullis.bootstrap.settings.document.Section;
import dev.portcullis.domain.address.IpAddress;
import dev.portcullis.domain.address.IpRangeSet;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.Path;
import java.security.Key;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalAmount;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Every value that settings hold, secrets included, by the fields that lead to it. */
final class Dump {

  private static final String OURS = "dev.portcullis.";
  private static final int DEEPEST = 20;

  /** Made from the other values, or from where they were written. */
  private static final Set<String> DERIVED = Set.of("version", "secretFiles");

  private final Map<String, String> values = new TreeMap<>();
  private final Set<Class<?>> types = new HashSet<>();

  private Dump() {}

  static Map<String, String> of(Settings settings) {
    Dump dump = new Dump();
    dump.add("", settings, 0);
    return dump.values;
  }

  /** The classes of which these settings hold objects. */
  static Set<Class<?>> types(Settings settings) {
    Dump dump = new Dump();
    dump.add("", settings, 0);
    return dump.types;
  }

  private void add(String place, @Nullable Object value, int depth) {
    if (depth > DEEPEST) {
      throw new AssertionError("too deep: " + place);
    }
    switch (value) {
      case null -> values.put(place, "null");
      case byte[] bytes -> values.put(place, HexFormat.of().formatHex(bytes));
      case char[] characters -> values.put(place, new String(characters));
      case Key key -> values.put(place, Base64.getEncoder().encodeToString(key.getEncoded()));
      case AtomicReference<?> reference -> add(place, reference.get(), depth + 1);
      case io.vavr.Tuple2<?, ?> pair -> add(place + "." + pair._1(), pair._2(), depth + 1);
      case IpRangeSet ranges -> values.put(place, ranges.toString());
      case IpAddress address -> values.put(place, address.toString());
      case String text -> values.put(place, text);
      case Path path -> values.put(place, path.toString());
      case Iterable<?> many -> {
        int index = 0;
        for (Object each : many) {
          add(place + "[" + index++ + "]", each, depth + 1);
        }
      }
      case Number number -> values.put(place, number.toString());
      case Boolean flag -> values.put(place, flag.toString());
      case Character character -> values.put(place, character.toString());
      case Enum<?> constant -> values.put(place, constant.name());
      case URI uri -> values.put(place, uri.toString());
      case Temporal time -> values.put(place, time.toString());
      case TemporalAmount time -> values.put(place, time.toString());
      case ch.qos.logback.classic.Level level -> values.put(place, level.toString());
      default -> fields(place, value, depth);
    }
  }

  private void fields(String place, Object value, int depth) {
    Class<?> type = value.getClass();
    // Where a value was written is no effect.
    if (type.getPackageName().equals(Section.class.getPackageName())) {
      return;
    }
    values.put(place + "!", type.isHidden() ? "a function" : type.getSimpleName());
    if (!type.getName().startsWith(OURS) || type.isHidden()) {
      return;
    }
    types.add(type);
    for (Field field : type.getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers()) && !DERIVED.contains(field.getName())) {
        field.setAccessible(true);
        try {
          String name = field.getName();
          add(place.isEmpty() ? name : place + "." + name, field.get(value), depth + 1);
        } catch (IllegalAccessException e) {
          throw new AssertionError(e);
        }
      }
    }
  }
}
