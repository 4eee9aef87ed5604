package dev.portcullis.emulator.tenantfile;

/**
 * One mistake in a tenant file.
 *
 * @param where the file, and its line and column where they are known
 * @param path the key's path, such as {@code users[2].email}; empty for the file as a whole
 * @param found what is there; holds no secret
 * @param expected what should be there instead, or how to mend it
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
