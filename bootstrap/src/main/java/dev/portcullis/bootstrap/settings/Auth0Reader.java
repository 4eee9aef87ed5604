package dev.portcullis.bootstrap.settings;

import dev.portcullis.adapters.auth0.settings.Auth0Settings;
import dev.portcullis.adapters.auth0.settings.Auth0Transport;
import dev.portcullis.adapters.auth0.settings.ClientAuthentication;
import dev.portcullis.adapters.auth0.settings.ClientSecret;
import dev.portcullis.application.protection.ProtectionSettings;
import dev.portcullis.application.protection.port.TenantPace;
import dev.portcullis.bootstrap.settings.Settings.ResetSettings;
import dev.portcullis.bootstrap.settings.document.Accumulator;
import dev.portcullis.bootstrap.settings.document.Section;
import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import dev.portcullis.bootstrap.settings.document.ValueType;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import io.vavr.control.Validation;
import java.time.Duration;

/** Reads {@code auth0}. */
final class Auth0Reader {

  private static final Duration LEAST = Duration.ofMillis(1);
  private static final Duration MOST = Duration.ofMinutes(1);

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
                "How many connections to Auth0 may be open, which is how many logins can be in"
                    + " progress concurrently."));
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
    return all.check(
        () ->
            connect.get().compareTo(total.get()) > 0
                ? auth0.invalid(
                    "connect-timeout",
                    "longer than auth0.total-timeout",
                    "make it the shorter of the two")
                : Validation.valid(
                    Accumulator.with(
                        (breaker.get()
                                ? Auth0Transport.defaults().withBreakerAfter(breakerAfter.get())
                                : Auth0Transport.defaults().withoutBreaker())
                            .withTimeouts(connect.get(), total.get())
                            .withMaxConnections(maxConnections.get())
                            .withIdleTimeout(idle.get()),
                        rateLimit.get(),
                        Auth0Transport::withRateLimit)));
  }
}
