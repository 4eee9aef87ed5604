package dev.portcullis.adapters.http.server;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A process with a listener of an engine and little else, so that its heap can be searched. Prints
 * the port; each line that it reads is a file to dump the heap to. Ends with its input.
 */
final class EngineProcess {

  private EngineProcess() {}

  /** Takes the engine's class name. */
  public static void main(String[] arguments) throws IOException, ReflectiveOperationException {
    ServerEngine engine =
        (ServerEngine) Class.forName(arguments[0]).getDeclaredConstructor().newInstance();
    HttpLimits limits = HttpLimits.DEFAULT.withBody(Duration.ofSeconds(1));
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.US_ASCII);
    try (ListenerUnderTest listener = ListenerUnderTest.open(engine, limits);
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      out.println(((ListenAddress.Tcp) listener.where()).port());
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(line, true);
        out.println("dumped");
      }
    }
  }
}
