package dev.portcullis.adapters.http.server;

/** A listener that could not be opened. The message says where it should listen, and why not. */
public final class UnopenedListenerException extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  private final String listener;

  UnopenedListenerException(String listener, RuntimeException cause) {
    super(cause.getMessage(), cause);
    this.listener = listener;
  }

  /** The listener's name; {@code operators} for the admin listener. */
  public String listener() {
    return listener;
  }
}
