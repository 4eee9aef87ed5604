package dev.portcullis.emulator.internal.hosted;

import dev.portcullis.emulator.internal.access.Organization;
import dev.portcullis.emulator.internal.accounts.PasswordResets;
import dev.portcullis.emulator.internal.accounts.SignUps;
import dev.portcullis.emulator.internal.device.DeviceCodes.Approval;
import dev.portcullis.emulator.internal.hosted.AuthorizeReader.Complete;
import dev.portcullis.emulator.internal.hosted.AuthorizeReader.NoClient;
import dev.portcullis.emulator.internal.hosted.AuthorizeReader.Reading;
import dev.portcullis.emulator.internal.hosted.AuthorizeReader.Wrong;
import dev.portcullis.emulator.internal.hosted.Flow.Step;
import dev.portcullis.emulator.internal.hosted.HostedPages.Form;
import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.http.Router;
import dev.portcullis.emulator.internal.log.TenantLog;
import dev.portcullis.emulator.internal.login.GuardianLog;
import dev.portcullis.emulator.internal.login.LoginAttempt;
import dev.portcullis.emulator.internal.login.PasswordCheck;
import dev.portcullis.emulator.internal.mfa.SecondStep;
import dev.portcullis.emulator.internal.mfa.SecondStep.Choice;
import dev.portcullis.emulator.internal.mfa.SecondStep.Kind;
import dev.portcullis.emulator.internal.oauth.OAuthError;
import dev.portcullis.emulator.internal.oauth.Refusal;
import dev.portcullis.emulator.internal.page.Template;
import dev.portcullis.emulator.internal.passwordless.CodeLogins;
import dev.portcullis.emulator.internal.rules.TokenPolicy;
import dev.portcullis.emulator.internal.session.Session;
import dev.portcullis.emulator.internal.session.SessionTransfers;
import dev.portcullis.emulator.internal.session.Sessions;
import dev.portcullis.emulator.internal.session.Sessions.Started;
import dev.portcullis.emulator.internal.token.Authorization;
import dev.portcullis.emulator.internal.token.BrowserTokens;
import dev.portcullis.emulator.internal.users.User;
import dev.portcullis.emulator.internal.users.UserStore;
import dev.portcullis.emulator.observed.LogType;
import dev.portcullis.emulator.tenant.Api;
import dev.portcullis.emulator.tenant.Application;
import dev.portcullis.emulator.tenant.Application.OrganizationPrompt;
import dev.portcullis.emulator.tenant.Application.OrganizationUsage;
import dev.portcullis.emulator.tenant.Connection;
import dev.portcullis.emulator.tenant.Profile;
import dev.portcullis.emulator.tenant.SessionTransfer;
import dev.portcullis.emulator.tenant.TenantDefinition;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * {@code /authorize} and the pages of a login, {@code /u/…}. The pages belong to the browser that
 * began the login; they need no JavaScript.
 */
public final class HostedLogin {

  private static final int LONGEST = 1024;
  private static final String TRANSFER_COOKIE = "auth0_session_transfer_token";

  private final Supplier<TenantDefinition> tenant;
  private final UserStore users;
  private final PasswordCheck passwords;
  private final SecondStep secondStep;
  private final SignUps signUps;
  private final PasswordResets resets;
  private final BrowserTokens tokens;
  private final Sessions sessions;
  private final SessionTransfers transfers;
  private final TenantLog log;
  private final InstantSource clock;
  private final AuthorizeReader reader;
  private final PushedRequests pushed;
  private final HostedPages pages;
  private final Flows flows;
  private final Consents consents;
  private final DeviceActivation devices;
  private final AuthorizeReader linkReader;
  private final CodeLogins codeLogins;
  private final OrganizationStep organizations;
  private final TokenPolicy policy;

  HostedLogin(HostedState state) {
    this.tenant = state.tenant();
    this.users = state.users();
    this.passwords = state.passwords();
    this.secondStep = state.secondStep();
    this.signUps = state.signUps();
    this.resets = state.resets();
    this.tokens = state.tokens();
    this.sessions = state.sessions();
    this.transfers = state.transfers();
    this.log = state.log();
    this.clock = state.clock();
    this.reader = new AuthorizeReader(state, Connection::takesPasswords);
    this.pushed = new PushedRequests(state, reader);
    this.pages = new HostedPages(state.tenant());
    this.flows = new Flows(state.secure(), state.clock(), state.random(), state.store());
    this.consents = new Consents(state.store());
    this.linkReader = new AuthorizeReader(state, Connection::isPasswordless);
    this.codeLogins = state.codeLogins();
    this.devices =
        new DeviceActivation(
            state,
            flows,
            pages,
            (request, wanted, application) ->
                authorize(request, wanted, application, sessions.of(request)));
    this.organizations = new OrganizationStep(state);
    this.policy = state.policy();
  }

