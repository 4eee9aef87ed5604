package dev.portcullis.adapters.http.pages;

import dev.portcullis.adapters.http.exchange.Endpoint.Content.Form;
import dev.portcullis.adapters.http.exchange.GatewayRequest;
import dev.portcullis.adapters.http.exchange.Json;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.adapters.http.intake.Fields;
import dev.portcullis.adapters.http.pages.Pending.Challenge;
import dev.portcullis.adapters.http.pages.Pending.SetUp;
import dev.portcullis.adapters.http.session.Cookie;
import dev.portcullis.application.mfa.CompleteMfaUseCase;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.domain.login.Requester;
import dev.portcullis.domain.mfa.Authenticator;
import dev.portcullis.domain.mfa.AuthenticatorId;
import dev.portcullis.domain.mfa.AuthenticatorsOutcome;
import dev.portcullis.domain.mfa.BindingCode;
import dev.portcullis.domain.mfa.ChallengeOutcome;
import dev.portcullis.domain.mfa.ChallengeRequest;
import dev.portcullis.domain.mfa.ChallengeType;
import dev.portcullis.domain.mfa.Enrollment;
import dev.portcullis.domain.mfa.EnrollmentOutcome;
import dev.portcullis.domain.mfa.EnrollmentRequest;
import dev.portcullis.domain.mfa.MfaAttempt;
import dev.portcullis.domain.mfa.MfaOutcome;
import dev.portcullis.domain.mfa.MfaProof;
import dev.portcullis.domain.mfa.OneTimePassword;
import dev.portcullis.domain.mfa.PendingLogin;
import dev.portcullis.domain.mfa.PhoneNumber;
import dev.portcullis.domain.mfa.RecoveryCode;
import io.vavr.collection.Seq;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.io.IOException;
import java.util.Map;
import java.util.function.Function;

/** {@code /login/mfa} and below: the second factor, for a user whose password was right. */
final class MfaPages {

  private static final String CHOOSE = "/login/mfa";
  private static final String CODE = "/login/mfa/code";

  /** How often a page polls for the answer to a push notification. */
  private static final int POLL_SECONDS = 5;

  /** The fields of the form that sends a code. */
  static final Form CHALLENGE_FORM = Form.of(PageContext.CSRF, Submissions.FORM, "factor", "name");

  /** The fields of the form that sets a factor up. */
  static final Form ENROLL_FORM = Form.of(PageContext.CSRF, Submissions.FORM, "factor", "phone");

  /** The fields of the form that confirms the login. */
  static final Form CODE_FORM = Form.of(PageContext.CSRF, Submissions.FORM, "kind", "code");

  private final PageContext context;
  private final CompleteMfaUseCase mfa;

  MfaPages(PageContext context, CompleteMfaUseCase mfa) {
    this.context = context;
    this.mfa = mfa;
  }

  /** The kinds of codes that have a form. */
  private enum Kind {
    OTP,
    OOB,
    RECOVERY;

    static Kind of(String word) {
      return switch (word) {
        case "oob" -> OOB;
        case "recovery" -> RECOVERY;
        default -> OTP;
      };
    }
  }

  /** One step of a waiting login, by a client whose address is known. */
  private record Step(
      Pending pending, Requester requester, Fields form, GatewayRequest request, RequestId id) {

    PendingLogin login() {
      return new PendingLogin(requester, pending.token());
    }
  }

  Reply choose(GatewayRequest request, RequestId id) {
    return pending(request, id)
        .flatMap(
            pending ->
                context
                    .requester(request, id)
                    .map(
                        requester ->
                            choose(new Step(pending, requester, Fields.NONE, request, id))))
        .fold(refused -> refused, reply -> reply);
  }

