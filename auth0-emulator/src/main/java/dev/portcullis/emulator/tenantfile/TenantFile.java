package dev.portcullis.emulator.tenantfile;

import dev.portcullis.emulator.internal.codec.AccessCodec;
import dev.portcullis.emulator.internal.codec.ApplicationCodec;
import dev.portcullis.emulator.internal.codec.AttackProtectionCodec;
import dev.portcullis.emulator.internal.codec.SettingGroup;
import dev.portcullis.emulator.internal.codec.TenantCodec;
import dev.portcullis.emulator.internal.codec.TenantCodec.ClientGrant;
import dev.portcullis.emulator.internal.codec.UserCodec;
import dev.portcullis.emulator.tenant.Application;
import dev.portcullis.emulator.tenant.EmulatorOptions;
import dev.portcullis.emulator.tenant.TenantDefinition;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A tenant file: the tenant and the emulator's options. Its text is YAML or JSON and conforms to
 * the published {@link #schema()}.
 *
 * @param tenant the tenant, with Auth0's defaults where the file has no value
 * @param options the emulator's options, without a value where the file has none
 * @param managementApi what the Management API keeps beside the tenant: objects by their paths
 */
public record TenantFile(
    TenantDefinition tenant, EmulatorOptions options, Map<String, Object> managementApi) {

  static final String MANAGEMENT_OBJECTS = "management_api";

  /** Copies the objects. */
  public TenantFile {
    managementApi = Collections.unmodifiableMap(new LinkedHashMap<>(managementApi));
  }

  /** A file without objects of the Management API. */
  public TenantFile(TenantDefinition tenant, EmulatorOptions options) {
    this(tenant, options, Map.of());
  }

  /** With these objects of the Management API. */
  public TenantFile withManagementApi(Map<String, Object> value) {
    return new TenantFile(tenant, options, value);
  }

  /** Stands for the Management API of the tenant that reads the file. */
  private static final String MANAGEMENT_API = "https://tenant.example.com/api/v2/";

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

  /** Reads a text that has no file, so that it cannot refer to other files. */
  public static Reading read(String name, String text) {
    return read(name, text, Optional.empty());
  }

  /** Reads what {@link #fields} wrote, without checking whether it still fits together. */
  public static TenantFile restored(String text) {
    return new TenantFileReader(Source.read("state", text), Optional.empty()).readAnyway();
  }

  private static Reading read(String name, String text, Optional<Path> folder) {
    Source source = Source.read(name, text);
    if (source.problems().isEmpty()) {
      new SchemaCheck(TenantFileSchema.tree(), source).check();
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

  /**
   * The file as a JSON value. It has every setting, so that it does not depend on defaults, and all
   * secrets: client secrets, password hashes, secrets of second factors.
   */
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("tenant", TenantCodec.TENANT.fields(tenant));
    fields.put("clients", all(ApplicationCodec.APPLICATION, tenant.applications()));
    fields.put("client_grants", all(TenantCodec.CLIENT_GRANT, grants()));
    fields.put("resource_servers", all(TenantCodec.API, tenant.apis()));
    fields.put("connections", all(TenantCodec.CONNECTION, tenant.connections()));
    fields.put("users", all(UserCodec.USER, tenant.users()));
    fields.put("roles", all(AccessCodec.ROLE, tenant.roles()));
    fields.put("organizations", all(AccessCodec.ORGANIZATION, tenant.organizations()));
    fields.put("attack_protection", AttackProtectionCodec.ATTACK_PROTECTION.fields(tenant));
    Map<String, Object> emulator = new LinkedHashMap<>(TenantCodec.EMULATOR.fields(tenant));
    emulator.putAll(TenantCodec.OPTIONS.fields(options));
    fields.put("emulator", emulator);
    if (!managementApi.isEmpty()) {
      fields.put(MANAGEMENT_OBJECTS, managementApi);
    }
    return fields;
  }

  private static <V> List<Map<String, Object>> all(SettingGroup<V, ?> codec, List<V> values) {
    return values.stream().map(codec::fields).toList();
  }

  private List<ClientGrant> grants() {
    List<ClientGrant> grants = new ArrayList<>();
    for (Application app : tenant.applications()) {
      app.apiGrants()
          .forEach(
              (audience, scope) -> grants.add(new ClientGrant(app.clientId(), audience, scope)));
      if (!app.managementScopes().isEmpty()) {
        grants.add(new ClientGrant(app.clientId(), MANAGEMENT_API, app.managementScopes()));
      }
    }
    return grants;
  }

  /** The JSON Schema of tenant files. */
  public static String schema() {
    return TenantFileSchema.tree().toPrettyString() + "\n";
  }

  /** The result of reading a text. */
  public sealed interface Reading {}

  /** The text is a tenant file. */
  public record Read(TenantFile file) implements Reading {}

  /** The text is not; every problem, in the order of the file. */
  public record Refused(List<TenantFileProblem> problems) implements Reading {

    /** Copies the list. */
    public Refused {
      problems = List.copyOf(problems);
    }
  }
}
