package dev.portcullis.bootstrap.settings;

import dev.portcullis.adapters.auth0.settings.Auth0Proxy;
import dev.portcullis.adapters.auth0.settings.Auth0Settings;
import dev.portcullis.adapters.auth0.settings.Auth0Transport;
import dev.portcullis.adapters.auth0.settings.ClientAuthentication;
import dev.portcullis.adapters.auth0.settings.ClientSecret;
import dev.portcullis.adapters.auth0.settings.TenantTls;
import dev.portcullis.application.protection.ProtectionSettings;
import dev.portcullis.application.protection.port.TenantPace;
import dev.portcullis.bootstrap.settings.Settings.ResetSettings;
import dev.portcullis.bootstrap.settings.document.Accumulator;
import dev.portcullis.bootstrap.settings.document.Section;
import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import dev.portcullis.bootstrap.settings.document.ValueType;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import io.vavr.control.Validation;
import java.net.URI;
import java.time.Duration;
import java.util.function.BiFunction;

/** Reads {@code auth0}. */
final class Auth0Reader {

  private static final Duration LEAST = Duration.ofMillis(1);
  private static final Duration MOST = Duration.ofMinutes(1);

  private static final ValueType<Auth0Proxy> PROXY =
      new ValueType<>("URL", false, Auth0Reader::proxyUrl);
  private static final ValueType<String> PROXY_USER =
      tried(
          "text",
          "a name without a colon",
          (proxy, name) -> proxy.withUser(name, new ClientSecret("any")));
  private static final ValueType<String> DIRECT =
      tried(
          "host", "a host name or an IP address", (proxy, host) -> proxy.without(Vector.of(host)));

  private Auth0Reader() {}

  static Validation<Seq<SettingsProblem>, Auth0Settings> read(Section auth0) {
    Accumulator all = new Accumulator();
    var domain =
        all.add(
            auth0.required(
                "domain",
                ValueType.TENANT,
                "The tenant's domain, such as example.eu.auth0.com or your custom domain."));
    var clientId =
        all.add(auth0.required("client-id", ValueType.TEXT, "The application's Client ID."));
    var clientSecret =
        all.add(
            auth0.required(
                "client-secret",
                ValueType.secret(ClientSecret::new),
                "The application's Client Secret: ${NAME} of an environment variable, file:PATH, or"
                    + " the secret itself."));
    var oldClientSecret =
        all.add(
            auth0.optional(
                "old-client-secret",
                ValueType.secret(ClientSecret::new),
                "While the secret is rotated: the one before auth0.client-secret, used while Auth0"
                    + " refuses that one. Written in the same ways."));
    var method =
        all.add(
            auth0.withDefault(
                "authentication-method",
                ValueType.oneOf(ClientAuthentication.class, '_'),
                "client_secret_post",
                "How the application authenticates; no other method carries the end user's"
                    + " address."));
    var realm =
        all.add(
            auth0.optional(
                "realm",
                ValueType.TEXT,
                "The connection to log in to; without it the tenant's Default Directory."));
    var audience =
        all.add(
            auth0.optional(
                "audience", ValueType.TEXT, "The API that access tokens are requested for."));
    var scope =
        all.add(
            auth0.optional(
                "scope",
                ValueType.TEXT,
                "The requested scopes, separated by spaces; without it Auth0 grants every scope of"
                    + " the audience."));
    var text401 =
        all.add(
            auth0.withDefault(
                "text-401-is-wrong-credentials",
                ValueType.BOOLEAN,
                "false",
                "Whether a login answered with 401 in HTML or plain text, as some proxies and other"
                    + " providers answer a wrong password, is wrong-credentials. With false it is"
                    + " unintelligible, with its status and media type in the log. With true,"
                    + " anything before Auth0 that refuses the gateway itself looks like wrong"
                    + " passwords."));
    var transport = all.add(transport(auth0));
    return all.check(
        () -> {
          Option<SettingsProblem> demo =
              DemoSecrets.problem(auth0, domain.get(), clientSecret.get());
          if (demo.isDefined()) {
            return Validation.invalid(demo.toVector());
          }
          Auth0Settings settings =
              Auth0Settings.of(domain.get(), clientId.get(), clientSecret.get())
                  .withClientAuthentication(method.get())
                  .withText401AsWrongCredentials(text401.get())
                  .withTransport(transport.get());
          settings =
              Accumulator.with(settings, oldClientSecret.get(), Auth0Settings::withOldClientSecret);
          settings = Accumulator.with(settings, realm.get(), Auth0Settings::withRealm);
          settings = Accumulator.with(settings, audience.get(), Auth0Settings::withAudience);
          return Validation.valid(
              Accumulator.with(settings, scope.get(), Auth0Settings::withScope));
        });
  }

