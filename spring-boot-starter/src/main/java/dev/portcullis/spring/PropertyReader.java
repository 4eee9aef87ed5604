package dev.portcullis.spring;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.portcullis.adapters.auth0.settings.Auth0Proxy;
import dev.portcullis.adapters.auth0.settings.Auth0Settings;
import dev.portcullis.adapters.auth0.settings.Auth0Transport;
import dev.portcullis.adapters.auth0.settings.ClientSecret;
import dev.portcullis.adapters.auth0.settings.TenantTls;
import dev.portcullis.adapters.http.exchange.WebOrigin;
import dev.portcullis.adapters.http.intake.CallerChoices;
import dev.portcullis.adapters.http.intake.CallerOrigins;
import dev.portcullis.adapters.journal.Pseudonyms;
import dev.portcullis.spring.InvalidPropertiesException.Problem;
import dev.portcullis.spring.PortcullisProperties.Identifiers;
import io.vavr.collection.HashSet;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import io.vavr.control.Validation;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Reads the properties, and finds every problem with them, not the first alone. */
final class PropertyReader {

  private static final String AUTH0 = "portcullis.auth0.";
  private static final String LOG = "portcullis.log.";

  private static final URI ANY_TENANT = URI.create("https://tenant.example.com");
  private static final ClientSecret ANY_SECRET = new ClientSecret("any");

  private PropertyReader() {}

  /** The tenant. */
  static Validation<Seq<Problem>, Auth0Settings> auth0(PortcullisProperties.Auth0 from) {
    Validation<Seq<Problem>, URI> tenant =
        required("domain", from.domain(), "Set it to your tenant's domain, example.eu.auth0.com")
            .flatMap(
                text ->
                    valid(
                        "domain",
                        text,
                        "Use a host name such as example.eu.auth0.com, or http://127.0.0.1:8791 of"
                            + " an emulator",
                        it -> Auth0Settings.of(uri(it), "any", ANY_SECRET).tenant()));
    Validation<Seq<Problem>, String> clientId =
        required("client-id", from.clientId(), "Set it to the application's Client ID in Auth0")
            .flatMap(
                text ->
                    valid(
                        "client-id",
                        text,
                        "Copy the application's Client ID from Auth0",
                        it -> Auth0Settings.of(ANY_TENANT, it, ANY_SECRET).clientId()));
    Validation<Seq<Problem>, ClientSecret> secret =
        required(
                "client-secret",
                from.clientSecret(),
                "Set it to the application's Client Secret, from an environment variable:"
                    + " PORTCULLIS_AUTH0_CLIENT_SECRET")
            .flatMap(text -> secret("client-secret", text));
    Validation<Seq<Problem>, Option<ClientSecret>> old =
        given(from.oldClientSecret())
            .map(text -> secret("old-client-secret", text).map(Option::some))
            .getOrElse(Validation.valid(Option.none()));
    return Validation.combine(tenant, clientId, secret, old, transport(from))
        .ap(
            (uri, id, current, before, transport) -> {
              Auth0Settings settings =
                  Auth0Settings.of(uri, id, current)
                      .withClientAuthentication(from.authenticationMethod())
                      .withText401AsWrongCredentials(from.text401())
                      .withTransport(transport);
              return before.fold(() -> settings, settings::withOldClientSecret);
            })
        .mapError(all -> all.flatMap(it -> it))
        .flatMap(settings -> with(settings, "realm", from.realm(), Auth0Settings::withRealm))
        .flatMap(
            settings -> with(settings, "audience", from.audience(), Auth0Settings::withAudience))
        .flatMap(settings -> with(settings, "scope", from.scope(), Auth0Settings::withScope))
        .flatMap(
            settings ->
                with(
                    settings,
                    "reset-connection",
                    from.resetConnection(),
                    Auth0Settings::withResetConnection));
  }

  /** How the log names users. */
  static Validation<Seq<Problem>, Pseudonyms> pseudonyms(PortcullisProperties.Log from) {
    Option<String> key = given(from.identifierKey());
    if (from.identifiers() == Identifiers.PLAIN) {
      return key.isEmpty()
          ? Validation.valid(Pseudonyms.plain())
          : invalid(
              LOG + "identifier-key",
              "no effect while identifiers is plain",
              "Remove it, or set portcullis.log.identifiers to hashed");
    }
    return key.fold(
        () -> Validation.valid(Pseudonyms.hashed()),
        text ->
            text.getBytes(UTF_8).length < Pseudonyms.LEAST_KEY_BYTES
                ? invalid(
                    LOG + "identifier-key",
                    "shorter than 16 characters",
                    "Generate one, such as with: openssl rand -base64 32")
                : Validation.valid(Pseudonyms.hashed(text.getBytes(UTF_8))));
  }

