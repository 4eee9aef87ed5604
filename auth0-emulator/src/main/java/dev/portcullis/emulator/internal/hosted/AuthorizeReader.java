package dev.portcullis.emulator.internal.hosted;

import dev.portcullis.emulator.internal.access.Invitation;
import dev.portcullis.emulator.internal.access.Invitations;
import dev.portcullis.emulator.internal.access.Organization;
import dev.portcullis.emulator.internal.access.Organizations;
import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.oauth.OAuthError;
import dev.portcullis.emulator.internal.oauth.Refusal;
import dev.portcullis.emulator.tenant.Api;
import dev.portcullis.emulator.tenant.Application;
import dev.portcullis.emulator.tenant.Application.OrganizationPrompt;
import dev.portcullis.emulator.tenant.Connection;
import dev.portcullis.emulator.tenant.GrantType;
import dev.portcullis.emulator.tenant.TenantDefinition;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Reads and checks authorization requests. Checks in this order: client, redirect URI, response
 * mode, response type, grants, PKCE, prompt, organization, connection, audience. A request whose
 * client or redirect URI is wrong has an error page; every other error is sent to the application.
 */
final class AuthorizeReader {

  private static final Set<String> RESPONSE_WORDS = Set.of("code", "token", "id_token");
  private static final Set<String> PROMPTS = Set.of("none", "login", "consent", "select_account");
  private static final int LONGEST = 4096;

  private final String issuer;
  private final Predicate<Connection> usable;
  private final Organizations organizations;
  private final Invitations invitations;

  /** Users log in to connections for which this holds. */
  AuthorizeReader(HostedState state, Predicate<Connection> usable) {
    this.issuer = state.issuer();
    this.usable = usable;
    this.organizations = state.organizations();
    this.invitations = state.invitations();
  }

  /** Reads the parameters of a request. */
  Reading read(Parameters parameters, TenantDefinition tenant) {
    for (String name : parameters.names()) {
      if (parameters.length(name) > LONGEST) {
        return new NoClient(400, "invalid_request", "Parameter too long: " + name);
      }
    }
    Optional<String> clientId = parameters.text("client_id");
    if (clientId.isEmpty()) {
      return new NoClient(400, "invalid_request", "Missing required parameter: client_id");
    }
    Optional<Application> application = tenant.application(clientId.get());
    if (application.isEmpty()) {
      return new NoClient(400, "invalid_request", "Unknown client: " + clientId.get());
    }
    List<String> callbacks = application.get().urls().callbacks();
    Optional<String> sent = parameters.text("redirect_uri");
    Optional<String> redirectUri = sent.or(() -> callbacks.stream().findFirst());
    if (redirectUri.isEmpty()) {
      return new NoClient(400, "invalid_request", "Missing required parameter: redirect_uri");
    }
    if (UrlPattern.parsed(redirectUri.get()).isEmpty()
        || !UrlPattern.anyMatches(callbacks, redirectUri.get())) {
      return new NoClient(
          403,
          "unauthorized_client",
          "Callback URL mismatch. "
              + redirectUri.get()
              + " is not in the list of allowed callback URLs");
    }
    return new Checks(parameters, tenant, application.get(), redirectUri.get(), sent.isPresent())
        .read();
  }

  /** The connection that users log in to: the named one, the default one, or the first. */
  static Optional<Connection> connection(
      TenantDefinition tenant,
      Application application,
      Optional<String> named,
      Predicate<Connection> usable) {
    List<Connection> enabled =
        tenant.connections().stream()
            .filter(usable)
            .filter(each -> each.enabledClients().contains(application.clientId()))
            .toList();
    if (named.isPresent()) {
      return enabled.stream().filter(each -> each.name().equals(named.get())).findFirst();
    }
    return enabled.stream()
        .filter(each -> tenant.defaultDirectory().equals(Optional.of(each.name())))
        .findFirst()
        .or(() -> enabled.stream().findFirst());
  }

  /** The result of reading a request. */
  sealed interface Reading {}

  /** The request is complete. */
  record Complete(AuthorizeRequest request, Application application) implements Reading {}

