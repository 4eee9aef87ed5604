package dev.portcullis.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.emulator.tenant.DemoTenant;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

class Auth0EmulatorTest {

  @Test
  void the_defaults_start_a_tenant_that_logs_in_and_stops_once_and_for_all() {
    Auth0Emulator emulator = Auth0Emulator.start(EmulatorSettings.defaults());
    try (Client client = new Client(emulator)) {

      int status = client.token(Client.login(DemoTenant.ALICE, DemoTenant.ALICE_PASSWORD)).status();
      emulator.close();
      emulator.close();

      assertThat(status).isEqualTo(200);
      assertThat(emulator.baseUri()).hasToString("http://127.0.0.1:" + emulator.port());
      assertThat(emulator.issuer()).isEqualTo(emulator.baseUri() + "/");
      assertThatThrownBy(() -> client.get("/")).isInstanceOf(UncheckedIOException.class);
    }
  }

  @Test
  void settings_out_of_range_are_refused() {
    EmulatorSettings settings = EmulatorSettings.defaults();

    assertThatThrownBy(() -> settings.withPort(65_536))
        .hasMessage("port: 65536 (expected: 0..65535)");
    assertThatThrownBy(() -> settings.withHttpsPort(-1))
        .hasMessage("httpsPort: -1 (expected: 0..65535)");
    assertThatThrownBy(() -> settings.withLogRetention(0))
        .hasMessage("logRetention: 0 (expected: >= 1)");
  }
}