  /** The same tenant, with the connection whose users are mailed a reset. */
  static Auth0Settings withResetBy(Auth0Settings auth0, ResetSettings reset) {
    return reset instanceof ResetSettings.ByEmail(var connection)
        ? auth0.withResetConnection(connection)
        : auth0;
  }

  private static Validation<Seq<SettingsProblem>, Auth0Transport> transport(Section auth0) {
    Accumulator all = new Accumulator();
    var connect =
        all.add(
            auth0.withDefault(
                "connect-timeout",
                ValueType.duration(LEAST, MOST),
                "2s",
                "How long each of name resolution and connecting, with its TLS handshake, may"
                    + " take."));
    var total =
        all.add(
            auth0.withDefault(
                "total-timeout",
                ValueType.duration(LEAST, MOST),
                "10s",
                "How long a login may take in total; after that the caller gets no-answer."));
    var maxConnections =
        all.add(
            auth0.withDefault(
                "max-connections",
                ValueType.number(1, 10_000),
                "64",
                "How many logins can be in progress at Auth0 concurrently, each over its own"
                    + " connection."));
    var idle =
        all.add(
            auth0.withDefault(
                "idle-timeout",
                ValueType.duration(LEAST, Duration.ofMinutes(10)),
                "30s",
                "How long an unused connection to Auth0 is kept."));
    var rateLimit =
        all.add(
            auth0.optional(
                "rate-limit",
                ValueType.number(1, TenantPace.MOST),
                "How many logins and renewals a second the tenant takes, for all applications"
                    + " together. What Auth0's x-ratelimit headers say counts if it is less, and"
                    + " alone without this."));
    var breaker =
        all.add(
            auth0.withDefault(
                "breaker",
                ValueType.BOOLEAN,
                "true",
                "Whether logins are refused at once while the tenant answers nothing; one now and"
                    + " then finds out whether it answers again."));
    var breakerAfter =
        all.add(
            auth0.withDefault(
                "breaker-after",
                ValueType.duration(
                    ProtectionSettings.LEAST_BREAKER_AFTER, ProtectionSettings.MOST_BREAKER_AFTER),
                "1500ms",
                "For how long the tenant has to answer nothing before that, while at least five"
                    + " calls fail or hang."));
    var proxy = all.add(proxy(auth0.section("proxy")));
    var tls = all.add(tls(auth0));
    return all.check(
        () -> {
          if (connect.get().compareTo(total.get()) > 0) {
            return auth0.invalid(
                "connect-timeout",
                "longer than auth0.total-timeout",
                "make it the shorter of the two");
          }
          Auth0Transport transport =
              (breaker.get()
                      ? Auth0Transport.defaults().withBreakerAfter(breakerAfter.get())
                      : Auth0Transport.defaults().withoutBreaker())
                  .withTimeouts(connect.get(), total.get())
                  .withMaxConnections(maxConnections.get())
                  .withIdleTimeout(idle.get());
          transport = Accumulator.with(transport, proxy.get(), Auth0Transport::withProxy);
          transport = Accumulator.with(transport, rateLimit.get(), Auth0Transport::withRateLimit);
          return Validation.valid(Accumulator.with(transport, tls.get(), Auth0Transport::withTls));
        });
  }

