package dev.portcullis.domain.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vavr.collection.HashSet;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** {@link NoNameLookups} stands in for the resolver of this whole virtual machine. */
class NamesAreNeverLookedUpTest {

  @Test
  void a_look_up_would_be_seen() throws UnknownHostException {
    long before = NoNameLookups.count();

    assertThatExceptionOfType(UnknownHostException.class)
        .isThrownBy(() -> InetAddress.getAllByName("seen.example.com"));
    String reverse = InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1}).getHostName();

    assertThat(reverse).isEqualTo("192.0.2.1");
    assertThat(NoNameLookups.count()).isEqualTo(before + 2);
  }

  @Test
  void no_odd_input_makes_anything_look_a_name_up() {
    long before = NoNameLookups.count();

    for (OddInputs.Row row : OddInputs.rows()) {
      AddressResolver.Explanation explanation = row.resolver().explain(row.origin());
      row.resolver().resolve(row.origin());
      assertThat(explanation.toString()).isNotEmpty();
      for (String value : row.origin().headers().named("X-Forwarded-For")) {
        IpAddress.parse(value);
        IpRange.parse(value);
        byte[] line =
            ("PROXY TCP4 " + value + " 10.0.0.1 1 2\r\n").getBytes(StandardCharsets.UTF_8);
        ProxyProtocol.read(line, line.length, HashSet.of(ProxyProtocol.Version.values()), 4096);
      }
    }

    assertThat(NoNameLookups.count()).isEqualTo(before);
  }
}
