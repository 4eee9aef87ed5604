package com.example.audit.adapters.jdbc;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * The table {@code login_events} over one connection, which is opened when it is needed and given
 * up after every failure. For one thread.
 */
public final class LoginTable {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final String INSERT =
      "insert into login_events (id, recorded_at, request_id, step, outcome, client_address,"
          + " user_hash, upstream_id, elapsed_ms) values (?, ?, ?, ?, ?, ?, ?, ?, ?)";

  /** Opens a connection. */
  @FunctionalInterface
  interface Connector {
    Connection open() throws SQLException;
  }

  private final Connector connector;
  private Optional<Connection> connection = Optional.empty();

  LoginTable(Connector connector) {
    this.connector = connector;
  }

  /**
   * The table of this database; connects to nothing yet.
   *
   * @param url as for JDBC; its driver is on the class path
   */
  public static LoginTable at(String url, String user, String password) {
    // For the whole process: a server that accepts a connection and says nothing.
    DriverManager.setLoginTimeout((int) PATIENCE.toSeconds());
    return new LoginTable(() -> DriverManager.getConnection(url, user, password));
  }

  // region: insert
  /** Inserts all rows, or none if it throws and the commit was not what failed. */
  void insert(List<LoginRecord> rows) throws SQLException {
    try {
      Connection to = connected();
      try (PreparedStatement insert = to.prepareStatement(INSERT)) {
        for (LoginRecord row : rows) {
          insert.setObject(1, row.id());
          insert.setObject(2, row.recordedAt().atOffset(ZoneOffset.UTC));
          insert.setString(3, row.requestId());
          insert.setString(4, row.step());
          insert.setString(5, row.outcome());
          insert.setString(6, row.clientAddress());
          insert.setString(7, row.userHash().orElse(null));
          insert.setString(8, row.upstreamId().orElse(null));
          insert.setLong(9, row.elapsedMillis());
          insert.addBatch();
        }
        insert.executeBatch();
      }
      to.commit();
    } catch (SQLException e) {
      disconnect();
      throw e;
    }
  }

  // end

  /** Gives the connection up; what it has not committed is rolled back. */
  void disconnect() {
    Optional<Connection> open = connection;
    connection = Optional.empty();
    open.ifPresent(
        it -> {
          try {
            it.close();
          } catch (SQLException e) {
            // It is gone already.
          }
        });
  }

  private Connection connected() throws SQLException {
    if (connection.isEmpty()) {
      Connection opened = connector.open();
      connection = Optional.of(opened);
      opened.setNetworkTimeout(Runnable::run, (int) PATIENCE.toMillis());
      opened.setAutoCommit(false);
    }
    return connection.get();
  }
}