  private static Validation<Seq<SettingsProblem>, Option<Auth0Proxy>> proxy(Section proxy) {
    Accumulator all = new Accumulator();
    var url =
        all.add(
            proxy.optional(
                "url",
                PROXY,
                "The HTTP proxy through which every call to Auth0 goes (CONNECT), http://HOST:PORT."
                    + " Without it Auth0 is called directly; variables such as HTTPS_PROXY have no"
                    + " effect."));
    var user = all.add(proxy.optional("user", PROXY_USER, "The user that the proxy knows."));
    var password =
        all.add(
            proxy.optional(
                "password",
                ValueType.secret(ClientSecret::new),
                "The user's password, written as auth0.client-secret. It is read when the gateway"
                    + " starts."));
    var direct =
        all.add(
            proxy.list(
                "no-proxy",
                DIRECT,
                "Hosts of tenants that are called directly nevertheless: names, each with those"
                    + " below it, or IP addresses."));
    return all.check(
        () -> {
          boolean more =
              user.get().isDefined() || password.get().isDefined() || direct.get().nonEmpty();
          if (url.get().isEmpty()) {
            return more
                ? proxy.invalid("url", "missing while other keys of it are set", "set it")
                : Validation.valid(Option.none());
          }
          if (user.get().isDefined() != password.get().isDefined()) {
            return DoctorReader.incomplete(proxy, "user", "password");
          }
          Auth0Proxy settings = url.get().get().without(direct.get());
          return Validation.valid(
              Option.of(
                  user.get()
                      .fold(() -> settings, it -> settings.withUser(it, password.get().get()))));
        });
  }

  private static Validation<Seq<SettingsProblem>, Option<TenantTls>> tls(Section auth0) {
    Accumulator all = new Accumulator();
    var trust =
        all.add(
            auth0.optional(
                "trust",
                ValueType.FILE,
                "A PEM file with the certificate authorities that may sign Auth0's certificate, in"
                    + " place of the JDK's. Read again when it changes."));
    var certificate =
        all.add(
            auth0.optional(
                "client-certificate",
                ValueType.FILE,
                "A PEM file with the certificate, and its intermediates, that the gateway shows to"
                    + " an edge before Auth0 that asks for one. Read again when it changes."));
    var key =
        all.add(
            auth0.optional(
                "client-key",
                ValueType.FILE,
                "The PEM file with its private key: PKCS#8, not encrypted."));
    return all.check(
        () -> {
          if (certificate.get().isDefined() != key.get().isDefined()) {
            return DoctorReader.incomplete(auth0, "client-certificate", "client-key");
          }
          if (trust.get().isEmpty() && certificate.get().isEmpty()) {
            return Validation.valid(Option.none());
          }
          TenantTls tls =
              Accumulator.with(
                  TenantTls.javas(),
                  trust.get().map(auth0.directory()::resolve),
                  TenantTls::withAuthorities);
          return Validation.valid(
              Option.of(
                  certificate
                      .get()
                      .fold(
                          () -> tls,
                          chain ->
                              tls.withClientCertificate(
                                  auth0.directory().resolve(chain),
                                  auth0.directory().resolve(key.get().get())))));
        });
  }

  private static Validation<String, Auth0Proxy> proxyUrl(String text) {
    try {
      return Validation.valid(Auth0Proxy.of(URI.create(text)));
    } catch (IllegalArgumentException e) {
      return Validation.invalid("http://HOST:PORT, without a user or a password in it");
    }
  }

  /** Valid if a proxy takes it. */
  private static ValueType<String> tried(
      String name, String expected, BiFunction<Auth0Proxy, String, Auth0Proxy> change) {
    Auth0Proxy any = Auth0Proxy.of(URI.create("http://proxy.example.com:3128"));
    return new ValueType<>(
        name,
        false,
        text -> {
          try {
            var unused = change.apply(any, text);
            return Validation.valid(text);
          } catch (IllegalArgumentException e) {
            return Validation.invalid(expected);
          }
        });
  }
}
