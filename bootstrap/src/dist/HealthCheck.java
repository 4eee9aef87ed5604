import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Adds a health check to an image that Jib wrote: Jib has no setting for it. Docker and Podman show
 * its result; Kubernetes ignores it.
 *
 * <p>{@code java HealthCheck.java IMAGE.tar TIME COMMAND…}
 */
final class HealthCheck {

  private static final String CHECK =
      "\"Healthcheck\":{\"Test\":[\"CMD\",%s],"
          + "\"Interval\":30000000000,\"Timeout\":5000000000,"
          + "\"StartPeriod\":60000000000,\"StartInterval\":1000000000,\"Retries\":3},";

  private HealthCheck() {}

  public static void main(String[] args) throws Exception {
    Path image = Path.of(args[0]).toAbsolutePath();
    Path folder = Files.createTempDirectory(image.getParent(), "image");
    run(List.of("tar", "-C", folder.toString(), "-xf", image.toString()));
    Path manifest = folder.resolve("manifest.json");
    String listed = Files.readString(manifest);
    String config = listed.replaceFirst("(?s).*\"Config\":\"([^\"]+)\".*", "$1");
    String before = Files.readString(folder.resolve(config));
    String command =
        Stream.of(args).skip(2).map(word -> "\"" + word + "\"").collect(Collectors.joining(","));
    String after = before.replaceFirst("\"config\":\\{", "\"config\":{" + CHECK.formatted(command));
    if (after.equals(before)) {
      throw new IllegalStateException("no configuration of a container in " + config);
    }
    byte[] bytes = after.getBytes(StandardCharsets.UTF_8);
    String name =
        HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)) + ".json";
    Files.delete(folder.resolve(config));
    Files.write(folder.resolve(name), bytes);
    Files.writeString(manifest, listed.replace(config, name));
    Path written = image.resolveSibling(image.getFileName() + ".new");
    try (Stream<Path> files = Files.list(folder)) {
      List<String> names = files.map(it -> it.getFileName().toString()).sorted().toList();
      List<String> tar =
          Stream.concat(
                  Stream.of(
                      "tar",
                      "-C",
                      folder.toString(),
                      "--owner=0",
                      "--group=0",
                      "--mode=a=r,u+w",
                      "--mtime=" + args[1],
                      "-cf",
                      written.toString()),
                  names.stream())
              .toList();
      run(tar);
      for (String file : names) {
        Files.delete(folder.resolve(file));
      }
    }
    Files.delete(folder);
    Files.move(written, image, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void run(List<String> command) throws Exception {
    int status = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (status != 0) {
      throw new IllegalStateException(String.join(" ", command) + " ended with " + status);
    }
  }
}
