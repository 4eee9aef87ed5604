package dev.portcullis.emulator.internal.http;

/** Answers a request; called by many threads concurrently. */
@FunctionalInterface
public interface Handler {

  /** The reply; an unchecked exception becomes a 500 without details. */
  Reply handle(Request request);
}
