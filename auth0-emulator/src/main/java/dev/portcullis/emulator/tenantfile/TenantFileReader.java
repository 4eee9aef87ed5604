package dev.portcullis.emulator.tenantfile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portcullis.emulator.internal.codec.AccessCodec;
import dev.portcullis.emulator.internal.codec.ApplicationCodec;
import dev.portcullis.emulator.internal.codec.AttackProtectionCodec;
import dev.portcullis.emulator.internal.codec.JsonAt;
import dev.portcullis.emulator.internal.codec.TenantCodec;
import dev.portcullis.emulator.internal.codec.TenantCodec.ClientGrant;
import dev.portcullis.emulator.internal.codec.UserCodec;
import dev.portcullis.emulator.internal.documents.Written;
import dev.portcullis.emulator.tenant.Api;
import dev.portcullis.emulator.tenant.Application;
import dev.portcullis.emulator.tenant.Application.AuthMethod;
import dev.portcullis.emulator.tenant.Connection;
import dev.portcullis.emulator.tenant.EmulatorOptions;
import dev.portcullis.emulator.tenant.GrantType;
import dev.portcullis.emulator.tenant.OrganizationDefinition;
import dev.portcullis.emulator.tenant.RoleDefinition;
import dev.portcullis.emulator.tenant.Secret;
import dev.portcullis.emulator.tenant.TenantDefinition;
import dev.portcullis.emulator.tenant.UserDefinition;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Turns a file that conforms to the schema into a tenant, and checks what a schema cannot: that the
 * parts of the file fit together.
 */
final class TenantFileReader {

  private final Source source;
  private final Optional<Path> folder;
  private final TenantDefinition.Builder tenant = TenantDefinition.builder();
  private final Map<String, Application.Builder> clients = new LinkedHashMap<>();
  private final Set<String> audiences = new LinkedHashSet<>();
  private final Set<String> connections = new LinkedHashSet<>();
  private final Map<String, String> strategies = new HashMap<>();

  TenantFileReader(Source source, Optional<Path> folder) {
    this.source = source;
    this.folder = folder;
  }

  /** The tenant, if nothing is wrong with it. */
  Optional<TenantFile> read() {
    TenantFile file = readAnyway();
    return source.problems().isEmpty() ? Optional.of(file) : Optional.empty();
  }

  TenantFile readAnyway() {
    JsonAt root = JsonAt.root(source.root(), source);
    root.each("resource_servers").forEach(this::api);
    root.each("clients").forEach(this::client);
    root.each("client_grants").forEach(this::grant);
    finishClients(root);
    root.each("connections").forEach(this::connection);
    root.object("tenant").ifPresent(this::settings);
    users(root.each("users"));
    roles(root.each("roles"));
    organizations(root.each("organizations"));
    root.object("attack_protection")
        .ifPresent(at -> AttackProtectionCodec.ATTACK_PROTECTION.apply(tenant, defaults(), at));
    JsonAt emulator = root.child("emulator");
    TenantCodec.EMULATOR.apply(tenant, defaults(), emulator);
    emulator.each("token_rules").stream()
        .flatMap(rule -> rule.each("clients").stream())
        .filter(client -> !clients.containsKey(client.node().textValue()))
        .forEach(client -> unknown(client, "client_id of clients", clients.keySet()));
    EmulatorOptions options =
        TenantCodec.OPTIONS
            .read(EmulatorOptions.NONE, emulator)
            .withBreachedPasswords(breachedPasswords(emulator));
    return new TenantFile(
        tenant.build(),
        options,
        root.object(TenantFile.MANAGEMENT_OBJECTS)
            .map(at -> Written.plain((ObjectNode) at.node()))
            .orElse(Map.of()));
  }

  /** The values of the settings that a file leaves out. */
  private static Optional<TenantDefinition> defaults() {
    return Optional.of(TenantDefinition.builder().build());
  }

  private void api(JsonAt at) {
    String identifier = at.required("identifier");
    once(audiences, identifier, at.child("identifier"));
    tenant.api(TenantCodec.API.read(Api.of(identifier), at));
  }

