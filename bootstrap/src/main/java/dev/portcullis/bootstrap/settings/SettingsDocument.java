package dev.portcullis.bootstrap.settings;

import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import io.vavr.control.Validation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
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

/** A YAML file flattened to key paths, with the line of each, and the environment laid over it. */
final class SettingsDocument {

  private final String name;
  private final Path directory;
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final Map<String, Setting> known = new LinkedHashMap<>();
  private final Set<String> listed = new HashSet<>();
  private final Map<String, Path> secretFiles = new LinkedHashMap<>();
  private final Environment environment;

  private SettingsDocument(String name, Path directory, Environment environment) {
    this.name = name;
    this.directory = directory;
    this.environment = environment;
  }

  /**
   * Reads a file's text.
   *
   * @param name how messages call the file
   * @param directory where relative {@code file:} references start
   */
  static Validation<Seq<SettingsProblem>, SettingsDocument> read(
      String name, Path directory, String yaml, Environment environment) {
    SettingsDocument document = new SettingsDocument(name, directory, environment);
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
          return document.invalid(
              "", line(name, root), "a second document (---)", "keep one document in the file");
        }
        if (!(root instanceof MappingNode mapping)) {
          return document.invalid(
              "", line(name, root), "not a mapping", "write keys and values, such as auth0:");
        }
        Seq<SettingsProblem> twice = document.flatten("", mapping);
        if (!twice.isEmpty()) {
          return Validation.invalid(twice);
        }
      }
    } catch (MarkedYamlEngineException e) {
      // What the exception says may quote the file, where there may be a secret.
      String where = e.getProblemMark().map(mark -> name + ":" + (mark.getLine() + 1)).orElse(name);
      return document.invalid(
          "",
          where,
          "not well-formed YAML",
          "mend the syntax at this line; quote a value that starts with one of * & ! | > % @ `");
    } catch (YamlEngineException e) {
      return document.invalid("", name, "not readable as YAML", "check its syntax and encoding");
    }
    return Validation.valid(document);
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
                    full, line(name, tuple.getKeyNode()), "given twice", "keep one of the two"));
      } else if (tuple.getValueNode() instanceof MappingNode nested) {
        problems = problems.appendAll(flatten(full, nested));
      } else if (key.indexOf('.') >= 0) {
        problems =
            problems.append(
                new SettingsProblem(
                    full,
                    line(name, tuple.getKeyNode()),
                    "a key with a dot",
                    "write the part before the dot as a section of its own"));
      } else {
        nodes.put(full, tuple.getValueNode());
      }
    }
    return problems;
  }

  String name() {
    return name;
  }

  Path directory() {
    return directory;
  }

  /**
   * Takes note that a key has been asked for.
   *
   * @param documented whether the documentation lists it; others repeat a section that it lists
   */
  void know(Setting setting, boolean documented) {
    known.put(setting.key(), setting);
    if (documented) {
      listed.add(setting.key());
    }
  }

  /** Every key that has been asked for. */
  private Seq<Setting> known() {
    return Vector.ofAll(known.values());
  }

  /** The keys for the documentation, in the order of asking. */
  Seq<Setting> listed() {
    return known().filter(setting -> listed.contains(setting.key()));
  }

  /**
   * Whether the file or the environment has a value at this path, or the file anything below it.
   */
  boolean has(String path) {
    return environment.override(path).isDefined()
        || nodes.keySet().stream().anyMatch(key -> key.equals(path) || key.startsWith(path + "."));
  }

  /** The names right below a path of the file. */
  Seq<String> children(String path) {
    return Vector.ofAll(nodes.keySet())
        .filter(key -> key.startsWith(path + "."))
        .map(key -> key.substring(path.length() + 1).replaceFirst("\\..*", ""))
        .distinct();
  }

  /** Where the value of a key stands: the file with its line, or the variable. */
  String where(String key) {
    if (environment.override(key).isDefined()) {
      return "environment variable " + Environment.variableFor(key);
    }
    Node node = nodes.get(key);
    return node == null ? name : line(name, node);
  }

  /**
   * A copy in which the keys of another text take the place of those of the same name below a path,
   * each with all that is below it.
   */
  Validation<Seq<SettingsProblem>, SettingsDocument> replacing(
      String path, String label, String yaml) {
    SettingsDocument copy = new SettingsDocument(name, directory, environment);
    return read(label, directory, "{" + path + ": " + yaml + "}", environment)
        .map(
            other -> {
              copy.nodes.putAll(nodes);
              for (String child : other.children(path)) {
                String full = path + "." + child;
                copy.nodes.keySet().removeIf(key -> key.equals(full) || key.startsWith(full + "."));
              }
              copy.nodes.putAll(other.nodes);
              return copy;
            });
  }

  /** The value of a key, from the environment if it is there, else from the file. */
  Validation<Seq<SettingsProblem>, Option<Raw>> scalar(String key) {
    Option<Raw> overriding = overriding(key);
    Node node = nodes.get(key);
    if (overriding.isDefined() || node == null || isNull(node)) {
      return Validation.valid(overriding);
    }
    return node instanceof ScalarNode scalar
        ? Validation.valid(Option.of(new Raw(key, scalar.getValue(), line(name, node))))
        : invalid(key, line(name, node), "a list", "write one value");
  }

  /**
   * The values of a key; one value stands for a list of one, and the environment separates by
   * commas.
   */
  Validation<Seq<SettingsProblem>, Seq<Raw>> list(String key) {
    Option<Raw> overriding = overriding(key);
    if (overriding.isDefined()) {
      return Validation.valid(
          Vector.of(overriding.get().text().split(",", -1))
              .map(part -> new Raw(key, part.strip(), overriding.get().where()))
              .filter(raw -> !raw.text().isEmpty()));
    }
    Node node = nodes.get(key);
    if (node == null || isNull(node)) {
      return Validation.valid(Vector.empty());
    }
    Vector<Node> items =
        node instanceof SequenceNode sequence ? Vector.ofAll(sequence.getValue()) : Vector.of(node);
    return Validation.sequence(
            items.map(
                item ->
                    item instanceof ScalarNode scalar
                        ? Validation.<Seq<SettingsProblem>, Raw>valid(
                            new Raw(key, scalar.getValue(), line(name, item)))
                        : this.<Raw>invalid(
                            key, line(name, item), "nested too deep", "write a list of values")))
        .map(raws -> raws);
  }

  private Option<Raw> overriding(String key) {
    return environment
        .override(key)
        .map(text -> new Raw(key, text, "environment variable " + Environment.variableFor(key)));
  }

  /** Follows {@code ${NAME}}, and {@code file:PATH} where a secret is expected. */
  Validation<Seq<SettingsProblem>, String> dereference(Raw raw, boolean secret) {
    String text = raw.text();
    if (text.startsWith("${") && text.endsWith("}")) {
      String variable = text.substring(2, text.length() - 1);
      return environment
          .get(variable)
          .filter(value -> !value.isEmpty())
          .<Seq<SettingsProblem>>toValidation(
              () ->
                  Vector.of(
                      new SettingsProblem(
                          raw.key(),
                          raw.where(),
                          "environment variable " + variable + " is not set",
                          "set " + variable + ", or write the value another way")));
    }
    if (secret && text.startsWith("file:")) {
      return readFile(raw, text.substring("file:".length()));
    }
    if (secret && environment.override(raw.key()).isEmpty()) {
      secretFiles.put(raw.key(), directory.resolve(Path.of(name).getFileName()));
    }
    return Validation.valid(text);
  }

  /** The files that the secrets read so far lie in, by key. */
  io.vavr.collection.Map<String, Path> secretFiles() {
    return io.vavr.collection.LinkedHashMap.ofAll(secretFiles);
  }

  private Validation<Seq<SettingsProblem>, String> readFile(Raw raw, String file) {
    try {
      Path path = directory.resolve(file);
      String content = Files.readString(path, StandardCharsets.UTF_8);
      secretFiles.put(raw.key(), path);
      return Validation.valid(content.stripTrailing());
    } catch (IOException | InvalidPathException e) {
      return invalid(
          raw.key(),
          raw.where(),
          "cannot read the file " + file,
          "check that it exists, is UTF-8 text and that this user may read it");
    }
  }

  /** Keys of the file, and variables of the environment, that nothing has asked for. */
  Seq<SettingsProblem> unknown() {
    Seq<SettingsProblem> inFile =
        Vector.ofAll(nodes.entrySet())
            .filter(entry -> !known.containsKey(entry.getKey()))
            .filter(entry -> !isEmptySection(entry.getKey(), entry.getValue()))
            .map(
                entry ->
                    new SettingsProblem(
                        entry.getKey(),
                        line(name, entry.getValue()),
                        "unknown key",
                        suggestion(entry.getKey())));
    Seq<SettingsProblem> inEnvironment =
        environment
            .variables()
            .keySet()
            .filter(Environment::claimsToBeOurs)
            .filter(variable -> !known().exists(it -> it.environmentVariable().equals(variable)))
            .toVector()
            .sorted()
            .map(
                variable ->
                    new SettingsProblem(
                        "",
                        "environment variable " + variable,
                        "no such setting",
                        "unset it, or correct its name"));
    return inFile.appendAll(inEnvironment);
  }

  /** {@code password-reset:} with nothing under it says nothing, and is no mistake. */
  private boolean isEmptySection(String key, Node value) {
    return isNull(value) && known.keySet().stream().anyMatch(it -> it.startsWith(key + "."));
  }

  private String suggestion(String key) {
    return known()
        .map(Setting::key)
        .map(candidate -> new Distance(candidate, distance(key, candidate)))
        .filter(it -> it.edits() <= Math.max(2, key.length() / 4))
        .minBy(Distance::edits)
        .fold(
            () -> "remove it, or see docs/reference/configuration.md",
            it -> "did you mean " + it.key() + "?");
  }

  private record Distance(String key, int edits) {}

  /** Levenshtein's. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }

  private static boolean isNull(Node node) {
    return node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.NULL);
  }

  private static String line(String name, Node node) {
    return node.getStartMark().map(mark -> name + ":" + (mark.getLine() + 1)).orElse(name);
  }

  private <T> Validation<Seq<SettingsProblem>, T> invalid(
      String key, String where, String problem, String mend) {
    return Validation.invalid(Vector.of(new SettingsProblem(key, where, problem, mend)));
  }
}
