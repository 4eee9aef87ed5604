package dev.portcullis.adapters.file;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.InstantSource;

/** A process of its own that uses a state folder until it is killed. */
final class OtherGateway {

  private OtherGateway() {}

  /** Starts it, and returns when it has the folder. */
  static Process start(Path folder) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                OtherGateway.class.getName(),
                folder.toString())
            .redirectError(Redirect.INHERIT)
            .start();
    if (process.getInputStream().read() != '+') {
      throw new IOException("the other gateway does not start");
    }
    return process;
  }

  /**
   * Takes the folder, says so, and waits.
   *
   * @param arguments the folder
   */
  public static void main(String[] arguments) throws IOException {
    FileRevokedSessions revoked =
        FileRevokedSessions.open(Path.of(arguments[0]), InstantSource.system());
    new FileOutputStream(FileDescriptor.out).write('+');
    int unused = System.in.read();
    revoked.close();
  }
}
