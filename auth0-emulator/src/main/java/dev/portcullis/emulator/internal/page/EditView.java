package dev.portcullis.emulator.internal.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portcullis.emulator.internal.codec.WireNames;
import dev.portcullis.emulator.internal.http.Json;
import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.page.ManagementCalls.Answer;
import dev.portcullis.emulator.internal.page.PageRouter.Outcome;
import dev.portcullis.emulator.internal.page.SettingsForm.Input;
import dev.portcullis.emulator.internal.page.SettingsForm.Kind;
import dev.portcullis.emulator.tenant.Api;
import dev.portcullis.emulator.tenant.Connection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The pages that create, edit and delete one kind of entity. They are not live, so that nothing
 * that is being typed is replaced; a refused form comes back with what was typed, except passwords.
 */
final class EditView {

  private static final String TEMPLATE = "edit";
  private static final String OTHER = "other";

  private final EmulatorControls controls;
  private final ManagementCalls calls;
  private final Entity entity;

  EditView(EmulatorControls controls, Entity entity) {
    this.controls = controls;
    this.calls = new ManagementCalls(controls);
    this.entity = entity;
  }

  void addTo(PageRouter router) {
    router.page("/emulator/ui/" + entity.word, this::page);
    router.action("/emulator/ui/save-" + entity.word, entity.view, this::save);
    router.action("/emulator/ui/delete-" + entity.word, entity.view, this::delete);
  }

  private Outcome page(Parameters query) {
    Optional<String> id = query.text("id");
    if (id.isEmpty()) {
      return shown("", JsonNodeFactory.instance.objectNode(), Map.of(), Optional.empty());
    }
    ObjectNode found = calls.get(entity.path + "/" + id.get());
    return found.path(entity.id).asText().equals(id.get())
        ? shown(id.get(), found, Map.of(), Optional.empty())
        : FlashMessage.problem(entity.word + ": " + id.get() + " (not found)");
  }

  private Outcome save(Request request, Form form) {
    String id = form.text("id").orElse("");
    ObjectNode before =
        id.isEmpty() ? JsonNodeFactory.instance.objectNode() : calls.get(entity.path + "/" + id);
    Map<String, String> typed = new LinkedHashMap<>();
    fields(id.isEmpty()).forEach(field -> typed.put(field.key, form.text(field.key).orElse("")));
    typed.put(OTHER, form.text(OTHER).orElse(""));
    ObjectNode changes = changes(form, id.isEmpty(), before);
    try {
      form.check();
    } catch (IllegalArgumentException e) {
      return shown(id, before, typed, Optional.of(String.valueOf(e.getMessage())));
    }
    Optional<String> problem = id.isEmpty() ? created(changes) : changed(id, changes);
    return problem.isPresent()
        ? shown(id, before, typed, problem)
        : FlashMessage.done("Saved: " + name(before, changes) + ".");
  }

  private Optional<String> created(ObjectNode values) {
    return problem(calls.call("POST", entity.path, values));
  }

  /** Auth0 takes no change of the password together with others. */
  private Optional<String> changed(String id, ObjectNode changes) {
    JsonNode password = changes.remove("password");
    Optional<String> problem = Optional.empty();
    if (!changes.isEmpty()) {
      problem = problem(calls.call("PATCH", entity.path + "/" + id, changes));
    }
    if (problem.isEmpty() && password != null) {
      ObjectNode only = JsonNodeFactory.instance.objectNode();
      only.set("password", password);
      problem = problem(calls.call("PATCH", entity.path + "/" + id, only));
    }
    return problem;
  }

  private Outcome delete(Request request, Form form) {
    String id = form.text("id").orElse("");
    ObjectNode before = calls.get(entity.path + "/" + id);
    if (!before.has(entity.id)) {
      return FlashMessage.problem(entity.word + ": " + id + " (not found)");
    }
    Answer answer =
        calls.call("DELETE", entity.path + "/" + id, JsonNodeFactory.instance.objectNode());
    return answer.good()
        ? FlashMessage.done("Deleted: " + name(before, before) + ".")
        : FlashMessage.problem(answer.problem());
  }

  private static Optional<String> problem(Answer answer) {
    return answer.good() ? Optional.empty() : Optional.of(answer.problem());
  }

  private String name(ObjectNode before, ObjectNode changes) {
    return changes.path(entity.name).asText(before.path(entity.name).asText());
  }

