package dev.portcullis.emulator.internal.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A file to which every change is appended as a line: {@code ["table",key,value]}, without the
 * value for a removed row. Memory holds only the position of each row. When more than half of the
 * file, and more than its slack, is outdated, the rows are copied to a new file.
 */
final class FileStore implements Store {

  private final long slack;
  private final Consumer<FileStore> committer;
  private final boolean isNew;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Map<String, Place>> tables = new LinkedHashMap<>();

  // Everything below is guarded by the lock.
  private Path path;
  private RandomAccessFile file;
  private long end;
  private long live;
  private boolean closed;

  private FileStore(Path path, long slack, boolean isNew, Consumer<FileStore> committer)
      throws IOException {
    this.path = path;
    this.slack = slack;
    this.isNew = isNew;
    this.committer = committer;
    this.file = new RandomAccessFile(path.toFile(), "rw");
  }

  /** An empty file. */
  static FileStore create(Path path, long slack, Consumer<FileStore> committer) {
    try {
      Files.deleteIfExists(path);
      Files.createFile(path);
      DataDirectory.restrict(path, "rw-------");
      return new FileStore(path, slack, true, committer);
    } catch (IOException e) {
      throw failed(path, e);
    }
  }

  /** The file as it was left; an incomplete last line, left by a kill, is removed. */
  static Optional<FileStore> open(Path path, long slack) {
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    try {
      FileStore store = new FileStore(path, slack, false, same -> {});
      store.index();
      store.file.setLength(store.end);
      return Optional.of(store);
    } catch (IOException e) {
      throw failed(path, e);
    }
  }

  @Override
  public boolean isNew() {
    return isNew;
  }

  @Override
  public void commit() {
    committer.accept(this);
  }

  @Override
  public <K, V> Table<K, V> table(String name, Class<K> keys, Class<V> values) {
    return new Table<>() {
      @Override
      public Map<K, V> load() {
        Map<K, V> rows = new LinkedHashMap<>();
        lines(name)
            .forEach(
                line -> {
                  try {
                    rows.put(
                        Rows.MAPPER.treeToValue(line.get(1), keys),
                        Rows.MAPPER.treeToValue(line.get(2), values));
                  } catch (JsonProcessingException e) {
                    // Not its message, which quotes the row.
                    throw new IllegalStateException(
                        "a row of "
                            + name
                            + " in "
                            + path
                            + " cannot be read: it was written by another version, or changed."
                            + " Remove the file to start with an empty state");
                  }
                });
        return rows;
      }

      @Override
      public void put(K key, V value) {
        append(name, text(key), line(List.of(name, key, value)), true);
      }

      @Override
      public void remove(K key) {
        append(name, text(key), line(List.of(name, key)), false);
      }
    };
  }

  /** Renames the file, replacing an existing one. */
  void moveTo(Path target) {
    lock.lock();
    try {
      file.close();
      Files.move(path, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      path = target;
      file = new RandomAccessFile(path.toFile(), "rw");
    } catch (IOException e) {
      throw failed(path, e);
    } finally {
      lock.unlock();
    }
  }

  /** Closes it; later changes to its tables are ignored. */
  void close() {
    lock.lock();
    try {
      closed = true;
      file.close();
    } catch (IOException e) {
      throw failed(path, e);
    } finally {
      lock.unlock();
    }
  }

  private void append(String table, String key, byte[] line, boolean put) {
    lock.lock();
    try {
      Map<String, Place> rows = tables.computeIfAbsent(table, absent -> new LinkedHashMap<>());
      if (closed || (!put && !rows.containsKey(key))) {
        return;
      }
      write(line);
      note(rows, key, end, line.length, put);
      end += line.length;
      if (end > slack && end > 2 * live) {
        compact();
      }
    } catch (IOException e) {
      throw failed(path, e);
    } finally {
      lock.unlock();
    }
  }

  private void write(byte[] line) throws IOException {
    try {
      file.seek(end);
      file.write(line);
    } catch (IOException e) {
      // What is written of it must not come before the next line.
      file.setLength(end);
      throw e;
    }
  }

  private void note(Map<String, Place> rows, String key, long offset, int length, boolean put) {
    Place before = put ? rows.put(key, new Place(offset, length)) : rows.remove(key);
    live += (put ? length : 0) - (before == null ? 0 : before.length());
  }

  private void compact() throws IOException {
    Path copy = path.resolveSibling(path.getFileName() + ".copy");
    Files.deleteIfExists(copy);
    Files.createFile(copy);
    DataDirectory.restrict(copy, "rw-------");
    Map<String, Map<String, Place>> moved = new LinkedHashMap<>();
    long length = 0;
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(copy), 1 << 16)) {
      for (Map.Entry<String, Map<String, Place>> table : tables.entrySet()) {
        Map<String, Place> rows = new LinkedHashMap<>();
        for (Map.Entry<String, Place> row : table.getValue().entrySet()) {
          byte[] line = read(row.getValue());
          out.write(line);
          rows.put(row.getKey(), new Place(length, line.length));
          length += line.length;
        }
        moved.put(table.getKey(), rows);
      }
    }
    file.close();
    Files.move(copy, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    file = new RandomAccessFile(path.toFile(), "rw");
    tables.clear();
    tables.putAll(moved);
    end = length;
    live = length;
  }

  private List<JsonNode> lines(String table) {
    lock.lock();
    try {
      List<JsonNode> lines = new ArrayList<>();
      for (Place place : tables.getOrDefault(table, Map.of()).values()) {
        lines.add(Rows.MAPPER.readTree(read(place)));
      }
      return lines;
    } catch (IOException e) {
      throw failed(path, e);
    } finally {
      lock.unlock();
    }
  }

  private byte[] read(Place place) throws IOException {
    byte[] line = new byte[place.length()];
    file.seek(place.offset());
    file.readFully(line);
    return line;
  }

  private void index() throws IOException {
    long number = 0;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 16)) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int next = in.read(); next >= 0; next = in.read()) {
        line.write(next);
        if (next == '\n') {
          number++;
          index(line.toByteArray(), number);
          line.reset();
        }
      }
    }
  }

  private void index(byte[] line, long number) {
    JsonNode row;
    try {
      row = Rows.MAPPER.readTree(line);
    } catch (IOException e) {
      row = Rows.MAPPER.nullNode();
    }
    if (!row.isArray() || row.size() < 2 || row.size() > 3 || !row.get(0).isTextual()) {
      throw new IllegalStateException(
          path
              + ", line "
              + number
              + ", is damaged: remove that line, or remove the file to start with an empty state");
    }
    Map<String, Place> rows =
        tables.computeIfAbsent(row.get(0).textValue(), absent -> new LinkedHashMap<>());
    note(rows, row.get(1).toString(), end, line.length, row.size() == 3);
    end += line.length;
  }

  private static byte[] line(List<Object> row) {
    return (text(row) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static String text(Object value) {
    try {
      return Rows.MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      // Not its message, which may quote the value.
      throw new IllegalStateException("cannot be stored: " + value.getClass().getName());
    }
  }

  private static UncheckedIOException failed(Path path, IOException e) {
    return new UncheckedIOException("the state cannot be kept in " + path, e);
  }

  private record Place(long offset, int length) {}
}
