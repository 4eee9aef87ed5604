package dev.portcullis.adapters.http.server.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
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

  @ParameterizedTest
  @ValueSource(ints = {4096, 36_864})
  void as_many_buffers_are_kept_as_were_in_use_at_once(int size) {
    List<RetainableByteBuffer.Mutable> many = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      many.add(pool.acquire(size, true));
    }
    Set<ByteBuffer> released = Collections.newSetFromMap(new IdentityHashMap<>());
    many.forEach(it -> released.add(it.getByteBuffer()));
    many.forEach(RetainableByteBuffer::release);

    Set<ByteBuffer> again = Collections.newSetFromMap(new IdentityHashMap<>());
    for (int i = 0; i < 3000; i++) {
      again.add(pool.acquire(size, true).getByteBuffer());
    }

    assertThat(again).hasSize(3000).isEqualTo(released);
  }

  @Test
  void the_buffer_that_was_released_last_is_used_first() {
    RetainableByteBuffer.Mutable first = pool.acquire(4096, true);
    RetainableByteBuffer.Mutable last = pool.acquire(4096, true);
    ByteBuffer bytes = last.getByteBuffer();
    first.release();
    last.release();

    ByteBuffer next = pool.acquire(4096, true).getByteBuffer();

    assertThat(next).isSameAs(bytes);
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
}
