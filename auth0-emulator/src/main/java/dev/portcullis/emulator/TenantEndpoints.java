package dev.portcullis.emulator;

import dev.portcullis.emulator.internal.access.Invitations;
import dev.portcullis.emulator.internal.access.Organizations;
import dev.portcullis.emulator.internal.access.Permissions;
import dev.portcullis.emulator.internal.accounts.EmailVerification;
import dev.portcullis.emulator.internal.accounts.PasswordResets;
import dev.portcullis.emulator.internal.accounts.PasswordRules;
import dev.portcullis.emulator.internal.accounts.SignUps;
import dev.portcullis.emulator.internal.control.ControlApi;
import dev.portcullis.emulator.internal.control.StateApi;
import dev.portcullis.emulator.internal.device.DeviceCodes;
import dev.portcullis.emulator.internal.device.DeviceEndpoint;
import dev.portcullis.emulator.internal.documents.Documents;
import dev.portcullis.emulator.internal.hosted.HostedLogin;
import dev.portcullis.emulator.internal.hosted.HostedState;
import dev.portcullis.emulator.internal.hosted.Origins;
import dev.portcullis.emulator.internal.http.Cors;
import dev.portcullis.emulator.internal.http.PreparedReplies;
import dev.portcullis.emulator.internal.http.RequestPipeline;
import dev.portcullis.emulator.internal.http.Router;
import dev.portcullis.emulator.internal.kept.AccountsApi;
import dev.portcullis.emulator.internal.kept.ActionsApi;
import dev.portcullis.emulator.internal.kept.GuardianApi;
import dev.portcullis.emulator.internal.kept.InvitationsApi;
import dev.portcullis.emulator.internal.kept.KeptApi;
import dev.portcullis.emulator.internal.kept.KeysApi;
import dev.portcullis.emulator.internal.kept.LinksApi;
import dev.portcullis.emulator.internal.kept.RefreshTokensApi;
import dev.portcullis.emulator.internal.kept.SessionsApi;
import dev.portcullis.emulator.internal.kept.Subjects;
import dev.portcullis.emulator.internal.kept.UserImport;
import dev.portcullis.emulator.internal.login.PasswordCheck;
import dev.portcullis.emulator.internal.management.AttackProtectionApi;
import dev.portcullis.emulator.internal.management.ClientGrantsApi;
import dev.portcullis.emulator.internal.management.ClientsApi;
import dev.portcullis.emulator.internal.management.ConnectionsApi;
import dev.portcullis.emulator.internal.management.Discovery;
import dev.portcullis.emulator.internal.management.LogStreamsApi;
import dev.portcullis.emulator.internal.management.LogsApi;
import dev.portcullis.emulator.internal.management.ManagementAuth;
import dev.portcullis.emulator.internal.management.ManagementEndpoint;
import dev.portcullis.emulator.internal.management.ManagementLimit;
import dev.portcullis.emulator.internal.management.ResourceServersApi;
import dev.portcullis.emulator.internal.management.StatsApi;
import dev.portcullis.emulator.internal.management.TenantApi;
import dev.portcullis.emulator.internal.management.UserBlocksApi;
import dev.portcullis.emulator.internal.management.UsersApi;
import dev.portcullis.emulator.internal.mfa.MfaApi;
import dev.portcullis.emulator.internal.mfa.SecondStep;
import dev.portcullis.emulator.internal.oauth.ClientAssertions;
import dev.portcullis.emulator.internal.oauth.ClientAuthenticator;
import dev.portcullis.emulator.internal.page.EmulatorControls;
import dev.portcullis.emulator.internal.page.LinkPages;
import dev.portcullis.emulator.internal.page.Page;
import dev.portcullis.emulator.internal.passwordless.AuthSessions;
import dev.portcullis.emulator.internal.passwordless.CodeLogins;
import dev.portcullis.emulator.internal.passwordless.OtpChallenge;
import dev.portcullis.emulator.internal.passwordless.PasswordlessStart;
import dev.portcullis.emulator.internal.refresh.IssuedRefreshTokens;
import dev.portcullis.emulator.internal.rules.TokenPolicy;
import dev.portcullis.emulator.internal.session.SessionLifetimes;
import dev.portcullis.emulator.internal.session.Sessions;
import dev.portcullis.emulator.internal.token.TokenServices;
import dev.portcullis.emulator.tenantfile.TenantFile;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Builds the endpoints of a tenant, group by group. */
final class TenantEndpoints {

  private final TenantRuntime tenant;
  private final Runnable reset;
  private final Consumer<TenantFile> replace;
  private final Router router = new Router();
  private final PreparedReplies prepared = new PreparedReplies();
  private final RequestPipeline pipeline;
  private final PasswordResets resets;
  private final PasswordCheck passwords;
  private final PasswordRules passwordRules;
  private final EmailVerification verification;
  private final SignUps signUps;
  private final IssuedRefreshTokens refreshTokens;
  private final ClientAuthenticator clients;
  private final DeviceCodes devices;
  private final CodeLogins codeLogins;
  private final AuthSessions authSessions;
  private final Organizations organizations;
  private final TokenPolicy policy;
  private final Sessions sessions;

