package dev.portcullis.emulator.token;

import java.util.Map;

/** How an exchange at the token endpoint ends. */
sealed interface Outcome {

  /** With tokens; the reply's body. */
  record Granted(Map<String, Object> body) implements Outcome {}

  /** Without. */
  record Refused(Refusal refusal) implements Outcome {}
}