  /** The other origins whose pages may call the API. */
  static Validation<Seq<Problem>, CallerOrigins> origins(PortcullisProperties.Callers from) {
    return Validation.sequence(
            Vector.ofAll(from.origins())
                .map(
                    text ->
                        WebOrigin.ofPage(text)
                            .mapError(
                                expected ->
                                    Vector.of(
                                        problem(
                                            "portcullis.callers.origins",
                                            "not an origin",
                                            "Use " + expected)))))
        .map(CallerOrigins::of)
        .mapError(Function.<Seq<Problem>>identity());
  }

  /** What callers of the API may request. */
  static CallerChoices choices(PortcullisProperties.MayChoose from) {
    return new CallerChoices(
        HashSet.ofAll(from.audience()), HashSet.ofAll(from.scope()), HashSet.ofAll(from.realm()));
  }

  /** Throws what is wrong with any of them. */
  static void requireValid(Seq<Validation<Seq<Problem>, ?>> all) {
    Seq<Problem> problems = all.filter(Validation::isInvalid).flatMap(Validation::getError);
    if (!problems.isEmpty()) {
      throw new InvalidPropertiesException(problems);
    }
  }

  private static Validation<Seq<Problem>, Auth0Transport> transport(
      PortcullisProperties.Auth0 from) {
    Auth0Transport defaults = Auth0Transport.defaults();
    Duration total = Option.of(from.totalTimeout()).getOrElse(defaults.callTimeout());
    Duration connect = Option.of(from.connectTimeout()).getOrElse(defaults.connectTimeout());
    return Validation.combine(
            changed(
                "total-timeout",
                "Use 1ms to 10m, and at least portcullis.auth0.connect-timeout",
                () -> defaults.withTimeouts(connect, total)),
            changed(
                "max-connections",
                "Use 1 to 10000",
                () ->
                    defaults.withMaxConnections(
                        Option.of(from.maxConnections()).getOrElse(defaults.maxConnections()))),
            changed(
                "idle-timeout",
                "Use 1ms to 10m",
                () ->
                    defaults.withIdleTimeout(
                        Option.of(from.idleTimeout()).getOrElse(defaults.idleTimeout()))),
            changed(
                "rate-limit",
                "Use 1 to 10000",
                () -> Option.of(from.rateLimit()).fold(() -> defaults, defaults::withRateLimit)),
            changed(
                "breaker-after",
                "Use 100ms to 1m",
                () ->
                    Option.of(from.breakerAfter())
                        .fold(() -> defaults, defaults::withBreakerAfter)),
            proxy(from.proxy()),
            tls(from))
        .ap(
            (timeouts, connections, idle, rate, breaker, proxy, tls) -> {
              Auth0Transport transport =
                  timeouts
                      .withMaxConnections(connections.maxConnections())
                      .withIdleTimeout(idle.idleTimeout());
              for (int perSecond : rate.protection().rateLimit()) {
                transport = transport.withRateLimit(perSecond);
              }
              for (Duration after : breaker.protection().breakerAfter()) {
                transport = transport.withBreakerAfter(after);
              }
              for (Auth0Proxy through : proxy) {
                transport = transport.withProxy(through);
              }
              for (TenantTls files : tls) {
                transport = transport.withTls(files);
              }
              return from.breaker() ? transport : transport.withoutBreaker();
            })
        .mapError(all -> all.flatMap(it -> it));
  }

