package dev.portcullis.domain.token;

import io.vavr.control.Option;
import java.time.Duration;

/**
 * What a granted login yields (RFC 6749 section 5.1).
 *
 * @param tokenType as the provider gave it; {@code Bearer} in any case
 * @param expiresIn of the access token, whole seconds, if the provider said
 * @param scope the granted scope, present when it differs from the one asked for
 */
public record Tokens(
    AccessToken accessToken,
    String tokenType,
    Option<Duration> expiresIn,
    Option<String> scope,
    Option<IdToken> idToken,
    Option<RefreshToken> refreshToken) {}
