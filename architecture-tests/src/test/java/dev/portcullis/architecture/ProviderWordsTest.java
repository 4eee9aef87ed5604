package dev.portcullis.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeParameterTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The domain and the application know no provider: no identifier and no string literal of their
 * sources names Auth0, a path of its APIs, an attribute of its Management API or Terraform
 * provider, or the gateway's settings file. Comments and Javadoc may, to cite a source. The sources
 * are parsed by the Java compiler.
 */
class ProviderWordsTest {

  private static final Pattern WORDS =
      Pattern.compile(
          "(?i:auth0|terraform|/api/v2|/oauth|oauth/|/dbconnections|portcullis\\.ya?ml)"
              + "|is_token_endpoint_ip_header_trusted|token_endpoint_auth_method|app_type"
              + "|is_first_party|organization_usage|default_directory|attack_protection"
              + "|brute_force_protection|suspicious_ip_throttling|challenge_password_policy");

  @ParameterizedTest
  @ValueSource(strings = {"domain", "application"})
  void the_module_names_no_provider(String module) throws IOException {
    List<String> found = new ArrayList<>();
    List<Path> files;
    try (Stream<Path> all = Files.walk(Repository.root().resolve(module + "/src/main/java"))) {
      files = all.filter(file -> file.toString().endsWith(".java")).toList();
    }

    for (Path file : files) {
      for (String word : words(Files.readString(file))) {
        found.add(Repository.root().relativize(file) + ": " + word);
      }
    }

    assertThat(files).hasSizeGreaterThan(30);
    assertThat(found).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "class Auth0Login {}",
        "class Offender { int auth0Status; }",
        "class Offender { void askAuth0() {} }",
        "class Offender { void log(int auth0) {} }",
        "class Offender { <AUTH0> void log() {} }",
        "class Offender { Object at = new Auth0Client(); }",
        "class Offender { Object at = settings.auth0(); }",
        "class Offender { String text = \"Auth0 refuses\"; }",
        "class Offender { String text = \"set \" + \"auth0.realm\"; }",
        "class Offender { String path = \"/api/v2/clients\"; }",
        "class Offender { String path = \"/oauth/token\"; }",
        "class Offender { String path = \"/o\\u0061uth/token\"; }",
        "class Offender { String name = \"auth0_client.app_type\"; }",
        "class Offender { String name = \"is_token_endpoint_ip_header_trusted\"; }",
        "class Offender { String text = \"\"\"\n  see portcullis.yaml\n  \"\"\"; }",
        "@Name(\"auth0\") class Offender {}",
        "import dev.portcullis.adapters.auth0.Auth0Client; class Offender {}"
      })
  void an_offender_is_found(String source) throws IOException {
    assertThat(words(source)).isNotEmpty();
  }

  @Test
  void comments_and_the_domains_own_terms_are_allowed() throws IOException {
    assertThat(
            words(
                """
                package dev.portcullis.domain;

                /** Auth0 answers {@code /oauth/token} so; see auth0.com/docs. */
                class Innocent {
                  // set auth0.realm in portcullis.yaml
                  enum Outcome { BRUTE_FORCE_BLOCKED, IP_THROTTLED, PASSWORD_LEAKED }
                  /* is_token_endpoint_ip_header_trusted */
                  String text = "blocked by brute-force protection, not by \\"/* IP throttling */\\"";
                }
                """))
        .isEmpty();
  }

  /** The forbidden words in the identifiers and string literals of a source. */
  private static Set<String> words(String source) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    JavacTask task =
        (JavacTask)
            compiler.getTask(
                null,
                null,
                problem -> {
                  throw new AssertionError(problem);
                },
                List.of("-proc:none"),
                null,
                List.of(new Source(source)));
    Names names = new Names();
    for (CompilationUnitTree unit : task.parse()) {
      names.scan(unit, null);
    }
    Set<String> found = new TreeSet<>();
    names.found.stream().filter(WORDS.asPredicate()).forEach(found::add);
    return found;
  }

  /** Collects every identifier and string literal. */
  private static final class Names extends TreeScanner<Void, Void> {

    private final List<String> found = new ArrayList<>();

    @Override
    public Void visitIdentifier(IdentifierTree tree, Void unused) {
      found.add(tree.getName().toString());
      return super.visitIdentifier(tree, null);
    }

    @Override
    public Void visitMemberSelect(MemberSelectTree tree, Void unused) {
      found.add(tree.getIdentifier().toString());
      return super.visitMemberSelect(tree, null);
    }

    @Override
    public Void visitClass(ClassTree tree, Void unused) {
      found.add(tree.getSimpleName().toString());
      return super.visitClass(tree, null);
    }

    @Override
    public Void visitMethod(MethodTree tree, Void unused) {
      found.add(tree.getName().toString());
      return super.visitMethod(tree, null);
    }

    @Override
    public Void visitVariable(VariableTree tree, Void unused) {
      found.add(tree.getName().toString());
      return super.visitVariable(tree, null);
    }

    @Override
    public Void visitTypeParameter(TypeParameterTree tree, Void unused) {
      found.add(tree.getName().toString());
      return super.visitTypeParameter(tree, null);
    }

    @Override
    public Void visitLiteral(LiteralTree tree, Void unused) {
      if (tree.getKind() == Tree.Kind.STRING_LITERAL) {
        found.add(String.valueOf(tree.getValue()));
      }
      return super.visitLiteral(tree, null);
    }
  }

  /** A source in memory. */
  private static final class Source extends SimpleJavaFileObject {

    private final String text;

    Source(String text) {
      super(URI.create("string:///Source.java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
