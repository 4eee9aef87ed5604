package dev.portcullis.adapters.http.pages;

import dev.portcullis.adapters.http.exchange.GatewayRequest;
import dev.portcullis.adapters.http.exchange.Reply;
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
import io.vavr.control.Option;
import java.io.IOException;

/** {@code /login} and {@code /login/reset}. */
final class LoginPages {

  private static final Page LOGIN = Page.of(200, "login", "login-title");
  private static final Page RESET = Page.of(200, "reset", "reset-title");

  private final PageContext desk;
  private final LogInUseCase logIn;
  private final ResetPasswordUseCase resets;

  LoginPages(PageContext desk, PagesUseCases useCases) {
    this.desk = desk;
    this.logIn = useCases.logIn();
    this.resets = useCases.resetPassword();
  }

  Reply form(GatewayRequest request, RequestId id) {
    Option<String> returnTo = desk.returnTo(Fields.queried(request));
    return desk.sessions().of(request).isDefined()
        ? desk.redirect(returnTo.getOrElse(desk.settings().home()))
        : desk.page(LOGIN.with("returnTo", returnTo), request, id);
  }

  Reply post(GatewayRequest request, RequestId id) throws IOException {
    return desk.form(request, id, LOGIN.withStatus(403))
        .flatMap(
            form ->
                desk.requester(request, id).map(requester -> logIn(requester, form, request, id)))
        .fold(refused -> refused, reply -> reply);
  }

  private Reply logIn(Requester requester, Fields form, GatewayRequest request, RequestId id) {
    Option<String> returnTo = desk.returnTo(form);
    var identifier = LoginIdentifier.of(form.get("username"));
    var password = Password.of(form.get("password"));
    if (identifier.isInvalid() || password.isInvalid()) {
      return desk.page(
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
                    Option.none(), Option.of(desk.settings().scope()), Option.none())));
    return answer(outcome, form, returnTo, request, id);
  }

  private Reply answer(
      LoginOutcome outcome,
      Fields form,
      Option<String> returnTo,
      GatewayRequest request,
      RequestId id) {
    OutcomePages pages = desk.outcomes();
    return switch (outcome) {
      case LoginOutcome.Granted(var tokens) ->
          desk.signIn(tokens, returnTo, Option.none(), request, id);
      case LoginOutcome.MfaRequired(var token) ->
          desk.goOn("/login/mfa", desk.begin(token, request, returnTo), request, id);
      case LoginOutcome.WrongCredentials() ->
          desk.page(
              LOGIN
                  .withStatus(403)
                  .with("alert", outcome.code().word())
                  .with("username", form.get("username"))
                  .with("returnTo", returnTo),
              request,
              id);
      case LoginOutcome.PasswordLeaked(var reset) ->
          say(pages.passwordLeaked(reset), returnTo, request, id);
      case LoginOutcome.BruteForceBlocked() ->
          say(pages.bruteForceBlocked(), returnTo, request, id);
      case LoginOutcome.IpThrottled() -> say(pages.ipThrottled(), returnTo, request, id);
      case LoginOutcome.TooManyLogins() -> say(pages.tooManyLogins(), returnTo, request, id);
      case LoginOutcome.VerificationRequired() ->
          say(pages.verificationRequired(), returnTo, request, id);
      case LoginOutcome.Denied(var reason) -> say(pages.denied(reason), returnTo, request, id);
      case LoginOutcome.UserBlocked() -> say(pages.userBlocked(), returnTo, request, id);
      case LoginOutcome.Unanswered(var why) -> say(pages.unanswered(why), returnTo, request, id);
    };
  }

  private Reply say(Page page, Option<String> returnTo, GatewayRequest request, RequestId id) {
    return desk.page(page.with("returnTo", returnTo), request, id);
  }

  Reply resetForm(GatewayRequest request, RequestId id) {
    return desk.page(RESET, request, id);
  }

  Reply reset(GatewayRequest request, RequestId id) throws IOException {
    return desk.form(request, id, RESET.withStatus(403))
        .flatMap(
            form ->
                desk.requester(request, id).map(requester -> reset(requester, form, request, id)))
        .fold(refused -> refused, reply -> reply);
  }

  private Reply reset(Requester requester, Fields form, GatewayRequest request, RequestId id) {
    return LoginIdentifier.of(form.get("username"))
        .fold(
            problem ->
                desk.page(
                    RESET
                        .withStatus(400)
                        .with("alert", "username-needed")
                        .with("usernameWrong", true)
                        .with("username", form.get("username")),
                    request,
                    id),
            identifier ->
                desk.page(
                    desk.outcomes().reset(resets.reset(new LoginSubject(requester, identifier))),
                    request,
                    id));
  }
}
