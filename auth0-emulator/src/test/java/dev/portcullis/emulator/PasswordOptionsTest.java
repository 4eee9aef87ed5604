package dev.portcullis.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portcullis.emulator.Client.Answer;
import dev.portcullis.emulator.tenant.DemoTenant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the options of a connection ask of passwords, in Auth0's words. */
@Timeout(60)
class PasswordOptionsTest {

  private static final String CONNECTION = "/api/v2/connections/con_Demo0123456789AB";

  private final Auth0Emulator emulator = Auth0Emulator.start(TestSettings.at(new TestClock()));
  private final Client client = new Client(emulator);
  private final String[] admin = {"Authorization", "Bearer " + client.managementToken("")};

  @AfterEach
  void stop() {
    client.close();
    emulator.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'passwordPolicy':'low'} | short | PasswordStrengthError: Password is too weak",
        "{'passwordPolicy':'low','password_complexity_options':{'min_length':9}} | 12345678 |"
            + " PasswordStrengthError: Password is too weak",
        "{'password_dictionary':{'enable':true}} | LetMeIn | PasswordDictionaryError: Password is"
            + " too common",
        "{'password_dictionary':{'enable':true,'dictionary':['portcullis']}} | Portcullis |"
            + " PasswordDictionaryError: Password is too common",
        "{'password_no_personal_info':{'enable':true}} | x-newton-x |"
            + " PasswordNoUserInfoError: Password contains user information",
        "{'password_options':{'complexity':{'min_length':12}}} | 11-letters! |"
            + " PasswordStrengthError: Password is too weak",
        "{'password_options':{'complexity':{'character_types':['number']}}} | letters |"
            + " PasswordStrengthError: Password is too weak",
        "{'password_options':{'complexity':{'identical_characters':'block'}}} | aaab1 |"
            + " PasswordStrengthError: Password is too weak",
        "{'password_options':{'complexity':{'sequential_characters':'block'}}} | x321x |"
            + " PasswordStrengthError: Password is too weak",
        "{'password_options':{'dictionary':{'active':true,'custom':['moat']}}} | MOAT |"
            + " PasswordDictionaryError: Password is too common",
        "{'password_options':{'profile_data':{'active':true,'blocked_fields':['given_name']}}} |"
            + " isaac-1 | PasswordNoUserInfoError: Password contains user information",
      })
  void a_password_that_the_options_refuse_is_refused_at_sign_up_and_by_the_management_api(
      String options, String password, String problem) {
    Answer before = create("before@example.com", password);

    client.patch(CONNECTION, "{\"options\":" + json(options) + "}", admin);
    Answer created = create("newton@example.com", password);
    Answer signedUp = signUp("newton@example.com", password);

    assertThat(before.status()).isEqualTo(201);
    assertThat(created.status()).isEqualTo(400);
    assertThat(created.json().get("message").textValue()).isEqualTo(problem);
    assertThat(created.json().has("errorCode")).isFalse();
    assertThat(signedUp.status()).isEqualTo(400);
    assertThat(signedUp.json().get("name").textValue() + ": " + text(signedUp, "message"))
        .isEqualTo(problem);
    assertThat(text(signedUp, "code")).isEqualTo("invalid_password");
    assertThat(create("newton@example.com", "Zwölf Boxkämpfer 7").status()).isEqualTo(201);
  }

  @Test
  void a_weak_password_is_explained_at_sign_up() {
    client.patch(CONNECTION, "{\"options\":{\"passwordPolicy\":\"fair\"}}", admin);

    JsonNode body = signUp("newton@example.com", "1").json();

    assertThat(body.get("description").toString())
        .isEqualTo(
            json(
                "{'rules':[{'message':'At least %d characters in length','format':[8],"
                    + "'code':'lengthAtLeast','verified':false},"
                    + "{'message':'Should contain:','code':'shouldContain','verified':false,"
                    + "'items':[{'message':'lower case letters (a-z)','code':'lowerCase',"
                    + "'verified':false},{'message':'upper case letters (A-Z)',"
                    + "'code':'upperCase','verified':false},{'message':'numbers (i.e. 0-9)',"
                    + "'code':'numbers','verified':true}]}],'verified':false}"));
    assertThat(body.get("policy").textValue())
        .isEqualTo(
            "* At least 8 characters in length\n* Should contain:\n * lower case letters (a-z)\n"
                + " * upper case letters (A-Z)\n * numbers (i.e. 0-9)");
    assertThat(body.get("statusCode").intValue()).isEqualTo(400);
  }

  @Test
  void the_latest_passwords_are_refused_and_older_ones_are_not() {
    client.patch(
        CONNECTION, json("{'options':{'password_history':{'enable':true,'size':2}}}"), admin);

    Answer same = change(DemoTenant.ALICE_PASSWORD);
    Answer second = change("the second one");
    Answer first = change(DemoTenant.ALICE_PASSWORD);
    Answer third = change("the third one");
    Answer firstAgain = change(DemoTenant.ALICE_PASSWORD);

    assertThat(text(same, "message"))
        .isEqualTo("PasswordHistoryError: Password has previously been used");
    assertThat(second.status()).isEqualTo(200);
    assertThat(first.status()).isEqualTo(400);
    assertThat(third.status()).isEqualTo(200);
    assertThat(firstAgain.status()).isEqualTo(200);
    assertThat(client.logIn(DemoTenant.ALICE, DemoTenant.ALICE_PASSWORD, "192.0.2.1").status())
        .isEqualTo(200);
  }

  @Test
  void a_history_without_a_size_has_five_passwords() {
    client.patch(CONNECTION, json("{'options':{'password_history':{'enable':true}}}"), admin);
    for (String next : List.of("second", "third", "fourth", "fifth")) {
      assertThat(change("the " + next + " one").status()).isEqualTo(200);
    }

    Answer oldest = change(DemoTenant.ALICE_PASSWORD);
    Answer sixth = change("the sixth one");
    Answer dropped = change(DemoTenant.ALICE_PASSWORD);

    assertThat(oldest.status()).isEqualTo(400);
    assertThat(sixth.status()).isEqualTo(200);
    assertThat(dropped.status()).isEqualTo(200);
  }

  @Test
  void a_reset_page_refuses_what_the_options_refuse() {
    client.patch(CONNECTION, "{\"options\":{\"passwordPolicy\":\"low\"}}", admin);
    String ticket =
        text(
            client.post(
                "/api/v2/tickets/password-change",
                "application/json",
                json("{'user_id':'auth0|000000000000000000000001'}"),
                admin),
            "ticket");
    String path = ticket.substring(emulator.issuer().length() - 1);

    Answer weak = client.form(path, java.util.Map.of("password", "short"));
    Answer strong = client.form(path, java.util.Map.of("password", "long enough"));

    assertThat(weak.status()).isEqualTo(400);
    assertThat(weak.body()).contains("Password is too weak");
    assertThat(strong.status()).isEqualTo(200);
    assertThat(client.logIn(DemoTenant.ALICE, "long enough", "192.0.2.1").status()).isEqualTo(200);
  }

  private Answer create(String email, String password) {
    return client.post(
        "/api/v2/users",
        "application/json",
        json(
            "{'connection':'Username-Password-Authentication','given_name':'Isaac','email':'"
                + email
                + "','password':'"
                + password
                + "'}"),
        admin);
  }

  private Answer signUp(String email, String password) {
    return client.post(
        "/dbconnections/signup",
        "application/json",
        json(
            "{'client_id':'"
                + DemoTenant.GATEWAY_CLIENT_ID
                + "','connection':'Username-Password-Authentication','given_name':'Isaac','email':'"
                + email
                + "','password':'"
                + password
                + "'}"));
  }

  private Answer change(String password) {
    return client.patch(
        "/api/v2/users/auth0%7C000000000000000000000001",
        json("{'password':'" + password + "'}"), admin);
  }

  private static String text(Answer answer, String name) {
    return answer.json().path(name).asText();
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }
}
