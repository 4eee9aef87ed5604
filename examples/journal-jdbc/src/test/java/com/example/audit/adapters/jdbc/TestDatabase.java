package com.example.audit.adapters.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.atomic.AtomicInteger;

/** A database of a test: the journal's connections, and one of the test's own that reads. */
public final class TestDatabase implements AutoCloseable {

  private static final Path SCHEMA = Path.of("schema.sql");
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final String url;
  private final String user;
  private final Connection reader;

  TestDatabase(String url, String user, Connection reader) {
    this.url = url;
    this.user = user;
    this.reader = reader;
  }

  /** In memory, without the table. */
  static TestDatabase empty() {
    return inMemory("jdbc:h2:mem:audit-" + COUNT.incrementAndGet());
  }

  /** In memory, with the table of {@code schema.sql}. */
  static TestDatabase h2() {
    TestDatabase database = empty();
    database.createTable();
    return database;
  }

  private static TestDatabase inMemory(String url) {
    try {
      return new TestDatabase(url, "sa", DriverManager.getConnection(url, "sa", ""));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  void createTable() {
    try {
      execute(Files.readString(SCHEMA));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void execute(String sql) {
    try (Statement statement = reader.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(url, user, "");
  }

  LoginTable table() {
    return LoginTable.at(url, user, "");
  }

  /** Every row, its columns joined by blanks without the id and the time. */
  List<String> rows() {
    return query(
        "select request_id, step, outcome, client_address, user_hash, upstream_id, elapsed_ms"
            + " from login_events order by recorded_at");
  }

  List<String> query(String sql) {
    try (Statement statement = reader.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        StringJoiner row = new StringJoiner(" ");
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(result.getString(i));
        }
        rows.add(row.toString());
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