  /** Nothing may be sent to the application. */
  record NoClient(int status, String error, String description) implements Reading {}

  /** The application receives this error. */
  record Wrong(Application application, ReplyTo replyTo, String error, String description)
      implements Reading {}

  private final class Checks {

    private final Parameters parameters;
    private final TenantDefinition tenant;
    private final Application application;
    private final String redirectUri;
    private final boolean redirectUriSent;

    private Checks(
        Parameters parameters,
        TenantDefinition tenant,
        Application application,
        String redirectUri,
        boolean redirectUriSent) {
      this.parameters = parameters;
      this.tenant = tenant;
      this.application = application;
      this.redirectUri = redirectUri;
      this.redirectUriSent = redirectUriSent;
    }

    private Reading read() {
      Set<String> wanted = words("response_type");
      ResponseMode usual =
          wanted.equals(Set.of("code")) ? ResponseMode.QUERY : ResponseMode.FRAGMENT;
      Optional<String> modeName = parameters.text("response_mode");
      Optional<ResponseMode> mode = modeName.flatMap(ResponseMode::named);
      ReplyTo replyTo = new ReplyTo(redirectUri, mode.orElse(usual), parameters.text("state"));
      if (replyTo.mode() == ResponseMode.WEB_MESSAGE
          && UrlPattern.origin(redirectUri)
              .filter(origin -> UrlPattern.anyMatches(application.urls().webOrigins(), origin))
              .isEmpty()) {
        return new NoClient(
            403,
            "invalid_request",
            "The specified redirect_uri '" + redirectUri + "' does not have a registered origin.");
      }
      if (modeName.isPresent() && mode.isEmpty()) {
        return wrong(replyTo, "invalid_request", "Unsupported response mode: " + modeName.get());
      }
      if (wanted.isEmpty()) {
        return wrong(replyTo, "invalid_request", "Missing required parameter: response_type");
      }
      if (!RESPONSE_WORDS.containsAll(wanted)) {
        return wrong(
            replyTo,
            "unsupported_response_type",
            "Unsupported response type: " + String.join(" ", wanted));
      }
      if (usual == ResponseMode.FRAGMENT && replyTo.mode() == ResponseMode.QUERY) {
        return wrong(
            new ReplyTo(redirectUri, usual, replyTo.state()),
            "invalid_request",
            "response_mode query is not allowed for this response type");
      }
      return problem(wanted)
          .<Reading>map(problem -> wrong(replyTo, problem.error(), problem.description()))
          .orElseGet(() -> complete(wanted, replyTo));
    }

    private Optional<Problem> problem(Set<String> wanted) {
      if (wanted.contains("code")
          && !application.grantTypes().contains(GrantType.AUTHORIZATION_CODE)) {
        return notAllowed(GrantType.AUTHORIZATION_CODE);
      }
      boolean tokens = wanted.contains("token") || wanted.contains("id_token");
      if (tokens && !application.grantTypes().contains(GrantType.IMPLICIT)) {
        return notAllowed(GrantType.IMPLICIT);
      }
      if (wanted.contains("id_token") && parameters.text("nonce").isEmpty()) {
        return invalid("Missing required parameter: nonce");
      }
      Optional<Problem> pkce = pkceProblem(wanted);
      if (pkce.isPresent()) {
        return pkce;
      }
      Set<String> prompts = words("prompt");
      if (!PROMPTS.containsAll(prompts)) {
        return invalid("Unsupported prompt value: " + String.join(" ", prompts));
      }
      if (prompts.contains("none") && prompts.size() > 1) {
        return invalid("prompt none cannot be combined with another value");
      }
      if (parameters.text("max_age").filter(age -> !age.matches("[0-9]{1,9}")).isPresent()) {
        return invalid("max_age must be a number of seconds");
      }
      Optional<Problem> organization = organizationProblem();
      if (organization.isPresent()) {
        return organization;
      }
      if (parameters.text("request").isPresent()) {
        return Optional.of(
            new Problem("request_not_supported", "The request parameter is not supported"));
      }
      Optional<String> named = parameters.text("connection");
      if (named.isPresent() && tenant.connection(named.get()).isEmpty()) {
        return invalid("the connection was not found");
      }
      if (connection().isEmpty()) {
        return invalid(
            named.isPresent()
                ? "the connection is not enabled"
                : "no connections enabled for the client"
                    + (organization().isPresent() ? " in the organization" : ""));
      }
      return audience()
          .filter(name -> !name.equals(issuer + "userinfo") && tenant.api(name).isEmpty())
          .map(name -> new Problem("access_denied", "Service not found: " + name));
    }

