package dev.portcullis.emulator.internal.management;

import static dev.portcullis.emulator.internal.codec.TenantCodec.TENANT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portcullis.emulator.internal.accounts.EmailVerification;
import dev.portcullis.emulator.internal.configuration.TenantConfiguration;
import dev.portcullis.emulator.internal.documents.Documents;
import dev.portcullis.emulator.internal.documents.Written;
import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.http.Router;
import dev.portcullis.emulator.internal.users.MailedLinks;
import dev.portcullis.emulator.internal.users.User;
import dev.portcullis.emulator.internal.users.UserStore;
import dev.portcullis.emulator.tenant.Connection;
import dev.portcullis.emulator.tenant.TenantDefinition;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** {@code /api/v2/tenants/settings} and {@code /api/v2/tickets/password-change}. */
public final class TenantApi {

  private static final String SETTINGS = "tenants/settings";
  private static final String MINUTES = "_in_minutes";
  private static final String PASSWORD_CHANGED =
      "You can now login to the application with the new password.";

  private final TenantConfiguration tenant;
  private final UserStore users;
  private final MailedLinks links;
  private final Written written;
  private final ManagementEndpoint endpoint;

  /** Changes this configuration and makes these links. */
  public TenantApi(
      TenantConfiguration tenant,
      UserStore users,
      MailedLinks links,
      Documents documents,
      ManagementEndpoint endpoint) {
    this.tenant = tenant;
    this.written = new Written(documents);
    this.users = users;
    this.links = links;
    this.endpoint = endpoint;
  }

  /** Adds the routes. */
  public void addTo(Router router) {
    String settings = "/api/v2/tenants/settings";
    router
        .on(
            "GET",
            settings,
            endpoint.read(
                "read:tenant_settings",
                (request, query) ->
                    Reply.json(200, Pagination.projected(query, shown(tenant.get())))))
        .on(
            "PATCH",
            settings,
            endpoint.write("update:tenant_settings", "Update tenant settings", this::change))
        .on(
            "POST",
            "/api/v2/tickets/password-change",
            endpoint.write("create:user_tickets", "Create a password change ticket", this::ticket));
  }

  private Reply change(Request request, Parameters query) {
    Payload payload = Payload.of(request);
    Optional<String> directory = payload.text("default_directory").filter(name -> !name.isEmpty());
    if (directory.filter(name -> tenant.get().connection(name).isEmpty()).isPresent()) {
      return Reply.error(
          400, "Bad Request", "The default_directory does not exist.", "invalid_body");
    }
    TenantDefinition after =
        tenant.change(builder -> TENANT.apply(builder, Optional.of(builder.build()), payload.at()));
    written.put(SETTINGS, inHours(payload.node()), TENANT.shown(after));
    return Reply.json(200, shown(after));
  }

  /** A lifetime may be written in minutes, and is shown in hours. */
  private static ObjectNode inHours(ObjectNode payload) {
    ObjectNode hours = payload.deepCopy();
    for (Map.Entry<String, JsonNode> each : payload.properties()) {
      String name = each.getKey();
      if (name.endsWith(MINUTES)) {
        hours.remove(name);
        double value = each.getValue().asDouble() / 60;
        String plain = name.substring(0, name.length() - MINUTES.length());
        if (value == Math.rint(value)) {
          hours.put(plain, (long) value);
        } else {
          hours.put(plain, value);
        }
      }
    }
    return hours;
  }

  /** A tenant's sessions end after three days without use and after seven in any case. */
  private Map<String, Object> shown(TenantDefinition definition) {
    Map<String, Object> shown = new LinkedHashMap<>(TENANT.shown(definition));
    shown.put("session_lifetime", 168);
    shown.put("idle_session_lifetime", 72);
    return written.shown(SETTINGS, shown);
  }

  private Reply ticket(Request request, Parameters query) {
    Payload payload = Payload.of(request);
    Optional<String> userId = payload.text("user_id");
    Optional<String> email = payload.text("email");
    if (userId.isPresent() == email.isPresent()) {
      throw new Payload.InvalidPayload(
          "Payload validation error: 'user_id or email and connection_id are required'.");
    }
    Optional<User> user =
        userId.isPresent()
            ? users.byId(userId.get())
            : connection(payload.required("connection_id"))
                .flatMap(connection -> users.find(connection.name(), email.orElse("")));
    Duration lifetime =
        payload
            .number("ttl_sec")
            .filter(seconds -> seconds > 0)
            .map(Duration::ofSeconds)
            .orElse(MailedLinks.LIFETIME);
    boolean verifies = payload.flag("mark_email_as_verified").orElse(false);
    Optional<String> resultUrl = payload.text("result_url");
    boolean two = payload.text("client_id").or(() -> payload.text("organization_id")).isPresent();
    if (resultUrl.isPresent() && two) {
      throw new Payload.InvalidPayload(
          "Payload validation error: 'result_url cannot be specified when using client_id or"
              + " organization_id'.");
    }
    boolean withEmail = payload.flag("includeEmailInRedirect").orElse(false);
    return user.map(
            found ->
                Reply.json(
                    201,
                    Map.of(
                        "ticket",
                        links
                            .resetLink(
                                found.userId(),
                                lifetime,
                                verifies,
                                resultUrl.map(
                                    url ->
                                        EmailVerification.resultUrl(
                                            url,
                                            Optional.of(found.email()).filter(it -> withEmail),
                                            true,
                                            PASSWORD_CHANGED)))
                            .reveal())))
        .orElseGet(UsersApi::missing);
  }

  private Optional<Connection> connection(String id) {
    return tenant.get().connections().stream().filter(each -> each.id().equals(id)).findFirst();
  }
}
