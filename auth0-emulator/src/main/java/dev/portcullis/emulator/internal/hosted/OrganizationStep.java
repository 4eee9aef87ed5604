package dev.portcullis.emulator.internal.hosted;

import dev.portcullis.emulator.internal.access.Invitation;
import dev.portcullis.emulator.internal.access.Invitations;
import dev.portcullis.emulator.internal.access.Organization;
import dev.portcullis.emulator.internal.access.Organizations;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.log.TenantLog;
import dev.portcullis.emulator.internal.login.LoginAttempt;
import dev.portcullis.emulator.internal.oauth.OAuthError;
import dev.portcullis.emulator.internal.oauth.Refusal;
import dev.portcullis.emulator.internal.users.User;
import dev.portcullis.emulator.internal.users.UserStore;
import dev.portcullis.emulator.observed.LogType;
import dev.portcullis.emulator.tenant.Application;
import dev.portcullis.emulator.tenant.Application.OrganizationPrompt;
import dev.portcullis.emulator.tenant.Application.OrganizationUsage;
import dev.portcullis.emulator.tenant.Connection;
import dev.portcullis.emulator.tenant.TenantDefinition;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The step between a user's login and the response: accepts an invitation, checks that the user is
 * a member of the organization, or lets the user choose one.
 */
final class OrganizationStep {

  private final Supplier<TenantDefinition> tenant;
  private final Organizations organizations;
  private final Invitations invitations;
  private final UserStore users;
  private final TenantLog log;

  OrganizationStep(HostedState state) {
    this.tenant = state.tenant();
    this.organizations = state.organizations();
    this.invitations = state.invitations();
    this.users = state.users();
    this.log = state.log();
  }

  /** What comes next for a user who has a session. */
  Next after(Request request, AuthorizeRequest wanted, Application application, User user) {
    Optional<Organization> organization = organization(wanted);
    if (organization.isEmpty()) {
      return wanted
          .organizationId()
          .<Next>map(
              id -> id.isEmpty() ? new Go(wanted) : new Refused(new Refusal.UnknownOrganization()))
          .orElseGet(() -> chosen(wanted, application, user));
    }
    Optional<Connection> connection = tenant.get().connection(user.connection());
    if (wanted.invitation().isPresent()) {
      return accepted(request, wanted, application, user, organization.get(), connection);
    }
    return organizations
        .admit(organization.get(), connection, user.userId())
        .<Next>map(Refused::new)
        .orElseGet(() -> new Go(wanted));
  }

  /** The organization of a request. */
  Optional<Organization> organization(AuthorizeRequest wanted) {
    return wanted.organizationId().flatMap(organizations::byId);
  }

  /** The request for the organization of that name, if the application has a connection of it. */
  Optional<AuthorizeRequest> named(String name, AuthorizeRequest wanted) {
    TenantDefinition now = tenant.get();
    return organizations
        .byName(name)
        .flatMap(
            found ->
                Stream.concat(
                        now.connection(wanted.connection()).stream(), now.connections().stream())
                    .filter(each -> each.enabledClients().contains(wanted.clientId()))
                    .filter(each -> organizations.has(found, each))
                    .findFirst()
                    .map(each -> wanted.within(found.id()).through(each.name())));
  }

  /** Whether users may sign up: in an organization with an invitation, or if it allows that. */
  boolean allowsSignUp(AuthorizeRequest wanted) {
    Optional<Organization> organization = organization(wanted);
    return organization.isEmpty()
        || wanted.invitation().isPresent()
        || tenant
            .get()
            .connection(wanted.connection())
            .filter(each -> organizations.allowsSignUp(organization.get(), each))
            .isPresent();
  }

  private Next chosen(AuthorizeRequest wanted, Application application, User user) {
    if (application.organizationUsage() == OrganizationUsage.DENY
        || application.organizationPrompt() != OrganizationPrompt.POST_LOGIN_PROMPT) {
      return new Go(wanted);
    }
    List<Organization> own = choices(user);
    if (application.organizationUsage() == OrganizationUsage.ALLOW) {
      return own.isEmpty() ? new Go(wanted) : new Choose();
    }
    return switch (own.size()) {
      case 0 -> new Refused(new Refusal.MemberOfNothing());
      case 1 -> new Go(wanted.within(own.getFirst().id()));
      default -> new Choose();
    };
  }

  /** The organizations that the user may choose from. */
  List<Organization> choices(User user) {
    Optional<Connection> connection = tenant.get().connection(user.connection());
    return organizations.of(user.userId()).stream()
        .filter(each -> connection.filter(it -> organizations.has(each, it)).isPresent())
        .toList();
  }

  /** Another user than the invited one uses the invitation up, too. */
  private Next accepted(
      Request request,
      AuthorizeRequest wanted,
      Application application,
      User user,
      Organization organization,
      Optional<Connection> connection) {
    Optional<Invitation> found =
        wanted.invitation().flatMap(ticket -> invitations.find(organization, ticket));
    if (found.isEmpty()) {
      return new Refused(new Refusal.UnknownInvitation());
    }
    Invitation invitation = found.get();
    invitations.remove(invitation);
    boolean meant =
        invitation.email().equalsIgnoreCase(user.email())
            && invitation
                .connectionId()
                .filter(id -> connection.filter(each -> each.id().equals(id)).isEmpty())
                .isEmpty();
    Optional<Refusal> refusal =
        meant ? Optional.empty() : Optional.of(new Refusal.AnothersInvitation());
    log.write(
        new LoginAttempt(
                tenant.get(),
                application,
                user.email(),
                wanted.audience(),
                wanted.scope(),
                request.peer(),
                request.peer(),
                Optional.of(organization))
            .entry(
                meant ? LogType.SUCCESS_INVITE_ACCEPT : LogType.FAILED_INVITE_ACCEPT,
                refusal.map(each -> OAuthError.of(each).description()).orElse(""),
                connection,
                user.userId()));
    if (refusal.isPresent()) {
      return new Refused(refusal.get());
    }
    organizations.join(organization, user.userId(), invitation.roles());
    users.change(
        user.userId(),
        before ->
            before.withProfile(
                before
                    .profile()
                    .changed(
                        Optional.empty(),
                        Optional.empty(),
                        invitation.userMetadata(),
                        invitation.appMetadata())));
    return new Go(wanted.withoutInvitation());
  }

  /** What comes next. */
  sealed interface Next {}

  /** The login goes on with this request. */
  record Go(AuthorizeRequest request) implements Next {}

  /** The user chooses an organization. */
  record Choose() implements Next {}

  /** The application gets an error. */
  record Refused(Refusal refusal) implements Next {}
}
