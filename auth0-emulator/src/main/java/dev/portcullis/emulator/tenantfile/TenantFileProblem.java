package dev.portcullis.emulator.tenantfile;

/**
 * One mistake in a tenant file.
 *
 * @param where the file, with line and column if known
 * @param path the path of the key, such as {@code users[2].email}; empty for the whole file
 * @param found the value found; never a secret
 * @param expected what is expected instead, or how to fix it
 */
public record TenantFileProblem(String where, String path, String found, String expected) {

  @Override
  public String toString() {
    return where
        + ": "
        + (path.isEmpty() ? "" : path + ": ")
        + found
        + (expected.isEmpty() ? "" : " (" + expected + ")");
  }
}
