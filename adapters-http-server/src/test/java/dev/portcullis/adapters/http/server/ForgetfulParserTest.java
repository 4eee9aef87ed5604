package dev.portcullis.adapters.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpParser;
import org.junit.jupiter.api.Test;

class ForgetfulParserTest {

  /** Settings of the parser, which the connection makes at its start and this one makes itself. */
  private static final List<String> SETTINGS =
      List.of(
          "getHandler[]",
          "getHeaderCacheSize[]",
          "setHeaderCacheSize[int]",
          "isHeaderCacheCaseSensitive[]",
          "setHeaderCacheCaseSensitive[boolean]",
          "getFieldCache[]");

  @Test
  void every_method_of_the_servers_parser_reaches_the_current_one() {
    List<String> ours =
        Stream.of(ForgetfulParser.class.getDeclaredMethods())
            .map(ForgetfulParserTest::signature)
            .toList();

    List<String> theirs =
        Stream.of(HttpParser.class.getMethods())
            .filter(method -> method.getDeclaringClass().equals(HttpParser.class))
            .filter(method -> !Modifier.isStatic(method.getModifiers()))
            .map(ForgetfulParserTest::signature)
            .filter(method -> !SETTINGS.contains(method))
            .toList();

    assertThat(theirs).hasSizeGreaterThan(15);
    assertThat(ours).containsAll(theirs);
  }

  private static String signature(Method method) {
    return method.getName()
        + Arrays.stream(method.getParameterTypes()).map(Class::getSimpleName).toList();
  }
}
