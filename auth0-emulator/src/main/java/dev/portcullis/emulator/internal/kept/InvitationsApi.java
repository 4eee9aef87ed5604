package dev.portcullis.emulator.internal.kept;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portcullis.emulator.internal.access.Organization;
import dev.portcullis.emulator.internal.access.Organizations;
import dev.portcullis.emulator.internal.documents.Documents;
import dev.portcullis.emulator.internal.http.Json;
import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.http.Router;
import dev.portcullis.emulator.internal.management.Ids;
import dev.portcullis.emulator.internal.management.ManagementEndpoint;
import dev.portcullis.emulator.internal.users.Outbox;
import dev.portcullis.emulator.observed.SentMail;
import dev.portcullis.emulator.tenant.Secret;
import dev.portcullis.emulator.tenant.TenantDefinition;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Makes invitations to organizations: a ticket, the link of the application that accepts it, and a
 * mail. They are listed, read and deleted as data.
 */
public final class InvitationsApi {

  /** Seven days, Auth0's default. */
  private static final Duration LIFETIME = Duration.ofDays(7);

  private final Supplier<TenantDefinition> tenant;
  private final Documents documents;
  private final Organizations organizations;
  private final Outbox outbox;
  private final ManagementEndpoint endpoint;
  private final InstantSource clock;
  private final Ids ids;

  /** Keeps the invitations here. */
  public InvitationsApi(
      Supplier<TenantDefinition> tenant,
      Documents documents,
      Organizations organizations,
      Outbox outbox,
      ManagementEndpoint endpoint,
      InstantSource clock,
      SecureRandom random) {
    this.tenant = tenant;
    this.documents = documents;
    this.organizations = organizations;
    this.outbox = outbox;
    this.endpoint = endpoint;
    this.clock = clock;
    this.ids = new Ids(random);
  }

  /** Adds the route. */
  public void addTo(Router router) {
    new Routes(router, endpoint).on("POST /organizations/{id}/invitations", this::invite);
  }

  private Reply invite(Request request, Parameters query) {
    Optional<Organization> organization = organizations.byId(request.segment(3));
    ObjectNode invitation = Json.object(request).orElseThrow();
    String clientId = invitation.path("client_id").asText();
    if (organization.isEmpty()) {
      return KeptApi.missing("organization");
    }
    if (tenant.get().application(clientId).isEmpty()) {
      return KeptApi.missing("client");
    }
    Optional<String> login = loginAddress(clientId);
    if (login.isEmpty()) {
      return Reply.error(
          400,
          "Bad Request",
          "A default login route is required to generate the invitation url. Consider setting"
              + " `initiate_login_uri` on the Application or `default_redirection_uri` on the"
              + " Tenant",
          "invalid_body");
    }
    boolean mailed = invitation.path("send_invitation_email").asBoolean(true);
    long seconds = invitation.path("ttl_sec").asLong(0);
    invitation.remove("send_invitation_email");
    invitation.remove("ttl_sec");
    String id = "uinv_" + ids.text(16);
    String ticket = ids.text(32);
    String link = link(login.get(), ticket, organization.get());
    Instant now = clock.instant();
    invitation
        .put("id", id)
        .put("organization_id", organization.get().id())
        .put("ticket_id", ticket)
        .put("invitation_url", link)
        .put("created_at", text(now))
        .put("expires_at", text(now.plus(seconds > 0 ? Duration.ofSeconds(seconds) : LIFETIME)));
    documents.put("organizations/" + organization.get().id() + "/invitations/" + id, invitation);
    if (mailed) {
      outbox.send(
          SentMail.Kind.INVITATION,
          invitation.path("invitee").path("email").asText(),
          Secret.of(link));
    }
    return Reply.json(201, invitation);
  }

  private Optional<String> loginAddress(String clientId) {
    return documents
        .get("clients/" + clientId)
        .map(document -> document.path("written").path("initiate_login_uri").asText())
        .filter(uri -> !uri.isEmpty())
        .or(tenant.get()::defaultRedirectionUri)
        .filter(uri -> !uri.isEmpty());
  }

  private static String link(String login, String ticket, Organization organization) {
    return login
        + (login.contains("?") ? "&" : "?")
        + "invitation="
        + ticket
        + "&organization="
        + organization.id()
        + "&organization_name="
        + URLEncoder.encode(organization.name(), StandardCharsets.UTF_8);
  }

  private static String text(Instant instant) {
    return DateTimeFormatter.ISO_INSTANT.format(instant.truncatedTo(ChronoUnit.MILLIS));
  }
}