  private void client(JsonAt at) {
    String id = at.required("client_id");
    Set<String> known = new HashSet<>(clients.keySet());
    once(known, id, at.child("client_id"));
    Application.Builder builder =
        new Application.Builder(id, id)
            .grantTypes(Set.of(GrantType.REFRESH_TOKEN))
            .impliedAuthMethod(
                at.has("client_secret") ? AuthMethod.CLIENT_SECRET_POST : AuthMethod.NONE);
    clients.put(id, ApplicationCodec.APPLICATION.apply(builder, Optional.empty(), at));
  }

  private void grant(JsonAt at) {
    ClientGrant grant = TenantCodec.CLIENT_GRANT.read(ClientGrant.EMPTY, at);
    Optional<Application.Builder> client = Optional.ofNullable(clients.get(grant.clientId()));
    if (client.isEmpty()) {
      unknown(at.child("client_id"), "client_id of clients", clients.keySet());
    } else if (grant.audience().endsWith("/api/v2/")) {
      client.get().managementScopes(grant.scope());
    } else if (audiences.contains(grant.audience())) {
      client.get().apiGrant(grant.audience(), grant.scope());
    } else {
      unknown(at.child("audience"), "identifier of resource_servers", audiences);
    }
  }

  private void finishClients(JsonAt root) {
    Set<String> done = new HashSet<>();
    for (JsonAt at : root.each("clients")) {
      Application.Builder builder = clients.get(at.required("client_id"));
      if (builder != null && done.add(at.required("client_id"))) {
        try {
          tenant.application(builder.build());
        } catch (IllegalArgumentException e) {
          // The message names what is missing and quotes no value.
          source.problem(at.path(), String.valueOf(e.getMessage()), "");
        }
      }
    }
  }

  private void connection(JsonAt at) {
    String name = at.required("name");
    once(connections, name, at.child("name"));
    for (JsonAt each : at.each("enabled_clients")) {
      if (!clients.containsKey(each.node().textValue())) {
        unknown(each, "client_id of clients", clients.keySet());
      }
    }
    Connection connection =
        TenantCodec.CONNECTION.read(
            Connection.of("con_" + hash(name).substring(0, 16), name)
                .withEnabledClients(clients.keySet()),
            at);
    strategies.put(name, connection.strategy().wireName());
    tenant.connection(connection);
  }

  private void settings(JsonAt at) {
    TenantCodec.TENANT.apply(tenant, defaults(), at);
    at.text("default_directory")
        .filter(name -> !connections.contains(name))
        .ifPresent(
            name -> unknown(at.child("default_directory"), "name of connections", connections));
    at.text("default_audience")
        .filter(name -> !name.isEmpty() && !audiences.contains(name))
        .ifPresent(
            name ->
                unknown(at.child("default_audience"), "identifier of resource_servers", audiences));
  }

  private void users(List<JsonAt> users) {
    Set<String> ids = new HashSet<>();
    Set<String> emails = new HashSet<>();
    for (JsonAt at : users) {
      Optional<String> connection = at.text("connection");
      if (connection.isEmpty() && connections.size() == 1) {
        connection = connections.stream().findFirst();
      }
      if (at.has("email") == at.has("phone_number")) {
        at.invalid(
            at.has("email") ? "email and phone_number" : "no email", "email or phone_number");
        continue;
      }
      String email =
          at.text("email").orElseGet(() -> at.required("phone_number")).toLowerCase(Locale.ROOT);
      if (connection.filter(connections::contains).isEmpty()) {
        unknown(
            connection.isEmpty() ? at : at.child("connection"), "name of connections", connections);
      } else if (!emails.add(connection.get() + " " + email)) {
        at.child("email").invalid(email, "only once in a connection");
      }
      String strategy =
          strategies.getOrDefault(connection.orElse(""), Connection.Strategy.AUTH0.wireName());
      boolean needsPassword = strategy.equals(Connection.Strategy.AUTH0.wireName());
      if (at.has("password") == at.has("password_hash") && (needsPassword || at.has("password"))) {
        at.invalid(
            at.has("password") ? "password and password_hash" : "no password",
            "password or password_hash");
        continue;
      }
      UserDefinition user =
          UserCodec.USER.read(withDefaults(strategy, connection.orElse(""), email), at);
      if (!ids.add(user.userId()) && at.has("user_id")) {
        at.child("user_id").invalid(user.userId(), "only once");
      }
      tenant.user(user);
    }
  }