  private Reply choose(Step step) {
    return switch (mfa.authenticators(step.login())) {
      case AuthenticatorsOutcome.Listed(var authenticators) -> {
        Seq<Authenticator> factors =
            authenticators.filter(it -> it.type() != Authenticator.Type.RECOVERY_CODE);
        boolean recovery = factors.size() < authenticators.size();
        if (factors.isEmpty()) {
          yield show(step, Page.of(200, "mfa-enroll", "mfa-enroll-title"));
        }
        if (factors.size() == 1 && factors.head().type() == Authenticator.Type.OTP) {
          yield context.redirect(CODE + "?kind=otp");
        }
        yield show(
            step,
            Page.of(200, "mfa-choose", "mfa-choose-title")
                .with("factors", factors.map(this::described).asJava())
                .with("recovery", recovery));
      }
      case AuthenticatorsOutcome.LoginExpired() -> expired(step);
      case AuthenticatorsOutcome.Unanswered(var why) ->
          show(step, context.outcomes().unanswered(why));
    };
  }

  private Map<String, Object> described(Authenticator factor) {
    String channel = factor.channel().getOrElse("");
    return Map.of(
        "id", factor.id().value(),
        "otp", factor.type() == Authenticator.Type.OTP,
        "sms", channel.equals("sms"),
        "email", channel.equals("email"),
        "push", channel.equals("auth0"),
        "name", factor.name().getOrElse(""));
  }

  Reply challenge(GatewayRequest request, RequestId id) throws IOException {
    return posted(request, id, CHALLENGE_FORM)
        .fold(refused -> refused, step -> once(step, CHALLENGE_FORM, this::challenge));
  }

  private Reply challenge(Step step) {
    var authenticator = AuthenticatorId.of(step.form().get("factor"));
    if (authenticator.isInvalid()) {
      return context.redirect(CHOOSE);
    }
    ChallengeOutcome outcome =
        mfa.challenge(
            new ChallengeRequest(
                step.login(), Option.of(ChallengeType.OOB), Option.of(authenticator.get())));
    return switch (outcome) {
      case ChallengeOutcome.OtpExpected() -> context.redirect(CODE + "?kind=otp");
      case ChallengeOutcome.OobSent(var code, var prompt) ->
          context.goOn(
              CODE + "?kind=oob",
              step.pending()
                  .with(
                      new Challenge(
                          code,
                          prompt,
                          Option.of(step.form().get("name")).filter(name -> name.length() < 80)),
                      step.pending().recoveryCodes()),
              step.request(),
              step.id());
      case ChallengeOutcome.EnrollmentRequired() -> context.redirect(CHOOSE);
      case ChallengeOutcome.FactorUnavailable() -> context.redirect(CHOOSE);
      case ChallengeOutcome.LoginExpired() -> expired(step);
      case ChallengeOutcome.TooManyCodes() -> show(step, context.outcomes().tooManyCodes());
      case ChallengeOutcome.Denied(var reason) -> show(step, context.outcomes().denied(reason));
      case ChallengeOutcome.Unanswered(var why) -> show(step, context.outcomes().unanswered(why));
    };
  }

  Reply enroll(GatewayRequest request, RequestId id) throws IOException {
    return posted(request, id, ENROLL_FORM)
        .fold(refused -> refused, step -> once(step, ENROLL_FORM, this::enroll));
  }

  private Reply enroll(Step step) {
    Page again = Page.of(400, "mfa-enroll", "mfa-enroll-title");
    Option<Enrollment> factor =
        switch (step.form().get("factor")) {
          case "otp" -> Option.of(new Enrollment.Otp());
          case "email" -> Option.of(new Enrollment.Email());
          default ->
              PhoneNumber.of(step.form().get("phone").replaceAll("[\\h()/.-]", ""))
                  .<Option<Enrollment>>fold(
                      problem -> Option.none(), number -> Option.of(new Enrollment.Sms(number)));
        };
    if (factor.isEmpty()) {
      return show(
          step,
          again
              .with("alert", "phone-wrong")
              .with("phoneWrong", true)
              .with("phone", step.form().get("phone")));
    }
    return switch (mfa.enroll(new EnrollmentRequest(step.login(), factor.get()))) {
      case EnrollmentOutcome.OtpEnrolled(var secret, var uri, var codes) ->
          context.goOn(
              CODE + "?kind=otp",
              step.pending().with(new SetUp(secret, uri), codes),
              step.request(),
              step.id());
      case EnrollmentOutcome.OobEnrolled(var code, var prompt, var codes) ->
          context.goOn(
              CODE + "?kind=oob",
              step.pending().with(new Challenge(code, prompt, Option.none()), codes),
              step.request(),
              step.id());
      case EnrollmentOutcome.AlreadyEnrolled() -> context.redirect(CHOOSE);
      case EnrollmentOutcome.FactorUnavailable() ->
          show(step, again.with("alert", "factor-unavailable"));
      case EnrollmentOutcome.LoginExpired() -> expired(step);
      case EnrollmentOutcome.TooManyCodes() -> show(step, context.outcomes().tooManyCodes());
      case EnrollmentOutcome.Unanswered(var why) -> show(step, context.outcomes().unanswered(why));
    };
  }

