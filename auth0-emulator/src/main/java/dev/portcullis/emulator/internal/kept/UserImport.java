package dev.portcullis.emulator.internal.kept;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portcullis.emulator.internal.configuration.TenantConfiguration;
import dev.portcullis.emulator.internal.documents.Written;
import dev.portcullis.emulator.internal.http.Json;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.management.Ids;
import dev.portcullis.emulator.internal.users.UserStore;
import dev.portcullis.emulator.tenant.Connection;
import dev.portcullis.emulator.tenant.Profile;
import dev.portcullis.emulator.tenant.Secret;
import dev.portcullis.emulator.tenant.UserDefinition;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Imports and exports users, with bcrypt hashes of passwords only. */
public final class UserImport {

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final Pattern BCRYPT = Pattern.compile("\\$2[abxy]\\$\\d{2}\\$[./A-Za-z0-9]{53}");
  private static final Pattern NAME = Pattern.compile("name=\"([^\"]+)\"");

  private final TenantConfiguration tenant;
  private final UserStore users;
  private final Subjects subjects;
  private final Ids ids;

  /** Adds to these users. */
  public UserImport(
      TenantConfiguration tenant, UserStore users, Subjects subjects, SecureRandom random) {
    this.tenant = tenant;
    this.users = users;
    this.subjects = subjects;
    this.ids = new Ids(random);
  }

  /** What an import did: the counts, and an entry per user that was not taken. */
  record Outcome(Map<String, Integer> summary, List<ObjectNode> errors) {}

  /** The parts of a form with a file of users, or the same as JSON; empty if it is neither. */
  static Optional<ObjectNode> fields(Request request) {
    String type = request.singleHeader("content-type").orElse("");
    if (!type.startsWith("multipart/")) {
      return Json.object(request).filter(given -> given.path("users").isArray());
    }
    Matcher boundary = Pattern.compile("boundary=\"?([^\";]+)").matcher(type);
    if (!boundary.find()) {
      return Optional.empty();
    }
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    for (String part : request.text().split(Pattern.quote("--" + boundary.group(1)), -1)) {
      int body = part.indexOf("\r\n\r\n");
      Matcher name = NAME.matcher(body < 0 ? "" : part.substring(0, body));
      if (name.find()) {
        String text = part.substring(body + 4).strip();
        try {
          fields.set(
              name.group(1),
              name.group(1).equals("users")
                  ? MAPPER.readTree(text)
                  : JsonNodeFactory.instance.textNode(text));
        } catch (JsonProcessingException e) {
          // Its message can quote the file, and so a hash.
          return Optional.empty();
        }
      }
    }
    return Optional.of(fields)
        .filter(given -> given.path("users").isArray() && given.has("connection_id"));
  }

  Outcome run(ObjectNode given) {
    Optional<Connection> connection =
        tenant.get().connections().stream()
            .filter(each -> each.id().equals(given.path("connection_id").asText()))
            .findFirst();
    boolean upsert = given.path("upsert").asText().equals("true");
    int inserted = 0;
    int updated = 0;
    List<ObjectNode> errors = new ArrayList<>();
    for (JsonNode user : given.path("users")) {
      Optional<String> problem =
          connection.isEmpty() ? Optional.of("CONNECTION_NOT_FOUND") : problem(user);
      boolean known =
          connection
              .flatMap(found -> users.find(found.name(), user.path("email").asText()))
              .isPresent();
      if (problem.isEmpty() && known && !upsert) {
        problem = Optional.of("USER_ALREADY_EXISTS");
      }
      if (problem.isPresent()) {
        errors.add(error(user, problem.get()));
      } else if (known) {
        update(connection.orElseThrow(), user);
        updated++;
      } else {
        users.add(definition(connection.orElseThrow(), user));
        inserted++;
      }
    }
    Map<String, Integer> summary = new LinkedHashMap<>();
    summary.put("failed", errors.size());
    summary.put("updated", updated);
    summary.put("inserted", inserted);
    summary.put("total", errors.size() + updated + inserted);
    return new Outcome(summary, errors);
  }

  private static Optional<String> problem(JsonNode user) {
    if (!user.path("email").asText().matches("[^@\\s]+@[^@\\s]+")) {
      return Optional.of("OBJECT_REQUIRED: email");
    }
    return (user.has("password_hash") || user.has("custom_password_hash")) && hash(user).isEmpty()
        ? Optional.of("HASH_NOT_SUPPORTED: only bcrypt is supported here")
        : Optional.empty();
  }

  private static Optional<String> hash(JsonNode user) {
    JsonNode custom = user.path("custom_password_hash");
    String text =
        user.path("password_hash")
            .asText(
                custom.path("algorithm").asText().equals("bcrypt")
                    ? custom.path("hash").path("value").asText()
                    : "");
    return Optional.of(text).filter(value -> BCRYPT.matcher(value).matches());
  }

  private static ObjectNode error(JsonNode user, String code) {
    ObjectNode error = JsonNodeFactory.instance.objectNode();
    error.putObject("user").set("email", user.path("email"));
    error.putArray("errors").addObject().put("code", code).put("message", code);
    return error;
  }

  private UserDefinition definition(Connection connection, JsonNode user) {
    String email = user.path("email").asText().toLowerCase(Locale.ROOT);
    UserDefinition made =
        UserDefinition.of(
                "auth0|" + user.path("user_id").asText(ids.hex()),
                connection.name(),
                email,
                ids.text(40))
            .withEmailVerified(user.path("email_verified").asBoolean())
            .withBlocked(user.path("blocked").asBoolean())
            .withProfile(profile(user, Profile.EMPTY));
    return hash(user).map(text -> made.withPasswordHash(Secret.of(text))).orElse(made);
  }

  private void update(Connection connection, JsonNode user) {
    users
        .find(connection.name(), user.path("email").asText())
        .ifPresent(
            found ->
                users.change(
                    found.userId(), each -> each.withProfile(profile(user, each.profile()))));
  }

  private static Profile profile(JsonNode user, Profile before) {
    Map<String, Object> attributes = map(user);
    attributes.keySet().retainAll(Profile.ATTRIBUTES);
    return before
        .changed(
            Optional.ofNullable(user.path("name").textValue()),
            Optional.ofNullable(user.path("nickname").textValue()),
            map(user.path("user_metadata")),
            map(user.path("app_metadata")))
        .withAttributes(attributes);
  }

  private static Map<String, Object> map(JsonNode node) {
    return node instanceof ObjectNode object ? Written.plain(object) : new LinkedHashMap<>();
  }

  /** The users of an export, as the job says. */
  Reply exported(ObjectNode job) {
    List<String> fields = new ArrayList<>();
    job.path("fields").forEach(each -> fields.add(each.path("name").asText()));
    if (fields.isEmpty()) {
      fields.addAll(List.of("user_id", "email", "name", "email_verified", "identities"));
    }
    boolean csv = job.path("format").asText("json").equals("csv");
    StringBuilder text = new StringBuilder();
    if (csv) {
      text.append(String.join(",", fields)).append('\n');
    }
    for (Map<String, Object> user : subjects.users()) {
      Map<String, Object> row = new LinkedHashMap<>();
      fields.forEach(
          name -> {
            Object value = user.get(name);
            row.put(name, value == null ? "" : value);
          });
      text.append(
              csv
                  ? String.join(
                      ",",
                      row.values().stream()
                          .map(each -> "\"" + Json.write(each).replace("\"", "\"\"") + "\"")
                          .toList())
                  : Json.write(row))
          .append('\n');
    }
    return Reply.of(200, csv ? "text/csv" : "application/x-ndjson", text.toString());
  }
}