  private static Validation<Seq<Problem>, Option<Auth0Proxy>> proxy(
      PortcullisProperties.Proxy from) {
    Option<String> user = given(from.user());
    Option<String> password = given(from.password());
    if (given(from.url()).isEmpty()) {
      return user.isDefined() || password.isDefined() || !from.noProxy().isEmpty()
          ? invalid(
              AUTH0 + "proxy.url", "not set while other properties of it are", "Set it, or none")
          : Validation.valid(Option.none());
    }
    if (user.isDefined() != password.isDefined()) {
      return invalid(
          AUTH0 + "proxy." + (user.isDefined() ? "password" : "user"),
          "not set",
          "Set user and password, or neither");
    }
    return valid(
            "proxy.url",
            given(from.url()).get(),
            "Use http://HOST:PORT, with user and password in properties of their own",
            text -> Auth0Proxy.of(uri(text)))
        .flatMap(
            proxy ->
                valid(
                    "proxy.no-proxy",
                    "",
                    "List host names or IP addresses",
                    ignored -> proxy.without(Vector.ofAll(from.noProxy()))))
        .flatMap(
            proxy ->
                user.fold(
                    () -> Validation.valid(Option.some(proxy)),
                    name ->
                        valid(
                                "proxy.password",
                                password.get(),
                                "Use printable ASCII characters",
                                ClientSecret::new)
                            .flatMap(
                                secret ->
                                    valid(
                                        "proxy.user",
                                        name,
                                        "Write it without a colon",
                                        it -> Option.some(proxy.withUser(it, secret))))));
  }

  /** The files, which can be used now. */
  private static Validation<Seq<Problem>, Option<TenantTls>> tls(PortcullisProperties.Auth0 from) {
    Option<String> chain = given(from.clientCertificate());
    Option<String> key = given(from.clientKey());
    if (chain.isDefined() != key.isDefined()) {
      return invalid(
          AUTH0 + (chain.isDefined() ? "client-key" : "client-certificate"),
          "not set",
          "Set client-certificate and client-key, or neither");
    }
    if (given(from.trust()).isEmpty() && chain.isEmpty()) {
      return Validation.valid(Option.none());
    }
    TenantTls trusting =
        given(from.trust())
            .fold(TenantTls::javas, file -> TenantTls.javas().withAuthorities(Path.of(file)));
    TenantTls tls =
        chain.fold(
            () -> trusting,
            file -> trusting.withClientCertificate(Path.of(file), Path.of(key.get())));
    try {
      SSLContext unused = tls.context();
      return Validation.valid(Option.some(tls));
    } catch (IllegalStateException e) {
      return invalid(
          AUTH0 + "trust", String.valueOf(e.getMessage()), "Correct the file, or its name");
    }
  }

  private static Validation<Seq<Problem>, Auth0Transport> changed(
      String key, String remedy, Supplier<Auth0Transport> change) {
    return valid(key, "", remedy, ignored -> change.get());
  }

  private static Validation<Seq<Problem>, String> required(
      String key, @Nullable String text, String remedy) {
    return given(text)
        .map(Validation::<Seq<Problem>, String>valid)
        .getOrElse(() -> invalid(AUTH0 + key, "not set", remedy));
  }

  private static Validation<Seq<Problem>, Auth0Settings> with(
      Auth0Settings settings,
      String key,
      @Nullable String text,
      BiFunction<Auth0Settings, String, Auth0Settings> change) {
    return given(text)
        .map(
            it ->
                valid(
                    key, it, "Write it without control characters", t -> change.apply(settings, t)))
        .getOrElse(Validation.valid(settings));
  }

  private static Validation<Seq<Problem>, ClientSecret> secret(String key, String text) {
    return valid(key, text, "Copy the application's Client Secret from Auth0", ClientSecret::new);
  }

  private static <T> Validation<Seq<Problem>, T> valid(
      String key, String text, String remedy, Function<String, T> read) {
    try {
      return Validation.valid(read.apply(text));
    } catch (IllegalArgumentException e) {
      // "name: what is wrong (expected: …)", where the name is Java's. It contains no secret.
      String message = String.valueOf(e.getMessage());
      return invalid(AUTH0 + key, message.substring(message.indexOf(": ") + 2), remedy);
    }
  }

  private static URI uri(String domain) {
    try {
      return new URI(domain.contains("://") ? domain : "https://" + domain);
    } catch (URISyntaxException e) {
      // Its message repeats the text, in which a password may have been pasted.
      throw new IllegalArgumentException("domain: not a host name");
    }
  }

  /** An empty text is what {@code ${VARIABLE:}} leaves. */
  static Option<String> given(@Nullable String text) {
    return text == null || text.isBlank() ? Option.none() : Option.some(text);
  }

  static <T> Validation<Seq<Problem>, T> invalid(String property, String problem, String remedy) {
    return Validation.invalid(Vector.of(problem(property, problem, remedy)));
  }

  static Problem problem(String property, String problem, String remedy) {
    return new Problem(property, problem, property + ": " + remedy);
  }
}
