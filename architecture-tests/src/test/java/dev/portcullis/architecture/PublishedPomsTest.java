package dev.portcullis.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * The build files of what is published have what Maven Central requires, and jars have the licence:
 * <a href="https://central.sonatype.org/publish/requirements/">the requirements</a>. A module has
 * its own name and description and inherits the rest, unchanged.
 */
class PublishedPomsTest {

  private static final List<String> INHERITED =
      List.of(
          "url",
          "licenses/license/name",
          "licenses/license/url",
          "developers/developer/name",
          "scm/connection",
          "scm/developerConnection",
          "scm/url");

  /** Without these, Maven appends the module's name to each URL that it inherits. */
  private static final List<String> UNCHANGED =
      List.of(
          "@child.project.url.inherit.append.path",
          "scm@child.scm.url.inherit.append.path",
          "scm@child.scm.connection.inherit.append.path",
          "scm@child.scm.developerConnection.inherit.append.path");

  private static final Pattern IN_BOM =
      Pattern.compile(
          "<groupId>dev\\.portcullis</groupId>\\s*<artifactId>portcullis-([^<]+)</artifactId>");

  @TempDir private Path folder = Path.of(".");

  @Test
  void every_published_pom_has_what_maven_central_requires() throws Exception {
    assertThat(Poms.published()).hasSizeGreaterThan(15);
    assertThat(problems(Repository.root())).isEmpty();
  }

  @Test
  void what_is_missing_or_changed_is_found() throws Exception {
    write(
        "pom.xml",
        """
        <project child.project.url.inherit.append.path="false">
          <name>Acme</name>
          <url>https://example.com/acme</url>
          <licenses><license><name>MIT</name><url>https://example.com/mit</url></license></licenses>
          <scm child.scm.url.inherit.append.path="false"><url>https://example.com/acme</url></scm>
          <build>
            <resources><resource><targetPath>META-INF</targetPath>
              <includes><include>LICENSE</include></includes></resource></resources>
          </build>
          <profiles><profile><id>release</id><build><plugins>
            <plugin><artifactId>maven-source-plugin</artifactId></plugin>
          </plugins></build></profile></profiles>
        </project>
        """);
    write(
        "bom/pom.xml",
        """
        <project>
          <name>BOM</name><description>Versions.</description>
          <url>https://example.com/other</url>
          <licenses><license><name>MIT</name><url>https://example.com/mit</url></license></licenses>
          <scm><url>https://example.com/acme</url></scm>
          <dependencyManagement><dependencies><dependency>
            <groupId>dev.portcullis</groupId><artifactId>portcullis-a</artifactId>
          </dependency></dependencies></dependencyManagement>
        </project>
        """);
    write(
        "a/pom.xml",
        """
        <project>
          <parent><artifactId>other</artifactId></parent>
          <name>A</name>
          <url>https://example.com/a</url>
          <build><resources/></build>
        </project>
        """);

    assertThat(problems(folder))
        .containsExactly(
            "pom.xml: no description",
            "pom.xml: no developers/developer/name",
            "pom.xml: no scm/connection",
            "pom.xml: no scm/developerConnection",
            "pom.xml: scm@child.scm.connection.inherit.append.path is not false",
            "pom.xml: scm@child.scm.developerConnection.inherit.append.path is not false",
            "pom.xml: no META-INF/NOTICE in jars",
            "pom.xml: no maven-javadoc-plugin in the profile release",
            "pom.xml: no maven-gpg-plugin in the profile release",
            "pom.xml: no central-publishing-maven-plugin in the profile release",
            "bom/pom.xml: url is not the parent's",
            "a/pom.xml: no description",
            "a/pom.xml: parent is not portcullis",
            "a/pom.xml: has url of its own",
            "a/pom.xml: has build/resources of its own, without the licence",
            "a: no public class, so no Javadoc");
  }

  private static List<String> problems(Path root) throws Exception {
    List<String> problems = new ArrayList<>();
    Element parent = read(root.resolve("pom.xml"));
    Element bom = read(root.resolve("bom/pom.xml"));
    named(parent, "pom.xml", problems);
    for (String path : INHERITED) {
      if (text(parent, path).isEmpty()) {
        problems.add("pom.xml: no " + path);
      }
    }
    for (String path : UNCHANGED) {
      if (!attribute(parent, path).equals("false")) {
        problems.add("pom.xml: " + path + " is not false");
      }
    }
    Set<String> inJars = inJars(parent);
    for (String file : List.of("LICENSE", "NOTICE")) {
      if (!inJars.contains(file)) {
        problems.add("pom.xml: no META-INF/" + file + " in jars");
      }
    }
    Set<String> plugins = releasePlugins(parent);
    for (String plugin :
        List.of(
            "maven-source-plugin",
            "maven-javadoc-plugin",
            "maven-gpg-plugin",
            "central-publishing-maven-plugin")) {
      if (!plugins.contains(plugin)) {
        problems.add("pom.xml: no " + plugin + " in the profile release");
      }
    }
    // The BOM has no parent.
    named(bom, "bom/pom.xml", problems);
    for (String path : INHERITED) {
      if (!text(bom, path).equals(text(parent, path))) {
        problems.add("bom/pom.xml: " + path + " is not the parent's");
      }
    }
    for (String module : published(root)) {
      module(root, module, problems);
    }
    return problems;
  }

