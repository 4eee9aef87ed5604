package dev.portcullis.emulator.internal.kept;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portcullis.emulator.internal.documents.Documents;
import dev.portcullis.emulator.internal.http.Json;
import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.http.Router;
import dev.portcullis.emulator.internal.management.Ids;
import dev.portcullis.emulator.internal.management.ManagementEndpoint;
import dev.portcullis.emulator.internal.management.Pagination;
import dev.portcullis.emulator.internal.mfa.Authenticators;
import dev.portcullis.emulator.tenant.Factor;
import dev.portcullis.emulator.tenant.Secret;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The tenant's factors as data, and users' authentication methods, with which they log in. */
public final class GuardianApi {

  private static final List<String> FACTORS =
      List.of(
          "sms",
          "push-notification",
          "email",
          "otp",
          "recovery-code",
          "duo",
          "webauthn-roaming",
          "webauthn-platform");
  private static final String FACTOR = "guardian/factors/";

  private final Documents documents;
  private final Subjects subjects;
  private final Authenticators authenticators;
  private final ManagementEndpoint endpoint;
  private final Ids ids;

  /** Enrols with these authenticators. */
  public GuardianApi(
      Documents documents,
      Subjects subjects,
      Authenticators authenticators,
      ManagementEndpoint endpoint,
      SecureRandom random) {
    this.documents = documents;
    this.subjects = subjects;
    this.authenticators = authenticators;
    this.endpoint = endpoint;
    this.ids = new Ids(random);
  }

  /** Adds the routes. */
  public void addTo(Router router) {
    String methods = "/users/{id}/authentication-methods";
    new Routes(router, endpoint)
        .on("GET /guardian/factors", this::factors)
        .on("PUT /guardian/factors/{name}", this::setFactor)
        .on("POST /guardian/enrollments/ticket", this::ticket)
        .on("GET /guardian/enrollments/{id}", this::enrollment)
        .on("DELETE /guardian/enrollments/{id}", this::removeEnrollment)
        .on("GET /users/{id}/enrollments", this::enrollments)
        .on("GET " + methods, this::list)
        .on("POST " + methods, this::enrol)
        .on("DELETE " + methods, this::removeAll)
        .on("GET " + methods + "/{authentication_method_id}", this::show)
        .on("DELETE " + methods + "/{authentication_method_id}", this::remove)
        .on("DELETE /users/{id}/authenticators", this::removeAll)
        .on("DELETE /users/{id}/multifactor/{provider}", this::removeAll)
        .on("POST /users/{id}/recovery-code-regeneration", this::recoveryCode)
        .on(
            "POST /users/{id}/multifactor/actions/invalidate-remember-browser",
            (request, query) -> ofUser(request, id -> Reply.empty(204)));
  }

  private Reply factors(Request request, Parameters query) {
    List<Map<String, Object>> factors = new ArrayList<>();
    for (String name : FACTORS) {
      Map<String, Object> factor = new LinkedHashMap<>();
      factor.put("name", name);
      factor.put(
          "enabled",
          documents.get(FACTOR + name).map(kept -> kept.path("enabled").asBoolean()).orElse(false));
      factor.put("trial_expired", false);
      factors.add(factor);
    }
    return Reply.json(200, factors);
  }

  private Reply setFactor(Request request, Parameters query) {
    ObjectNode given = Json.object(request).orElseThrow();
    if (!FACTORS.contains(request.segment(4))) {
      return KeptApi.missing("factor");
    }
    documents.put(FACTOR + request.segment(4), given);
    return Reply.json(200, given);
  }

  private Reply ticket(Request request, Parameters query) {
    String userId = Json.object(request).orElseThrow().path("user_id").asText();
    if (subjects.find("users", userId).isEmpty()) {
      return KeptApi.missing("user");
    }
    String id = ids.text(32);
    return Reply.json(
        200,
        Map.of("ticket_id", id, "ticket_url", "https://guardian.example.com/enroll?ticket=" + id));
  }

  private Reply ofUser(Request request, Function<String, Reply> answer) {
    String id = request.segment(3);
    return subjects.find("users", id).isPresent() ? answer.apply(id) : KeptApi.missing("user");
  }

  private Reply list(Request request, Parameters query) {
    return ofUser(request, id -> Pagination.reply(query, "authenticators", methods(id)));
  }

  private List<Map<String, Object>> methods(String userId) {
    return authenticators.shown(userId).stream().map(GuardianApi::method).toList();
  }