  /** Adds the routes of hosted login and of logout. */
  public static void addTo(Router router, HostedState state) {
    new HostedLogin(state).addTo(router);
    new Logout(state).addTo(router);
  }

  private void addTo(Router router) {
    router
        .on("GET", "/authorize", this::authorize)
        .on("POST", "/oauth/par", pushed::push)
        .on("GET", "/passwordless/verify_redirect", this::followLink)
        .on("GET", "/u/login", request -> inFlow(request, Step.PASSWORD, this::showLogin))
        .on("POST", "/u/login", request -> posted(request, Step.PASSWORD, this::logIn))
        .on(
            "GET",
            "/u/organization",
            request -> inFlow(request, Step.ORGANIZATION, this::showOrganization))
        .on(
            "POST",
            "/u/organization",
            request -> posted(request, Step.ORGANIZATION, this::nameOrganization))
        .on(
            "GET",
            "/u/organization-picker",
            request -> inFlow(request, Step.ORGANIZATION_CHOICE, this::showOrganizations))
        .on(
            "POST",
            "/u/organization-picker",
            request -> posted(request, Step.ORGANIZATION_CHOICE, this::chooseOrganization))
        .on("GET", "/u/signup", request -> inFlow(request, Step.PASSWORD, this::showSignUp))
        .on("POST", "/u/signup", request -> posted(request, Step.PASSWORD, this::signUp))
        .on("GET", "/u/reset-password", request -> inFlow(request, Step.PASSWORD, this::showReset))
        .on("POST", "/u/reset-password", request -> posted(request, Step.PASSWORD, this::reset))
        .on("GET", "/u/mfa", request -> inFlow(request, Step.SECOND_FACTOR, this::showSecondFactor))
        .on("POST", "/u/mfa", request -> posted(request, Step.SECOND_FACTOR, this::checkCode))
        .on(
            "POST",
            "/u/mfa-challenge",
            request -> posted(request, Step.SECOND_FACTOR, this::sendCode))
        .on("POST", "/u/continue", request -> posted(request, Step.CONTINUE, this::goOn))
        .on("GET", "/u/consent", request -> inFlow(request, Step.CONSENT, this::showConsent))
        .on("POST", "/u/consent", request -> posted(request, Step.CONSENT, this::consent));
    devices.addTo(router);
    file(router, "/u/style.css", "links.css", "text/css; charset=utf-8");
    file(router, "/u/icon.svg", "icon.svg", "image/svg+xml");
    file(router, "/u/form-post.js", "form-post.js", "text/javascript; charset=utf-8");
    file(router, "/u/web-message.js", "web-message.js", "text/javascript; charset=utf-8");
  }

  private static void file(Router router, String path, String file, String contentType) {
    String content = Template.resource(file);
    router.on(
        "GET",
        path,
        request ->
            Reply.of(200, contentType, content)
                .with("Cache-Control", "no-cache")
                .with("X-Content-Type-Options", "nosniff"));
  }

  private Reply authorize(Request request) {
    return switch (Parameters.ofQuery(request)) {
      case Parameters.Malformed malformed ->
          speaking(request).problem(400, "invalid_request", malformed.reason());
      case Parameters.Parsed parsed -> authorize(request, parsed.parameters());
    };
  }

  private Reply authorize(Request request, Parameters parameters) {
    Optional<String> uri = parameters.text("request_uri");
    if (uri.isEmpty()) {
      return authorize(request, reader.read(parameters, tenant.get()));
    }
    return pushed
        .redeem(uri.get(), parameters.text("client_id").orElse(""))
        .map(found -> authorize(request, reader.read(found, tenant.get())))
        .orElseGet(
            () ->
                speaking(request)
                    .problem(
                        400, "invalid_request_uri", "The request_uri is invalid or has expired."));
  }

  private Reply authorize(Request request, Reading reading) {
    return switch (reading) {
      case NoClient none ->
          speaking(request).problem(none.status(), none.error(), none.description());
      case Wrong wrong -> {
        log.write(
            new LoginAttempt(
                    tenant.get(),
                    wrong.application(),
                    "",
                    "",
                    List.of(),
                    request.peer(),
                    request.peer(),
                    Optional.empty())
                .entry(LogType.FAILED_LOGIN, wrong.description(), Optional.empty(), "")
                .with(
                    "error", Map.of("message", wrong.description(), "oauthError", wrong.error())));
        yield Responses.error(wrong.replyTo(), wrong.error(), wrong.description());
      }
      case Complete complete -> withTransfer(request, complete);
    };
  }

