package dev.portcullis.adapters.auth0.reset;

import static dev.portcullis.adapters.auth0.management.ManagementApi.bearer;

import dev.portcullis.adapters.auth0.management.ManagementApi;
import dev.portcullis.adapters.auth0.management.ManagementApi.Ticket;
import dev.portcullis.adapters.auth0.management.ManagementTokens;
import dev.portcullis.adapters.auth0.settings.ClientSecret;
import dev.portcullis.adapters.auth0.settings.TicketSettings;
import dev.portcullis.adapters.auth0.token.TokenFaults;
import dev.portcullis.adapters.auth0.token.TokenRequest;
import dev.portcullis.adapters.auth0.transport.Calls;
import dev.portcullis.adapters.auth0.transport.HttpCoreClient;
import dev.portcullis.adapters.auth0.transport.HttpReply;
import dev.portcullis.adapters.auth0.transport.JsonAnswer;
import dev.portcullis.application.reset.port.ResetTickets;
import dev.portcullis.domain.login.LoginIdentifier;
import dev.portcullis.domain.outcome.Misconfiguration;
import dev.portcullis.domain.outcome.ProviderError;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.reset.ResetTicket;
import dev.portcullis.domain.token.AccessToken;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Looks the user up by e-mail address and has a password-change ticket made. The ticket goes to the
 * address that the tenant stores, because the typed one may only look like it.
 */
public final class Auth0ResetTickets implements ResetTickets {

  private static final Pattern LINK = Pattern.compile("https?://[\\x21-\\x7E]{1,4096}");

  private final ManagementApi api;
  private final ManagementTokens tokens;
  private final TicketSettings settings;
  private final String clientId;
  private final InstantSource time;

  /**
   * @param secret supplies the secret of the settings' application for each token
   * @param clientId the application whose login page the user sees afterwards
   */
  public Auth0ResetTickets(
      HttpCoreClient http,
      TicketSettings settings,
      Supplier<ClientSecret> secret,
      String clientId,
      InstantSource time) {
    this.api = ManagementApi.of(http);
    this.tokens =
        ManagementTokens.of(
            http,
            () ->
                new TokenRequest.ClientCredentials(
                    settings.clientId(), secret.get(), settings.audience()),
            time);
    this.settings = settings;
    this.clientId = clientId;
    this.time = time;
  }

  @Override
  public Either<ProviderFault, Option<ResetTicket>> create(LoginIdentifier identifier) {
    if (!Auth0PasswordResets.EMAIL.matcher(identifier.value()).matches()) {
      return Either.right(Option.none());
    }
    return tokens
        .get()
        .flatMap(
            access ->
                call(access, () -> api.usersByEmail(bearer(access), identifier.value()), 200)
                    .flatMap(users -> create(access, user(users, identifier.value()))));
  }

  private Either<ProviderFault, Option<ResetTicket>> create(
      AccessToken access, Option<User> found) {
    if (found.isEmpty()) {
      return Either.right(Option.none());
    }
    Ticket body = new Ticket(found.get().id(), clientId, settings.lifetime().toSeconds());
    return call(access, () -> api.passwordChange(bearer(access), body), 201)
        .flatMap(
            answer ->
                answer
                    .text("ticket")
                    .filter(link -> LINK.matcher(link).matches())
                    .map(link -> Option.of(new ResetTicket(found.get().email(), link)))
                    .<ProviderFault>toEither(
                        () -> new ProviderFault.Unintelligible(new ProviderError(201, "", ""))));
  }

  private record User(String id, String email) {}

  /** The one user of the connection who has exactly this address, but for the case. */
  private Option<User> user(JsonAnswer users, String typed) {
    return users
        .objects()
        .getOrElse(Vector.empty())
        .filter(
            user ->
                user.objects("identities")
                    .exists(it -> it.text("connection").contains(settings.connection())))
        .flatMap(
            user ->
                user.text("user_id")
                    .flatMap(id -> user.text("email").map(email -> new User(id, email))))
        .find(user -> user.email().equalsIgnoreCase(typed));
  }

  private Either<ProviderFault, JsonAnswer> call(AccessToken access, Calls.Call call, int success) {
    Function<HttpReply, Either<ProviderFault, JsonAnswer>> meaning =
        reply -> {
          if (reply.status() == success) {
            return JsonAnswer.parse(reply).toEither(() -> TokenFaults.unintelligible(reply));
          }
          return switch (reply.status()) {
            case 401, 403 -> {
              tokens.refused(access);
              yield Either.left(
                  new ProviderFault.Misconfigured(
                      Misconfiguration.MANAGEMENT_REFUSED,
                      new ProviderError(reply.status(), "", "")));
            }
            default -> Either.left(TokenFaults.withoutAnswer(reply, time.instant()));
          };
        };
    return Calls.answered(call, meaning, Either::<ProviderFault, JsonAnswer>left).answer();
  }
}
