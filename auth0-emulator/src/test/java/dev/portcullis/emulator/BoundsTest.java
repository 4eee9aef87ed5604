package dev.portcullis.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.emulator.Client.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bounds and formats of Auth0's schema, in the words of its API. */
@Timeout(60)
class BoundsTest {

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
        "organizations | {'name':''} | 'String is too short (0 chars), minimum 1' on property name",
        "clients | {'name':'a<b'} | 'String does not match pattern ^[^<>]+$' on property name",
        "clients | {'name':'a','organization_discovery_methods':[]} | 'Array is too short (0),"
            + " minimum 1' on property organization_discovery_methods",
        "roles | {'name':7} | 'Expected type string but found type integer' on property name",
        "roles | {} | 'Missing required property: name'",
        "roles | {'name':'a','surprise':1} | 'Additional properties not allowed: surprise'",
        "users | {'connection':'c','email':'no address'} | 'Object didn't pass validation for"
            + " format email: no address' on property email",
        "clients | {'name':'a','logo_uri':'logo'} | 'Object didn't pass validation for"
            + " format absolute-uri-or-empty: logo' on property logo_uri",
        "clients | {'name':'a','app_type':'none'} | 'No enum match for: none' on property"
            + " app_type",
        "clients | {'name':'a','jwt_configuration':{'lifetime_in_seconds':1.5}} | 'Expected type"
            + " integer but found type number' on property lifetime_in_seconds",
        "tickets/password-change | {'user_id':'a','ttl_sec':-1} | 'Value -1 is less than minimum"
            + " 0' on property ttl_sec",
        "connections | {'name':'a','strategy':'auth0','options':{'password_history':"
            + "{'enable':true,'size':25}}} | 'Value 25 is greater than maximum 24' on property"
            + " size",
      })
  void a_value_out_of_bounds_is_refused(String path, String body, String problem) {
    Answer answer =
        client.post("/api/v2/" + path, "application/json", body.replace('\'', '"'), admin);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("errorCode").textValue()).isEqualTo("invalid_body");
    assertThat(answer.json().get("message").textValue())
        .isEqualTo("Payload validation error: " + problem + ".");
  }
}