  /** A valid session transfer token starts a session before the request is answered. */
  private Reply withTransfer(Request request, Complete complete) {
    Application application = complete.application();
    AuthorizeRequest wanted = complete.request().withoutToken();
    Set<SessionTransfer.Method> accepted = application.sessionTransfer().accepted();
    Optional<User> user =
        complete
            .request()
            .transferToken()
            .filter(token -> accepted.contains(SessionTransfer.Method.QUERY))
            .or(
                () ->
                    request
                        .cookie(TRANSFER_COOKIE)
                        .filter(token -> accepted.contains(SessionTransfer.Method.COOKIE)))
            .flatMap(token -> transfers.redeem(token, request.peer()))
            .flatMap(users::byId);
    if (user.isEmpty()) {
      return authorize(request, wanted, application, sessions.of(request));
    }
    Started started = sessions.start(request, user.get(), false);
    return authorize(request, wanted, application, Optional.of(started.session()))
        .with("Set-Cookie", started.cookie());
  }

  private Reply authorize(
      Request request,
      AuthorizeRequest wanted,
      Application application,
      Optional<Session> present) {
    Optional<Session> session = present.filter(found -> isFresh(found, wanted));
    Optional<User> user =
        session
            .flatMap(found -> users.byId(found.userId()))
            .filter(found -> found.connection().equals(wanted.connection()));
    if (user.filter(User::blocked).isPresent()) {
      return error(request, wanted, application, "unauthorized", "user is blocked");
    }
    boolean asksOrganization = asksOrganization(wanted, application);
    if (wanted.silent()) {
      return asksOrganization
          ? notSilently(
              request, wanted, application, "", "interaction_required", "Interaction required")
          : silently(request, wanted, application, session, user);
    }
    if (asksOrganization) {
      return began(flows.begin(request, wanted, Step.ORGANIZATION, ""), "/u/organization");
    }
    if (user.isEmpty() || wanted.forcesLogin()) {
      return began(
          flows.begin(request, wanted, Step.PASSWORD, ""),
          wanted.signUp() ? "/u/signup" : "/u/login");
    }
    String userId = user.get().userId();
    return switch (organizations.after(request, wanted, application, user.get())) {
      case OrganizationStep.Refused refused ->
          denied(request, wanted, application, user.get(), refused.refusal());
      case OrganizationStep.Choose ignored ->
          began(
              flows.begin(request, wanted, Step.ORGANIZATION_CHOICE, userId),
              "/u/organization-picker");
      case OrganizationStep.Go go ->
          needsConsent(user.get(), go.request(), application)
              ? began(flows.begin(request, go.request(), Step.CONSENT, userId), "/u/consent")
              : respond(
                  request,
                  go.request(),
                  application,
                  user.get(),
                  session.orElseThrow(),
                  LogType.SUCCESS_LOGIN);
    };
  }

  private static boolean asksOrganization(AuthorizeRequest wanted, Application application) {
    return wanted.organizationId().isEmpty()
        && application.organizationUsage() != OrganizationUsage.DENY
        && application.organizationPrompt() == OrganizationPrompt.PRE_LOGIN_PROMPT;
  }

  /** A refusal of a user who has logged in, for the application. */
  private Reply denied(
      Request request,
      AuthorizeRequest wanted,
      Application application,
      User user,
      Refusal refusal) {
    OAuthError error = OAuthError.of(refusal);
    if (wanted.silent()) {
      return notSilently(
          request, wanted, application, user.userId(), error.error(), error.description());
    }
    log.write(
        attempt(request, wanted, application, user.email())
            .entry(LogType.FAILED_LOGIN, error.description(), connection(wanted), user.userId())
            .with("error", Map.of("message", error.description(), "oauthError", error.error())));
    return error(request, wanted, application, error.error(), error.description());
  }

  static Reply began(Flows.Begun begun, String page) {
    return Reply.empty(302)
        .with("Location", page + "?state=" + begun.state())
        .with("Cache-Control", "no-store")
        .with("Set-Cookie", begun.cookie());
  }