  Reply codeForm(GatewayRequest request, RequestId id) {
    return pending(request, id)
        .fold(
            refused -> refused,
            pending ->
                context.page(
                    codePage(
                        200,
                        Kind.of(PageContext.query(request, CODE_FORM.names()).get("kind")),
                        pending),
                    request,
                    id));
  }

  /** The form for what the login waits for. */
  private static Page codePage(int status, Kind kind, Pending pending) {
    Page page =
        switch (kind) {
          case RECOVERY ->
              Page.of(status, "mfa-code", "recovery-title")
                  .with("kind", "recovery")
                  .with("recovery", true);
          case OOB ->
              pending.challenge().exists(it -> !it.prompt())
                  ? Page.of(status, "mfa-push", "push-title")
                      .with("pollSeconds", POLL_SECONDS)
                      .polling()
                  : Page.of(status, "mfa-code", "oob-title").with("kind", "oob").with("oob", true);
          case OTP ->
              pending
                  .setUp()
                  .fold(
                      () ->
                          Page.of(status, "mfa-code", "otp-title")
                              .with("kind", "otp")
                              .with("otp", true),
                      app -> {
                        QrCode qr = QrCode.of(app.uri().value());
                        return Page.of(status, "mfa-setup", "setup-title")
                            .with("kind", "otp")
                            .with("secret", app.secret().value())
                            .with("uri", app.uri().value())
                            .with("qrSide", qr.side())
                            .with("qrPath", qr.path());
                      });
        };
    return page.with("sentTo", pending.challenge().flatMap(Challenge::to))
        .with("hasCodes", !pending.recoveryCodes().isEmpty())
        .with("recoveryCodes", pending.recoveryCodes().map(RecoveryCode::value).asJava());
  }

  Reply verify(GatewayRequest request, RequestId id) throws IOException {
    return posted(request, id, CODE_FORM)
        .fold(refused -> refused, step -> once(step, CODE_FORM, this::verify));
  }

