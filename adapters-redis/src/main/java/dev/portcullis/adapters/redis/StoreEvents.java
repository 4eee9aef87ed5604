package dev.portcullis.adapters.redis;

/**
 * Receives what happens to the connection to the store. Is called on threads of logins: must not
 * block. Safe for concurrent use.
 */
public interface StoreEvents {

  /** Ignores them. */
  StoreEvents NONE =
      new StoreEvents() {
        @Override
        public void failed(StoreUse use) {}

        @Override
        public void away(String reason) {}

        @Override
        public void back() {}
      };

  /** The store did not do something; it was done without it, or not at all. */
  void failed(StoreUse use);

  /**
   * The store has become unreachable, or cannot be used.
   *
   * @param reason a few words without a secret, such as {@code no answer within 250 ms}
   */
  void away(String reason);

  /** The store answers, for the first time or again. */
  void back();
}