  private static Map<String, Object> method(Map<String, Object> authenticator) {
    String id = String.valueOf(authenticator.get("id"));
    Map<String, Object> method = new LinkedHashMap<>();
    method.put("id", id);
    method.put("type", type(id));
    method.put("confirmed", authenticator.get("active"));
    if (authenticator.containsKey("name")) {
      method.put("name", authenticator.get("name"));
    }
    return method;
  }

  private static String type(String id) {
    String kind = id.substring(0, Math.max(0, id.indexOf('|')));
    return switch (kind) {
      case "sms" -> "phone";
      case "push" -> "push-notification";
      default -> kind;
    };
  }

  private Reply enrol(Request request, Parameters query) {
    return ofUser(
        request,
        id -> {
          ObjectNode given = Json.object(request).orElseThrow();
          Optional<Factor> factor = factor(given);
          if (factor.isEmpty()) {
            return Reply.error(
                400,
                "Bad Request",
                "Payload validation error: 'The type cannot be enrolled here'.",
                "invalid_body");
          }
          authenticators.enrol(id, factor.get());
          return Reply.json(201, methods(id).getLast());
        });
  }

  private static Optional<Factor> factor(ObjectNode given) {
    return switch (given.path("type").asText()) {
      case "totp" ->
          Optional.ofNullable(given.path("totp_secret").textValue())
              .filter(text -> text.matches("[A-Z2-7]{16,}"))
              .map(text -> new Factor.Otp(Secret.of(text)));
      case "phone" ->
          Optional.ofNullable(given.path("phone_number").textValue())
              .filter(text -> text.matches("\\+[0-9]{6,15}"))
              .map(Factor.Sms::new);
      case "email" -> Optional.of(new Factor.Email());
      default -> Optional.empty();
    };
  }

  private Reply show(Request request, Parameters query) {
    return ofUser(
        request,
        id ->
            methods(id).stream()
                .filter(each -> request.segment(5).equals(each.get("id")))
                .findFirst()
                .map(each -> Reply.json(200, each))
                .orElseGet(() -> KeptApi.missing("authentication method")));
  }

  private Reply remove(Request request, Parameters query) {
    return ofUser(
        request,
        id ->
            authenticators.remove(id, request.segment(5))
                ? Reply.empty(204)
                : KeptApi.missing("authentication method"));
  }

  private Reply removeAll(Request request, Parameters query) {
    return ofUser(
        request,
        id -> {
          authenticators.forget(id);
          return Reply.empty(204);
        });
  }

  private Reply recoveryCode(Request request, Parameters query) {
    return ofUser(
        request,
        id -> {
          String code = ids.text(24).toUpperCase(Locale.ROOT);
          authenticators.shown(id).stream()
              .map(each -> String.valueOf(each.get("id")))
              .filter(each -> type(each).equals("recovery-code"))
              .forEach(each -> authenticators.remove(id, each));
          authenticators.enrol(id, new Factor.RecoveryCode(Secret.of(code)));
          return Reply.json(200, Map.of("recovery_code", code));
        });
  }

  private Reply enrollments(Request request, Parameters query) {
    return ofUser(
        request,
        id ->
            Reply.json(
                200,
                methods(id).stream()
                    .map(
                        each ->
                            Map.of(
                                "id",
                                String.valueOf(each.get("id")),
                                "status",
                                "confirmed",
                                "type",
                                String.valueOf(each.get("type")),
                                "auth_method",
                                authMethod(String.valueOf(each.get("type")))))
                    .toList()));
  }

  private static String authMethod(String type) {
    return switch (type) {
      case "phone" -> "sms";
      case "totp" -> "authenticator";
      case "push-notification" -> "guardian";
      default -> type;
    };
  }

  private Optional<String> owner(String enrollment) {
    return subjects.users().stream()
        .map(user -> String.valueOf(user.get("user_id")))
        .filter(
            user ->
                authenticators.shown(user).stream()
                    .anyMatch(each -> enrollment.equals(each.get("id"))))
        .findFirst();
  }

  private Reply enrollment(Request request, Parameters query) {
    String id = request.segment(4);
    return owner(id)
        .map(
            user ->
                Reply.json(
                    200,
                    Map.of("id", id, "status", "confirmed", "type", type(id), "user_id", user)))
        .orElseGet(() -> KeptApi.missing("enrollment"));
  }

  private Reply removeEnrollment(Request request, Parameters query) {
    String id = request.segment(4);
    return owner(id)
        .map(
            user -> {
              authenticators.remove(user, id);
              return Reply.empty(204);
            })
        .orElseGet(() -> KeptApi.missing("enrollment"));
  }
}
