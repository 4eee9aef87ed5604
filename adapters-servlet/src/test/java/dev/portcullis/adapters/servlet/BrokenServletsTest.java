package dev.portcullis.adapters.servlet;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.portcullis.adapters.http.HttpApi;
import dev.portcullis.adapters.servlet.BrokenServlet.Defect;
import dev.portcullis.testkit.http.HttpBinding;
import dev.portcullis.testkit.http.HttpBindingContract;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.springframework.web.filter.ForwardedHeaderFilter;

/** The contract fails for every servlet that breaks it. */
class BrokenServletsTest {

  private static volatile Defect defect = Defect.NONE;

  /** Run by the tests below alone. */
  static class BehindSpringsFilter extends HttpBindingContract {

    @Override
    protected HttpBinding start(HttpApi api) {
      return new TomcatHost()
          .filter(new ForwardedHeaderFilter())
          .servlet(new BrokenServlet(api, defect))
          .started();
    }

    @Override
    protected Set<String> containerRefuses() {
      return Set.of("/a%2Fb", "/a%00b", "/%2e%2e/a", "/%2e%2e/");
    }
  }

  @Test
  void a_servlet_without_a_defect_keeps_the_contract() {
    assertThat(failures(Defect.NONE, selectClass(BehindSpringsFilter.class))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "READS_REMOTE_ADDR_THROUGH_WRAPPERS, the_peer_is_the_one_that_the_kernel_reports",
    "READS_HEADERS_THROUGH_WRAPPERS, forwarding_headers_arrive_as_sent",
    "JOINS_HEADER_LINES, header_lines_arrive_one_by_one_in_the_order_received",
    "JOINS_HEADER_LINES, forwarding_headers_arrive_as_sent",
    "READS_THE_FIRST_HEADER_LINE_ALONE, forwarding_headers_arrive_as_sent",
    "DECODES_THE_PATH, the_path_arrives_as_sent",
    "DECODES_THE_QUERY, the_query_arrives_as_sent",
    "ANSWERS_BEFORE_THE_BODY, the_reply_is_sent_after_the_body_was_read",
    "HIDES_AN_EARLY_END, a_body_that_ends_early_reaches_no_handler_as_if_it_were_complete",
    "READS_PARAMETERS, a_form_arrives_as_the_bytes_of_its_body",
    "READS_CODED_BODIES, a_body_with_a_content_coding_is_refused_with_415",
    "TREATS_POST_IN_LOWER_CASE_AS_POST, a_method_in_other_letters_is_another_method",
    "TREATS_HEAD_AS_GET, a_head_request_is_answered_without_a_body",
    "DROPS_A_SET_COOKIE_LINE, status_header_lines_and_body_of_a_reply_are_sent_unchanged",
    "LETS_THE_CONTAINER_WRITE_ERRORS,"
        + " unknown_paths_wrong_methods_and_defects_are_answered_by_the_api",
    "KEEPS_CONNECTIONS_OPEN, connection_close_in_a_reply_closes_the_connection",
    "KEEPS_REQUESTS, no_request_is_kept_after_its_reply",
  })
  void a_defect_fails_the_test_that_is_about_it(Defect broken, String test) {
    Method method =
        Arrays.stream(HttpBindingContract.class.getDeclaredMethods())
            .filter(it -> it.getName().equals(test))
            .findFirst()
            .orElseThrow();
    DiscoverySelector selector = selectMethod(BehindSpringsFilter.class, method);

    assertThat(failures(Defect.NONE, selector)).isEmpty();
    assertThat(failures(broken, selector)).containsExactly(test);
  }

  private static Set<String> failures(Defect broken, DiscoverySelector selector) {
    defect = broken;
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selector)
        .execute()
        .testEvents()
        .failed()
        .stream()
        .map(event -> event.getTestDescriptor().getSource().orElseThrow())
        .map(source -> ((MethodSource) source).getMethodName())
        .collect(toCollection(TreeSet::new));
  }
}
