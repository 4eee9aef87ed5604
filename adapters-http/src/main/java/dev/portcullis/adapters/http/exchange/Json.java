package dev.portcullis.adapters.http.exchange;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.BufferRecycler;
import com.fasterxml.jackson.core.util.RecyclerPool;
import dev.portcullis.domain.token.Token;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes JSON without building trees, and reads it within limits. */
public final class Json {

  /** The most levels that read JSON may have, the outermost object included. */
  public static final int MAX_DEPTH = 8;

  /** The most names, values and brackets that read JSON may have. */
  public static final int MAX_TOKENS = 1000;

  /** The longest name of a member, in characters. */
  public static final int MAX_NAME = 256;

  /** The longest number, in characters. */
  public static final int MAX_NUMBER = 256;

  /** Refuses duplicate members and what is above the limits; quotes no input in its errors. */
  public static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          // A buffer that is kept for the next request keeps the password of the last.
          .recyclerPool(new FreshBuffers())
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxTokenCount(MAX_TOKENS)
                  .maxNameLength(MAX_NAME)
                  .maxNumberLength(MAX_NUMBER)
                  .build())
          .build();

  private Json() {}

  /** Writes the members of one object. */
  public interface Members {
    void writeTo(JsonGenerator json) throws IOException;
  }

  /** One object as UTF-8. */
  public static byte[] object(Members members) {
    Written bytes = new Written();
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      members.writeTo(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.all;
  }

  /** A member that is a token. */
  public static void token(JsonGenerator json, String name, Token token) throws IOException {
    String value = token.value();
    if (token.isSound() && value.indexOf('"') < 0 && value.indexOf('\\') < 0) {
      // Nothing to escape, and tokens are nearly all of a reply to a login.
      byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);
      json.writeFieldName(name);
      json.writeRawUTF8String(bytes, 0, bytes.length);
    } else {
      json.writeStringField(name, value);
    }
  }

  /** What was written, with nothing to spare: one object is mostly one write. */
  private static final class Written extends OutputStream {

    private byte[] all = {};

    @Override
    public void write(int one) {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      byte[] longer = Arrays.copyOf(all, all.length + length);
      System.arraycopy(bytes, offset, longer, all.length, length);
      all = longer;
    }
  }

  /** New buffers each time, of the size of a login and its answer; Jackson's own take 12 KB. */
  @SuppressWarnings("serial")
  private static final class FreshBuffers
      extends RecyclerPool.NonRecyclingPoolBase<BufferRecycler> {

    static final int BYTES = 2048;
    static final int CHARS = 256;

    @Override
    public BufferRecycler acquirePooled() {
      return new BufferRecycler() {
        @Override
        protected int byteBufferLength(int use) {
          return BYTES;
        }

        @Override
        protected int charBufferLength(int use) {
          return CHARS;
        }
      };
    }
  }
}
