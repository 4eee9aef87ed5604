package dev.portcullis.adapters.auth0;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.portcullis.adapters.auth0.management.Auth0ManagementApi;
import dev.portcullis.adapters.auth0.management.ManagementToken;
import dev.portcullis.adapters.auth0.mfa.Auth0MfaApi;
import dev.portcullis.adapters.auth0.mfa.Auth0MfaProvider;
import dev.portcullis.adapters.auth0.mfa.MfaCalls;
import dev.portcullis.adapters.auth0.reset.Auth0ConnectionsApi;
import dev.portcullis.adapters.auth0.reset.Auth0PasswordResets;
import dev.portcullis.adapters.auth0.reset.Auth0ResetTickets;
import dev.portcullis.adapters.auth0.settings.Auth0Settings;
import dev.portcullis.adapters.auth0.settings.TicketSettings;
import dev.portcullis.adapters.auth0.token.Auth0CredentialVerifier;
import dev.portcullis.adapters.auth0.token.Auth0RefreshTokens;
import dev.portcullis.adapters.auth0.token.Auth0RevocationApi;
import dev.portcullis.adapters.auth0.token.Auth0TokenApi;
import dev.portcullis.adapters.auth0.token.TokenForm;
import dev.portcullis.adapters.auth0.transport.Connector;
import dev.portcullis.adapters.auth0.transport.EndpointTarget;
import dev.portcullis.adapters.auth0.transport.ForwardedFor;
import dev.portcullis.adapters.auth0.transport.HttpCoreClient;
import dev.portcullis.adapters.auth0.transport.HttpReply;
import dev.portcullis.adapters.auth0.transport.Origin;
import dev.portcullis.adapters.auth0.transport.OriginTarget;
import dev.portcullis.application.login.port.CredentialVerifier;
import dev.portcullis.application.mfa.port.MfaProvider;
import dev.portcullis.application.provider.Provider;
import dev.portcullis.application.reset.port.PasswordResets;
import dev.portcullis.application.reset.port.ResetTickets;
import dev.portcullis.application.session.port.RefreshTokens;
import dev.portcullis.domain.reset.ResetStart;
import feign.ExceptionPropagationPolicy;
import feign.Feign;
import feign.Logger;
import feign.Retryer;
import feign.Target;
import feign.codec.Encoder;
import feign.jackson.JacksonEncoder;
import io.vavr.collection.HashSet;
import io.vavr.collection.Set;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;

/** One Auth0 tenant, reached as one application; all ports share its connections. */
public final class Auth0Client implements AutoCloseable {

  /** The headers that carry the end user's address to Auth0. */
  public static final Set<String> OWN_HEADERS = HashSet.of(ForwardedFor.HEADER);

  private final HttpCoreClient http;
  private final Origin origin;
  private final TokenForm form;
  private final String clientId;
  private final InstantSource time;
  private final CredentialVerifier credentialVerifier;
  private final RefreshTokens refreshTokens;
  private final MfaProvider mfaProvider;
  private final PasswordResets passwordResets;

  private Auth0Client(
      Auth0Settings settings, HttpCoreClient http, Origin origin, InstantSource time) {
    this.http = http;
    this.origin = origin;
    this.form = new TokenForm(settings);
    this.clientId = settings.clientId();
    this.time = time;
    Auth0TokenApi tokens = tokens(form.fixedHeaders());
    Auth0RevocationApi revocation =
        api(
            http,
            form,
            new EndpointTarget<>(
                Auth0RevocationApi.class, origin + Auth0RevocationApi.PATH, form.fixedHeaders()));
    Auth0MfaApi mfa =
        api(Auth0MfaApi.class, http, origin, new MfaCalls(settings), MfaCalls.fixedHeaders());
    this.credentialVerifier = new Auth0CredentialVerifier(tokens, time);
    this.refreshTokens = new Auth0RefreshTokens(tokens, revocation, time);
    this.mfaProvider = new Auth0MfaProvider(mfa, tokens, time);
    this.passwordResets = resets(settings, http, origin, time);
  }

