package com.example.login;

import static dev.portcullis.emulator.tenant.DemoTenant.ALICE;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE_PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.emulator.junit.Auth0Tenant;
import dev.portcullis.emulator.junit.EmulatedTenant;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The gateway works from a class path, a module path and one jar with everything in it. */
@Auth0Tenant
@Timeout(120)
class PackagingTest {

  private static final String MAIN = "com.example.login.FirstLogin";
  private static final Pattern MODULE_NAME =
      Pattern.compile("<module\\.name>([^<]+)</module\\.name>");

  @TempDir private Path folder = Path.of(".");

  @Test
  void a_user_logs_in_from_the_class_path(EmulatedTenant tenant) throws Exception {
    String classPath =
        String.join(
            File.pathSeparator, Jvm.runtimeClassPath().stream().map(Path::toString).toList());

    assertThat(Jvm.firstLogin(tenant, ALICE, ALICE_PASSWORD, "-cp", classPath, MAIN))
        .isEqualTo("granted" + System.lineSeparator());
  }

  @Test
  void a_user_logs_in_from_the_module_path(EmulatedTenant tenant) throws Exception {
    modularJars();

    assertThat(
            Jvm.firstLogin(
                tenant,
                ALICE,
                ALICE_PASSWORD,
                "-p",
                folder.toString(),
                "--add-modules",
                "ALL-MODULE-PATH",
                "-m",
                "com.example.login/" + MAIN))
        .isEqualTo("granted" + System.lineSeparator());
  }

  @Test
  void each_module_has_the_name_of_its_build_file_and_packages_of_its_own() throws Exception {
    modularJars();

    List<ModuleDescriptor> modules = modules(folder);
    List<String> ours =
        modules.stream()
            .map(ModuleDescriptor::name)
            .filter(name -> name.startsWith("dev.portcullis."))
            .sorted()
            .toList();

    assertThat(ours)
        .containsExactly(
            "dev.portcullis.adapters.auth0",
            "dev.portcullis.adapters.http",
            "dev.portcullis.adapters.journal",
            "dev.portcullis.adapters.memory",
            "dev.portcullis.application",
            "dev.portcullis.doctor",
            "dev.portcullis.domain",
            "dev.portcullis.embed");
    assertThat(split(modules)).isEmpty();
  }

  @Test
  void a_package_in_two_modules_is_found() throws IOException {
    for (String name : List.of("one", "two")) {
      Manifest manifest = new Manifest();
      manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
      manifest.getMainAttributes().putValue("Automatic-Module-Name", "com.example." + name);
      try (JarOutputStream jar =
          new JarOutputStream(Files.newOutputStream(folder.resolve(name + ".jar")), manifest)) {
        jar.putNextEntry(new JarEntry("com/example/shared/" + name + ".class"));
        jar.putNextEntry(new JarEntry("com/example/" + name + "/Own.class"));
      }
    }

    assertThat(split(modules(folder)))
        .containsExactly("com.example.shared: [com.example.one, com.example.two]");
  }

  @Test
  void a_user_logs_in_from_one_jar_with_everything_in_it(EmulatedTenant tenant) throws Exception {
    Path jar = folder.resolve("everything.jar");
    flatJar(jar);

    assertThat(Jvm.firstLogin(tenant, ALICE, ALICE_PASSWORD, "-jar", jar.toString()))
        .isEqualTo("granted" + System.lineSeparator());
  }

  /** The jars of the class path; a folder of classes becomes a jar as the build makes it. */
  private void modularJars() throws IOException {
    for (Path entry : Jvm.runtimeClassPath()) {
      if (Files.isDirectory(entry)) {
        jar(entry);
      } else {
        Files.copy(entry, folder.resolve(entry.getFileName()));
      }
    }
  }

  private void jar(Path classes) throws IOException {
    Path module = classes.resolve("../..").normalize();
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest
        .getMainAttributes()
        .putValue(
            "Automatic-Module-Name",
            MODULE_NAME
                .matcher(Files.readString(module.resolve("pom.xml")))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1));
    try (JarOutputStream jar =
        new JarOutputStream(
            Files.newOutputStream(folder.resolve(module.toFile().getName() + ".jar")), manifest)) {
      for (Map.Entry<String, byte[]> file : files(classes).entrySet()) {
        jar.putNextEntry(new JarEntry(file.getKey()));
        jar.write(file.getValue());
      }
    }
  }

  private static List<ModuleDescriptor> modules(Path folder) {
    return ModuleFinder.of(folder).findAll().stream().map(ModuleReference::descriptor).toList();
  }

  private static List<String> split(List<ModuleDescriptor> modules) {
    Map<String, TreeSet<String>> owners = new TreeMap<>();
    for (ModuleDescriptor module : modules) {
      for (String name : module.packages()) {
        owners.computeIfAbsent(name, it -> new TreeSet<>()).add(module.name());
      }
    }
    return owners.entrySet().stream()
        .filter(it -> it.getValue().size() > 1)
        .map(it -> it.getKey() + ": " + it.getValue())
        .toList();
  }

  /** As shading plugins do: files of services are joined, of other doubles the first counts. */
  private static void flatJar(Path target) throws IOException {
    Map<String, byte[]> all = new LinkedHashMap<>();
    for (Path entry : Jvm.runtimeClassPath()) {
      files(entry)
          .forEach(
              (name, content) ->
                  all.merge(
                      name,
                      content,
                      (before, more) ->
                          name.startsWith("META-INF/services/") ? joined(before, more) : before));
    }
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, MAIN);
    manifest.getMainAttributes().put(Attributes.Name.MULTI_RELEASE, "true");
    try (OutputStream file = Files.newOutputStream(target);
        JarOutputStream jar = new JarOutputStream(file, manifest)) {
      for (Map.Entry<String, byte[]> one : all.entrySet()) {
        jar.putNextEntry(new JarEntry(one.getKey()));
        jar.write(one.getValue());
      }
    }
  }

  private static byte[] joined(byte[] before, byte[] more) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(before);
    both.write('\n');
    both.writeBytes(more);
    return both.toByteArray();
  }

  /** The files of a jar or folder, without its manifest, signatures and module descriptor. */
  private static Map<String, byte[]> files(Path entry) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    if (Files.isDirectory(entry)) {
      try (Stream<Path> all = Files.walk(entry)) {
        all.filter(Files::isRegularFile)
            .forEach(file -> files.put(entry.relativize(file).toString(), bytes(file)));
      }
      return files;
    }
    try (JarFile jar = new JarFile(entry.toFile())) {
      Enumeration<JarEntry> entries = jar.entries();
      while (entries.hasMoreElements()) {
        JarEntry one = entries.nextElement();
        if (!one.isDirectory() && !isLeftOut(one.getName())) {
          try (InputStream in = jar.getInputStream(one)) {
            files.put(one.getName(), in.readAllBytes());
          }
        }
      }
    }
    return files;
  }

  private static boolean isLeftOut(String name) {
    return name.equals("META-INF/MANIFEST.MF")
        || name.endsWith("module-info.class")
        || name.matches("META-INF/[^/]+\\.(SF|RSA|DSA)");
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
