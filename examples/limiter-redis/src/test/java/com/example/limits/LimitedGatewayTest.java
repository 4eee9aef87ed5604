package com.example.limits;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program as its users start it: a process of its own. */
@Timeout(120)
class LimitedGatewayTest {

  private static final Map<String, String> COMPLETE =
      Map.of(
          "REDIS_URL", "redis://127.0.0.1:1",
          "LIMITER_KEY", "a key of the tests, 32 characters");

  @TempDir private Path directory;

  @Test
  void a_variable_that_is_missing_is_named() throws Exception {
    Process program = Jvm.start(Map.of("REDIS_URL", "redis://127.0.0.1:1"), "version");

    assertThat(new String(program.getInputStream().readAllBytes(), UTF_8))
        .isEqualTo("LIMITER_KEY: not set (expected: see examples/limiter-redis/README.md)\n");
    assertThat(program.waitFor()).isEqualTo(1);
  }

  @Test
  void the_settings_are_checked_without_redis() throws Exception {
    Path settings =
        Files.copy(Path.of("..", "local", "portcullis.yaml"), directory.resolve("portcullis.yaml"));

    Process program = Jvm.start(COMPLETE, "check-config", "-c", settings.toString());

    assertThat(List.of(new String(program.getInputStream().readAllBytes(), UTF_8).split("\n", -1)))
        .anyMatch(line -> line.contains("portcullis.yaml is valid"))
        .noneMatch(line -> line.contains("Redis"));
    assertThat(program.waitFor()).isZero();
  }
}
