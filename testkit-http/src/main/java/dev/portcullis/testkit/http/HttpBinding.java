package dev.portcullis.testkit.http;

/** A server that answers with the API under test. */
public interface HttpBinding extends AutoCloseable {

  /** The port on 127.0.0.1 that it listens on, without TLS. */
  int port();

  /** Stops it. */
  @Override
  void close();
}
