import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the container image consists of, in CycloneDX 1.6: the jars with their Maven coordinates and
 * SHA-256, the Java runtime, and the packages that the system libraries come from.
 */
final class Sbom {

  private static final Pattern FILE = Pattern.compile("(.+?)-(\\d[\\w.-]*?)(-main)?\\.jar");

  private Sbom() {}

  /**
   * @param lib the folder with the jars
   * @param coordinates where the build has listed them, {@code group:artifact:jar:version:scope}
   * @param runtime the Java runtime
   * @param libraries the system libraries
   * @param version of the image
   */
  static String of(Path lib, Path coordinates, Path runtime, Set<Path> libraries, String version)
      throws Exception {
    List<String> components = new ArrayList<>();
    String listed = Files.exists(coordinates) ? Files.readString(coordinates) : "";
    try (Stream<Path> jars = Files.list(lib)) {
      for (Path jar :
          jars.filter(it -> it.toString().endsWith(".jar"))
              .sorted(Comparator.comparing(Path::getFileName))
              .toList()) {
        components.add(jar(jar, listed));
      }
    }
    components.add(runtime(runtime));
    components.addAll(packages(libraries));
    return """
    {
      "bomFormat": "CycloneDX",
      "specVersion": "1.6",
      "version": 1,
      "metadata": {"component": {"type": "container", "name": "portcullis", "version": %s}},
      "components": [
    %s
      ]
    }
    """
        .formatted(
            text(version),
            components.stream().map(it -> "    " + it).collect(Collectors.joining(",\n")));
  }

  private static String jar(Path jar, String listed) throws Exception {
    Matcher file = FILE.matcher(jar.getFileName().toString());
    String name = file.matches() ? file.group(1) : jar.getFileName().toString();
    String version = file.matches() ? file.group(2) : "unknown";
    Matcher line = Pattern.compile("([\\w.-]+):" + Pattern.quote(name) + ":jar:").matcher(listed);
    String group = line.find() ? line.group(1) : group(jar, name);
    return component(
        "library",
        group,
        name,
        version,
        group.isEmpty()
            ? "pkg:generic/" + name + "@" + version
            : "pkg:maven/" + group + "/" + name + "@" + version,
        HexFormat.of()
            .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar))));
  }

  /** The Maven group that the jar states for this artifact; empty if it states none. */
  private static String group(Path jar, String artifact) throws IOException {
    try (JarFile opened = new JarFile(jar.toFile())) {
      for (JarEntry entry :
          opened.stream().filter(it -> it.getName().endsWith("/pom.properties")).toList()) {
        Properties pom = new Properties();
        try (InputStream in = opened.getInputStream(entry)) {
          pom.load(in);
        }
        if (artifact.equals(pom.getProperty("artifactId"))) {
          return pom.getProperty("groupId");
        }
      }
    }
    return "";
  }

  private static String runtime(Path runtime) throws IOException {
    Properties release = new Properties();
    try (InputStream in = Files.newInputStream(runtime.resolve("release"))) {
      release.load(in);
    }
    String version = release.getProperty("JAVA_VERSION", "unknown").replace("\"", "");
    return component(
        "framework", "", "openjdk-runtime", version, "pkg:generic/openjdk@" + version, "");
  }

  /** The Debian packages of the libraries; on another system the libraries themselves. */
  private static List<String> packages(Set<Path> libraries) throws Exception {
    TreeMap<String, String> found = new TreeMap<>();
    for (Path library : libraries) {
      String owner = output("dpkg-query", "-S", library.toRealPath().toString());
      if (owner.isEmpty()) {
        owner = output("dpkg-query", "-S", "*/" + library.toRealPath().getFileName());
      }
      String name = owner.contains(": ") ? owner.substring(0, owner.indexOf(": ")) : "";
      String version =
          name.isEmpty() ? "" : output("dpkg-query", "-W", "-f", "${Version}", name).strip();
      String plain = name.replaceAll(":.*", "");
      if (version.isEmpty()) {
        String file = library.getFileName().toString();
        found.put(file, component("file", "", file, "", "", ""));
      } else {
        String purl = "pkg:deb/debian/" + plain + "@" + version.replace("+", "%2B");
        found.put(plain, component("library", "debian", plain, version, purl, ""));
      }
    }
    return List.copyOf(found.values());
  }

  private static String output(String... command) throws Exception {
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? text : "";
    } catch (IOException e) {
      // No Debian.
      return "";
    }
  }

  private static String component(
      String type, String group, String name, String version, String purl, String sha256) {
    List<String> fields = new ArrayList<>(List.of("\"type\": " + text(type)));
    if (!group.isEmpty()) {
      fields.add("\"group\": " + text(group));
    }
    fields.add("\"name\": " + text(name));
    if (!version.isEmpty()) {
      fields.add("\"version\": " + text(version));
    }
    if (!purl.isEmpty()) {
      fields.add("\"purl\": " + text(purl));
    }
    if (!sha256.isEmpty()) {
      fields.add("\"hashes\": [{\"alg\": \"SHA-256\", \"content\": " + text(sha256) + "}]");
    }
    return "{" + String.join(", ", fields) + "}";
  }

  private static String text(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
