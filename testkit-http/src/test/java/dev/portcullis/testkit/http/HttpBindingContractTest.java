package dev.portcullis.testkit.http;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.portcullis.adapters.http.HttpApi;
import dev.portcullis.testkit.http.JdkBinding.Defect;
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

/** The contract fails for every binding that breaks it. */
class HttpBindingContractTest {

  private static volatile Defect defect = Defect.NONE;

  /** Run by the tests below alone. */
  static class OnTheJdksServer extends HttpBindingContract {

    @Override
    protected HttpBinding start(HttpApi api) {
      return new JdkBinding(api, defect);
    }
  }

  /** The JDK's server accepts a space in a header's name. */
  @Test
  void a_binding_without_a_defect_fails_for_what_its_server_gets_wrong_alone() {
    assertThat(failures(Defect.NONE, selectClass(OnTheJdksServer.class)))
        .containsExactly("what_is_no_request_is_refused_with_400_and_not_repeated");
  }

  @ParameterizedTest
  @CsvSource({
    "DECODES_THE_PATH, the_path_arrives_as_sent",
    "DECODES_THE_QUERY, the_query_arrives_as_sent",
    "ADDS_A_QUERY, a_target_without_a_query_has_an_empty_one",
    "JOINS_HEADER_LINES, header_lines_arrive_one_by_one_in_the_order_received",
    "PASSES_THE_LAST_HEADER_LINE_ALONE, header_lines_arrive_one_by_one_in_the_order_received",
    "DROPS_EMPTY_HEADER_LINES, an_absent_header_has_no_line_and_an_empty_one_has_an_empty_line",
    "BELIEVES_X_FORWARDED_FOR, the_peer_is_the_one_that_the_kernel_reports",
    "MISTAKES_THE_PEER, each_connection_has_the_peer_that_the_kernel_reports_for_it",
    "CONSUMES_FORWARDING_HEADERS, forwarding_headers_arrive_as_sent",
    "CONSUMES_FORMS, a_form_arrives_as_the_bytes_of_its_body",
    "READS_CODED_BODIES, a_body_with_a_content_coding_is_refused_with_415",
    "CUTS_LARGE_BODIES, a_body_of_the_greatest_size_arrives_byte_for_byte",
    "CUTS_LARGE_BODIES, a_larger_body_is_seen_to_be_larger_and_its_rest_is_never_the_next_request",
    "READS_AS_MUCH_AS_A_LOGIN_NEEDS, a_larger_body_arrives_where_an_endpoint_declares_it",
    "REPLIES_BEFORE_THE_BODY, the_reply_is_sent_after_the_body_was_read",
    "HIDES_AN_EARLY_END, a_body_that_ends_early_reaches_no_handler_as_if_it_were_complete",
    "DROPS_CHUNKED_BODIES, a_chunked_body_arrives_without_its_framing",
    "PASSES_ABSOLUTE_TARGETS, an_absolute_target_arrives_as_path_and_query",
    "IGNORES_THE_CASE_OF_METHODS, a_method_in_other_letters_is_another_method",
    "REFUSES_HTTP_1_0, http_1_0_is_served_and_closed",
    "SENDS_ONE_COOKIE_ALONE, status_header_lines_and_body_of_a_reply_are_sent_unchanged",
    "SENDS_200_ALWAYS, unknown_paths_wrong_methods_and_defects_are_answered_by_the_api",
    "CALLS_HEAD_A_GET, a_head_request_is_answered_without_a_body",
    "MIXES_UP_CONCURRENT_REQUESTS, two_hundred_concurrent_requests_get_each_its_own_answer",
    "KEEPS_CONNECTIONS_OPEN, connection_close_in_a_reply_closes_the_connection",
    "KEEPS_REQUESTS, no_request_is_kept_after_its_reply",
  })
  void a_defect_fails_the_test_that_is_about_it(Defect broken, String test) {
    Method method =
        Arrays.stream(HttpBindingContract.class.getDeclaredMethods())
            .filter(it -> it.getName().equals(test))
            .findFirst()
            .orElseThrow();
    DiscoverySelector selector = selectMethod(OnTheJdksServer.class, method);

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
