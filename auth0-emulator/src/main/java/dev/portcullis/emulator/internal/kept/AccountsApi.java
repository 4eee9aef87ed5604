package dev.portcullis.emulator.internal.kept;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portcullis.emulator.clock.WrittenTime;
import dev.portcullis.emulator.internal.accounts.EmailVerification;
import dev.portcullis.emulator.internal.codec.Faults;
import dev.portcullis.emulator.internal.codec.JsonAt;
import dev.portcullis.emulator.internal.codec.UserCodec;
import dev.portcullis.emulator.internal.documents.Documents;
import dev.portcullis.emulator.internal.http.Json;
import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.http.Router;
import dev.portcullis.emulator.internal.management.Ids;
import dev.portcullis.emulator.internal.management.ManagementEndpoint;
import dev.portcullis.emulator.internal.users.User;
import dev.portcullis.emulator.internal.users.UserStore;
import dev.portcullis.emulator.tenant.UserDefinition;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Linked identities, proofs of e-mail addresses, and jobs about users. */
public final class AccountsApi {

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String JOBS = "jobs/";

  private final Documents documents;
  private final UserStore users;
  private final EmailVerification verification;
  private final String issuer;
  private final ManagementEndpoint endpoint;
  private final InstantSource clock;
  private final Ids ids;
  private final UserImport imports;

  /** Changes these users; {@code issuer} ends with a slash. */
  public AccountsApi(
      Documents documents,
      UserStore users,
      UserImport imports,
      EmailVerification verification,
      String issuer,
      ManagementEndpoint endpoint,
      InstantSource clock,
      SecureRandom random) {
    this.documents = documents;
    this.users = users;
    this.imports = imports;
    this.verification = verification;
    this.issuer = issuer;
    this.endpoint = endpoint;
    this.clock = clock;
    this.ids = new Ids(random);
  }

  /** Adds the routes. */
  public void addTo(Router router) {
    new Routes(router, endpoint)
        .on("POST /users/{id}/identities", this::link)
        .on("DELETE /users/{id}/identities/{provider}/{user_id}", this::unlink)
        .on("POST /tickets/email-verification", this::ticket)
        .on("POST /jobs/verification-email", this::mail)
        .on("POST /jobs/users-imports", this::importUsers)
        .on("POST /jobs/users-exports", this::exportUsers)
        .on("GET /jobs/{id}", this::job)
        .on("GET /jobs/{id}/errors", this::errors);
    router.on("GET", "/emulator/exports/*", this::exported);
  }

  /** The secondary user becomes an identity of this one; a user of its own no longer. */
  private Reply link(Request request, Parameters query) {
    ObjectNode given = Json.object(request).orElseThrow();
    String id = request.segment(3);
    String provider = given.path("provider").asText("auth0");
    String other = given.path("user_id").asText();
    String secondary = other.contains("|") ? other : provider + "|" + other;
    Optional<User> user = users.byId(secondary);
    Optional<UserDefinition> definition = users.exported(secondary);
    if (users.byId(id).isEmpty() || user.isEmpty() || definition.isEmpty()) {
      return KeptApi.missing("user");
    }
    if (secondary.equals(id)) {
      return Reply.error(
          400,
          "Bad Request",
          "Main account and secondary account cannot be the same.",
          "invalid_body");
    }
    ObjectNode identity = JsonNodeFactory.instance.objectNode();
    identity.put("connection", user.get().connection());
    identity.put("user_id", local(secondary));
    identity.put("provider", provider);
    identity.put("isSocial", false);
    identity
        .putObject("profileData")
        .put("email", user.get().email())
        .put("email_verified", user.get().emailVerified())
        .put("name", user.get().name());
    identity.set("secondary", MAPPER.valueToTree(UserCodec.USER.fields(definition.get())));
    users.delete(secondary);
    documents.put(identityPath(id, provider, local(secondary)), identity);
    return Reply.json(201, identities(id));
  }

  private Reply unlink(Request request, Parameters query) {
    String id = request.segment(3);
    String path = identityPath(id, request.segment(5), request.segment(6));
    return documents
        .get(path)
        .map(
            identity -> {
              UserDefinition empty = UserDefinition.of("", "", "", ids.text(40));
              users.add(
                  UserCodec.USER.read(empty, JsonAt.root(identity.path("secondary"), NO_FAULTS)));
              documents.remove(path);
              return Reply.json(200, identities(id));
            })
        .orElseGet(() -> KeptApi.missing("identity"));
  }

