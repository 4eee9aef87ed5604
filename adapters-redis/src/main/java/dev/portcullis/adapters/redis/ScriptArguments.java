package dev.portcullis.adapters.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.protocol.CommandArgs;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * The arguments of a script, as they are sent. The client writes each argument in four pieces, each
 * with a check of its buffer; with the hundreds of names of a busy gateway's scripts that was a
 * good part of what a login cost. Here they are put together in one array.
 */
final class ScriptArguments extends CommandArgs<String, String> {

  private final int count;
  private final byte[] firstName;
  private byte[] bytes = new byte[8192];
  private int length;

  /**
   * What {@code EVAL} and {@code EVALSHA} take.
   *
   * @param script its text or digest
   * @param names at least one
   */
  ScriptArguments(String script, Collection<String> names, List<String> values) {
    super(TextCodec.INSTANCE);
    count = 2 + names.size() + values.size();
    firstName = names.iterator().next().getBytes(UTF_8);
    write(script);
    write(Integer.toString(names.size()));
    names.forEach(this::write);
    values.forEach(this::write);
  }

  /** As a bulk string of the protocol. */
  private void write(String text) {
    byte[] own = text.getBytes(UTF_8);
    // "$", at most ten digits, and two line ends.
    int most = length + 1 + 10 + 2 + own.length + 2;
    if (most > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(most, 2 * bytes.length));
    }
    bytes[length++] = '$';
    number(own.length);
    end();
    System.arraycopy(own, 0, bytes, length, own.length);
    length += own.length;
    end();
  }

  private void number(int value) {
    if (value >= 10) {
      number(value / 10);
    }
    bytes[length++] = (byte) ('0' + value % 10);
  }

  private void end() {
    bytes[length++] = '\r';
    bytes[length++] = '\n';
  }

  @Override
  public int count() {
    return count;
  }

  /** By which a cluster's server is found. */
  @Override
  public ByteBuffer getFirstEncodedKey() {
    return ByteBuffer.wrap(firstName);
  }

  @Override
  public void encode(ByteBuf buffer) {
    ByteBuf unused = buffer.writeBytes(bytes, 0, length);
  }

  /** Without what is sent. */
  @Override
  public String toString() {
    return "ScriptArguments[" + count + "]";
  }

  @Override
  public String toCommandString() {
    return toString();
  }
}
