package dev.portcullis.bootstrap.settings;

import dev.portcullis.adapters.auth0.transport.HttpCoreClient;
import dev.portcullis.adapters.file.FileRevokedSessions;
import dev.portcullis.bootstrap.client.ClientWatch;
import dev.portcullis.bootstrap.settings.document.Section;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.Key;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalAmount;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Deque;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * Every value that the objects of a wired program hold, by the class that holds it and the field: a
 * place is {@code Holder.field}, and where the field is a setting's record, the path inside of it.
 * A place has as many values as there are objects of that class. {@link Settings} as a whole is not
 * looked into: an object that holds it shows nothing of what it reads.
 */
final class WiredGraph {

  private static final String OURS = "dev.portcullis.";
  private static final Set<String> FEIGN =
      Set.of("feign.ReflectiveFeign$FeignInvocationHandler", "feign.SynchronousMethodHandler");
  private static final int DEEPEST = 25;

  /** Made from the other values, or from where they were written. */
  private static final Set<String> DERIVED = Set.of("version", "secretFiles");

  private final Map<String, List<String>> values = new TreeMap<>();
  private final Set<String> holders = new TreeSet<>();
  private final Set<Class<?>> settingTypes;
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Deque<Object> todo = new ArrayDeque<>();

  private WiredGraph(Set<Class<?>> settingTypes) {
    this.settingTypes = settingTypes;
  }

  /**
   * What these objects hold.
   *
   * @param settingTypes the classes of settings, which are part of who holds them
   */
  static WiredGraph of(Set<Class<?>> settingTypes, Object... roots) {
    WiredGraph graph = new WiredGraph(settingTypes);
    for (Object root : roots) {
      graph.later(root);
    }
    while (!graph.todo.isEmpty()) {
      Object holder = graph.todo.remove();
      graph.holders.add(name(holder.getClass()));
      graph.fields(name(holder.getClass()), holder, 0);
    }
    graph.values.values().forEach(Collections::sort);
    return graph;
  }

  /** The places whose values differ, of classes that both have an object of. */
  Set<String> differences(WiredGraph other) {
    Set<String> places = new TreeSet<>(values.keySet());
    places.addAll(other.values.keySet());
    places.removeIf(
        place -> {
          String holder = place.substring(0, place.indexOf('.'));
          return !holders.contains(holder)
              || !other.holders.contains(holder)
              || at(place).equals(other.at(place));
        });
    // Where there is another object, its fields say nothing more.
    Set<String> others = new TreeSet<>();
    places.stream().filter(place -> place.endsWith("!")).forEach(others::add);
    places.removeIf(
        place -> others.stream().anyMatch(it -> place.startsWith(it.replace("!", "."))));
    return places;
  }

  /** Closes the objects that can be closed: threads, connections, files. */
  void close() {
    for (Object object : seen) {
      try {
        switch (object) {
          case ClientWatch watch -> watch.close();
          case HttpCoreClient client -> client.close();
          case FileRevokedSessions file -> file.close();
          default -> {}
        }
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }

  private List<String> at(String place) {
    return values.getOrDefault(place, List.of());
  }

  private void later(Object object) {
    if (seen.add(object)) {
      todo.add(object);
    }
  }

  private void put(String place, String value) {
    values.computeIfAbsent(place, it -> new ArrayList<>()).add(value);
  }

  private void add(String place, @Nullable Object value, int depth) {
    if (depth > DEEPEST) {
      throw new AssertionError("too deep: " + place);
    }
    switch (value) {
      case null -> put(place, "null");
      case byte[] bytes -> put(place, HexFormat.of().formatHex(bytes));
      case char[] characters -> put(place, new String(characters));
      case Object[] many -> {
        for (Object each : many) {
          add(place, each, depth + 1);
        }
      }
      case Key key -> put(place, Base64.getEncoder().encodeToString(key.getEncoded()));
      case Mac keyed -> put(place, HexFormat.of().formatHex(copy(keyed).doFinal()));
      case String text -> put(place, text);
      case StringBuilder text -> put(place, text.toString());
      case Path path -> put(place, path.toString());
      case Number number -> put(place, number.toString());
      case Boolean flag -> put(place, flag.toString());
      case AtomicBoolean flag -> put(place, flag.toString());
      case Character character -> put(place, character.toString());
      case Enum<?> constant -> put(place, constant.name());
      case Class<?> type -> put(place, type.getName());
      case Pattern pattern -> put(place, pattern.pattern());
      case URI uri -> put(place, uri.toString());
      case Temporal time -> put(place, time.toString());
      case TemporalAmount time -> put(place, time.toString());
      case Semaphore permits -> put(place, Integer.toString(permits.availablePermits()));
      case HttpClient client -> put(place, client.connectTimeout().toString());
      case AtomicReference<?> reference -> add(place, reference.get(), depth + 1);
      case Optional<?> optional -> add(place, optional.orElse(null), depth + 1);
      case io.vavr.Tuple2<?, ?> pair -> pair(place, pair._1(), pair._2(), depth);
      case dev.portcullis.domain.address.IpRangeSet ranges -> put(place, ranges.toString());
      case dev.portcullis.domain.address.IpAddress address -> put(place, address.toString());
      case Settings settings -> put(place, "all settings");
      case Iterable<?> many -> many.forEach(each -> add(place, each, depth + 1));
      case Map<?, ?> map -> map.forEach((key, each) -> pair(place, key, each, depth));
      case jakarta.inject.Provider<?> provider -> add(place, provider.get(), depth + 1);
      case dagger.Lazy<?> lazy -> add(place, lazy.get(), depth + 1);
      default -> object(place, value, depth);
    }
  }

  private static Mac copy(Mac keyed) {
    try {
      return (Mac) keyed.clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }

  private void pair(String place, @Nullable Object key, @Nullable Object value, int depth) {
    if (key instanceof String text) {
      add(place + "." + text, value, depth + 1);
    } else {
      add(place, key, depth + 1);
      add(place, value, depth + 1);
    }
  }

  private void object(String place, Object value, int depth) {
    Class<?> type = value.getClass();
    put(place + "!", name(type));
    if (Proxy.isProxyClass(type)) {
      InvocationHandler handler = Proxy.getInvocationHandler(value);
      later(handler);
    } else if (type.isRecord() || settingTypes.contains(type)) {
      fields(place, value, depth + 1);
    } else if (isWalked(type)) {
      later(value);
    }
  }

  private static boolean isWalked(Class<?> type) {
    return FEIGN.contains(type.getName())
        || (type.getName().startsWith(OURS)
            // Where a value was written is no effect.
            && !type.getPackageName().equals(Section.class.getPackageName()));
  }

  private void fields(String place, Object holder, int depth) {
    for (Class<?> type = holder.getClass(); isWalked(type); type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !DERIVED.contains(field.getName())) {
          field.setAccessible(true);
          try {
            add(place + "." + field.getName(), field.get(holder), depth + 1);
          } catch (IllegalAccessException e) {
            throw new AssertionError(e);
          }
        }
      }
    }
  }

  /** Without its package; of a lambda the class that it is written in. */
  private static String name(Class<?> type) {
    String name = type.getName().substring(type.getName().lastIndexOf('.') + 1);
    int lambda = type.getName().indexOf("$$Lambda");
    if (Proxy.isProxyClass(type)) {
      return type.getInterfaces()[0].getSimpleName();
    }
    if (lambda < 0) {
      return name;
    }
    String owner = type.getName().substring(0, lambda);
    return owner.substring(owner.lastIndexOf('.') + 1) + "(lambda)";
  }
}
