package dev.portcullis.emulator;

import dev.portcullis.emulator.address.AllowlistMatching;
import dev.portcullis.emulator.crypto.PasswordScheme;
import dev.portcullis.emulator.crypto.PasswordScheme.Algorithm;
import dev.portcullis.emulator.crypto.TokenKeys;
import dev.portcullis.emulator.internal.protection.BreachedPasswords;
import dev.portcullis.emulator.tenant.EmulatorOptions;
import dev.portcullis.emulator.tenant.TenantDefinition;
import dev.portcullis.emulator.tenantfile.TenantFile;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How an emulator runs. Immutable; each {@code with} method returns a changed copy. */
public final class EmulatorSettings {

  private String host = "127.0.0.1";
  private int port;
  private @Nullable Path tlsDirectory;
  private int httpsPort;
  private InstantSource clock = InstantSource.system();
  private SecureRandom random;
  private PasswordScheme passwords = new PasswordScheme(Algorithm.BCRYPT, 4);
  private EmulatorOptions options = EmulatorOptions.DEFAULTS;
  private TenantDefinition definition;
  private Map<String, Object> managementApi = Map.of();
  private @Nullable TokenKeys keys;
  private @Nullable Path data;
  private @Nullable URI issuer;
  private List<String> allowedHosts = List.of();

  private EmulatorSettings(SecureRandom random, TenantDefinition definition) {
    this.random = random;
    this.definition = definition;
  }

  /** The demo tenant on a free port of the loopback address, with the system's clock. */
  public static EmulatorSettings defaults() {
    return new EmulatorSettings(new SecureRandom(), TenantDefinition.demo());
  }

  private EmulatorSettings with(Consumer<EmulatorSettings> change) {
    EmulatorSettings copy = new EmulatorSettings(random, definition);
    copy.host = host;
    copy.port = port;
    copy.tlsDirectory = tlsDirectory;
    copy.httpsPort = httpsPort;
    copy.clock = clock;
    copy.passwords = passwords;
    copy.options = options;
    copy.managementApi = managementApi;
    copy.keys = keys;
    copy.data = data;
    copy.issuer = issuer;
    copy.allowedHosts = allowedHosts;
    change.accept(copy);
    return copy;
  }

  /** Listens on this address or host name. */
  public EmulatorSettings withHost(String value) {
    return with(copy -> copy.host = value);
  }

  /** Listens on this port for HTTP, 0..65535; 0 takes a free one. */
  public EmulatorSettings withPort(int value) {
    int checked = port("port", value);
    return with(copy -> copy.port = checked);
  }

  /**
   * Listens for HTTPS too, which is then the scheme of the issuer and of all links. The folder
   * holds the certificates, created at first use; clients trust its {@code ca.pem}.
   */
  public EmulatorSettings withTls(Path directory) {
    return with(copy -> copy.tlsDirectory = directory);
  }

  /** Listens on this port for HTTPS if there is TLS, 0..65535; 0 takes a free one. */
  public EmulatorSettings withHttpsPort(int value) {
    int checked = port("httpsPort", value);
    return with(copy -> copy.httpsPort = checked);
  }

  /**
   * Uses this issuer, whose address clients and browsers can reach; without it the issuer is the
   * address that the emulator listens on. Links and certificates follow it.
   *
   * @param value {@code http} or {@code https}, a host, no path but a slash; port 0 stands for the
   *     port that the emulator listens on
   * @throws IllegalArgumentException if it is anything else
   */
  public EmulatorSettings withIssuer(URI value) {
    boolean web = "http".equals(value.getScheme()) || "https".equals(value.getScheme());
    String path = value.getRawPath();
    if (!web
        || value.getHost() == null
        || value.getRawUserInfo() != null
        || value.getRawQuery() != null
        || value.getRawFragment() != null
        || !(path == null || path.isEmpty() || path.equals("/"))) {
      throw new IllegalArgumentException(
          "issuer: " + value + " (expected: http://HOST:PORT/ or https://HOST:PORT/)");
    }
    URI complete = value.toString().endsWith("/") ? value : URI.create(value + "/");
    return with(copy -> copy.issuer = complete);
  }

