package dev.portcullis.emulator.internal.hosted;

import dev.portcullis.emulator.internal.device.DeviceCodes.Waiting;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An authorization request that passed all checks but those of the user.
 *
 * @param wanted the words of the {@code response_type}
 * @param redirectUriSent whether the request named its redirect URI
 * @param scope the requested scopes
 * @param audience the API's identifier, or empty
 * @param codeChallenge an S256 challenge
 * @param prompts what the request lists: none, login, consent, select_account
 * @param maxAge in seconds
 * @param connection the name of the database that users log in to
 * @param transferToken a session transfer token in the query
 * @param organizationId the organization that users log in to; an empty text if the user chose none
 * @param invitation the ticket of an invitation to it
 * @param uiLocales the languages that the request prefers, such as de-AT
 * @param device the device that the login is for, by its key
 */
record AuthorizeRequest(
    String clientId,
    Set<String> wanted,
    ReplyTo replyTo,
    boolean redirectUriSent,
    List<String> scope,
    String audience,
    Optional<String> nonce,
    Optional<String> codeChallenge,
    Set<String> prompts,
    Optional<Long> maxAge,
    Optional<String> loginHint,
    boolean signUp,
    String connection,
    Optional<String> transferToken,
    Optional<String> organizationId,
    Optional<String> invitation,
    List<String> uiLocales,
    Optional<String> device) {

  /** Copies the collections. */
  AuthorizeRequest {
    wanted = Set.copyOf(wanted);
    scope = List.copyOf(scope);
    prompts = Set.copyOf(prompts);
    // Logins that a data folder of an older version has under way have none.
    uiLocales = uiLocales == null ? List.of() : List.copyOf(uiLocales);
  }

  /** The request of a device, whose users log in to that database. */
  static AuthorizeRequest ofDevice(Waiting device, String connection, List<String> uiLocales) {
    return new AuthorizeRequest(
        device.request().clientId(),
        Set.of(),
        new ReplyTo("", ResponseMode.QUERY, Optional.empty()),
        false,
        device.request().scope(),
        device.request().audience(),
        Optional.empty(),
        Optional.empty(),
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        false,
        connection,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        uiLocales,
        Optional.of(device.key()));
  }

  /** The request as it is kept: without its session transfer token. */
  AuthorizeRequest withoutToken() {
    return with(connection, Optional.empty(), organizationId, invitation);
  }

  /** The request for this organization, or for none. */
  AuthorizeRequest within(String id) {
    return with(connection, transferToken, Optional.of(id), invitation);
  }

  /** The request for users of this database. */
  AuthorizeRequest through(String database) {
    return with(database, transferToken, organizationId, invitation);
  }

  /** The request after the invitation was accepted. */
  AuthorizeRequest withoutInvitation() {
    return with(connection, transferToken, organizationId, Optional.empty());
  }

  private AuthorizeRequest with(
      String database,
      Optional<String> token,
      Optional<String> organization,
      Optional<String> ticket) {
    return new AuthorizeRequest(
        clientId,
        wanted,
        replyTo,
        redirectUriSent,
        scope,
        audience,
        nonce,
        codeChallenge,
        prompts,
        maxAge,
        loginHint,
        signUp,
        database,
        token,
        organization,
        ticket,
        uiLocales,
        device);
  }

  boolean silent() {
    return prompts.contains("none");
  }

  /** Whether the user has to log in even with a session. */
  boolean forcesLogin() {
    return prompts.contains("login") || prompts.contains("select_account") || signUp;
  }
}
