package dev.portcullis.adapters.http.server;

/** The HTTP server behind the listeners. */
interface ServerEngine {

  /**
   * Opens a listener.
   *
   * @throws IllegalStateException if its address cannot be bound, or a file of its TLS settings
   *     cannot be used; the message says why and what to do
   */
  OpenListener open(ListenerPlan plan);

  /** A listener that takes connections. */
  interface OpenListener {

    /** Where it listens; with the port that was taken if any was free to choose. */
    ListenAddress where();

    /** The connections that are open now. */
    int connections();

    /**
     * Accepts no more connections, waits for requests in progress, and closes the others. After a
     * delay ({@link HttpLimits#drainDelay}) connections that are kept may send one more request
     * within a second, which is answered with {@code Connection: close}. A request that has not
     * arrived completely is waited for as long, whatever is set.
     */
    void stop();
  }
}