  private void roles(List<JsonAt> roles) {
    Set<String> names = new LinkedHashSet<>();
    List<RoleDefinition> read = new ArrayList<>();
    Set<String> users = users();
    for (JsonAt at : roles) {
      String name = at.required("name");
      once(names, name, at.child("name"));
      for (JsonAt permission : at.each("permissions")) {
        String api = permission.required("resource_server_identifier");
        Set<String> scopes = Set.copyOf(tenant.build().api(api).map(Api::scopes).orElse(List.of()));
        if (!audiences.contains(api)) {
          unknown(
              permission.child("resource_server_identifier"),
              "identifier of resource_servers",
              audiences);
        } else {
          known(permission.child("permission_name"), "scope of the API", scopes);
        }
      }
      at.each("users").forEach(each -> known(each, "user_id or email of users", users));
      read.add(
          AccessCodec.ROLE.read(RoleDefinition.of("rol_" + hash(name).substring(0, 16), name), at));
    }
    tenant.roles(read);
  }

  private void organizations(List<JsonAt> organizations) {
    Set<String> names = new LinkedHashSet<>();
    List<OrganizationDefinition> read = new ArrayList<>();
    TenantDefinition now = tenant.build();
    Set<String> users = users();
    Set<String> roles = new LinkedHashSet<>();
    now.roles().forEach(role -> roles.addAll(List.of(role.id(), role.name())));
    Set<String> databases = new LinkedHashSet<>(connections);
    now.connections().forEach(each -> databases.add(each.id()));
    for (JsonAt at : organizations) {
      String name = at.required("name");
      once(names, name, at.child("name"));
      at.each("enabled_connections")
          .forEach(
              each -> known(each.child("connection_id"), "id or name of connections", databases));
      for (JsonAt member : at.each("members")) {
        known(member.child("user_id"), "user_id or email of users", users);
        member.each("roles").forEach(each -> known(each, "id or name of roles", roles));
      }
      read.add(
          AccessCodec.ORGANIZATION.read(
              OrganizationDefinition.of("org_" + hash(name).substring(0, 16), name), at));
    }
    tenant.organizations(read);
  }

  private Set<String> users() {
    Set<String> users = new LinkedHashSet<>();
    tenant.build().users().forEach(user -> users.addAll(List.of(user.email(), user.userId())));
    return users;
  }

  private static void known(JsonAt at, String what, Set<String> known) {
    if (!known.contains(at.node().asText())) {
      unknown(at, what, known);
    }
  }

  /** A user whose password is yet to be read. */
  private static UserDefinition withDefaults(String strategy, String connection, String email) {
    String id = strategy + "|" + hash(connection + " " + email).substring(0, 24);
    return UserDefinition.of(id, connection, email, Secret.of("not set"));
  }

  private List<Path> breachedPasswords(JsonAt emulator) {
    List<Path> paths = new ArrayList<>();
    for (JsonAt at : emulator.each("breached_passwords")) {
      String text = at.node().asText();
      if (folder.isEmpty()) {
        at.invalid(text, "none here, only in a file on the emulator's machine");
        continue;
      }
      try {
        Path path = folder.get().resolve(text).normalize();
        if (!Files.isReadable(path)) {
          at.invalid(path.toString(), "a file or folder this user may read");
        }
        paths.add(path);
      } catch (InvalidPathException e) {
        at.invalid(text, "a path");
      }
    }
    return paths;
  }

  private static void once(Set<String> known, String name, JsonAt at) {
    if (!known.add(name)) {
      at.invalid(name, "only once");
    }
  }

  private static void unknown(JsonAt at, String what, Set<String> known) {
    String found = at.node().isTextual() ? at.node().textValue() : "no connection";
    at.invalid(
        found,
        "a "
            + what
            + (known.isEmpty() ? ", of which there is none" : ": " + String.join(", ", known)));
  }

  /** The hex SHA-256 of a text, for ids that are the same each time the file is read. */
  private static String hash(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
