package dev.portcullis.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.application.provider.Provider;
import dev.portcullis.domain.login.Verdict;
import dev.portcullis.domain.outcome.Misconfiguration;
import dev.portcullis.domain.outcome.OutcomeCode;
import dev.portcullis.domain.outcome.ProviderFault;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every {@link Provider} has in common. Its ports have contracts of their own; run those of
 * the capabilities that the provider declares.
 */
public interface ProviderContract {

  /** The provider under test. What it opens the test class closes. */
  Provider provider();

  @ParameterizedTest
  @EnumSource
  default void each_misconfiguration_has_its_own_remedy_in_one_printable_line(
      Misconfiguration what) {
    String remedy = provider().remedy(what);

    assertThat(remedy).isNotBlank().matches("\\P{Cntrl}{1,300}");
    assertThat(Arrays.stream(Misconfiguration.values()).map(provider()::remedy))
        .containsOnlyOnce(remedy);
  }

  @Test
  default void its_own_headers_are_header_names_in_lower_case() {
    assertThat(provider().ownHeaders()).allMatch(name -> name.matches("[a-z0-9-]{1,64}"));
  }

  @Test
  default void its_logins_end_with_codes_of_logins_and_can_always_fail() {
    assertThat(Verdict.CODES).containsAll(provider().loginCodes());
    assertThat(provider().loginCodes())
        .contains(OutcomeCode.GRANTED, OutcomeCode.WRONG_CREDENTIALS)
        .containsAll(ProviderFault.CODES);
  }
}