  /** The link of {@code /passwordless/start}: a login, answered as its parameters say. */
  private Reply followLink(Request request) {
    if (!(Parameters.ofQuery(request) instanceof Parameters.Parsed query)) {
      return speaking(request).problem(400, "invalid_request", "The link cannot be read.");
    }
    Map<String, String> values = new LinkedHashMap<>(query.parameters().texts());
    String email = Objects.requireNonNullElse(values.remove("email"), "");
    String code = Objects.requireNonNullElse(values.remove("verification_code"), "");
    values.putIfAbsent("response_type", "code");
    values.remove("prompt");
    Reading reading = linkReader.read(Parameters.of(values), tenant.get());
    return reading instanceof Complete complete
        ? followLink(request, complete, email, code)
        : authorize(request, reading);
  }

  private Reply followLink(Request request, Complete complete, String email, String code) {
    AuthorizeRequest wanted = complete.request();
    Application application = complete.application();
    Connection connection = connection(wanted).orElseThrow();
    return switch (codeLogins.logIn(
        attempt(request, wanted, application, email),
        connection,
        code,
        connection.signUp(),
        (userId, refusal) -> {})) {
      case PasswordCheck.Refused refused ->
          Responses.error(
              wanted.replyTo(), "unauthorized", OAuthError.of(refused.refusal()).description());
      case PasswordCheck.Accepted accepted -> {
        if (secondStep.required(accepted.user())) {
          yield began(
              flows.begin(request, wanted, Step.SECOND_FACTOR, accepted.user().userId()), "/u/mfa");
        }
        users.seen(accepted.user().userId(), request.peer());
        Started started = sessions.start(request, accepted.user(), false);
        yield authorize(request, wanted, application, Optional.of(started.session()))
            .with("Set-Cookie", started.cookie());
      }
    };
  }

  private boolean isFresh(Session session, AuthorizeRequest wanted) {
    return wanted
        .maxAge()
        .filter(age -> session.authenticatedAt().plusSeconds(age).isBefore(clock.instant()))
        .isEmpty();
  }

  private Reply silently(
      Request request,
      AuthorizeRequest wanted,
      Application application,
      Optional<Session> session,
      Optional<User> user) {
    if (user.isEmpty()) {
      return notSilently(request, wanted, application, "", "login_required", "Login required");
    }
    if (needsConsent(user.get(), wanted, application)) {
      return notSilently(
          request,
          wanted,
          application,
          user.get().userId(),
          "consent_required",
          "Consent required");
    }
    return switch (organizations.after(request, wanted, application, user.get())) {
      case OrganizationStep.Refused refused ->
          denied(request, wanted, application, user.get(), refused.refusal());
      case OrganizationStep.Choose ignored ->
          notSilently(
              request,
              wanted,
              application,
              user.get().userId(),
              "interaction_required",
              "Interaction required");
      case OrganizationStep.Go go ->
          respond(
              request,
              go.request(),
              application,
              user.get(),
              session.orElseThrow(),
              LogType.SUCCESS_SILENT_LOGIN);
    };
  }

  private Reply notSilently(
      Request request,
      AuthorizeRequest wanted,
      Application application,
      String userId,
      String error,
      String description) {
    log.write(
        attempt(request, wanted, application, "")
            .entry(LogType.FAILED_SILENT_LOGIN, description, connection(wanted), userId)
            .with("error", Map.of("message", description, "oauthError", error)));
    return Responses.error(wanted.replyTo(), error, description);
  }

  private boolean needsConsent(User user, AuthorizeRequest wanted, Application application) {
    return wanted.prompts().contains("consent")
        || (!application.firstParty() && !consents.covers(user.userId(), wanted));
  }

