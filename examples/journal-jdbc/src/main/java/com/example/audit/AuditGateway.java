package com.example.audit;

import com.example.audit.adapters.jdbc.JdbcJournal;
import com.example.audit.adapters.jdbc.LoginTable;
import com.example.audit.adapters.jdbc.UserHashes;
import dev.portcullis.bootstrap.GatewayApp;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;

/**
 * The entry point: every command of {@code portcullis}, with an audit table. The database and the
 * key of the hashes are in the environment: {@code AUDIT_DB_URL}, {@code AUDIT_DB_USER}, {@code
 * AUDIT_DB_PASSWORD} and {@code AUDIT_KEY}.
 */
public final class AuditGateway {

  private AuditGateway() {}

  // region: main
  public static void main(String[] args) {
    GatewayApp gateway = GatewayApp.with(args);
    JdbcJournal journal = journal(System.getenv());
    System.exit(gateway.journal(journal).closing(journal).run());
  }

  // end

  /** Connects to nothing before the first login. */
  private static JdbcJournal journal(Map<String, String> environment) {
    return new JdbcJournal(
        LoginTable.at(
            required(environment, "AUDIT_DB_URL"),
            required(environment, "AUDIT_DB_USER"),
            environment.getOrDefault("AUDIT_DB_PASSWORD", "")),
        UserHashes.keyed(required(environment, "AUDIT_KEY")),
        InstantSource.system(),
        UUID::randomUUID);
  }

  private static String required(Map<String, String> environment, String name) {
    String value = environment.getOrDefault(name, "");
    if (value.isEmpty()) {
      System.err.println(name + ": not set (expected: see examples/journal-jdbc/README.md)");
      System.exit(1);
    }
    return value;
  }
}
