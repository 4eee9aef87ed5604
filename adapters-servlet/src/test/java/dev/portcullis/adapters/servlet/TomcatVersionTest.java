package dev.portcullis.adapters.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.util.ServerInfo;
import org.junit.jupiter.api.Test;

/**
 * The build runs Tomcat's tests twice, with Tomcat 11 and with Tomcat 10.1, whose Servlet API is
 * 6.0; the property {@code portcullis.tomcat} names the one that is expected.
 */
class TomcatVersionTest {

  @Test
  void the_tests_run_in_the_tomcat_that_the_build_expects() {
    String expected = System.getProperty("portcullis.tomcat", "11.0");

    assertThat(ServerInfo.getServerNumber()).startsWith(expected + ".");
    assertThat(isServlet61()).isEqualTo(expected.equals("11.0"));
  }

  /** What Servlet 6.1 has and Servlet 6.0 has not: a redirect with a status of its own. */
  private static boolean isServlet61() {
    try {
      return HttpServletResponse.class.getMethod("sendRedirect", String.class, int.class) != null;
    } catch (NoSuchMethodException e) {
      return false;
    }
  }
}
