package dev.portcullis.doctor.port;

/** Told, while something takes long, what is going on. Must not block for long. */
@FunctionalInterface
public interface Progress {

  /** Tells nobody. */
  Progress SILENT = what -> {};

  /** One line for a person. */
  void report(String what);
}