  TenantEndpoints(TenantRuntime tenant, Runnable reset, Consumer<TenantFile> replace) {
    this.tenant = tenant;
    this.reset = reset;
    this.replace = replace;
    this.pipeline =
        new RequestPipeline(
            router,
            prepared,
            new Cors(new Origins(tenant.configuration())),
            tenant.clock(),
            tenant.random());
    this.resets =
        new PasswordResets(
            tenant.configuration(),
            tenant.users(),
            tenant.links(),
            tenant.log(),
            tenant.clock(),
            tenant.store());
    this.passwords =
        new PasswordCheck(
            tenant.users(),
            tenant.guard(),
            tenant.log(),
            tenant.links(),
            tenant.breached(),
            tenant.clock(),
            tenant.store());
    this.passwordRules =
        new PasswordRules(tenant.configuration(), tenant.documents(), tenant.users());
    this.verification =
        new EmailVerification(
            tenant.documents(),
            tenant.users(),
            tenant.outbox(),
            tenant.issuer(),
            tenant.clock(),
            tenant.random());
    this.signUps =
        new SignUps(
            tenant.configuration(),
            tenant.users(),
            tenant.breached(),
            passwordRules,
            tenant.log(),
            tenant.clock(),
            tenant.random(),
            tenant.store());
    this.clients =
        new ClientAuthenticator(
            tenant.configuration(),
            new ClientAssertions(tenant.names(), tenant.clock(), tenant.store()));
    this.devices = new DeviceCodes(tenant.clock(), tenant.random(), tenant.store());
    this.codeLogins =
        new CodeLogins(
            tenant.users(),
            passwords,
            tenant.outbox(),
            tenant.log(),
            tenant.clock(),
            tenant.random(),
            tenant.store());
    this.authSessions = new AuthSessions(tenant.clock(), tenant.random(), tenant.store());
    this.organizations = new Organizations(tenant.documents());
    this.policy = new TokenPolicy(new Permissions(tenant.documents()));
    this.sessions =
        new Sessions(
            tenant.issuer().startsWith("https:"),
            new SessionLifetimes(tenant.documents()),
            tenant.clock(),
            tenant.random(),
            tenant.store());
    addDiscovery();
    TokenServices tokens = addTokens();
    addHostedLogin(tokens);
    this.refreshTokens = tokens.refreshTokens();
    addAccounts();
    addManagementApi();
    addPage();
    addControlApi();
  }

  /** The pipeline in front of all endpoints. */
  RequestPipeline pipeline() {
    return pipeline;
  }

  /** The method and path of every endpoint. */
  List<String> routes() {
    return router.routes();
  }

  private void addDiscovery() {
    Discovery discovery = new Discovery(tenant.issuer(), tenant.keys());
    router
        .on("GET", "/.well-known/openid-configuration", discovery::configuration)
        .on("GET", "/.well-known/jwks.json", discovery::keys);
  }

  private TokenServices addTokens() {
    TokenServices tokens =
        new TokenServices(
            tenant.configuration(),
            tenant.issuer(),
            tenant.names(),
            clients,
            tenant.users(),
            tenant.mfa(),
            passwords,
            devices,
            codeLogins,
            authSessions,
            organizations,
            policy,
            tenant.log(),
            tenant.keys(),
            tenant.clock(),
            tenant.random(),
            tenant.store());
    tokens.addTo(router);
    router.on(
        "POST",
        "/oauth/device/code",
        new DeviceEndpoint(
            tenant.configuration(), tenant.issuer(), clients, devices, tenant.log()));
    router.on(
        "POST",
        "/otp/challenge",
        new OtpChallenge(
            tenant.configuration(),
            clients,
            codeLogins,
            authSessions,
            tenant.log(),
            tenant.clock(),
            tenant.store()));
    router.on(
        "POST",
        "/passwordless/start",
        new PasswordlessStart(
            tenant.configuration(),
            tenant.issuer(),
            clients,
            codeLogins,
            tenant.log(),
            tenant.clock(),
            tenant.random(),
            tenant.store()));
    new MfaApi(
            tenant.configuration(),
            clients,
            tenant.mfa(),
            tokens.mfaAccess(),
            tenant.users(),
            tenant.random())
        .addTo(router);
    return tokens;
  }

  private void addHostedLogin(TokenServices tokens) {
    HostedLogin.addTo(
        router,
        new HostedState(
            tenant.configuration(),
            tenant.issuer(),
            tenant.users(),
            passwords,
            organizations,
            new Invitations(tenant.documents(), tenant.clock()),
            policy,
            new SecondStep(tenant.configuration(), tenant.mfa(), tenant.random()),
            signUps,
            resets,
            tokens.browserTokens(),
            tokens.sessionTransfers(),
            sessions,
            clients,
            devices,
            codeLogins,
            tenant.keys(),
            tenant.log(),
            tenant.clock(),
            tenant.random(),
            tenant.store()));
  }