  private List<Object> identities(String id) {
    List<Object> all = new ArrayList<>();
    users
        .byId(id)
        .ifPresent(
            user ->
                all.add(
                    Map.of(
                        "connection",
                        user.connection(),
                        "user_id",
                        local(id),
                        "provider",
                        "auth0",
                        "isSocial",
                        false)));
    documents
        .below("users/" + id + "/identities")
        .values()
        .forEach(each -> all.add(each.without("secondary")));
    return all;
  }

  private static String local(String userId) {
    return userId.substring(userId.indexOf('|') + 1);
  }

  private static String identityPath(String id, String provider, String userId) {
    return "users/" + id + "/identities/" + provider + "|" + userId;
  }

  private Reply ticket(Request request, Parameters query) {
    ObjectNode given = Json.object(request).orElseThrow();
    return users
        .byId(given.path("user_id").asText())
        .map(user -> Reply.json(201, Map.of("ticket", verification.link(user, given))))
        .orElseGet(() -> KeptApi.missing("user"));
  }

  private Reply mail(Request request, Parameters query) {
    ObjectNode given = Json.object(request).orElseThrow();
    return users
        .byId(given.path("user_id").asText())
        .map(
            user -> {
              verification.send(user, given);
              return Reply.json(
                  201, finished("verification_email", JsonNodeFactory.instance.objectNode()));
            })
        .orElseGet(() -> KeptApi.missing("user"));
  }

  private Reply importUsers(Request request, Parameters query) {
    Optional<ObjectNode> given = UserImport.fields(request);
    if (given.isEmpty()) {
      return Reply.error(
          400,
          "Bad Request",
          "Users file must be a JSON array, with connection_id (multipart/form-data)",
          "invalid_body");
    }
    UserImport.Outcome outcome = imports.run(given.get());
    ObjectNode details = JsonNodeFactory.instance.objectNode();
    details.set("connection_id", given.get().path("connection_id"));
    details.set("upsert", given.get().path("upsert"));
    details.set("external_id", given.get().path("external_id"));
    details.set("summary", MAPPER.valueToTree(outcome.summary()));
    ObjectNode job = finished("users_import", details);
    ArrayNode errors = JsonNodeFactory.instance.arrayNode().addAll(outcome.errors());
    documents.put(
        JOBS + job.path("id").asText() + "/errors/all",
        JsonNodeFactory.instance.objectNode().set("errors", errors));
    return Reply.json(202, job);
  }

  private Reply exportUsers(Request request, Parameters query) {
    ObjectNode given = Json.object(request).orElseGet(JsonNodeFactory.instance::objectNode);
    ObjectNode job = finished("users_export", given);
    job.put("location", issuer + "emulator/exports/" + job.path("id").asText());
    documents.put(JOBS + job.path("id").asText(), job);
    return Reply.json(200, job);
  }

  /** The users as lines of JSON or as CSV, with the fields that the job names. */
  private Reply exported(Request request) {
    return documents
        .get(JOBS + request.segment(2))
        .filter(job -> job.path("type").asText().equals("users_export"))
        .map(imports::exported)
        .orElseGet(() -> KeptApi.missing("job"));
  }

  private ObjectNode finished(String type, ObjectNode details) {
    ObjectNode job = JsonNodeFactory.instance.objectNode();
    job.put("id", "job_" + ids.text(16));
    job.put("type", type);
    job.put("status", "completed");
    job.put("created_at", WrittenTime.of(clock.instant()));
    job.setAll(details);
    documents.put(JOBS + job.path("id").asText(), job);
    return job;
  }

  private Reply job(Request request, Parameters query) {
    return documents
        .get(JOBS + request.segment(3))
        .map(job -> Reply.json(200, job))
        .orElseGet(() -> KeptApi.missing("job"));
  }

  private Reply errors(Request request, Parameters query) {
    if (!documents.has(JOBS + request.segment(3))) {
      return KeptApi.missing("job");
    }
    JsonNode errors =
        documents
            .get(JOBS + request.segment(3) + "/errors/all")
            .map(kept -> kept.path("errors"))
            .orElseGet(JsonNodeFactory.instance::arrayNode);
    return errors.isEmpty() ? Reply.empty(204) : Reply.json(200, errors);
  }

  /** What the users' own fields were written as, is read again. */
  private static final Faults NO_FAULTS =
      new Faults() {
        @Override
        public void wrongType(JsonAt at, String expected) {
          throw new IllegalStateException(at.path());
        }

        @Override
        public void unknownName(JsonAt at, List<String> known) {
          throw new IllegalStateException(at.path());
        }

        @Override
        public void invalid(JsonAt at, String found, String expected) {
          throw new IllegalStateException(at.path());
        }
      };
}