  private Reply respond(
      Request request,
      AuthorizeRequest wanted,
      Application application,
      User user,
      Session session,
      LogType event) {
    if (wanted.device().isPresent()) {
      logSuccess(request, wanted, application, user, session, event);
      return devices.allow(
          request,
          wanted.uiLocales(),
          wanted.device().get(),
          new Approval(user.userId(), user.connection(), session.multifactor()));
    }
    TenantDefinition definition = tenant.get();
    Optional<Api> api = definition.api(wanted.audience());
    List<String> scope =
        policy.granted(
            BrowserTokens.scope(wanted.scope(), api, application),
            api,
            user,
            organizations.organization(wanted));
    TokenPolicy.Decision decision =
        policy.decide(
            attempt(request, wanted, application, user.email()).asking(wanted.audience(), scope),
            Optional.of(user),
            wanted.wanted().equals(Set.of("code"))
                ? "oidc-basic-profile"
                : wanted.wanted().contains("code")
                    ? "oidc-hybrid-profile"
                    : "oidc-implicit-profile");
    if (decision instanceof TokenPolicy.Denied denied) {
      return denied(request, wanted, application, user, new Refusal.DeniedByRule(denied.reason()));
    }
    logSuccess(request, wanted, application, user, session, event);
    Authorization authorization =
        new Authorization(
            application.clientId(),
            user.userId(),
            user.connection(),
            wanted.replyTo().redirectUri(),
            wanted.redirectUriSent(),
            wanted.codeChallenge(),
            wanted.nonce(),
            wanted.audience(),
            scope,
            session.id(),
            session.authenticatedAt(),
            wanted.maxAge().isPresent(),
            session.multifactor(),
            organizations.organization(wanted).map(Organization::id),
            decision instanceof TokenPolicy.Allowed allowed
                ? Optional.of(allowed.claims())
                : Optional.empty());
    sessions.joined(session.id(), application.clientId());
    return Responses.reply(
        wanted.replyTo(),
        tokens.values(definition, application, user, authorization, wanted.wanted()));
  }

  private void logSuccess(
      Request request,
      AuthorizeRequest wanted,
      Application application,
      User user,
      Session session,
      LogType event) {
    log.write(
        attempt(request, wanted, application, user.email())
            .entry(
                event,
                event == LogType.SUCCESS_LOGIN ? "Successful login" : "",
                connection(wanted),
                user.userId())
            .with("prompts", List.of())
            .with("session_id", session.id())
            .with("actions", Map.of("executions", List.of())));
  }

  /** The application receives the error; that of a device, when it polls. */
  private Reply error(
      Request request,
      AuthorizeRequest wanted,
      Application application,
      String error,
      String description) {
    return wanted
        .device()
        .map(key -> devices.deny(request, wanted, key, application, error, description))
        .orElseGet(() -> Responses.error(wanted.replyTo(), error, description));
  }

  private Reply showLogin(Request request, Page page) {
    return page.pages().login(page.form(), false);
  }

  private Reply logIn(Request request, Page page) {
    String username = page.field("username").strip();
    String password = page.field("password");
    Form form = page.form(username);
    if (username.isEmpty() || password.isEmpty()) {
      return page.pages().login(form.with(400, page.text("enterBoth")), false);
    }
    LoginAttempt attempt = page.attempt(username);
    return switch (passwords.check(
        attempt,
        page.connection(),
        password,
        page.field("human").equals("yes"),
        (userId, refusal) -> {})) {
      case PasswordCheck.Accepted accepted -> passwordRight(request, page, accepted.user());
      case PasswordCheck.Refused refused -> refused(page, form, refused.refusal());
    };
  }

  private Reply refused(Page page, Form form, Refusal refusal) {
    OAuthError error = OAuthError.of(refusal);
    if (refusal instanceof Refusal.UserBlocked) {
      flows.end(page.state());
      return error(
          page.request(),
          page.flow().request(),
          page.application(),
          error.error(),
          error.description());
    }
    if (refusal instanceof Refusal.VerificationRequired) {
      return page.pages().login(form.with(400, page.text("confirmHuman")), true);
    }
    String text =
        switch (refusal) {
          case Refusal.WrongCredentials ignored -> page.text("wrongCredentials");
          case Refusal.IdentifierBlocked blocked ->
              page.text(blocked.userNotified() ? "accountBlockedNotified" : "accountBlocked");
          case Refusal.AddressBlocked ignored -> page.text("addressBlocked");
          case Refusal.SameUserLimited ignored -> page.text("sameUserLimited");
          case Refusal.PasswordLeaked ignored -> page.text("passwordLeaked");
          default -> error.description();
        };
    return page.pages().login(form.with(error.status() == 429 ? 429 : 400, text), false);
  }

  private Reply passwordRight(Request request, Page page, User user) {
    if (!secondStep.required(user)) {
      return loggedIn(request, page, user, false);
    }
    log.write(
        page.attempt(user.email())
            .entry(LogType.MFA_REQUIRED, "", Optional.of(page.connection()), user.userId())
            .with("version", "1")
            .with("confidence", "low"));
    flows.put(page.state(), page.flow().at(Step.SECOND_FACTOR, user.userId()));
    return seeOther("/u/mfa?state=" + page.state());
  }

  private Reply loggedIn(Request request, Page page, User user, boolean multifactor) {
    users.seen(user.userId(), request.peer());
    Started started = sessions.start(request, user, multifactor);
    return goOn(request, page, user, started.session(), true).with("Set-Cookie", started.cookie());
  }

