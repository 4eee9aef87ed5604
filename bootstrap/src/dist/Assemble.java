import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Builds the distribution: a runtime with the modules that are used, the jars, an AOT cache, the
 * launcher and sample settings; and the root of a container image, with the system libraries that a
 * JVM needs.
 *
 * <p>{@code java Assemble.java SOURCES LIB TARGET VERSION TIME SBOM}: the list of components is
 * left out if there is no such file.
 */
final class Assemble {

  /**
   * What jdeps finds, without java.sql, which only an unused part of a library asks for. Feign
   * wants java.beans, so java.desktop is in, but nothing that draws.
   */
  private static final String MODULES =
      "java.base,java.desktop,java.logging,java.management,java.naming,java.net.http,java.xml,"
          + "jdk.jfr,jdk.management,jdk.net,jdk.unsupported";

  private static final String UNUSED =
      Stream.of("awt*", "font*", "free*", "jawt", "jsound", "lcms", "mlib*", "splash*", "javajpeg")
          .map(name -> "**lib" + name + ".so")
          .collect(Collectors.joining(","));

  private Assemble() {}

  public static void main(String[] args) throws Exception {
    Path sources = Path.of(args[0]);
    Path lib = Path.of(args[1]);
    Path target = Path.of(args[2]);
    String name = "portcullis-" + args[3];
    FileTime time = FileTime.from(Instant.parse(args[4]));
    Path dist = target.resolve(name);
    delete(target);
    Files.createDirectories(dist.resolve("bin"));
    run(
        javaHome().resolve("bin/jlink").toString(),
        "--add-modules",
        MODULES,
        "--strip-java-debug-attributes",
        "--no-header-files",
        "--no-man-pages",
        "--exclude-files",
        UNUSED,
        "--output",
        dist.resolve("runtime").toString());
    copyTree(lib, dist.resolve("lib"));
    Files.copy(sources.resolve("jvm.options"), dist.resolve("lib/jvm.options"));
    Path launcher = Files.copy(sources.resolve("portcullis"), dist.resolve("bin/portcullis"));
    Path root = sources.resolve("../../..").normalize();
    Files.copy(root.resolve("LICENSE"), dist.resolve("LICENSE"));
    Files.copy(root.resolve("NOTICE"), dist.resolve("NOTICE"));
    Path sbom = Path.of(args[5]);
    if (Files.exists(sbom)) {
      requireListed(dist.resolve("lib"), Files.readString(sbom));
      Files.copy(sbom, dist.resolve("sbom.json"));
    } else {
      System.out.println("distribution: without sbom.json, which the profile sbom writes");
    }
    Files.copy(sources.resolve("portcullis.yaml"), dist.resolve("portcullis.yaml"));
    if (!launcher.toFile().setExecutable(true, false)) {
      throw new IOException("cannot make executable: " + launcher);
    }
    // The cache knows the jars by their times, and a container image gives all files the same.
    setTimes(dist, time);
    Train.main(
        new String[] {
          dist.resolve("runtime").toString(),
          dist.resolve("lib/jvm.options").toString(),
          mainJar(dist.resolve("lib")).toString(),
          "dev.portcullis.bootstrap.Main",
          dist.resolve("lib/portcullis.aot").toString()
        });
    setTimes(dist, time);
    run("tar", "-C", target.toString(), "-czf", target.resolve(name + ".tar.gz").toString(), name);
    if (System.getProperty("os.name").equals("Linux")) {
      image(
          sources,
          dist,
          target.resolve("image"),
          lib.getParent().resolveSibling("test-classes/distribution.txt"),
          args[3]);
    }
    System.out.println("distribution: " + target.resolve(name + ".tar.gz"));
  }

  /** The root of the image's file system. */
  private static void image(Path sources, Path dist, Path image, Path coordinates, String version)
      throws Exception {
    Path home = image.resolve("opt/portcullis");
    Set<Path> libraries = ImageRoot.create(dist, image, "opt/portcullis", "portcullis");
    Path lib = home.resolve("lib");
    Files.writeString(lib.resolve("jvm.options"), imageOptions(sources));
    Files.copy(sources.resolve("start.options"), lib.resolve("start.options"));
    // Nothing runs the launcher there: it needs a shell.
    Files.delete(home.resolve("bin/portcullis"));
    Files.delete(home.resolve("bin"));
    run(
        javaHome().resolve("bin/javac").toString(),
        "-d",
        lib.resolve("start").toString(),
        sources.resolve("Start.java").toString());
    Files.writeString(
        home.resolve("sbom.cdx.json"),
        Sbom.of(lib, coordinates, dist.resolve("runtime"), libraries, version));
  }

  /** The options of the distribution with sizes that follow the container's memory. */
  private static String imageOptions(Path sources) throws IOException {
    String kept =
        Files.readAllLines(sources.resolve("jvm.options")).stream()
            .filter(line -> !line.matches("# Small at rest.*|-Xm[sx].*|-XX:(Max)?NewSize=.*"))
            .collect(Collectors.joining("\n", "", "\n"));
    return kept + Files.readString(sources.resolve("container.options"));
  }

  private static Path javaHome() {
    return Path.of(System.getProperty("java.home"));
  }

  static Path mainJar(Path lib) throws IOException {
    try (Stream<Path> jars = Files.list(lib)) {
      return jars.filter(jar -> jar.getFileName().toString().endsWith("-main.jar"))
          .findFirst()
          .orElseThrow(() -> new IOException("no *-main.jar in " + lib));
    }
  }

  /** Every jar must be a component: {@code pkg:maven/GROUP/ARTIFACT@VERSION?type=jar}. */
  private static void requireListed(Path lib, String sbom) throws IOException {
    Set<String> components = new TreeSet<>();
    Matcher purl = Pattern.compile("pkg:maven/[^/\"]+/([^@\"]+)@([^?\"]+)").matcher(sbom);
    while (purl.find()) {
      components.add(purl.group(1) + "-" + purl.group(2) + ".jar");
    }
    try (Stream<Path> jars = Files.list(lib)) {
      List<String> missing =
          jars.map(jar -> jar.getFileName().toString())
              .filter(jar -> jar.endsWith(".jar"))
              .filter(jar -> !components.contains(jar.replaceFirst("-main(?=\\.jar$)", "")))
              .sorted()
              .toList();
      if (!missing.isEmpty()) {
        throw new IOException("not in sbom.json: " + missing);
      }
    }
  }

  private static void setTimes(Path root, FileTime time) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, time);
      }
    }
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  private static void delete(Path root) throws IOException {
    if (Files.exists(root)) {
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static void run(String... command) throws Exception {
    int status = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (status != 0) {
      throw new IOException(String.join(" ", command) + " ended with " + status);
    }
  }
}
