package dev.portcullis.application.provider;

import dev.portcullis.application.login.port.CredentialVerifier;
import dev.portcullis.application.mfa.port.MfaProvider;
import dev.portcullis.application.reset.port.PasswordResets;
import dev.portcullis.application.session.port.RefreshTokens;
import dev.portcullis.domain.login.Verdict;
import dev.portcullis.domain.outcome.Misconfiguration;
import dev.portcullis.domain.outcome.OutcomeCode;
import io.vavr.collection.HashSet;
import io.vavr.collection.LinkedHashSet;
import io.vavr.collection.Set;
import io.vavr.control.Option;
import java.util.Locale;
import java.util.function.Function;

/**
 * What stands behind the gateway, as one thing: it verifies credentials, and, where it can, renews
 * tokens, asks for second factors and starts password resets. It also has the words that only it
 * knows: how an operator fixes a {@link Misconfiguration}, and the headers that are its own.
 *
 * <p>An adapter returns one of these; the gateway offers what it can do and nothing else. Immutable
 * and safe for concurrent use, as its ports are. Its contract is {@code ProviderContract} in the
 * testkit.
 */
public final class Provider {

  private final CredentialVerifier verifier;
  private final Function<Misconfiguration, String> remedies;
  private final Option<RefreshTokens> refreshTokens;
  private final Option<MfaProvider> secondFactors;
  private final Option<PasswordResets> passwordResets;
  private final Set<OutcomeCode> loginCodes;
  private final Set<String> ownHeaders;

  private Provider(
      CredentialVerifier verifier,
      Function<Misconfiguration, String> remedies,
      Option<RefreshTokens> refreshTokens,
      Option<MfaProvider> secondFactors,
      Option<PasswordResets> passwordResets,
      Set<OutcomeCode> loginCodes,
      Set<String> ownHeaders) {
    this.verifier = verifier;
    this.remedies = remedies;
    this.refreshTokens = refreshTokens;
    this.secondFactors = secondFactors;
    this.passwordResets = passwordResets;
    this.loginCodes = loginCodes;
    this.ownHeaders = ownHeaders;
  }

  /**
   * A provider that verifies credentials and does nothing else, and whose logins can end with every
   * code.
   *
   * @param remedies how the operator fixes each misconfiguration, in one line and in the words of
   *     the provider's own settings; without secrets
   */
  public static Provider of(
      CredentialVerifier verifier, Function<Misconfiguration, String> remedies) {
    return new Provider(
        verifier,
        remedies,
        Option.none(),
        Option.none(),
        Option.none(),
        Verdict.CODES,
        HashSet.empty());
  }

  /** The same provider, whose credentials are verified in this way. */
  public Provider withVerifier(CredentialVerifier value) {
    return new Provider(
        value, remedies, refreshTokens, secondFactors, passwordResets, loginCodes, ownHeaders);
  }

  /** The same provider, which renews and revokes tokens. */
  public Provider withRefreshTokens(RefreshTokens tokens) {
    return new Provider(
        verifier,
        remedies,
        Option.some(tokens),
        secondFactors,
        passwordResets,
        loginCodes,
        ownHeaders);
  }

  /** The same provider, which asks for second factors. */
  public Provider withSecondFactors(MfaProvider factors) {
    return new Provider(
        verifier,
        remedies,
        refreshTokens,
        Option.some(factors),
        passwordResets,
        loginCodes,
        ownHeaders);
  }

  /** The same provider, with password resets started in this way. */
  public Provider withPasswordResets(PasswordResets resets) {
    return new Provider(
        verifier,
        remedies,
        refreshTokens,
        secondFactors,
        Option.some(resets),
        loginCodes,
        ownHeaders);
  }

  /** The same provider, whose logins end with no other codes than these. */
  public Provider withLoginCodes(Set<OutcomeCode> codes) {
    return new Provider(
        verifier, remedies, refreshTokens, secondFactors, passwordResets, codes, ownHeaders);
  }

  /**
   * The same provider, with these headers as its own.
   *
   * @param names in any case
   */
  public Provider withOwnHeaders(Set<String> names) {
    return new Provider(
        verifier,
        remedies,
        refreshTokens,
        secondFactors,
        passwordResets,
        loginCodes,
        names.map(name -> name.toLowerCase(Locale.ROOT)));
  }

  public CredentialVerifier verifier() {
    return verifier;
  }

  /** What it can do beside verifying credentials. */
  public Set<Capability> capabilities() {
    return LinkedHashSet.of(Capability.values())
        .filter(
            capability ->
                switch (capability) {
                  case SECOND_FACTORS -> secondFactors.isDefined();
                  case REFRESH_TOKENS -> refreshTokens.isDefined();
                  case PASSWORD_RESETS -> passwordResets.isDefined();
                });
  }

  /** None if the provider issues no refresh tokens. */
  public Option<RefreshTokens> refreshTokens() {
    return refreshTokens;
  }

  /** None if the provider has no second factors. */
  public Option<MfaProvider> secondFactors() {
    return secondFactors;
  }

  /** None if the provider starts no password resets. */
  public Option<PasswordResets> passwordResets() {
    return passwordResets;
  }

  /** The codes that logins at this provider can end with. */
  public Set<OutcomeCode> loginCodes() {
    return loginCodes;
  }

  /**
   * The headers, in lower case, that carry the end user's address from the gateway to the provider.
   * A client that could set one would choose its own address, so none may be an address source.
   */
  public Set<String> ownHeaders() {
    return ownHeaders;
  }

  /** How the operator fixes this, in one line. */
  public String remedy(Misconfiguration what) {
    return remedies.apply(what);
  }
}
