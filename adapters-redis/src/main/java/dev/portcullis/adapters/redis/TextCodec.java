package dev.portcullis.adapters.redis;

import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.ToByteBufEncoder;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Texts as UTF-8. The client's own codec of texts takes a direct buffer for each name, which with
 * the dozens of names of a script was most of what a login cost in the client; this one writes each
 * where it is sent from.
 */
final class TextCodec implements RedisCodec<String, String>, ToByteBufEncoder<String, String> {

  static final TextCodec INSTANCE = new TextCodec();

  private TextCodec() {}

  @Override
  public String decodeKey(ByteBuffer bytes) {
    return StandardCharsets.UTF_8.decode(bytes).toString();
  }

  @Override
  public String decodeValue(ByteBuffer bytes) {
    return decodeKey(bytes);
  }

  @Override
  public ByteBuffer encodeKey(String key) {
    return ByteBuffer.wrap(key.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public ByteBuffer encodeValue(String value) {
    return encodeKey(value);
  }

  @Override
  public void encodeKey(String key, ByteBuf target) {
    target.writeBytes(key.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void encodeValue(String value, ByteBuf target) {
    encodeKey(value, target);
  }

  @Override
  public int estimateSize(Object text) {
    return text instanceof String it ? it.getBytes(StandardCharsets.UTF_8).length : 0;
  }

  @Override
  public boolean isEstimateExact() {
    return true;
  }
}
