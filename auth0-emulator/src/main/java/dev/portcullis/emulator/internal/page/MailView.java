package dev.portcullis.emulator.internal.page;

import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.observed.SentMail;
import dev.portcullis.emulator.observed.SentMail.Kind;
import dev.portcullis.emulator.tenant.Secret;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Messages that would have been sent, where a push notification can be answered, and the codes that
 * authenticator apps would show.
 */
final class MailView {

  private static final int MOST = 100;

  private final EmulatorControls controls;

  MailView(EmulatorControls controls) {
    this.controls = controls;
  }

  void addTo(PageRouter router) {
    router.view(View.MAIL, query -> model());
    router.action("/emulator/ui/answer-push", View.MAIL, this::answer);
  }

  private Object model() {
    List<SentMail> all = controls.outbox().mails();
    List<Message> messages = new ArrayList<>();
    for (int i = all.size() - 1; i >= 0 && messages.size() < MOST; i--) {
      messages.add(message(i, all.get(i)));
    }
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("messages", messages);
    model.put("none", messages.isEmpty());
    model.put("shown", messages.size());
    model.put("all", all.size());
    model.put("codes", codes());
    model.put("anyCodes", !codes().isEmpty());
    return model;
  }

  private List<Code> codes() {
    return controls.users().all().stream()
        .flatMap(
            user ->
                controls.mfa().checks().otpCode(user.userId()).stream()
                    .map(code -> new Code(user.userId(), user.email(), code)))
        .toList();
  }

  private Message message(int number, SentMail mail) {
    String content = mail.content().map(Secret::reveal).orElse("");
    boolean push = mail.kind() == Kind.MFA_PUSH;
    boolean link = content.startsWith("http://") || content.startsWith("https://");
    return new Message(
        number + "-" + mail.date(),
        subject(mail.kind()),
        mail.to(),
        DisplayText.moment(mail.date()),
        link ? content : "",
        push || link ? "" : content,
        push ? content : "",
        push && controls.mfa().challenges().pushIsOpen(content));
  }

  private static String subject(Kind kind) {
    return switch (kind) {
      case PASSWORD_RESET -> "Set a new password";
      case BLOCKED_ACCOUNT -> "Your account was blocked: unblock it";
      case BREACHED_PASSWORD -> "Your password was found in a breach: set a new one";
      case EMAIL_VERIFICATION -> "Confirm your e-mail address";
      case LOGIN_CODE_SMS -> "Text message with a login code";
      case LOGIN_CODE_EMAIL -> "Mail with a login code";
      case LOGIN_LINK -> "Log in with this link";
      case INVITATION -> "You are invited to an organization";
      case MFA_SMS -> "Text message with a code";
      case MFA_EMAIL -> "Mail with a code";
      case MFA_PUSH -> "Allow this login?";
    };
  }

  private FlashMessage answer(Request request, Form form) {
    boolean allow = form.text("answer").orElse("").equals("allow");
    boolean known = controls.mfa().challenges().answerPush(form.text("oob_code").orElse(""), allow);
    if (!known) {
      return FlashMessage.problem("This notification has expired.");
    }
    return FlashMessage.done(
        allow
            ? "Allowed: the next poll of this login gets the tokens."
            : "Denied: the next poll of this login is refused.");
  }

  record Code(String userId, String email, String code) {}

  record Message(
      String id,
      String subject,
      String to,
      DisplayText.Moment date,
      String link,
      String code,
      String push,
      boolean open) {}
}
