import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The entry point of the container image, which has no shell.
 *
 * <ul>
 *   <li>{@code Start HOME health} asks the admin listener whether the gateway is ready, and ends
 *       with 0 or 1. It reads PORTCULLIS_LISTEN_OPERATORS, or asks 127.0.0.1:9090.
 *   <li>{@code Start HOME ARGUMENT…} replaces its own process by the gateway, with the JVM options
 *       of the image and those of PORTCULLIS_JAVA_OPTS after them. The process keeps its ID, so
 *       that signals reach the gateway.
 * </ul>
 */
final class Start {

  private static final String OPTIONS = "PORTCULLIS_JAVA_OPTS";
  private static final String ADMIN = "PORTCULLIS_LISTEN_OPERATORS";
  private static final int PATIENCE_MILLIS = 2_000;

  private Start() {}

  public static void main(String[] args) throws Throwable {
    List<String> arguments = Arrays.asList(args).subList(1, args.length);
    if (arguments.equals(List.of("health"))) {
      System.exit(health(System.getenv(ADMIN)));
    }
    execute(command(Path.of(args[0]), System.getenv(OPTIONS), arguments));
  }

  /** The status of /health/ready as an exit code; what is wrong goes to standard error. */
  private static int health(String listener) {
    String address = listener == null ? "127.0.0.1:9090" : listener;
    int colon = address.lastIndexOf(':');
    try (Socket socket = new Socket()) {
      String host = address.substring(0, colon);
      boolean everywhere = host.equals("0.0.0.0") || host.equals("[::]");
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.connect(
          new InetSocketAddress(
              everywhere ? "127.0.0.1" : host, Integer.parseInt(address.substring(colon + 1))),
          PATIENCE_MILLIS);
      socket
          .getOutputStream()
          .write(
              "GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      String status = new String(in.readNBytes("HTTP/1.1 200".length()), StandardCharsets.US_ASCII);
      if (status.endsWith(" 200")) {
        return 0;
      }
      System.err.println("not ready: " + status);
    } catch (IOException | RuntimeException e) {
      System.err.println("no answer of " + address + ": " + e.getMessage());
    }
    return 1;
  }

  private static List<String> command(Path home, String options, List<String> arguments)
      throws IOException {
    Path lib = home.resolve("lib");
    List<String> command = new ArrayList<>();
    command.add(home.resolve("runtime/bin/java").toString());
    command.add("@" + lib.resolve("jvm.options"));
    command.add("-XX:AOTCache=" + lib.resolve("portcullis.aot"));
    command.add("-Xlog:aot*=off");
    command.add("-Xlog:cds*=off");
    if (options != null && !options.isBlank()) {
      command.addAll(List.of(options.strip().split("\\s+")));
    }
    command.add("-cp");
    command.add(mainJar(lib).toString());
    command.add("dev.portcullis.bootstrap.Main");
    command.addAll(arguments);
    return command;
  }

  private static Path mainJar(Path lib) throws IOException {
    try (DirectoryStream<Path> jars =
        Files.newDirectoryStream(lib, "portcullis-bootstrap-*-main.jar")) {
      for (Path jar : jars) {
        return jar;
      }
    }
    throw new IOException("no portcullis-bootstrap-*-main.jar in " + lib);
  }

  /** POSIX's execv, which returns only if it fails. */
  private static void execute(List<String> command) throws Throwable {
    Linker linker = Linker.nativeLinker();
    MethodHandle execv =
        linker.downcallHandle(
            linker.defaultLookup().find("execv").orElseThrow(),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment arguments = arena.allocate(ValueLayout.ADDRESS, command.size() + 1L);
      for (int i = 0; i < command.size(); i++) {
        arguments.setAtIndex(ValueLayout.ADDRESS, i, arena.allocateFrom(command.get(i)));
      }
      arguments.setAtIndex(ValueLayout.ADDRESS, command.size(), MemorySegment.NULL);
      int unused = (int) execv.invokeExact(arena.allocateFrom(command.getFirst()), arguments);
    }
    throw new IOException("cannot run " + command.getFirst());
  }
}
