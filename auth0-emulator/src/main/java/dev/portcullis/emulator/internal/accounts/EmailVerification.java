package dev.portcullis.emulator.internal.accounts;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portcullis.emulator.internal.documents.Documents;
import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.http.Router;
import dev.portcullis.emulator.internal.users.Outbox;
import dev.portcullis.emulator.internal.users.User;
import dev.portcullis.emulator.internal.users.UserStore;
import dev.portcullis.emulator.observed.SentMail;
import dev.portcullis.emulator.tenant.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;

/** The links that prove an e-mail address, {@code /lo/verify-email}: once, for five days. */
public final class EmailVerification {

  private static final Duration LIFETIME = Duration.ofDays(5);
  private static final String TICKETS = "tickets/";
  private static final String VERIFIED =
      "Your email address was verified. You can continue using the application.";
  private static final String USED = "This URL can be used only once";

  private final Documents documents;
  private final UserStore users;
  private final Outbox outbox;
  private final String issuer;
  private final InstantSource clock;
  private final SecureRandom random;

  /** Makes links under this issuer, which ends with a slash. */
  public EmailVerification(
      Documents documents,
      UserStore users,
      Outbox outbox,
      String issuer,
      InstantSource clock,
      SecureRandom random) {
    this.documents = documents;
    this.users = users;
    this.outbox = outbox;
    this.issuer = issuer;
    this.clock = clock;
    this.random = random;
  }

  /** Adds the page. */
  public void addTo(Router router) {
    router.on("GET", "/lo/verify-email", this::verify);
  }

  /** Sends the user a link. */
  public void send(User user) {
    send(user, JsonNodeFactory.instance.objectNode());
  }

  /** Sends the user a link with the properties of a ticket. */
  public void send(User user, ObjectNode given) {
    outbox.send(SentMail.Kind.EMAIL_VERIFICATION, user.email(), Secret.of(link(user, given)));
  }

  /** A link, with {@code ttl_sec}, {@code result_url} and {@code includeEmailInRedirect}. */
  public String link(User user, ObjectNode given) {
    byte[] bytes = new byte[24];
    random.nextBytes(bytes);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    long seconds = given.path("ttl_sec").asLong(0);
    ObjectNode ticket = JsonNodeFactory.instance.objectNode();
    ticket.put("user_id", user.userId());
    ticket.put("email", user.email());
    ticket.put("result_url", given.path("result_url").asText());
    ticket.put("with_email", given.path("includeEmailInRedirect").asBoolean());
    ticket.put(
        "expires",
        clock.instant().plus(seconds > 0 ? Duration.ofSeconds(seconds) : LIFETIME).toEpochMilli());
    documents.put(TICKETS + token, ticket);
    return issuer + "lo/verify-email?ticket=" + token;
  }

  /** Proves the address, and leads to the ticket's {@code result_url}. */
  private Reply verify(Request request) {
    String token =
        Parameters.ofQuery(request) instanceof Parameters.Parsed parsed
            ? parsed.parameters().text("ticket").orElse("")
            : "";
    Optional<ObjectNode> ticket =
        token.isEmpty() ? Optional.empty() : documents.get(TICKETS + token);
    documents.remove(TICKETS + token);
    boolean valid =
        ticket
            .filter(
                found ->
                    clock.instant().isBefore(Instant.ofEpochMilli(found.path("expires").asLong())))
            .flatMap(found -> users.byId(found.path("user_id").asText()))
            .filter(user -> user.email().equals(ticket.get().path("email").asText()))
            .flatMap(
                user -> users.change(user.userId(), each -> each.withEmail(each.email(), true)))
            .isPresent();
    String message = valid ? VERIFIED : USED;
    return ticket
        .filter(found -> !found.path("result_url").asText().isEmpty())
        .map(
            found ->
                Reply.empty(302)
                    .with(
                        "Location",
                        resultUrl(
                            found.path("result_url").asText(),
                            Optional.of(found.path("email").asText())
                                .filter(email -> found.path("with_email").asBoolean()),
                            valid,
                            message)))
        .orElseGet(() -> Reply.of(valid ? 200 : 400, "text/plain; charset=utf-8", message));
  }

  /** Where a used ticket leads: its {@code result_url} with how it ended. */
  public static String resultUrl(
      String url, Optional<String> email, boolean success, String message) {
    return url
        + (url.contains("?") ? "&" : "?")
        + email.map(text -> "email=" + encoded(text) + "&").orElse("")
        + "success="
        + success
        + "&code="
        + (success ? "success" : "access_expired")
        + "&message="
        + encoded(message);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
