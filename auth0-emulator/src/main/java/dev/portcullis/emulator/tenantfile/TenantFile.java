package dev.portcullis.emulator.tenantfile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.portcullis.emulator.address.AllowlistMatching;
import dev.portcullis.emulator.tenant.TenantDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a tenant file says: the tenant, and how the emulator treats it; what is absent is the
 * emulator's default. Its text is YAML or JSON of the published {@link #schema()}.
 */
public record TenantFile(
    TenantDefinition seed,
    Optional<Integer> bcryptCost,
    Optional<Integer> logRetention,
    Optional<AllowlistMatching> allowlistMatching,
    List<Path> breachedPasswords) {

  private static final String SCHEMA = "tenant.schema.json";

  /** Copies the paths. */
  public TenantFile {
    breachedPasswords = List.copyOf(breachedPasswords);
  }

  /** Reads a file; relative paths in it start at its folder. */
  public static Reading read(Path file) {
    String name = file.toString();
    try {
      Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
      return read(name, Files.readString(file, StandardCharsets.UTF_8), Optional.of(folder));
    } catch (NoSuchFileException e) {
      return unreadable(name, "no such file");
    } catch (CharacterCodingException e) {
      return unreadable(name, "not UTF-8");
    } catch (IOException e) {
      return unreadable(name, "cannot be read");
    }
  }

  /** Reads a text that came without a file, so that it can name no other files. */
  public static Reading read(String name, String text) {
    return read(name, text, Optional.empty());
  }

  /** Reads what {@link #fields} wrote, without asking whether it still fits together. */
  public static TenantFile restored(String text) {
    return new TenantFileReader(Source.read("state", text), Optional.empty()).readAnyway();
  }

  private static Reading read(String name, String text, Optional<Path> folder) {
    Source source = Source.read(name, text);
    if (source.problems().isEmpty()) {
      new SchemaCheck(schemaTree(), source).check();
    }
    if (!source.problems().isEmpty()) {
      return new Refused(source.problems());
    }
    Optional<TenantFile> file = new TenantFileReader(source, folder).read();
    return source.problems().isEmpty() && file.isPresent()
        ? new Read(file.get())
        : new Refused(source.problems());
  }

  private static Reading unreadable(String name, String found) {
    return new Refused(
        List.of(
            new TenantFileProblem(
                name, "", found, "expected: a YAML or JSON file this user may read")));
  }

  /** The file as a JSON value; users have their password hashes, and everything its secrets. */
  public Map<String, Object> fields() {
    return TenantFileWriter.fields(this);
  }

  /** The JSON Schema of tenant files. */
  public static String schema() {
    try (InputStream in = TenantFile.class.getResourceAsStream(SCHEMA)) {
      if (in == null) {
        throw new IllegalStateException("not on the class path: " + SCHEMA);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode schemaTree() {
    try {
      return new JsonMapper().readTree(schema());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the schema is not JSON", e);
    }
  }

  /** What became of a text. */
  public sealed interface Reading {}

  /** It was understood. */
  public record Read(TenantFile file) implements Reading {}

  /** It was not; all that is wrong, in the order of the file. */
  public record Refused(List<TenantFileProblem> problems) implements Reading {

    /** Copies the list. */
    public Refused {
      problems = List.copyOf(problems);
    }
  }
}
