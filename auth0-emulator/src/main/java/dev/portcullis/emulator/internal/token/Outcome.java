package dev.portcullis.emulator.internal.token;

import dev.portcullis.emulator.internal.oauth.Refusal;
import java.util.Map;

/** How an exchange at the token endpoint ends. */
sealed interface Outcome {

  /** Tokens were issued; the reply's body. */
  record Granted(Map<String, Object> body) implements Outcome {

    @Override
    public String toString() {
      return "Granted" + body.keySet();
    }
  }

  /** No tokens were issued. */
  record Refused(Refusal refusal) implements Outcome {}
}
