package dev.portcullis.adapters.auth0.doctor;

import dev.portcullis.adapters.auth0.settings.Auth0Proxy;
import dev.portcullis.adapters.auth0.settings.Auth0Settings;
import dev.portcullis.adapters.auth0.settings.ClientSecret;
import dev.portcullis.adapters.auth0.settings.TenantTls;
import dev.portcullis.adapters.auth0.token.Auth0TokenApi;
import dev.portcullis.adapters.auth0.token.TokenAnswer;
import dev.portcullis.adapters.auth0.token.TokenForm;
import dev.portcullis.adapters.auth0.token.TokenRequest;
import dev.portcullis.adapters.auth0.transport.Calls;
import dev.portcullis.adapters.auth0.transport.ForwardedFor;
import dev.portcullis.adapters.auth0.transport.HttpCoreClient;
import dev.portcullis.adapters.auth0.transport.HttpReply;
import dev.portcullis.adapters.auth0.transport.Origin;
import dev.portcullis.adapters.auth0.transport.Tunnel;
import dev.portcullis.doctor.port.HostProbe;
import dev.portcullis.doctor.tenant.FaultWords;
import dev.portcullis.doctor.tenant.Host;
import dev.portcullis.doctor.tenant.Host.Certificate;
import dev.portcullis.doctor.tenant.Host.Credentials;
import dev.portcullis.doctor.tenant.Host.Names;
import dev.portcullis.doctor.tenant.Host.Reach;
import dev.portcullis.doctor.tenant.Host.SecretProof;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.outcome.ProviderFault.ConnectFault;
import dev.portcullis.domain.outcome.ProviderFault.NoAnswerFault;
import dev.portcullis.domain.token.RefreshToken;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Probes the tenant's host: its addresses, certificate and clock, and whether it accepts the
 * application's ID and each of its secrets. Those are sent with a refresh token that cannot exist,
 * which is no login and counts against no user; the tenant logs it as a failed exchange.
 */
public final class Auth0HostProbe implements HostProbe {

  private static final RefreshToken NO_TOKEN =
      new RefreshToken("portcullis-doctor-asks-whether-the-secret-is-right");

  private static final int REFUSAL_MILLIS = 150;
  private static final String SECRET = "auth0.client-secret";
  private static final String OLD_SECRET = "auth0.old-client-secret";

  private final Auth0Settings settings;
  private final SSLContext tls;
  private final InstantSource time;
  private final Supplier<Seq<Host.SecretPlace>> secrets;

  /**
   * @param secrets where the settings' secrets are stored, read at each probe
   */
  public Auth0HostProbe(
      Auth0Settings settings,
      SSLContext tls,
      InstantSource time,
      Supplier<Seq<Host.SecretPlace>> secrets) {
    this.settings = settings;
    this.tls = tls;
    this.time = time;
    this.secrets = secrets;
  }

  @Override
  public Host read() {
    Origin origin = Origin.of(settings.tenant());
    return new Host(
        names(origin).fold(Reach.NoName::new, names -> reach(origin, names)), secrets.get());
  }

  private Reach reach(Origin origin, Names names) {
    Either<Reach, Option<Certificate>> certificate =
        origin.secure() || proxy(origin).isDefined()
            ? connected(origin, names)
            : Either.right(Option.none());
    if (certificate.isLeft()) {
      return certificate.getLeft();
    }
    try (HttpCoreClient http = HttpCoreClient.of(settings.tenant(), settings.transport(), tls)) {
      return refresh(http, settings.clientSecret())
          .<Reach>fold(
              why -> new Reach.NoAnswer(names, why + through(origin)),
              reply ->
                  new Reach.Answers(
                      names, certificate.get(), skew(reply), proofs(http, credentials(reply))));
    }
  }

  /** Each secret is tried by itself, as the gateway tries them. */
  private Seq<SecretProof> proofs(HttpCoreClient http, Either<String, Credentials> ofSecret) {
    return Vector.of(new SecretProof(SECRET, ofSecret))
        .appendAll(
            settings
                .clientSecrets()
                .tail()
                .map(
                    old ->
                        new SecretProof(
                            OLD_SECRET, refresh(http, old).flatMap(Auth0HostProbe::credentials))));
  }

  private Option<Auth0Proxy> proxy(Origin origin) {
    return settings.transport().proxyFor(origin.hostName());
  }

  private String through(Origin origin) {
    return proxy(origin).fold(() -> "", it -> ", through the proxy " + it);
  }

  /** The proxy's, if there is one: it looks up the tenant's name itself. */
  private Either<String, Names> names(Origin origin) {
    Option<Auth0Proxy> proxy = proxy(origin);
    String host = proxy.map(Auth0Proxy::host).getOrElse(origin.hostName());
    Instant start = time.instant();
    try {
      InetAddress[] found = InetAddress.getAllByName(host);
      return Either.right(
          new Names(
              Vector.of(found).map(InetAddress::getHostAddress),
              Duration.between(start, time.instant())));
    } catch (UnknownHostException e) {
      return Either.left(
          proxy.isDefined()
              ? "the proxy " + host + " has no address: check auth0.proxy.url and the DNS"
              : host + " has no address: check auth0.domain and the DNS");
    }
  }

