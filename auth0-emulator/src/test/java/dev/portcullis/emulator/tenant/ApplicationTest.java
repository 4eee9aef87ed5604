package dev.portcullis.emulator.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ApplicationTest {

  private static final Application PUBLIC =
      Application.publicClient("PublicClient01234567890123456789", "App", GrantType.PASSWORD);

  @Test
  void a_public_application_cannot_be_trusted_with_the_header() {
    assertThatThrownBy(() -> PUBLIC.withIpHeaderTrusted(true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is_token_endpoint_ip_header_trusted can only be set true");
  }

  @Test
  void a_public_application_is_authenticated_by_no_secret() {
    assertThat(PUBLIC.authenticatedBy("anything")).isFalse();
  }

  @Test
  void the_demo_applications_differ_in_trust_only_where_they_should() {
    TenantDefinition definition = TenantDefinition.demo();

    assertThat(definition.application(DemoTenant.GATEWAY_CLIENT_ID).orElseThrow().ipHeaderTrusted())
        .isTrue();
    assertThat(
            definition.application(DemoTenant.UNTRUSTED_CLIENT_ID).orElseThrow().ipHeaderTrusted())
        .isFalse();
  }
}
