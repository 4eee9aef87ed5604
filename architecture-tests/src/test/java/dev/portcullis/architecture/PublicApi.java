package dev.portcullis.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What docs/reference/compatibility.md promises to keep, and whether that is whole. */
final class PublicApi {

  private static final String PAGE = "docs/reference/compatibility.md";
  private static final Pattern TABLE =
      Pattern.compile("<!-- public -->(.*?)<!-- end of public -->", Pattern.DOTALL);
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z0-9-]+)` \\| (.*) \\|$");
  private static final Pattern NAME = Pattern.compile("`(dev\\.portcullis[A-Za-z0-9.]*)`");

  private PublicApi() {}

  /** The packages and the single types of the page's table, by module. */
  static Map<String, Set<String>> names() throws IOException {
    Matcher table = TABLE.matcher(Files.readString(Repository.root().resolve(PAGE)));
    if (!table.find()) {
      throw new IOException(PAGE + ": no table of public packages");
    }
    Map<String, Set<String>> byModule = new TreeMap<>();
    ROW.matcher(table.group(1))
        .results()
        .forEach(
            row -> {
              Set<String> names = new TreeSet<>();
              NAME.matcher(row.group(2)).results().forEach(it -> names.add(it.group(1)));
              byModule.put(row.group(1), names);
            });
    return byModule;
  }

  /** The types that others can name: public or protected, and so is every type around them. */
  static Stream<JavaClass> visible(JavaClasses classes, Set<String> names) {
    return classes.stream()
        .filter(it -> isNamed(it, names))
        .filter(it -> !it.isAnonymousClass() && !it.isLocalClass())
        .filter(PublicApi::isVisible);
  }

  /** By its package, or the type that it is in. */
  private static boolean isNamed(JavaClass type, Set<String> names) {
    return names.contains(type.getPackageName())
        || names.contains(type.getName().replaceFirst("\\$.*", ""));
  }

  private static boolean isVisible(JavaClass type) {
    return isOpen(type.getModifiers())
        && type.getEnclosingClass().map(PublicApi::isVisible).orElse(true);
  }

  private static boolean isOpen(Set<JavaModifier> modifiers) {
    return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
  }

  /** Types of ours that a public signature names and that are not public API themselves. */
  static List<String> leaks(JavaClasses classes, Set<String> names, String own) {
    Set<String> leaks = new TreeSet<>();
    visible(classes, names)
        .forEach(
            type ->
                named(type)
                    .flatMap(it -> it.getAllInvolvedRawTypes().stream())
                    .map(JavaClass::getBaseComponentType)
                    .filter(it -> it.getPackageName().startsWith(own))
                    .filter(it -> !isNamed(it, names) || !isVisible(it))
                    .forEach(it -> leaks.add(type.getName() + " names " + it.getName())));
    return List.copyOf(leaks);
  }

  private static Stream<JavaType> named(JavaClass type) {
    Stream<JavaType> above =
        Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
    Stream<JavaType> fields =
        type.getFields().stream().filter(it -> isOpen(it.getModifiers())).map(JavaField::getType);
    Stream<JavaType> code =
        type.getCodeUnits().stream()
            .filter(it -> isOpen(it.getModifiers()))
            .filter(it -> !it.getModifiers().contains(JavaModifier.SYNTHETIC))
            .flatMap(PublicApi::named);
    return Stream.of(above, fields, code).flatMap(it -> it);
  }

  private static Stream<JavaType> named(JavaCodeUnit unit) {
    return Stream.of(
            Stream.of(unit.getReturnType()),
            unit.getParameterTypes().stream(),
            unit.getExceptionTypes().stream())
        .flatMap(it -> it);
  }

  /**
   * {@code type case}: the constants of each public enum, the permitted types of each sealed one.
   */
  static List<String> cases(JavaClasses classes, Set<String> names) {
    Set<String> cases = new TreeSet<>();
    visible(classes, names)
        .forEach(
            type -> {
              Class<?> reflected = type.reflect();
              if (reflected.isEnum()) {
                Arrays.stream(reflected.getEnumConstants())
                    .forEach(it -> cases.add(type.getName() + " " + ((Enum<?>) it).name()));
              } else if (reflected.isSealed()) {
                Arrays.stream(reflected.getPermittedSubclasses())
                    .filter(it -> isVisible(classes.get(it)))
                    .forEach(it -> cases.add(type.getName() + " " + it.getName()));
              }
            });
    return List.copyOf(cases);
  }
}