  private static void module(Path root, String module, List<String> problems) throws Exception {
    String file = module + "/pom.xml";
    Element pom = read(root.resolve(file));
    named(pom, file, problems);
    if (!text(pom, "parent/artifactId").equals(Optional.of("portcullis"))) {
      problems.add(file + ": parent is not portcullis");
    }
    for (String own : List.of("url", "licenses", "developers", "scm")) {
      if (child(pom, own).isPresent()) {
        problems.add(file + ": has " + own + " of its own");
      }
    }
    if (child(pom, "build").flatMap(build -> child(build, "resources")).isPresent()) {
      problems.add(file + ": has build/resources of its own, without the licence");
    }
    if (!hasPublicClass(root.resolve(module).resolve("src/main/java"))) {
      problems.add(module + ": no public class, so no Javadoc");
    }
  }

  private static boolean hasPublicClass(Path sources) throws IOException {
    if (!Files.isDirectory(sources)) {
      return false;
    }
    try (var files = Files.walk(sources)) {
      for (Path file : files.filter(it -> it.toString().endsWith(".java")).toList()) {
        if (Files.readString(file).lines().anyMatch(line -> line.startsWith("public "))) {
          return true;
        }
      }
    }
    return false;
  }

  private static void named(Element pom, String file, List<String> problems) {
    for (String path : List.of("name", "description")) {
      if (text(pom, path).isEmpty()) {
        problems.add(file + ": no " + path);
      }
    }
  }

  private static Set<String> published(Path root) throws IOException {
    Set<String> modules = new TreeSet<>();
    IN_BOM
        .matcher(Files.readString(root.resolve("bom/pom.xml")))
        .results()
        .forEach(match -> modules.add(match.group(1)));
    modules.remove("bom");
    return modules;
  }

  private static Set<String> inJars(Element pom) {
    Set<String> files = new TreeSet<>();
    child(pom, "build").flatMap(it -> child(it, "resources")).stream()
        .flatMap(it -> children(it).stream())
        .filter(it -> text(it, "targetPath").equals(Optional.of("META-INF")))
        .flatMap(it -> child(it, "includes").stream())
        .flatMap(it -> children(it).stream())
        .forEach(it -> files.add(it.getTextContent().strip()));
    return files;
  }

  private static Set<String> releasePlugins(Element pom) {
    Set<String> plugins = new TreeSet<>();
    child(pom, "profiles").stream()
        .flatMap(it -> children(it).stream())
        .filter(it -> text(it, "id").equals(Optional.of("release")))
        .flatMap(it -> child(it, "build").stream())
        .flatMap(it -> child(it, "plugins").stream())
        .flatMap(it -> children(it).stream())
        .forEach(it -> text(it, "artifactId").ifPresent(plugins::add));
    return plugins;
  }

  /** The text at a path of elements, if it is there and not blank. */
  private static Optional<String> text(Element from, String path) {
    Optional<Element> at = Optional.of(from);
    for (String name : path.split("/", -1)) {
      at = at.flatMap(it -> child(it, name));
    }
    return at.map(it -> it.getTextContent().strip()).filter(it -> !it.isEmpty());
  }

  /** {@code scm@name} is an attribute of an element, {@code @name} of the root; empty if absent. */
  private static String attribute(Element pom, String path) {
    String element = path.substring(0, path.indexOf('@'));
    String name = path.substring(path.indexOf('@') + 1);
    Optional<Element> owner = element.isEmpty() ? Optional.of(pom) : child(pom, element);
    return owner.map(it -> it.getAttribute(name)).orElse("");
  }

  private static Optional<Element> child(Element of, String name) {
    return children(of).stream().filter(it -> it.getTagName().equals(name)).findFirst();
  }

  private static List<Element> children(Element of) {
    List<Element> children = new ArrayList<>();
    for (Node node = of.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element) {
        children.add(element);
      }
    }
    return children;
  }

  private static Element read(Path pom)
      throws IOException, ParserConfigurationException, SAXException {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    try (InputStream content = Files.newInputStream(pom)) {
      return factory.newDocumentBuilder().parse(content).getDocumentElement();
    }
  }

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