  /** The user has a session: consent, or the response. */
  private Reply goOn(
      Request request, Page page, User user, Session session, boolean mayNeedConsent) {
    AuthorizeRequest asked = page.flow().request();
    switch (organizations.after(request, asked, page.application(), user)) {
      case OrganizationStep.Refused refused -> {
        flows.end(page.state());
        return denied(request, asked, page.application(), user, refused.refusal());
      }
      case OrganizationStep.Choose ignored -> {
        flows.put(page.state(), page.flow().at(Step.ORGANIZATION_CHOICE, user.userId()));
        return seeOther("/u/organization-picker?state=" + page.state());
      }
      case OrganizationStep.Go go -> {
        AuthorizeRequest wanted = go.request();
        if (mayNeedConsent && needsConsent(user, wanted, page.application())) {
          flows.put(page.state(), page.flow().asking(wanted).at(Step.CONSENT, user.userId()));
          return seeOther("/u/consent?state=" + page.state());
        }
        flows.end(page.state());
        return respond(request, wanted, page.application(), user, session, LogType.SUCCESS_LOGIN);
      }
    }
  }

  private Reply showOrganization(Request request, Page page) {
    return page.pages().organization(page.form(), page.application());
  }

  private Reply nameOrganization(Request request, Page page) {
    AuthorizeRequest wanted = page.flow().request();
    boolean none =
        page.field("answer").equals("none")
            && page.application().organizationUsage() == OrganizationUsage.ALLOW;
    String name = page.field("organization").strip();
    Optional<AuthorizeRequest> next =
        none ? Optional.of(wanted.within("")) : organizations.named(name, wanted);
    if (next.isEmpty()) {
      return page.pages()
          .organization(
              page.form(name).with(400, page.text("noSuchOrganization")), page.application());
    }
    flows.end(page.state());
    return authorize(request, next.get(), page.application(), sessions.of(request));
  }

  private Reply showOrganizations(Request request, Page page) {
    return page.pages()
        .organizations(
            page.form(),
            organizations.choices(page.user()),
            page.application().organizationUsage() == OrganizationUsage.ALLOW);
  }

  private Reply chooseOrganization(Request request, Page page) {
    String chosen = page.field("organization");
    boolean allowed =
        chosen.isEmpty()
            ? page.application().organizationUsage() == OrganizationUsage.ALLOW
            : organizations.choices(page.user()).stream()
                .anyMatch(each -> each.id().equals(chosen));
    if (!allowed) {
      return seeOther("/u/organization-picker?state=" + page.state());
    }
    Page next = page.with(page.flow().asking(page.flow().request().within(chosen)));
    return inSession(request, next, session -> goOn(request, next, next.user(), session, true));
  }

  private static Reply seeOther(String location) {
    return Reply.empty(303).with("Location", location).with("Cache-Control", "no-store");
  }

  private Reply showSignUp(Request request, Page page) {
    return organizations.allowsSignUp(page.flow().request())
        ? page.pages().signUp(page.form())
        : seeOther("/u/login?state=" + page.state());
  }

  private Reply signUp(Request request, Page page) {
    if (!organizations.allowsSignUp(page.flow().request())) {
      return seeOther("/u/login?state=" + page.state());
    }
    String email = page.field("username").strip();
    String password = page.field("password");
    Form form = page.form(email);
    if (!email.contains("@") || email.length() > LONGEST || password.isEmpty()) {
      return page.pages().signUp(form.with(400, page.text("enterEmailAndPassword")));
    }
    return switch (signUps.signUp(
        page.connection(), page.application(), email, password, Profile.EMPTY, request.peer())) {
      case SignUps.Refused refused ->
          page.pages().signUp(form.with(refused.status(), text(page, refused)));
      case SignUps.WeakPassword weak ->
          page.pages().signUp(form.with(400, weak.problem().message() + "."));
      case SignUps.Created created ->
          users
              .byId("auth0|" + created.id())
              .map(user -> passwordRight(request, page, user))
              .orElseGet(() -> speaking(request).expired());
    };
  }

  private static String text(Page page, SignUps.Refused refused) {
    return switch (refused.code()) {
      case "invalid_signup" -> page.text("invalidSignUp");
      case "invalid_password" -> page.text("passwordTooWeak");
      case "password_leaked" -> page.text("leakedAtSignUp");
      case "too_many_attempts" -> page.text("addressBlocked");
      default -> refused.description();
    };
  }

  private Reply showReset(Request request, Page page) {
    return page.pages().reset(page.form());
  }