  /** Connects as a login does, and returns the certificate if there is TLS. */
  private Either<Reach, Option<Certificate>> connected(Origin origin, Names names) {
    int millis = (int) settings.transport().connectTimeout().toMillis();
    Option<Auth0Proxy> proxy = proxy(origin);
    try (SocketChannel channel = SocketChannel.open()) {
      Socket plain = channel.socket();
      plain.connect(
          new InetSocketAddress(
              proxy.map(Auth0Proxy::host).getOrElse(origin.hostName()),
              proxy.map(Auth0Proxy::port).getOrElse(origin.port())),
          millis);
      plain.setSoTimeout(millis);
      if (proxy.isDefined()) {
        Tunnel.open(channel, origin, proxy.get());
      }
      return Either.right(origin.secure() ? Option.of(certificate(plain, origin)) : Option.none());
    } catch (SSLException e) {
      return Either.left(
          new Reach.NotTrusted(
              names,
              TlsWords.of(e, origin.hostName(), settings.transport().tls()) + through(origin)));
    } catch (Tunnel.RefusedException e) {
      return Either.left(new Reach.NoAnswer(names, refused(proxy.get(), origin, e.status())));
    } catch (SocketTimeoutException e) {
      return Either.left(
          new Reach.NoAnswer(
              names, "the tenant did not answer within " + millis + " ms" + through(origin)));
    } catch (ConnectException e) {
      return Either.left(
          new Reach.NoAnswer(
              names,
              proxy.fold(
                  () -> FaultWords.of(ConnectFault.CONNECT_REFUSED),
                  it -> "the proxy " + it + " refuses the connection")));
    } catch (IOException e) {
      return Either.left(
          new Reach.NoAnswer(
              names,
              proxy.fold(
                  () -> FaultWords.of(NoAnswerFault.CONNECTION_LOST),
                  it -> "the connection through " + it + " was lost, or that is no HTTP proxy")));
    } catch (IllegalStateException e) {
      return Either.left(new Reach.NotTrusted(names, String.valueOf(e.getMessage())));
    }
  }

  private Certificate certificate(Socket plain, Origin origin) throws IOException {
    SSLContext context = settings.transport().tls().map(TenantTls::context).getOrElse(tls);
    try (SSLSocket socket =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(plain, origin.hostName(), origin.port(), true)) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      X509Certificate first = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      awaitRefusal(socket);
      return new Certificate(
          first.getSubjectX500Principal().getName(), first.getNotAfter().toInstant());
    }
  }

  /** With TLS 1.3 a server refuses a client's certificate only after the client's handshake. */
  private static void awaitRefusal(SSLSocket socket) throws SSLException {
    try {
      socket.setSoTimeout(REFUSAL_MILLIS);
      int unused = socket.getInputStream().read();
    } catch (SSLException e) {
      throw e;
    } catch (IOException e) {
      // It waits for the request, as it should; or it has closed, which the request will tell.
    }
  }

  /** Some proxies say 401 where 407 is meant. */
  private static String refused(Auth0Proxy proxy, Origin origin, int status) {
    String named = "the proxy " + proxy;
    if (status != 401 && status != 407) {
      return "%s opens no way to %s:%d (%d): it cannot reach it, or its rules forbid it"
          .formatted(named, origin.hostName(), origin.port(), status);
    }
    return proxy.authorization().isEmpty()
        ? "%s asks for a user and a password (%d): set auth0.proxy.user and auth0.proxy.password"
            .formatted(named, status)
        : "%s refuses auth0.proxy.user and auth0.proxy.password (%d)".formatted(named, status);
  }

  private Either<String, HttpReply> refresh(HttpCoreClient http, ClientSecret secret) {
    return Calls.<Either<String, HttpReply>>answered(
            () ->
                Auth0TokenApi.of(http, new TokenForm(settings, () -> secret))
                    .token(new TokenRequest.Refresh(NO_TOKEN, Option.none()), ForwardedFor.NONE),
            Either::right,
            fault -> Either.left(words(fault)))
        .answer();
  }

  private static String words(ProviderFault fault) {
    return switch (fault) {
      case ProviderFault.Unreachable(var why) -> FaultWords.of(why);
      case ProviderFault.Overloaded overloaded -> "every connection to the tenant is in use";
      case ProviderFault.NoAnswer(var why) -> FaultWords.of(why);
      case ProviderFault.RateLimited it -> "the rate limit is reached";
      case ProviderFault.Misconfigured it -> "the tenant refuses the call";
      case ProviderFault.Unavailable it -> "the tenant failed";
      case ProviderFault.Unintelligible it -> "the tenant's answer is not understood";
    };
  }

  private static Either<String, Credentials> credentials(HttpReply reply) {
    return switch (reply.status()) {
      case 401 -> Either.right(new Credentials.Refused());
      case 400, 403 -> Either.right(new Credentials.Accepted());
      default -> Either.left("the token endpoint: " + reply.status() + " " + code(reply));
    };
  }

  /** The error, if it is a code: the tenant may send back the secret. */
  private static String code(HttpReply reply) {
    return TokenAnswer.parse(reply)
        .flatMap(TokenAnswer::error)
        .filter(text -> text.matches("[a-z_]{1,40}"))
        .getOrElse("no error code");
  }

  private Either<String, Duration> skew(HttpReply reply) {
    Instant now = time.instant();
    try {
      return reply
          .date()
          .map(text -> ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME))
          .map(date -> Duration.between(now, date.toInstant()))
          .toEither("the tenant's answer has no valid Date header");
    } catch (DateTimeException e) {
      return Either.left("the tenant's answer has no valid Date header");
    }
  }
}