  /**
   * Connects to nothing yet.
   *
   * @param tls whom to trust; not used for plain http
   */
  public static Auth0Client open(Auth0Settings settings, SSLContext tls, InstantSource time) {
    return open(settings, tls, time, InetAddress::getAllByName);
  }

  public static Auth0Client open(
      Auth0Settings settings, SSLContext tls, InstantSource time, Connector.Dns dns) {
    Origin origin = Origin.of(settings.tenant());
    HttpCoreClient http =
        new HttpCoreClient(
            origin, settings.transport(), origin.secure() ? tls.getSocketFactory() : null, dns);
    return new Auth0Client(settings, http, origin, time);
  }

  /**
   * The tenant as the provider behind the gateway. It shares this client's connections, so it works
   * until the client is closed.
   */
  public Provider provider() {
    return Provider.of(credentialVerifier, Auth0Remedies::of)
        .withRefreshTokens(refreshTokens)
        .withSecondFactors(mfaProvider)
        .withPasswordResets(passwordResets)
        .withOwnHeaders(OWN_HEADERS);
  }

  public CredentialVerifier credentialVerifier() {
    return credentialVerifier;
  }

  public RefreshTokens refreshTokens() {
    return refreshTokens;
  }

  public MfaProvider mfaProvider() {
    return mfaProvider;
  }

  /** Starts nothing if the settings name no connection. */
  public PasswordResets passwordResets() {
    return passwordResets;
  }

  /** Makes reset links as another application, over the same connections. */
  public ResetTickets resetTickets(TicketSettings management) {
    Auth0TokenApi withoutHeader = tokens(TokenForm.FORM_ONLY);
    Auth0ManagementApi api =
        api(
            Auth0ManagementApi.class,
            http,
            origin,
            new JacksonEncoder(JsonMapper.builder().build()),
            Map.of("Content-Type", List.of("application/json")));
    return new Auth0ResetTickets(
        api, new ManagementToken(withoutHeader, management, time), management, clientId, time);
  }

  /** Lets calls under way end and refuses new ones as unreachable. */
  @Override
  public void close() {
    http.close();
  }

  private static PasswordResets resets(
      Auth0Settings settings, HttpCoreClient http, Origin origin, InstantSource time) {
    Auth0ConnectionsApi connections =
        api(
            Auth0ConnectionsApi.class,
            http,
            origin,
            new JacksonEncoder(JsonMapper.builder().build()),
            Map.of("Content-Type", List.of("application/json")));
    return settings
        .resetConnection()
        .orElse(settings.realm())
        .<PasswordResets>map(
            connection ->
                new Auth0PasswordResets(connections, settings.clientId(), connection, time))
        .getOrElse(() -> subject -> new ResetStart.ResetNotStarted());
  }

  private Auth0TokenApi tokens(Map<String, Collection<String>> headers) {
    return api(
        http,
        form,
        new EndpointTarget<>(Auth0TokenApi.class, origin + Auth0TokenApi.PATH, headers));
  }

  private static <T> T api(
      Class<T> type,
      HttpCoreClient http,
      Origin origin,
      Encoder encoder,
      Map<String, Collection<String>> headers) {
    return api(http, encoder, new OriginTarget<>(type, origin.toString(), headers));
  }

  private static <T> T api(HttpCoreClient http, Encoder encoder, Target<T> target) {
    return Feign.builder()
        .client(http)
        .options(ForwardedFor.NOBODY)
        .encoder(encoder)
        .responseInterceptor((answer, rest) -> HttpReply.of(answer.response()))
        // Feign's default sends the password up to five times.
        .retryer(Retryer.NEVER_RETRY)
        .exceptionPropagationPolicy(ExceptionPropagationPolicy.UNWRAP)
        .logLevel(Logger.Level.NONE)
        .target(target);
  }
}