  private void addAccounts() {
    router
        .on("POST", "/dbconnections/change_password", resets)
        .on("POST", "/dbconnections/signup", signUps);
    new LinkPages(
            tenant.configuration(),
            tenant.links(),
            tenant.users(),
            passwordRules,
            tenant.guard(),
            tenant.breached(),
            tenant.log())
        .addTo(router);
    verification.addTo(router);
  }

  private void addManagementApi() {
    ManagementAuth auth =
        new ManagementAuth(tenant.issuer(), tenant.names(), tenant.keys(), tenant.clock());
    LogsApi logs = new LogsApi(tenant.log(), auth, tenant.issuer());
    router
        .on("GET", "/api/v2/logs", logs::list)
        .on("GET", "/api/v2/logs/*", logs::one)
        .on("GET", "/api/v2/users/*/logs", logs::ofUser);
    ManagementLimit limit =
        new ManagementLimit(
            () -> tenant.configuration().get().managementRateLimit(), tenant.clock());
    ManagementEndpoint endpoint =
        new ManagementEndpoint(tenant.configuration(), auth, limit, tenant.log());
    Documents documents = tenant.documents();
    new ClientsApi(tenant.configuration(), documents, endpoint, tenant.clock(), tenant.random())
        .addTo(router);
    new ClientGrantsApi(tenant.configuration(), documents, tenant.issuer(), endpoint).addTo(router);
    ConnectionsApi connections =
        new ConnectionsApi(
            tenant.configuration(), tenant.users(), documents, endpoint, tenant.random());
    connections.addTo(router);
    new ResourceServersApi(tenant.configuration(), documents, endpoint).addTo(router);
    new UserBlocksApi(tenant.guard(), tenant.users(), tenant.log(), endpoint).addTo(router);
    new AttackProtectionApi(tenant.configuration(), documents, endpoint).addTo(router);
    new TenantApi(tenant.configuration(), tenant.users(), tenant.links(), documents, endpoint)
        .addTo(router);
    new StatsApi(tenant.log(), tenant.users(), endpoint, tenant.clock()).addTo(router);
    new LogStreamsApi(tenant.streams(), documents, endpoint, tenant.random()).addTo(router);
    UsersApi users =
        new UsersApi(
            tenant.configuration(),
            tenant.users(),
            tenant.mfa(),
            passwordRules,
            verification,
            documents,
            endpoint,
            tenant.random());
    users.addTo(router);
    addKept(endpoint, users, connections);
  }

  private void addKept(ManagementEndpoint endpoint, UsersApi users, ConnectionsApi connections) {
    Subjects subjects =
        new Subjects(tenant.documents())
            .withUsers(users::all, users::shown)
            .with(
                "clients",
                id ->
                    tenant
                        .configuration()
                        .get()
                        .application(id)
                        .map(app -> Map.of("client_id", id, "name", app.name())))
            .with("connections", connections::shown);
    new ActionsApi(tenant.documents(), endpoint, tenant.random()).addTo(router);
    new GuardianApi(
            tenant.documents(), subjects, tenant.mfa().authenticators(), endpoint, tenant.random())
        .addTo(router);
    new KeysApi(
            tenant.documents(),
            tenant.keys(),
            URI.create(tenant.issuer()).getHost(),
            endpoint,
            tenant.clock(),
            tenant.random())
        .addTo(router);
    new RefreshTokensApi(refreshTokens, sessions, tenant.documents(), endpoint).addTo(router);
    new SessionsApi(sessions, refreshTokens, tenant.documents(), endpoint).addTo(router);
    new AccountsApi(
            tenant.documents(),
            tenant.users(),
            new UserImport(tenant.configuration(), tenant.users(), subjects, tenant.random()),
            verification,
            tenant.issuer(),
            endpoint,
            tenant.clock(),
            tenant.random())
        .addTo(router);
    new LinksApi(tenant.documents(), subjects, endpoint).addTo(router);
    new InvitationsApi(
            tenant.configuration(),
            tenant.documents(),
            organizations,
            tenant.outbox(),
            endpoint,
            tenant.clock(),
            tenant.random())
        .addTo(router);
    new KeptApi(tenant.documents(), subjects, endpoint, tenant.clock(), tenant.random())
        .addTo(router);
  }

  private void addPage() {
    EmulatorControls controls =
        new EmulatorControls(
            tenant.configuration(),
            tenant.users(),
            tenant.guard(),
            tenant.mfa(),
            tenant.log(),
            tenant.outbox(),
            resets,
            tenant.clock(),
            prepared,
            pipeline::received,
            reset,
            router,
            tenant.issuer(),
            tenant.keys(),
            tenant::export,
            replace);
    new Page(controls, tenant.origins()).addTo(router);
  }

  private void addControlApi() {
    Router control = new Router();
    new ControlApi(
            tenant.clock(), prepared, pipeline::received, tenant.outbox(), tenant.mfa(), reset)
        .addTo(control);
    new StateApi(tenant::export, replace).addTo(control);
    router.addAll(control, tenant.origins()::forPrograms);
  }
}
