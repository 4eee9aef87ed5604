package dev.portcullis.adapters.http.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.application.journal.port.StepJournal.Step;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.domain.mfa.Enrollment;
import dev.portcullis.testkit.contract.LoginJournalContract;
import dev.portcullis.testkit.contract.StepJournalContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/reference/outcomes.md says the API says, the API says. */
class OutcomesPageTest {

  private static final RequestId ID = new RequestId("r-1");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([a-z: -]+)` \\| [^|]* \\| ([^|]*) \\| .*$");
  private static final Pattern SLUG = Pattern.compile("problems/([a-z-]+)\"");

  @Test
  void each_outcome_is_answered_as_the_page_says_and_none_is_left_out() throws IOException {
    Map<String, String> page = new TreeMap<>();
    Matcher rows = ROW.matcher(Files.readString(Path.of("..", "docs", "reference", "outcomes.md")));
    while (rows.find()) {
      assertThat(page.put(rows.group(1), rows.group(2))).as(rows.group(1)).isNull();
    }

    Map<String, String> code = new TreeMap<>();
    LoginJournalContract.outcomes()
        .forEach(outcome -> code.put(name(outcome), said(LoginReplies.of(outcome, ID))));
    StepJournalContract.steps().forEach(step -> add(code, step));
    assertThat(page).isEqualTo(code);
  }

  private static void add(Map<String, String> code, Step step) {
    switch (step) {
      case Step.Refresh(var outcome) ->
          put(code, "refresh", outcome, said(TokenReplies.of(outcome, ID)));
      case Step.Revoke(var outcome) ->
          put(code, "revoke", outcome, said(TokenReplies.of(outcome, ID)));
      case Step.MfaAuthenticators(var outcome) ->
          put(code, "mfa-authenticators", outcome, said(MfaReplies.of(outcome, ID)));
      case Step.MfaChallenge(var outcome) ->
          put(code, "mfa-challenge", outcome, said(MfaReplies.of(outcome, ID)));
      case Step.MfaEnrollment(var outcome) ->
          put(
              code,
              "mfa-enrollment",
              outcome,
              said(MfaReplies.of(outcome, new Enrollment.Email(), ID)));
      case Step.MfaVerification(var outcome) ->
          put(code, "mfa-verification", outcome, said(MfaReplies.of(outcome, ID)));
      case Step.ResetAsked(var who, var outcome) ->
          put(code, "reset-asked", outcome, said(ResetEndpoint.reply(outcome, ID)));
      case Step.ResetStarted(var who, var outcome) ->
          put(code, "reset-started", outcome, "nothing");
    }
  }

  /** The faults are the same for all and described once. */
  private static void put(Map<String, String> code, String step, Object outcome, String said) {
    String name = kebab(outcome);
    if (!name.equals("unanswered")) {
      code.put(step + ": " + name, said);
    }
  }

  private static String name(LoginOutcome outcome) {
    return outcome instanceof LoginOutcome.Unavailable(var cause) ? kebab(cause) : kebab(outcome);
  }

  private static String kebab(Object outcome) {
    return outcome
        .getClass()
        .getSimpleName()
        .replaceFirst("^(At|Reset)(?=[A-Z])", "")
        .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
        .toLowerCase(Locale.ROOT);
  }

  private static String said(Reply reply) {
    Matcher slug = SLUG.matcher(new String(reply.body(), UTF_8));
    return slug.find() ? reply.status() + " `" + slug.group(1) + "`" : "" + reply.status();
  }
}
