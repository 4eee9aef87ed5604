package dev.portcullis.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.emulator.Client.Answer;
import dev.portcullis.emulator.tenant.DemoTenant;
import dev.portcullis.emulator.tenant.TenantDefinition;
import dev.portcullis.emulator.tenant.UserDefinition;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class PasswordsNeverAppearTest {

  private static final String MARKER = "AUTH0-TEST-marker-Q7";

  /** One token to a JSON parser, which quotes the token that it does not know. */
  private static final String WORD = "markerQ8";

  @Test
  void passwords_and_secrets_are_in_no_event_answer_journal_or_log_line() {
    // Other tests may log at the same moment.
    List<String> said = new CopyOnWriteArrayList<>();
    Logger root = Logger.getLogger("");
    Handler listener = listener(said);
    root.addHandler(listener);
    TenantDefinition definition =
        TenantDefinition.demo().toBuilder()
            .user(
                UserDefinition.of(
                    "auth0|000000000000000000000009",
                    DemoTenant.CONNECTION,
                    "marked@example.com",
                    MARKER))
            .build();
    try (Auth0Emulator emulator =
            Auth0Emulator.start(TestSettings.at(new TestClock()).withTenant(definition));
        Client client = new Client(emulator)) {
      List<Answer> answers =
          List.of(
              client.logIn("marked@example.com", MARKER, "203.0.113.7"),
              client.logIn(DemoTenant.ALICE, MARKER, "203.0.113.7"),
              client.logIn("nobody@example.com", MARKER, "203.0.113.7"),
              client.logIn("nobody@example.com", MARKER, "bad header"),
              client.token(
                  Client.with(Client.login(DemoTenant.ALICE, MARKER), "client_secret", MARKER)),
              client.token(
                  Client.with(Client.login(DemoTenant.ALICE, MARKER), "grant_type", "other")),
              client.post("/oauth/token", "application/json", "{\"password\":\"" + MARKER + "\"!}"),
              client.post(
                  "/oauth/token", "application/json", "{\"password\":[\"" + MARKER + "\"]}"),
              client.post("/oauth/token", "application/json", "{\"password\":" + WORD),
              client.post("/oauth/token", "text/plain", MARKER),
              client.post(
                  "/oauth/token",
                  "application/x-www-form-urlencoded",
                  "password=" + MARKER + "&password=" + MARKER));
      emulator.tenant().logs().forEach(event -> said.add(event + " " + event.fields()));
      emulator.tenant().received().forEach(request -> said.add(request.toString()));
      emulator.tenant().mails().forEach(mail -> said.add(mail.toString()));
      answers.forEach(answer -> said.add(answer.body() + answer.response().headers()));
      definition.users().forEach(user -> said.add(user.toString()));
      definition.applications().forEach(application -> said.add(application.toString()));
    } finally {
      root.removeHandler(listener);
    }

    assertThat(said)
        .hasSizeGreaterThan(30)
        .noneMatch(text -> text.contains(MARKER))
        .noneMatch(text -> text.contains(WORD))
        .noneMatch(text -> text.contains(DemoTenant.GATEWAY_CLIENT_SECRET));
  }

  private static Handler listener(List<String> said) {
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            said.add(line.getMessage() + " " + List.of(parameters(line)) + " " + line.getThrown());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    handler.setLevel(Level.ALL);
    return handler;
  }

  private static Object[] parameters(LogRecord line) {
    Object[] parameters = line.getParameters();
    return parameters == null ? new Object[0] : parameters;
  }
}
