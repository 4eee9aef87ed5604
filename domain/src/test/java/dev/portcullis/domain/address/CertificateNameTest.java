package dev.portcullis.domain.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vavr.control.Validation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateNameTest {

  @Test
  void a_dns_name_is_compared_without_case() {
    CertificateName name = new CertificateName("Proxy.Example.COM");

    assertThat(name).isEqualTo(new CertificateName("proxy.example.com"));
    assertThat(name.isUri()).isFalse();
    assertThat(name).hasToString("proxy.example.com");
  }

  @Test
  void a_uri_is_compared_exactly() {
    CertificateName name = new CertificateName("spiffe://example.com/Proxy");

    assertThat(name).isNotEqualTo(new CertificateName("spiffe://example.com/proxy"));
    assertThat(name.isUri()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "*.example.com",
        "spiffe://example.com/*",
        "proxy\u0000.example.com",
        "pro\u0445y.example.com",
        "proxy\n"
      })
  void what_names_no_single_proxy_is_refused(String text) {
    Validation<String, CertificateName> read = CertificateName.parse(text);

    assertThat(read.isInvalid()).isTrue();
    assertThat(read.getError()).contains("no wildcard");
    assertThatThrownBy(() -> new CertificateName(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected");
  }

  @Test
  void a_name_has_at_most_2048_characters() {
    assertThat(CertificateName.parse("a".repeat(2048)).isValid()).isTrue();
    assertThat(CertificateName.parse("a".repeat(2049)).isValid()).isFalse();
  }
}
