package dev.portcullis.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckDescription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** docs/reference/doctor-checks.md has every check. {@code -Dportcullis.docs=write} writes it. */
class DoctorPageTest {

  private static final Path PAGE = Path.of("..", "docs", "reference", "doctor-checks.md");
  private static final String START = "<!-- checks -->\n";
  private static final String END = "<!-- end of checks -->\n";

  @Test
  void the_page_has_every_check_as_the_code_has_it() throws IOException {
    String page = Files.readString(PAGE);
    int start = page.indexOf(START) + START.length();
    int end = page.indexOf(END);

    if ("write".equals(System.getProperty("portcullis.docs"))) {
      Files.writeString(PAGE, page.substring(0, start) + list() + page.substring(end));
      return;
    }

    assertThat(page.substring(start, end))
        .as(
            "docs/reference/doctor-checks.md is out of date; write it with: ./mvnw -pl doctor"
                + " -am test -Dtest=DoctorPageTest -Dsurefire.failIfNoSpecifiedTests=false"
                + " -Dportcullis.docs=write")
        .isEqualTo(list());
  }

  private static String list() {
    return Checks.all()
        .groupBy(Check::area)
        .toVector()
        .sortBy(it -> it._1())
        .map(
            it ->
                "\n### " + it._1().heading() + "\n" + it._2().map(DoctorPageTest::entry).mkString())
        .mkString()
        .concat("\n");
  }

  private static String entry(Check entry) {
    CheckDescription check = entry.description();
    StringBuilder text = new StringBuilder();
    text.append("\n**`").append(check.id()).append("`** ").append(check.title()).append(". ");
    text.append(check.why());
    append(text, "Dashboard", check.dashboard());
    append(text, "API", check.api().isEmpty() ? "" : "`" + check.api() + "`");
    append(text, "Terraform", check.terraform().isEmpty() ? "" : "`" + check.terraform() + "`");
    append(text, "Source", source(check.source()));
    return text.append('\n').toString();
  }

  private static String source(String source) {
    return source.startsWith("docs/")
        ? "[" + source + "](../" + source.substring("docs/".length()) + ")"
        : "<" + source + ">";
  }

  private static void append(StringBuilder text, String head, String value) {
    if (!value.isEmpty()) {
      text.append("<br>").append(head).append(": ").append(value);
    }
  }
}
