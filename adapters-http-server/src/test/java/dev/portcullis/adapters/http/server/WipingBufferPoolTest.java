package dev.portcullis.adapters.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WipingBufferPoolTest {

  private final WipingBufferPool pool = new WipingBufferPool();

  @ParameterizedTest
  @ValueSource(ints = {1, 4096, 17_000, 36_864, 100_000})
  void a_buffer_is_wiped_by_its_last_release(int size) {
    RetainableByteBuffer.Mutable buffer = pool.acquire(size, true);
    ByteBuffer bytes = filled(buffer);

    buffer.retain();
    buffer.release();
    byte afterFirst = bytes.get(0);
    buffer.release();

    assertThat(afterFirst).isEqualTo((byte) 'x');
    assertThat(content(bytes)).containsOnly(0);
  }

  @Test
  void a_released_buffer_is_used_again_and_starts_empty() {
    RetainableByteBuffer.Mutable first = pool.acquire(4096, true);
    ByteBuffer bytes = filled(first);
    first.release();

    RetainableByteBuffer.Mutable second = pool.acquire(100, true);

    assertThat(second.getByteBuffer()).isSameAs(bytes);
    assertThat(second.hasRemaining()).isFalse();
    assertThat(second.capacity()).isEqualTo(4096);
  }

  @Test
  void it_keeps_no_more_buffers_than_4_mib() {
    List<RetainableByteBuffer.Mutable> many = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      many.add(pool.acquire(4096, true));
    }
    List<ByteBuffer> released = many.stream().map(RetainableByteBuffer::getByteBuffer).toList();
    many.forEach(RetainableByteBuffer::release);

    long kept = 0;
    for (int i = 0; i < 2000; i++) {
      ByteBuffer again = pool.acquire(4096, true).getByteBuffer();
      kept += released.stream().anyMatch(it -> isSame(it, again)) ? 1 : 0;
    }

    assertThat(kept).isEqualTo(1024);
  }

  private static ByteBuffer filled(RetainableByteBuffer.Mutable buffer) {
    ByteBuffer bytes = buffer.getByteBuffer();
    byte[] content = new byte[bytes.capacity()];
    Arrays.fill(content, (byte) 'x');
    bytes.clear();
    bytes.put(content);
    return bytes;
  }

  private static byte[] content(ByteBuffer bytes) {
    byte[] content = new byte[bytes.capacity()];
    bytes.get(0, content);
    return content;
  }

  @SuppressWarnings("ReferenceEquality") // Two empty buffers are equal.
  private static boolean isSame(ByteBuffer one, ByteBuffer other) {
    return one == other;
  }
}
