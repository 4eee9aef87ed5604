package dev.portcullis.adapters.http.pages;

import dev.portcullis.adapters.http.exchange.Endpoint.Content.Form;
import dev.portcullis.adapters.http.exchange.GatewayRequest;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.adapters.http.intake.Fields;
import dev.portcullis.adapters.http.session.ReturnTarget;
import dev.portcullis.application.login.LogInUseCase;
import dev.portcullis.application.reset.ResetPasswordUseCase;
import dev.portcullis.domain.login.Credentials;
import dev.portcullis.domain.login.GrantRequest;
import dev.portcullis.domain.login.LoginAttempt;
import dev.portcullis.domain.login.LoginIdentifier;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.LoginSubject;
import dev.portcullis.domain.login.Password;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.domain.login.Requester;
import io.vavr.collection.HashSet;
import io.vavr.collection.Set;
import io.vavr.control.Option;
import java.io.IOException;

/** {@code /login} and {@code /login/reset}. */
final class LoginPages {

  private static final Page LOGIN = Page.of(200, "login", "login-title");
  private static final Page RESET = Page.of(200, "reset", "reset-title");

  /** The fields of the login form. */
  static final Form LOGIN_FORM =
      Form.of(PageContext.CSRF, Submissions.FORM, PageContext.RETURN_TO, "username", "password");

  /** The fields of the form that asks for a reset. */
  static final Form RESET_FORM = Form.of(PageContext.CSRF, Submissions.FORM, "username");

  private static final Set<String> QUERY = HashSet.of(PageContext.RETURN_TO);

  private final PageContext context;
  private final LogInUseCase logIn;
  private final ResetPasswordUseCase resets;

  LoginPages(PageContext context, PagesUseCases useCases) {
    this.context = context;
    this.logIn = useCases.logIn();
    this.resets = useCases.resetPassword();
  }

  Reply form(GatewayRequest request, RequestId id) {
    Option<ReturnTarget> returnTo = context.returnTo(PageContext.query(request, QUERY));
    return context.sessions().of(request).isDefined()
        ? context.onward(returnTo)
        : context.page(LOGIN.with("returnTo", returnTo), request, id);
  }

  Reply post(GatewayRequest request, RequestId id) throws IOException {
    return context
        .loginForm(request, id, LOGIN_FORM.names(), LOGIN.withStatus(403))
        .flatMap(
            form ->
                context
                    .requester(request, id)
                    .map(
                        requester ->
                            context.once(
                                request,
                                form,
                                LOGIN_FORM,
                                () -> logIn(requester, form, request, id))))
        .fold(refused -> refused, reply -> reply);
  }

  private Reply logIn(Requester requester, Fields form, GatewayRequest request, RequestId id) {
    Option<ReturnTarget> returnTo = context.returnTo(form);
    var identifier = LoginIdentifier.of(LoginIdentifier.trimmed(form.get("username")));
    var password = Password.of(form.get("password"));
    if (identifier.isInvalid() || password.isInvalid()) {
      return context.page(
          LOGIN
              .withStatus(400)
              .with("alert", identifier.isInvalid() ? "username-needed" : "password-needed")
              .with(identifier.isInvalid() ? "usernameWrong" : "passwordWrong", true)
              .with("username", form.get("username"))
              .with("returnTo", returnTo),
          request,
          id);
    }
    LoginOutcome outcome =
        logIn.logIn(
            new LoginAttempt(
                requester,
                new Credentials(identifier.get(), password.get()),
                new GrantRequest(
                    Option.none(), Option.of(context.settings().scope()), Option.none())));
    return answer(outcome, form, returnTo, request, id);
  }

  private Reply answer(
      LoginOutcome outcome,
      Fields form,
      Option<ReturnTarget> returnTo,
      GatewayRequest request,
      RequestId id) {
    OutcomePages pages = context.outcomes();
    return switch (outcome) {
      case LoginOutcome.Granted(var tokens) ->
          context.signIn(tokens, returnTo, Option.none(), request, id);
      case LoginOutcome.MfaRequired(var token) ->
          context.goOn("/login/mfa", context.begin(token, request, returnTo), request, id);
      case LoginOutcome.WrongCredentials() ->
          context.page(
              LOGIN
                  .withStatus(403)
                  .with("alert", outcome.code().word())
                  .with("passwordWrong", true)
                  .with("username", LoginIdentifier.trimmed(form.get("username")))
                  .with("returnTo", returnTo),
              request,
              id);
      case LoginOutcome.PasswordLeaked(var reset) ->
          say(pages.passwordLeaked(reset), returnTo, request, id);
      case LoginOutcome.BruteForceBlocked() ->
          say(pages.bruteForceBlocked(), returnTo, request, id);
      case LoginOutcome.IpThrottled() -> say(pages.ipThrottled(), returnTo, request, id);
      case LoginOutcome.TooManyLogins() -> say(pages.tooManyLogins(), returnTo, request, id);
      case LoginOutcome.AttemptsLimited(var limit, var retryAfter) ->
          say(pages.attemptsLimited(retryAfter), returnTo, request, id);
      case LoginOutcome.VerificationRequired() ->
          say(pages.verificationRequired(), returnTo, request, id);
      case LoginOutcome.Denied(var reason) -> say(pages.denied(reason), returnTo, request, id);
      case LoginOutcome.UserBlocked() -> say(pages.userBlocked(), returnTo, request, id);
      case LoginOutcome.Unanswered(var why) -> say(pages.unanswered(why), returnTo, request, id);
    };
  }

  private Reply say(
      Page page, Option<ReturnTarget> returnTo, GatewayRequest request, RequestId id) {
    return context.page(page.with("returnTo", returnTo), request, id);
  }

  Reply resetForm(GatewayRequest request, RequestId id) {
    return context.page(RESET, request, id);
  }

  Reply reset(GatewayRequest request, RequestId id) throws IOException {
    return context
        .form(request, id, RESET_FORM.names(), RESET.withStatus(403))
        .flatMap(
            form ->
                context
                    .requester(request, id)
                    .map(
                        requester ->
                            context.once(
                                request,
                                form,
                                RESET_FORM,
                                () -> reset(requester, form, request, id))))
        .fold(refused -> refused, reply -> reply);
  }

  private Reply reset(Requester requester, Fields form, GatewayRequest request, RequestId id) {
    return LoginIdentifier.of(LoginIdentifier.trimmed(form.get("username")))
        .fold(
            problem ->
                context.page(
                    RESET
                        .withStatus(400)
                        .with("alert", "username-needed")
                        .with("usernameWrong", true)
                        .with("username", form.get("username")),
                    request,
                    id),
            identifier ->
                context.page(
                    context.outcomes().reset(resets.reset(new LoginSubject(requester, identifier))),
                    request,
                    id));
  }
}