  private Reply verify(Step step) {
    Kind kind = Kind.of(step.form().get("kind"));
    String code = step.form().get("code").replaceAll("\\h", "");
    Option<MfaProof> proof =
        switch (kind) {
          case OTP -> OneTimePassword.of(code).toOption().map(MfaProof.Otp::new);
          case RECOVERY ->
              RecoveryCode.of(code.replace("-", "")).toOption().map(MfaProof.Recovery::new);
          case OOB ->
              step.pending()
                  .challenge()
                  .flatMap(
                      sent ->
                          sent.prompt()
                              ? BindingCode.of(code)
                                  .toOption()
                                  .map(it -> new MfaProof.Oob(sent.code(), Option.of(it)))
                              : Option.of(new MfaProof.Oob(sent.code(), Option.none())));
        };
    if (proof.isEmpty()) {
      return kind == Kind.OOB && step.pending().challenge().isEmpty()
          ? context.redirect(CHOOSE)
          : wrong(step, kind);
    }
    boolean script = step.request().header("Accept").equals("application/json");
    return switch (mfa.verify(new MfaAttempt(step.login(), proof.get()))) {
      case MfaOutcome.Granted(var tokens, var newRecoveryCode) -> {
        Reply reply =
            context.signIn(
                tokens, step.pending().returnTo(), newRecoveryCode, step.request(), step.id());
        yield script ? asJson("done", reply) : reply;
      }
      case MfaOutcome.WrongCode() -> script ? over() : wrong(step, kind);
      case MfaOutcome.AuthorizationPending() -> script ? waiting(POLL_SECONDS) : notYet(step);
      case MfaOutcome.SlowDown() -> script ? waiting(2 * POLL_SECONDS) : notYet(step);
      case MfaOutcome.PushRejected() ->
          script ? over() : show(step, context.outcomes().pushRejected());
      case MfaOutcome.LoginExpired() -> script ? over() : expired(step);
      case MfaOutcome.TooManyCodes() ->
          script ? over() : show(step, context.outcomes().tooManyCodes());
      case MfaOutcome.Denied(var reason) ->
          script ? over() : show(step, context.outcomes().denied(reason));
      case MfaOutcome.UserBlocked() ->
          script ? over() : show(step, context.outcomes().userBlocked());
      case MfaOutcome.Unanswered(var why) ->
          script ? waiting(2 * POLL_SECONDS) : show(step, context.outcomes().unanswered(why));
    };
  }

  private Reply wrong(Step step, Kind kind) {
    return show(step, codePage(403, kind, step.pending()).with("alert", "wrong-code"));
  }

  private Reply notYet(Step step) {
    return show(step, codePage(200, Kind.OOB, step.pending()).with("alert", "push-not-yet"));
  }

  /** For the script: poll again after this time. */
  private static Reply waiting(int seconds) {
    return Reply.of(
        200,
        "application/json",
        Json.object(
            json -> {
              json.writeStringField("state", "waiting");
              json.writeNumberField("seconds", seconds);
            }));
  }

  /** For the script: submit the form itself, so that the user sees the outcome. */
  private static Reply over() {
    return Reply.of(
        200, "application/json", Json.object(json -> json.writeStringField("state", "over")));
  }

  /** For the script: the reply with its cookies, but without its redirect. */
  private static Reply asJson(String state, Reply reply) {
    Option<Reply.Header> location = reply.headers().find(it -> it.name().equals("Location"));
    if (location.isEmpty()) {
      return reply;
    }
    Reply answer =
        Reply.of(
            200,
            "application/json",
            Json.object(
                json -> {
                  json.writeStringField("state", state);
                  json.writeStringField("location", location.get().value());
                }));
    return reply
        .headers()
        .filter(it -> it.name().equals("Set-Cookie"))
        .foldLeft(answer, Reply::with);
  }

  private Reply show(Step step, Page page) {
    return context.page(
        page.with("returnTo", step.pending().returnTo()), step.request(), step.id());
  }

  private Reply expired(Step step) {
    return show(step, context.outcomes().loginExpired()).with(Cookie.PENDING.gone());
  }

  private Reply once(Step step, Form fields, Function<Step, Reply> answer) {
    return context.once(step.request(), step.form(), fields, () -> answer.apply(step));
  }

  private Either<Reply, Pending> pending(GatewayRequest request, RequestId id) {
    Option<Pending> pending = context.pending(request);
    if (pending.isEmpty() && context.sessions().of(request).isDefined()) {
      return Either.left(context.onward(Option.none()));
    }
    return pending.isDefined()
        ? Either.right(pending.get())
        : Either.left(
            context
                .page(context.outcomes().loginExpired(), request, id)
                .with(Cookie.PENDING.gone()));
  }

  private Either<Reply, Step> posted(GatewayRequest request, RequestId id, Form expected)
      throws IOException {
    Either<Reply, Fields> form =
        context.loginForm(request, id, expected.names(), context.outcomes().loginExpired());
    return form.flatMap(
        fields ->
            pending(request, id)
                .flatMap(
                    pending ->
                        context
                            .requester(request, id)
                            .map(who -> new Step(pending, who, fields, request, id))));
  }
}