    private Optional<Problem> organizationProblem() {
      Optional<String> named = parameters.text("organization");
      boolean asked =
          named.isEmpty() && application.organizationPrompt() != OrganizationPrompt.NO_PROMPT;
      Optional<Refusal> refusal =
          asked ? Optional.empty() : organizations.problem(tenant, application, named);
      if (refusal.isEmpty()
          && parameters.text("invitation").isPresent()
          && invitation().isEmpty()) {
        refusal = Optional.of(new Refusal.UnknownInvitation());
      }
      return refusal
          .map(OAuthError::of)
          .map(error -> new Problem(error.error(), error.description()));
    }

    private Optional<Organization> organization() {
      return parameters.text("organization").flatMap(text -> organizations.find(tenant, text));
    }

    private Optional<Invitation> invitation() {
      return parameters
          .text("invitation")
          .flatMap(ticket -> organization().flatMap(each -> invitations.find(each, ticket)))
          .filter(found -> found.clientId().equals(application.clientId()));
    }

    private Optional<Problem> pkceProblem(Set<String> wanted) {
      Optional<String> challenge = parameters.text("code_challenge");
      Optional<String> method = parameters.text("code_challenge_method");
      if (challenge.isEmpty()) {
        if (method.isPresent()) {
          return invalid("Missing required parameter: code_challenge");
        }
        return wanted.contains("code") && !application.confidential()
            ? invalid("Missing required parameter: code_challenge")
            : Optional.empty();
      }
      if (!method.equals(Optional.of("S256"))) {
        return invalid("code_challenge_method must be S256");
      }
      return challenge.get().matches("[A-Za-z0-9_-]{43}")
          ? Optional.empty()
          : invalid("code_challenge must be 43 characters of base64url");
    }

    private Reading complete(Set<String> wanted, ReplyTo replyTo) {
      return new Complete(
          new AuthorizeRequest(
              application.clientId(),
              wanted,
              replyTo,
              redirectUriSent,
              parameters.items("scope").orElse(List.of()),
              audience().flatMap(tenant::api).map(Api::identifier).orElse(""),
              parameters.text("nonce"),
              parameters.text("code_challenge"),
              words("prompt"),
              parameters.text("max_age").map(Long::valueOf),
              parameters.text("login_hint").or(() -> invitation().map(Invitation::email)),
              parameters.text("screen_hint").equals(Optional.of("signup")),
              connection().map(Connection::name).orElseThrow(),
              parameters.text("session_transfer_token"),
              organization().map(Organization::id),
              parameters.text("invitation"),
              parameters.items("ui_locales").orElse(List.of()),
              Optional.empty()),
          application);
    }

    private Optional<Connection> connection() {
      return AuthorizeReader.connection(
          tenant,
          application,
          parameters.text("connection"),
          usable.and(each -> organization().filter(it -> !organizations.has(it, each)).isEmpty()));
    }

    private Optional<String> audience() {
      return parameters.text("audience").or(tenant::defaultAudience);
    }

    private Set<String> words(String name) {
      return new TreeSet<>(parameters.items(name).orElse(List.of()));
    }

    private Optional<Problem> notAllowed(GrantType grant) {
      return Optional.of(
          new Problem(
              "unauthorized_client",
              "Grant type '" + grant.wireName() + "' not allowed for the client."));
    }

    private Optional<Problem> invalid(String description) {
      return Optional.of(new Problem("invalid_request", description));
    }

    private Wrong wrong(ReplyTo replyTo, String error, String description) {
      return new Wrong(application, replyTo, error, description);
    }
  }

  private record Problem(String error, String description) {}
}