  private ObjectNode changes(Form form, boolean isNew, ObjectNode before) {
    ObjectNode changes = JsonNodeFactory.instance.objectNode();
    for (Field field : fields(isNew)) {
      JsonNode value = value(form, field, before);
      boolean absent = isNew && (value == null || (value.isEmpty() && !value.isValueNode()));
      if (value != null && !absent && !value.equals(before.get(field.key))) {
        changes.set(field.key, value);
      }
    }
    if (entity == Entity.APPLICATION) {
      form.object(OTHER)
          .ifPresent(
              other ->
                  other
                      .properties()
                      .forEach(
                          each -> {
                            if (!each.getValue().equals(before.get(each.getKey()))) {
                              changes.set(each.getKey(), each.getValue());
                            }
                          }));
    }
    return changes;
  }

  private static @Nullable JsonNode value(Form form, Field field, ObjectNode before) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    return switch (field.kind) {
      case TEXT ->
          form.text(field.key)
              .<JsonNode>map(json::textNode)
              .orElse(before.hasNonNull(field.key) ? json.textNode("") : null);
      case CHOICE, PASSWORD -> form.text(field.key).<JsonNode>map(json::textNode).orElse(null);
      case FLAG -> json.booleanNode(form.ticked(field.key));
      case NUMBER ->
          form.text(field.key).isEmpty()
              ? null
              : json.numberNode(form.number(field.key, 1, 2_592_000));
      case LINES -> lines(form, field);
      case JSON -> merged(form.object(field.key), before.path(field.key));
    };
  }

  private static ArrayNode lines(Form form, Field field) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    form.text(field.key)
        .orElse("")
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .forEach(
            line -> {
              if (field.wrapped) {
                array.addObject().put("value", line);
              } else {
                array.add(line);
              }
            });
    return array;
  }

  /** Auth0 merges metadata at the first level: what is gone is sent as null. */
  private static @Nullable JsonNode merged(Optional<ObjectNode> typed, JsonNode before) {
    if (typed.isEmpty() && before.isMissingNode()) {
      return null;
    }
    ObjectNode after = typed.orElseGet(JsonNodeFactory.instance::objectNode);
    if (after.equals(before)) {
      return before;
    }
    before.fieldNames().forEachRemaining(key -> after.putIfAbsent(key, after.nullNode()));
    return after;
  }

  private Outcome shown(
      String id, ObjectNode values, Map<String, String> typed, Optional<String> problem) {
    List<Input> inputs = new ArrayList<>();
    for (Field field : fields(id.isEmpty())) {
      inputs.add(input(field, values, typed));
    }
    if (entity == Entity.APPLICATION && !id.isEmpty()) {
      Set<String> own = fields(false).stream().map(field -> field.key).collect(Collectors.toSet());
      Map<String, Object> others = Json.map(values);
      others.keySet().removeIf(key -> own.contains(key) || Entity.NEVER_EDITED.contains(key));
      String text = typed.getOrDefault(OTHER, Json.pretty(others));
      inputs.add(blank(OTHER, "Other settings, as PATCH /api/v2/clients takes them").code(text));
    }
    String name = values.path(entity.name).asText();
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("id", id);
    model.put("word", entity.word);
    model.put("back", entity.view.path());
    model.put("backTitle", entity.view.title());
    model.put("inputs", inputs);
    model.put("known", !id.isEmpty());
    model.put("name", name);
    model.put("secret", id.isEmpty() ? "" : secret(id));
    return new Outcome.Shown(
        entity.view, id.isEmpty() ? "New " + entity.label : name, TEMPLATE, model, problem);
  }

  private String secret(String id) {
    return entity == Entity.APPLICATION
        ? controls
            .tenant()
            .get()
            .application(id)
            .flatMap(app -> app.clientSecret())
            .map(secret -> secret.reveal())
            .orElse("")
        : "";
  }

  private static Input blank(String key, String label) {
    return new Input("edit-" + key.replace('_', '-'), key, label, Kind.TEXT, "");
  }

  private static Input input(Field field, ObjectNode values, Map<String, String> typed) {
    Input blank = blank(field.key, field.label);
    Optional<String> again = Optional.ofNullable(typed.get(field.key));
    JsonNode value = values.path(field.key);
    return switch (field.kind) {
      case TEXT -> blank.text(again.orElse(value.asText()));
      case PASSWORD -> blank.password();
      case FLAG -> blank.ticked(again.map(it -> !it.isEmpty()).orElse(value.asBoolean()));
      case NUMBER -> blank.text(again.orElse(value.asText()));
      case CHOICE -> {
        String chosen = again.orElse(value.asText());
        yield blank.choice(
            Stream.concat(field.choices.stream(), Stream.of(chosen))
                .filter(each -> !each.isEmpty())
                .distinct()
                .map(each -> new DisplayText.Choice(each, each, each.equals(chosen)))
                .toList());
      }
      case LINES -> blank.lines(again.orElseGet(() -> joined(field, value)));
      case JSON -> blank.code(again.orElseGet(() -> value.isObject() ? Json.pretty(value) : ""));
    };
  }

  private static String joined(Field field, JsonNode value) {
    return value
        .valueStream()
        .map(each -> field.wrapped ? each.path("value").asText() : each.asText())
        .collect(Collectors.joining("\n"));
  }

  private List<Field> fields(boolean isNew) {
    return switch (entity) {
      case USER ->
          Stream.of(
                  Field.of("email", "E-mail", FieldKind.TEXT),
                  Field.of(
                      "password",
                      isNew ? "Password" : "New password (empty: stays as it is)",
                      FieldKind.PASSWORD),
                  Field.of("connection", "Connection", FieldKind.CHOICE)
                      .choices(
                          controls.tenant().get().connections().stream()
                              .map(Connection::name)
                              .toList()),
                  Field.of("email_verified", "E-mail verified", FieldKind.FLAG),
                  Field.of("name", "Name", FieldKind.TEXT),
                  Field.of("nickname", "Nickname", FieldKind.TEXT),
                  Field.of("user_metadata", "User metadata (JSON)", FieldKind.JSON),
                  Field.of("app_metadata", "App metadata (JSON)", FieldKind.JSON))
              .filter(field -> isNew || !field.key.equals("connection"))
              .toList();
      case APPLICATION ->
          List.of(
              Field.of("name", "Name", FieldKind.TEXT),
              Field.of("app_type", "Type", FieldKind.CHOICE)
                  .choices(List.of("regular_web", "spa", "native", "non_interactive")),
              Field.of("grant_types", "Grant types, one a line", FieldKind.LINES));
      case API ->
          Stream.of(
                  Field.of("identifier", "Identifier (the audience)", FieldKind.TEXT),
                  Field.of("enforce_policies", "Enforce policies (RBAC)", FieldKind.FLAG),
                  Field.of("token_dialect", "Token dialect", FieldKind.CHOICE)
                      .choices(Stream.of(Api.TokenDialect.values()).map(WireNames::of).toList()),
                  Field.of("scopes", "Permissions (scopes), one a line", FieldKind.LINES)
                      .wrappedItems(),
                  Field.of("token_lifetime", "Token lifetime in seconds", FieldKind.NUMBER),
                  Field.of("allow_offline_access", "Allow refresh tokens", FieldKind.FLAG))
              .filter(field -> isNew || !field.key.equals("identifier"))
              .toList();
      case ROLE ->
          List.of(
              Field.of("name", "Name", FieldKind.TEXT),
              Field.of("description", "Description", FieldKind.TEXT));
    };
  }

  /** What can be created, edited and deleted. */
  enum Entity {
    USER(View.USERS, "user", "user", "/api/v2/users", "user_id", "email"),
    APPLICATION(
        View.APPLICATIONS, "application", "application", "/api/v2/clients", "client_id", "name"),
    API(View.APIS, "api", "API", "/api/v2/resource-servers", "id", "identifier"),
    ROLE(View.ROLES, "role", "role", "/api/v2/roles", "id", "name");

    private static final Set<String> NEVER_EDITED =
        Set.of(
            "tenant",
            "client_id",
            "client_secret",
            "global",
            "signing_keys",
            "callback_url_template");

    private final View view;
    private final String word;
    private final String label;
    private final String path;
    private final String id;
    private final String name;

    Entity(View view, String word, String label, String path, String id, String name) {
      this.view = view;
      this.word = word;
      this.label = label;
      this.path = path;
      this.id = id;
      this.name = name;
    }
  }

  private enum FieldKind {
    TEXT,
    PASSWORD,
    FLAG,
    NUMBER,
    CHOICE,
    LINES,
    JSON
  }

  private record Field(
      String key, String label, FieldKind kind, List<String> choices, boolean wrapped) {

    static Field of(String key, String label, FieldKind kind) {
      return new Field(key, label, kind, List.of(), false);
    }

    Field choices(List<String> names) {
      return new Field(key, label, kind, List.copyOf(names), wrapped);
    }

    /** Items are objects with a {@code value}. */
    Field wrappedItems() {
      return new Field(key, label, kind, choices, true);
    }
  }
}
