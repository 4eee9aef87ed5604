package dev.portcullis.domain.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The targets of {@link ParsersFuzz} on their corpus, and on what is not far from it. */
class ParsersCorpusTest {

  private static final int MUTATIONS = 3_000;
  private static final String SIGNS = "\",;=\\:.[]0 \r\n/_%";

  enum Target {
    LITERAL("literal"),
    RANGE("range"),
    X_FORWARDED_FOR("xForwardedFor"),
    FORWARDED("forwarded"),
    SINGLE_HEADER("singleHeader"),
    PROXY_PROTOCOL("proxyProtocol");

    private final String method;

    Target(String method) {
      this.method = method;
    }

    void run(byte[] bytes) throws IOException {
      ParsersFuzz fuzz = new ParsersFuzz();
      switch (this) {
        case LITERAL -> fuzz.literal(bytes);
        case RANGE -> fuzz.range(bytes);
        case X_FORWARDED_FOR -> fuzz.xForwardedFor(bytes);
        case FORWARDED -> fuzz.forwarded(bytes);
        case SINGLE_HEADER -> fuzz.singleHeader(bytes);
        case PROXY_PROTOCOL -> fuzz.proxyProtocol(bytes);
      }
    }

    List<byte[]> corpus() throws IOException, URISyntaxException {
      URL folder = Target.class.getResource("ParsersFuzzInputs/" + method);
      URI uri = Objects.requireNonNull(folder, method).toURI();
      try (Stream<Path> files = Files.list(Path.of(uri))) {
        return files.sorted().map(Target::bytes).toList();
      }
    }

    private static byte[] bytes(Path file) {
      try {
        return Files.readAllBytes(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void the_corpus_is_read_as_it_has_to_be(Target target) throws IOException, URISyntaxException {
    List<byte[]> corpus = target.corpus();

    assertThat(corpus).hasSizeGreaterThan(3);
    for (byte[] bytes : corpus) {
      target.run(bytes);
    }
  }

  @ParameterizedTest
  @EnumSource
  void so_is_what_is_not_far_from_it(Target target) throws IOException, URISyntaxException {
    List<byte[]> corpus = target.corpus();
    SplittableRandom random = new SplittableRandom(target.method.length());

    for (int i = 0; i < MUTATIONS; i++) {
      target.run(mutated(corpus, random));
    }
  }

  private static byte[] mutated(List<byte[]> corpus, SplittableRandom random) {
    byte[] bytes = corpus.get(random.nextInt(corpus.size())).clone();
    for (int change = random.nextInt(4); change >= 0 && bytes.length > 0; change--) {
      int at = random.nextInt(bytes.length);
      byte[] other = corpus.get(random.nextInt(corpus.size()));
      switch (random.nextInt(5)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) SIGNS.charAt(random.nextInt(SIGNS.length()));
        case 2 -> bytes = Arrays.copyOf(bytes, at);
        case 3 -> bytes = spliced(bytes, at, bytes, random.nextInt(bytes.length));
        default -> bytes = spliced(bytes, at, other, random.nextInt(other.length + 1));
      }
    }
    return bytes;
  }

  private static byte[] spliced(byte[] head, int headLength, byte[] tail, int tailFrom) {
    byte[] bytes = Arrays.copyOf(head, headLength + tail.length - tailFrom);
    System.arraycopy(tail, tailFrom, bytes, headLength, tail.length - tailFrom);
    return bytes;
  }
}
