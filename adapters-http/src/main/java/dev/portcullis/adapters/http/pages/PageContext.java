package dev.portcullis.adapters.http.pages;

import dev.portcullis.adapters.http.exchange.GatewayRequest;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.adapters.http.intake.ClientAddresses;
import dev.portcullis.adapters.http.pages.FormGuard.Visit;
import dev.portcullis.application.journal.GatewayEvent;
import dev.portcullis.application.journal.port.Journal;
import dev.portcullis.domain.address.AddressResolution.Rejected;
import dev.portcullis.domain.address.AddressResolution.Resolved;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.domain.login.Requester;
import dev.portcullis.domain.mfa.RecoveryCode;
import dev.portcullis.domain.token.MfaToken;
import dev.portcullis.domain.token.Tokens;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all pages of one listener need: who asks, whether the form is ours, how to answer. */
public final class PageContext {

  private static final Logger LOG = LoggerFactory.getLogger(Pages.class);

  private final PagesSettings settings;
  private final PageWriter writer;
  private final FormGuard guard;
  private final Sessions sessions;
  private final Pending.Store pendings;
  private final OutcomePages outcomes;
  private final InstantSource time;
  private final ClientAddresses addresses;
  private final Journal journal;

  PageContext(Pages.Shared shared, ClientAddresses addresses, Journal journal) {
    this.settings = shared.settings();
    this.writer = shared.writer();
    this.guard = shared.guard();
    this.sessions = shared.sessions();
    this.pendings = shared.pendings();
    this.outcomes = shared.outcomes();
    this.time = shared.time();
    this.addresses = addresses;
    this.journal = journal;
  }

  public Sessions sessions() {
    return sessions;
  }

  FormGuard guard() {
    return guard;
  }

  OutcomePages outcomes() {
    return outcomes;
  }

  public PagesSettings settings() {
    return settings;
  }

  public Instant now() {
    return time.instant();
  }

  /** Where this request wants to go on to afterwards, if that is allowed. */
  Option<String> returnTo(Fields fields) {
    return settings.targets().check(fields.get("return_to"));
  }

  /** The page, with a token for its forms. */
  Reply page(Page page, GatewayRequest request, RequestId id) {
    Visit visit = guard.visit(request);
    Reply reply = writer.write(page.with("csrf", guard.token(visit)), request, id);
    return visit.cookie().fold(() -> reply, cookie -> with(reply, cookie));
  }

  Reply redirect(String location) {
    return Reply.of(303, "text/plain; charset=utf-8", new byte[0])
        .with("Location", location)
        .with("Referrer-Policy", "same-origin");
  }

  public static Reply with(Reply reply, Reply.Header header) {
    return reply.with(header.name(), header.value());
  }

  /** Whose request it is, or the page that says that this cannot be known. */
  public Either<Reply, Requester> requester(GatewayRequest request, RequestId id) {
    return switch (addresses.resolve(request.origin(), id)) {
      case Resolved(var client, var via) -> Either.right(new Requester(id, client, via));
      case Rejected(var reason) -> {
        journal.record(new GatewayEvent.RequestRefused(id, addresses.listener(), reason));
        yield Either.left(page(outcomes.addressUnknown(), request, id));
      }
    };
  }

  /**
   * The fields of a form of ours.
   *
   * @param again the page to fill in anew if this one came from elsewhere, or is too old
   */
  Either<Reply, Fields> form(GatewayRequest request, RequestId id, Page again) throws IOException {
    Option<Fields> fields = Fields.posted(request);
    if (fields.isEmpty()) {
      return Either.left(page(outcomes.badForm(), request, id));
    }
    return guard.admits(request, fields.get())
        ? Either.right(fields.get())
        : Either.left(
            page(
                again.with("alert", "form-expired").with("returnTo", returnTo(fields.get())),
                request,
                id));
  }

  /** The login of this browser that waits for its second step. */
  Option<Pending> pending(GatewayRequest request) {
    return pendings.of(request, guard.visit(request));
  }

  /** Goes on, with the login waiting as it is now. */
  Reply goOn(String location, Pending pending, GatewayRequest request, RequestId id) {
    return pendings
        .cookie(pending)
        .fold(
            () -> {
              LOG.atError()
                  .addKeyValue("http.request.id", id.value())
                  .log("A login that waits for its second step is larger than a cookie may be");
              return page(outcomes.misconfigured(), request, id);
            },
            cookie -> with(redirect(location), cookie));
  }

  /** What a login needs to wait for its second step. */
  Pending begin(MfaToken token, GatewayRequest request, Option<String> returnTo) {
    return Pending.begin(token, guard.visit(request), returnTo, time.instant());
  }

  /**
   * Begins the session and sends the user on; nothing that the browser showed before is kept.
   *
   * @param newRecoveryCode shown first, once
   */
  Reply signIn(
      Tokens tokens,
      Option<String> returnTo,
      Option<RecoveryCode> newRecoveryCode,
      GatewayRequest request,
      RequestId id) {
    String target = returnTo.getOrElse(settings.home());
    return sessions
        .begin(tokens)
        .flatMap(sessions::cookie)
        .fold(
            fault -> {
              report(fault, id);
              return page(outcomes.misconfigured(), request, id);
            },
            cookie -> {
              Reply reply =
                  newRecoveryCode.fold(
                      () -> redirect(target),
                      code ->
                          writer.write(
                              Page.of(200, "new-recovery-code", "new-recovery-code-title")
                                  .with("code", code.value())
                                  .leadingTo(target, "continue"),
                              request,
                              id));
              return with(
                  with(with(reply, cookie), Cookie.PENDING.gone()),
                  Cookie.VISIT.with(guard.begin().id()));
            });
  }

  private static void report(Sessions.Fault fault, RequestId id) {
    var event = LOG.atError().addKeyValue("http.request.id", id.value());
    switch (fault) {
      case NOBODY ->
          event.log(
              "A login was granted without an ID token that says who the user is, so there is no"
                  + " session: see that pages.scope has openid");
      case TOO_LARGE ->
          event.log(
              "A session is larger than the 4,096 bytes of a cookie: put less into the access token"
                  + " (permissions, custom claims)");
    }
  }
}
