package dev.portcullis.adapters.http.server;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataListener;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.LazyString;
import java.nio.charset.Charset;
import java.util.function.Supplier;

/**
 * Reads a connection and keeps no reference to what was read: Helidon's reader chains what it read
 * to what it reads next, so that an idle connection keeps its last request, password included, and
 * a request that has reached the old generation keeps every later one until a full collection.
 */
final class HelidonReader extends DataReader {

  private final Supplier<byte[]> bytes;
  private Runnable listen = () -> {};
  private DataReader reader;

  @SuppressWarnings("removal") // The factory that replaces the constructor makes no subclasses.
  HelidonReader(Supplier<byte[]> bytes) {
    super(bytes);
    this.bytes = bytes;
    this.reader = DataReader.create(bytes);
  }

  /** A new reader as soon as the last one is used up. */
  private DataReader reader() {
    if (reader.available() == 0) {
      reader = DataReader.create(bytes);
      listen.run();
    }
    return reader;
  }

  @Override
  public <T> void listener(DataListener<T> listener, T context) {
    listen = () -> reader.listener(listener, context);
    listen.run();
  }

  @Override
  public int available() {
    return reader().available();
  }

  @Override
  public void pullData() {
    reader().pullData();
  }

  @Override
  public void skip(int length) {
    reader().skip(length);
  }

  @Override
  public void ensureAvailable() {
    reader().ensureAvailable();
  }

  @Override
  public byte read() {
    return reader().read();
  }

  @Override
  public byte lookup() {
    return reader().lookup();
  }

  @Override
  public boolean startsWithNewLine() {
    return reader().startsWithNewLine();
  }

  @Override
  public boolean startsWith(byte[] prefix) {
    return reader().startsWith(prefix);
  }

  @Override
  public BufferData readBuffer() {
    return reader().readBuffer();
  }

  @Override
  public BufferData readBuffer(int length) {
    return reader().readBuffer(length);
  }

  @Override
  public BufferData getBuffer(int length) {
    return reader().getBuffer(length);
  }

  @Override
  public LazyString readLazyString(Charset charset, int length) {
    return reader().readLazyString(charset, length);
  }

  @Override
  public String readAsciiString(int length) {
    return reader().readAsciiString(length);
  }

  @Override
  public byte[] readBytes(int length) {
    return reader().readBytes(length);
  }

  @Override
  public String readLine() throws IncorrectNewLineException {
    return reader().readLine();
  }

  @Override
  public int findOrNewLine(byte b, int most) throws IncorrectNewLineException {
    return reader().findOrNewLine(b, most);
  }

  @Override
  public int findNewLine(int most) throws IncorrectNewLineException {
    return reader().findNewLine(most);
  }

  @Override
  public String debugDataHex() {
    return reader().debugDataHex();
  }
}
