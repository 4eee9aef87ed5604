package dev.portcullis.adapters.http.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.application.journal.GatewayEvent;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.domain.mfa.AuthenticatorsOutcome;
import dev.portcullis.domain.mfa.ChallengeOutcome;
import dev.portcullis.domain.mfa.Enrollment;
import dev.portcullis.domain.mfa.EnrollmentOutcome;
import dev.portcullis.domain.mfa.MfaOutcome;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.reset.ResetOutcome;
import dev.portcullis.domain.reset.ResetStart;
import dev.portcullis.domain.session.RefreshOutcome;
import dev.portcullis.domain.session.RevokeOutcome;
import dev.portcullis.testkit.Outcomes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    Outcomes.logins()
        .forEach(outcome -> code.put(outcome.code().word(), said(LoginReplies.of(outcome, ID))));
    Outcomes.steps()
        .filter(step -> step.outcome().fault().isEmpty())
        .forEach(step -> code.put(step.step().word() + ": " + step.outcome().code(), said(step)));
    assertThat(page).isEqualTo(code);
  }

  /** They are the same for all steps, and listed once. */
  @Test
  void every_fault_of_the_steps_is_listed() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "reference", "outcomes.md"));
    String steps = page.substring(page.indexOf("## The steps"));

    assertThat(ProviderFault.CODES).allMatch(fault -> steps.contains("`" + fault + "`"));
  }

  private static String said(GatewayEvent.StepEnded step) {
    return switch (step.outcome()) {
      case RefreshOutcome outcome -> said(TokenReplies.of(outcome, ID));
      case RevokeOutcome outcome -> said(TokenReplies.of(outcome, ID));
      case AuthenticatorsOutcome outcome -> said(MfaReplies.of(outcome, ID));
      case ChallengeOutcome outcome -> said(MfaReplies.of(outcome, ID));
      case EnrollmentOutcome outcome -> said(MfaReplies.of(outcome, new Enrollment.Email(), ID));
      case MfaOutcome outcome -> said(MfaReplies.of(outcome, ID));
      case ResetOutcome outcome -> said(ResetEndpoint.reply(outcome, ID));
      case ResetStart outcome -> "nothing";
      default -> throw new AssertionError(step);
    };
  }

  private static String said(Reply reply) {
    Matcher slug = SLUG.matcher(new String(reply.body(), UTF_8));
    return slug.find() ? reply.status() + " `" + slug.group(1) + "`" : "" + reply.status();
  }
}
