package dev.portcullis.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class FailuresTest {

  @Test
  void a_path_alone_is_no_sentence() {
    assertThat(Failures.sentence(new NoSuchFileException("x/report.xml")))
        .isEqualTo("x/report.xml: no such file or folder");
    assertThat(Failures.sentence(new AccessDeniedException("/root/x")))
        .isEqualTo("/root/x: this user may not read or write it");
    assertThat(Failures.sentence(new IOException("the disk is full")))
        .isEqualTo("the disk is full");
    assertThat(Failures.sentence(new IllegalStateException())).isEqualTo("IllegalStateException");
  }
}
