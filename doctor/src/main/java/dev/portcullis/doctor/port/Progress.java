package dev.portcullis.doctor.port;

/** Receives progress messages during a long operation. Must not block for long. */
@FunctionalInterface
public interface Progress {

  /** Discards the messages. */
  Progress SILENT = what -> {};

  /** Receives one line of text. */
  void report(String what);
}