  private Reply reset(Request request, Page page) {
    String email = page.field("username").strip();
    Form form = page.form(email);
    if (email.isEmpty() || email.length() > LONGEST) {
      return page.pages().reset(form.with(400, page.text("enterEmail")));
    }
    boolean allowed =
        resets.request(
            page.connection().name(), email, Optional.of(page.application()), request.peer());
    return allowed
        ? page.pages().resetSent(form)
        : page.pages().reset(form.with(429, page.text("tooManyRequests")));
  }

  private Reply showSecondFactor(Request request, Page page) {
    User user = page.user();
    List<Choice> choices = secondStep.choices(user);
    if (choices.isEmpty()) {
      return page.pages().enrol(page.form(), secondStep.enrolment(user));
    }
    Optional<Kind> asked = kind(page.query("with"));
    boolean offered =
        asked.filter(kind -> choices.stream().anyMatch(each -> each.kind() == kind)).isPresent();
    boolean ready =
        offered
            && (asked.get() == Kind.OTP
                || asked.get() == Kind.RECOVERY_CODE
                || page.flow().oobCode().isPresent());
    if (ready) {
      return page.pages().code(page.form(), asked.get());
    }
    boolean onlyApp = choices.getFirst().kind() == Kind.OTP && page.query("with").isEmpty();
    return onlyApp && choices.stream().allMatch(each -> isTyped(each.kind()))
        ? page.pages().code(page.form(), Kind.OTP)
        : page.pages().chooseFactor(page.form(), choices);
  }

  private static boolean isTyped(Kind kind) {
    return kind == Kind.OTP || kind == Kind.RECOVERY_CODE;
  }

  private static Optional<Kind> kind(String name) {
    return List.of(Kind.values()).stream()
        .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst();
  }

  private Reply sendCode(Request request, Page page) {
    return secondStep
        .send(page.user(), page.field("authenticator"))
        .map(
            oobCode -> {
              flows.put(page.state(), page.flow().sent(oobCode));
              return seeOther(
                  "/u/mfa?state="
                      + page.state()
                      + "&with="
                      + kind(page.field("with")).orElse(Kind.SMS).name().toLowerCase(Locale.ROOT));
            })
        .orElseGet(() -> seeOther("/u/mfa?state=" + page.state()));
  }

  private Reply checkCode(Request request, Page page) {
    User user = page.user();
    Kind kind = kind(page.field("kind")).orElse(Kind.OTP);
    return switch (secondStep.check(
        user, kind, page.field("code").replace(" ", ""), page.flow().oobCode())) {
      case SecondStep.Failed failed -> {
        GuardianLog.entry(page.attempt(user.email()), user, failed.refusal()).ifPresent(log::write);
        Form form =
            page.form()
                .with(
                    OAuthError.of(failed.refusal()).status() == 429 ? 429 : 400,
                    page.text(key(failed.refusal())));
        yield secondStep.choices(user).isEmpty()
            ? page.pages().enrol(form, secondStep.enrolment(user))
            : page.pages().code(form, kind);
      }
      case SecondStep.Passed passed -> {
        if (user.blocked()) {
          yield refused(page, page.form(), new Refusal.UserBlocked());
        }
        if (passed.nextRecoveryCode().isEmpty()) {
          yield loggedIn(request, page, user, true);
        }
        users.seen(user.userId(), request.peer());
        Started started = sessions.start(request, user, true);
        flows.put(page.state(), page.flow().at(Step.CONTINUE, user.userId()));
        yield page.pages()
            .newRecoveryCode(page.form(), passed.nextRecoveryCode().get().reveal())
            .with("Set-Cookie", started.cookie());
      }
    };
  }

  private static String key(Refusal refusal) {
    return switch (refusal) {
      case Refusal.AuthorizationPending ignored -> "pushPending";
      case Refusal.SlowDown ignored -> "pushSlowDown";
      case Refusal.MfaRejected ignored -> "pushDenied";
      case Refusal.TooManyCodes ignored -> "tooManyCodes";
      default -> "wrongCode";
    };
  }

  private Reply goOn(Request request, Page page) {
    return inSession(request, page, session -> goOn(request, page, page.user(), session, true));
  }

  private Reply showConsent(Request request, Page page) {
    AuthorizeRequest wanted = page.flow().request();
    return page.pages().consent(page.form(), wanted.scope(), wanted.audience());
  }

