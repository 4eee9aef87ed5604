package dev.portcullis.adapters.http.server;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.portcullis.adapters.http.server.HttpSettings.Listener;
import dev.portcullis.adapters.http.server.tls.TlsSettings;
import dev.portcullis.adapters.http.server.tls.TlsSettings.ClientCertificates;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A process with a listener of an engine and little else, so that its heap can be searched. Prints
 * the port; each line that it reads is a file to dump the heap to. Ends with its input.
 */
final class EngineProcess {

  private EngineProcess() {}

  /** Takes the class of an acceptance test, and a certificate and its key for TLS. */
  public static void main(String[] arguments) throws IOException, ReflectiveOperationException {
    ServerEngine engine =
        Class.forName(arguments[0])
            .asSubclass(ServerAcceptance.class)
            .getDeclaredConstructor()
            .newInstance()
            .engine();
    Listener on =
        new Listener(
            new ListenAddress.Tcp("127.0.0.1", 0),
            Option.when(
                arguments.length > 1,
                () ->
                    new TlsSettings(
                        Vector.of(
                            new TlsSettings.Identity.Pem(
                                Path.of(arguments[1]), Path.of(arguments[2]))),
                        new ClientCertificates.NotAsked())));
    HttpLimits limits = HttpLimits.DEFAULT.withBody(Duration.ofSeconds(1));
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.US_ASCII);
    try (ListenerUnderTest listener =
            ListenerUnderTest.open(engine, on, limits, peer -> false, Option.none());
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
