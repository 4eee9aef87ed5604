package dev.portcullis.spring;

import dev.portcullis.adapters.auth0.settings.Auth0Settings;
import dev.portcullis.adapters.auth0.settings.ClientSecret;
import dev.portcullis.domain.address.AddressSource;
import dev.portcullis.domain.address.ClientAddressPolicy;
import dev.portcullis.domain.address.ClientAddressPolicy.DirectAccess;
import dev.portcullis.domain.address.IpRangeSet;
import dev.portcullis.domain.address.PolicyLint;
import dev.portcullis.spring.InvalidPropertiesException.Problem;
import dev.portcullis.spring.PortcullisProperties.Source;
import io.vavr.collection.HashSet;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import io.vavr.control.Validation;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the properties, and finds every problem with them, not the first alone. */
final class PropertyReader {

  private static final String AUTH0 = "portcullis.auth0.";
  private static final String CLIENT_IP = "portcullis.client-ip.";

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
    return Validation.combine(tenant, clientId, secret, old)
        .ap(
            (uri, id, current, before) -> {
              Auth0Settings settings = Auth0Settings.of(uri, id, current);
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

  /** How the users' addresses are established. */
  static Validation<Seq<Problem>, ClientAddressPolicy> addresses(
      PortcullisProperties.ClientIp from) {
    return Validation.combine(
            ranges("trusted-proxies", from.trustedProxies()),
            ranges("trusted-peers", from.trustedPeers()),
            ranges("private-result.allow", from.privateResult().allow()),
            ranges("self-ranges", from.selfRanges()))
        .ap((proxies, peers, users, self) -> policy(from, proxies, peers, users, self))
        .mapError(all -> all.flatMap(it -> it))
        .flatMap(PropertyReader::linted);
  }

  /** Throws what is wrong with any of them. */
  static void requireValid(Validation<Seq<Problem>, ?> first, Validation<Seq<Problem>, ?> second) {
    Seq<Problem> problems =
        Vector.of(first, second).filter(Validation::isInvalid).flatMap(Validation::getError);
    if (!problems.isEmpty()) {
      throw new InvalidPropertiesException(problems);
    }
  }

  private static ClientAddressPolicy policy(
      PortcullisProperties.ClientIp from,
      IpRangeSet proxies,
      IpRangeSet peers,
      IpRangeSet users,
      IpRangeSet self) {
    ClientAddressPolicy policy =
        ClientAddressPolicy.behind(proxies).withSource(source(from.source())).withSelfRanges(self);
    if (from.source() == Source.PEER) {
      policy = policy.withDirectAccess(DirectAccess.ALLOW);
    }
    if (!peers.isEmpty()) {
      policy = policy.withTrustedPeers(peers);
    }
    if (!users.isEmpty()) {
      policy = policy.withPrivateResult(new ClientAddressPolicy.PrivateResult.AllowOnly(users));
    }
    Integer hops = from.trustedHops();
    return hops == null ? policy : policy.withTrustedHops(hops);
  }

  private static AddressSource source(Source from) {
    return switch (from) {
      case XFF -> new AddressSource.XForwardedFor();
      case FORWARDED -> new AddressSource.Forwarded();
      case PEER -> new AddressSource.Peer();
    };
  }

  private static Validation<Seq<Problem>, ClientAddressPolicy> linted(ClientAddressPolicy policy) {
    Seq<Problem> problems =
        PolicyLint.of(policy, HashSet.empty())
            .filter(it -> it.severity() == PolicyLint.Severity.ERROR)
            .map(
                it ->
                    new Problem(
                        CLIENT_IP + it.key(),
                        it.problem(),
                        CLIENT_IP + it.key() + ": " + it.remedy()));
    if (policy.trustedHops().exists(hops -> hops < 1)) {
      problems =
          problems.append(
              problem(
                  CLIENT_IP + "trusted-hops", "less than 1", "Count the proxies before this one"));
    }
    return problems.isEmpty() ? Validation.valid(policy) : Validation.invalid(problems);
  }

  private static Validation<Seq<Problem>, IpRangeSet> ranges(String key, List<String> texts) {
    try {
      return Validation.valid(IpRangeSet.parse(texts.toArray(String[]::new)));
    } catch (IllegalArgumentException e) {
      return invalid(
          CLIENT_IP + key,
          String.valueOf(e.getMessage()),
          "Write addresses or ranges, such as 10.0.3.0/24");
    }
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
  private static Option<String> given(@Nullable String text) {
    return text == null || text.isBlank() ? Option.none() : Option.some(text);
  }

  private static <T> Validation<Seq<Problem>, T> invalid(
      String property, String problem, String remedy) {
    return Validation.invalid(Vector.of(problem(property, problem, remedy)));
  }

  private static Problem problem(String property, String problem, String remedy) {
    return new Problem(property, problem, property + ": " + remedy);
  }
}