  private Reply consent(Request request, Page page) {
    AuthorizeRequest wanted = page.flow().request();
    if (!page.field("answer").equals("allow")) {
      flows.end(page.state());
      return error(
          request,
          wanted,
          page.application(),
          "access_denied",
          "User did not authorize the request");
    }
    return inSession(
        request,
        page,
        session -> {
          consents.give(page.user().userId(), wanted);
          return goOn(request, page, page.user(), session, false);
        });
  }

  private Reply inSession(
      Request request, Page page, java.util.function.Function<Session, Reply> handler) {
    return sessions
        .of(request)
        .filter(session -> session.userId().equals(page.flow().userId()))
        .map(handler)
        .orElseGet(() -> speaking(request).expired());
  }

  /** A page of a login that is under way. */
  private Reply inFlow(Request request, Step step, BiFunction<Request, Page, Reply> handler) {
    return switch (Parameters.ofQuery(request)) {
      case Parameters.Malformed malformed ->
          speaking(request).problem(400, "invalid_request", malformed.reason());
      case Parameters.Parsed parsed ->
          page(request, parsed.parameters(), Optional.empty(), step)
              .map(page -> handler.apply(request, page))
              .orElseGet(() -> speaking(request).expired());
    };
  }

  private Reply posted(Request request, Step step, BiFunction<Request, Page, Reply> handler) {
    if (!(Parameters.ofQuery(request) instanceof Parameters.Parsed query)
        || !(Parameters.ofBody(request) instanceof Parameters.Parsed body)) {
      return speaking(request).problem(400, "invalid_request", "The form cannot be read.");
    }
    return page(request, query.parameters(), Optional.of(body.parameters()), step)
        .map(page -> handler.apply(request, page))
        .orElseGet(() -> speaking(request).expired());
  }

  private Optional<Page> page(
      Request request, Parameters query, Optional<Parameters> body, Step step) {
    TenantDefinition definition = tenant.get();
    String state = query.text("state").orElse("");
    return flows
        .find(request, state)
        .filter(flow -> flow.step() == step)
        .filter(flow -> flow.userId().isEmpty() || users.byId(flow.userId()).isPresent())
        .flatMap(
            flow -> {
              Optional<Application> application = definition.application(flow.request().clientId());
              Optional<Connection> connection = definition.connection(flow.request().connection());
              return application.isEmpty() || connection.isEmpty()
                  ? Optional.empty()
                  : Optional.of(
                      new Page(
                          request, state, flow, application.get(), connection.get(), query, body));
            });
  }

  private HostedPages speaking(Request request) {
    return pages.speaking(request);
  }

  private Optional<Connection> connection(AuthorizeRequest wanted) {
    return tenant.get().connection(wanted.connection());
  }

  private LoginAttempt attempt(
      Request request, AuthorizeRequest wanted, Application application, String username) {
    return new LoginAttempt(
        tenant.get(),
        application,
        username,
        wanted.audience(),
        wanted.scope(),
        request.peer(),
        request.peer(),
        organizations.organization(wanted));
  }

  /** One page of a login: its state, and what the browser sent. */
  private final class Page {

    private final Request request;
    private final String state;
    private final Flow flow;
    private final Application application;
    private final Connection connection;
    private final Parameters query;
    private final Optional<Parameters> body;

    private Page(
        Request request,
        String state,
        Flow flow,
        Application application,
        Connection connection,
        Parameters query,
        Optional<Parameters> body) {
      this.request = request;
      this.state = state;
      this.flow = flow;
      this.application = application;
      this.connection = connection;
      this.query = query;
      this.body = body;
    }

    /** The pages in the language of the login. */
    private HostedPages pages() {
      return HostedLogin.this.pages.speaking(request, flow.request().uiLocales());
    }

    private String text(String key) {
      return pages().text(key);
    }

    private Request request() {
      return request;
    }

    private Page with(Flow changed) {
      return new Page(request, state, changed, application, connection, query, body);
    }

    private String state() {
      return state;
    }

    private Flow flow() {
      return flow;
    }

    private Application application() {
      return application;
    }

    private Connection connection() {
      return connection;
    }

    /** The user whose password was right. */
    private User user() {
      return users.byId(flow.userId()).orElseThrow();
    }

    private String query(String name) {
      return query.text(name).orElse("");
    }

    private String field(String name) {
      return body.flatMap(form -> form.text(name)).orElse("");
    }

    private Form form() {
      return form(flow.request().loginHint().orElse(""));
    }

    private Form form(String username) {
      return Form.of(state, application.name(), username);
    }

    private LoginAttempt attempt(String username) {
      return HostedLogin.this.attempt(request, flow.request(), application, username);
    }
  }
}
