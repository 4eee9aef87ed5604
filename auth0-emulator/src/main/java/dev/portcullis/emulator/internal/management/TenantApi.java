package dev.portcullis.emulator.internal.management;

import static dev.portcullis.emulator.internal.codec.TenantCodec.TENANT;

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
import java.util.Map;
import java.util.Optional;

/** {@code /api/v2/tenants/settings} and {@code /api/v2/tickets/password-change}. */
public final class TenantApi {

  private static final String SETTINGS = "tenants/settings";

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
    Optional<String> directory = payload.text("default_directory");
    if (directory.filter(name -> tenant.get().connection(name).isEmpty()).isPresent()) {
      return Reply.error(
          400, "Bad Request", "The default_directory does not exist.", "invalid_body");
    }
    TenantDefinition after =
        tenant.change(builder -> TENANT.apply(builder, Optional.of(builder.build()), payload.at()));
    written.put(SETTINGS, payload.node(), TENANT.shown(after));
    return Reply.json(200, shown(after));
  }

  private Map<String, Object> shown(TenantDefinition definition) {
    return written.shown(SETTINGS, TENANT.shown(definition));
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
    return user.map(
            found ->
                Reply.json(
                    201,
                    Map.of("ticket", links.resetLink(found.userId(), lifetime, verifies).reveal())))
        .orElseGet(UsersApi::missing);
  }

  private Optional<Connection> connection(String id) {
    return tenant.get().connections().stream().filter(each -> each.id().equals(id)).findFirst();
  }
}