  /**
   * Serves the page and the calls of {@code /emulator} under these host names too, beside the
   * issuer's, names without a dot, and IP addresses.
   */
  public EmulatorSettings withAllowedHosts(List<String> values) {
    List<String> copied = List.copyOf(values);
    return with(copy -> copy.allowedHosts = copied);
  }

  private static int port(String name, int value) {
    if (value < 0 || value > 65_535) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: 0..65535)");
    }
    return value;
  }

  /** Uses this clock. */
  public EmulatorSettings withClock(InstantSource value) {
    return with(copy -> copy.clock = value);
  }

  /** Takes keys, salts, tokens and ids from this generator. */
  public EmulatorSettings withRandom(SecureRandom value) {
    return with(copy -> copy.random = value);
  }

  /** Hashes passwords with this scheme. */
  public EmulatorSettings withPasswords(PasswordScheme value) {
    return with(copy -> copy.passwords = value);
  }

  /** Keeps this many log events, at least 1. */
  public EmulatorSettings withLogRetention(int value) {
    EmulatorOptions changed = options.withLogRetention(value);
    return with(copy -> copy.options = changed);
  }

  /** Matches AllowLists in this way. */
  public EmulatorSettings withAllowlistMatching(AllowlistMatching value) {
    return with(copy -> copy.options = options.withAllowlistMatching(value));
  }

  /** Starts with this tenant. */
  public EmulatorSettings withTenant(TenantDefinition value) {
    return with(
        copy -> {
          copy.definition = value;
          copy.managementApi = Map.of();
        });
  }

  /**
   * Starts with the tenant of a file and with the file's options; options that the file does not
   * have keep their values, and its lists of breached passwords are added.
   */
  public EmulatorSettings withTenant(TenantFile file) {
    return with(
        copy -> {
          copy.definition = file.tenant();
          copy.managementApi = file.managementApi();
          copy.options = options.changedBy(file.options());
          file.options()
              .bcryptCost()
              .ifPresent(cost -> copy.passwords = new PasswordScheme(Algorithm.BCRYPT, cost));
        });
  }

  /**
   * Signs with these keys, which emulators may share; each rotates them on its own. Generating keys
   * takes most of the time of a start; without this each start generates its own.
   */
  public EmulatorSettings withKeys(TokenKeys value) {
    return with(copy -> copy.keys = value);
  }

  /** That tenant and the options of these settings, as a tenant file. */
  TenantFile file(TenantDefinition tenant) {
    EmulatorOptions written = options.withBreachedPasswords(List.of());
    return new TenantFile(
        tenant,
        passwords.algorithm() == Algorithm.BCRYPT
            ? written.withBcryptCost(passwords.cost())
            : written.withoutBcryptCost());
  }

  /**
   * Keeps the state in this folder and continues from it at the next start; without a folder all
   * state is lost when the emulator stops. The state in the folder takes precedence over the tenant
   * of these settings.
   */
  public EmulatorSettings withData(Path folder) {
    return with(copy -> copy.data = folder);
  }

  /**
   * Treats the passwords of these lists as breached too: files of passwords or of SHA-1 hashes, or
   * folders of range files.
   *
   * @throws IllegalArgumentException if a list cannot be read; the message is a sentence for users
   */
  public EmulatorSettings withBreachedPasswords(List<Path> lists) {
    BreachedPasswords.of(lists);
    return with(copy -> copy.options = options.withBreachedPasswords(lists));
  }

  Optional<URI> issuer() {
    return Optional.ofNullable(issuer);
  }

  List<String> allowedHosts() {
    return allowedHosts;
  }

  Optional<Path> data() {
    return Optional.ofNullable(data);
  }

  String host() {
    return host;
  }

  int port() {
    return port;
  }

  Optional<Path> tlsDirectory() {
    return Optional.ofNullable(tlsDirectory);
  }

  int httpsPort() {
    return httpsPort;
  }

  InstantSource clock() {
    return clock;
  }

  SecureRandom random() {
    return random;
  }

  PasswordScheme passwords() {
    return passwords;
  }

  EmulatorOptions options() {
    return options;
  }

  TenantDefinition tenant() {
    return definition;
  }

  Map<String, Object> managementApi() {
    return managementApi;
  }

  TokenKeys keys() {
    return keys == null ? new TokenKeys(random) : keys;
  }
}
