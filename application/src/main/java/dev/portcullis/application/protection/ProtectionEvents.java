package dev.portcullis.application.protection;

/**
 * Receives what the breaker does. Is called on threads of logins, with a lock held: must neither
 * block nor call the provider. Safe for concurrent use.
 */
public interface ProtectionEvents {

  /** Ignores them. */
  ProtectionEvents NONE =
      new ProtectionEvents() {
        @Override
        public void opened() {}

        @Override
        public void closed() {}
      };

  /** The provider does not answer; from now on calls are refused at once. */
  void opened();

  /** The provider answers again. */
  void closed();
}
