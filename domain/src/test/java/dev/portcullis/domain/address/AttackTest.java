package dev.portcullis.domain.address;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A few of the attacks of {@link AttackRun}, so that every build makes them. */
class AttackTest {

  private static final int ATTACKS = 200_000;

  @Test
  void an_attack_never_tells_another_address_than_the_true_one() {
    Attack attack = new Attack();

    for (int number = 0; number < ATTACKS; number++) {
      attack.run(number);
    }

    assertThat(attack.resolved()).isGreaterThan(ATTACKS / 4);
    assertThat(attack.rejections())
        .containsKeys(
            RejectionReason.UNTRUSTED_PEER,
            RejectionReason.CONNECTION_NOMINATES_SOURCE,
            RejectionReason.TOO_MANY,
            RejectionReason.TOO_LONG,
            RejectionReason.EMPTY_ENTRY,
            RejectionReason.BAD_ENTRY,
            RejectionReason.UNIDENTIFIED_ENTRY,
            RejectionReason.FORWARDED_SYNTAX,
            RejectionReason.ALL_TRUSTED,
            RejectionReason.HOP_NOT_TRUSTED,
            RejectionReason.CONFLICT,
            RejectionReason.NOT_A_HOST,
            RejectionReason.RESERVED_RESULT,
            RejectionReason.SELF_ADDRESS,
            RejectionReason.DUPLICATE_HEADER,
            RejectionReason.NOT_SINGLE,
            RejectionReason.PROXY_NO_ADDRESS,
            RejectionReason.PROXY_UNTRUSTED_PEER);
  }
}
