package dev.portcullis.emulator;

import dev.portcullis.emulator.address.AllowlistMatching;
import dev.portcullis.emulator.crypto.PasswordScheme;
import dev.portcullis.emulator.crypto.PasswordScheme.Algorithm;
import dev.portcullis.emulator.crypto.TokenKeys;
import dev.portcullis.emulator.tenant.TenantDefinition;
import dev.portcullis.emulator.tenantfile.TenantFile;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How an emulator runs; immutable, each {@code with} method returns a changed copy. */
public final class EmulatorSettings {

  private String host = "127.0.0.1";
  private int port;
  private @Nullable Path tlsDirectory;
  private int httpsPort;
  private InstantSource clock = InstantSource.system();
  private SecureRandom random;
  private PasswordScheme passwords = new PasswordScheme(Algorithm.BCRYPT, 4);
  private int logRetention = 10_000;
  private AllowlistMatching allowlistMatching = AllowlistMatching.FORWARDED_ONLY;
  private TenantDefinition seed;
  private @Nullable TokenKeys keys;
  private @Nullable Path data;
  private List<Path> breachedPasswords = List.of();

  private EmulatorSettings(SecureRandom random, TenantDefinition seed) {
    this.random = random;
    this.seed = seed;
  }

  /** The demo tenant on a free port of the loopback address, with the system's clock. */
  public static EmulatorSettings defaults() {
    return new EmulatorSettings(new SecureRandom(), TenantDefinition.demo());
  }

  private EmulatorSettings with(Consumer<EmulatorSettings> change) {
    EmulatorSettings copy = new EmulatorSettings(random, seed);
    copy.host = host;
    copy.port = port;
    copy.tlsDirectory = tlsDirectory;
    copy.httpsPort = httpsPort;
    copy.clock = clock;
    copy.passwords = passwords;
    copy.logRetention = logRetention;
    copy.allowlistMatching = allowlistMatching;
    copy.keys = keys;
    copy.data = data;
    copy.breachedPasswords = breachedPasswords;
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
   * keeps the certificates, made at first use; clients trust its {@code ca.pem}.
   */
  public EmulatorSettings withTls(Path directory) {
    return with(copy -> copy.tlsDirectory = directory);
  }

  /** Listens on this port for HTTPS if there is TLS, 0..65535; 0 takes a free one. */
  public EmulatorSettings withHttpsPort(int value) {
    int checked = port("httpsPort", value);
    return with(copy -> copy.httpsPort = checked);
  }

  private static int port(String name, int value) {
    if (value < 0 || value > 65_535) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: 0..65535)");
    }
    return value;
  }

  /** Tells the time by this clock. */
  public EmulatorSettings withClock(InstantSource value) {
    return with(copy -> copy.clock = value);
  }

  /** Takes keys, salts, tokens and ids from this generator. */
  public EmulatorSettings withRandom(SecureRandom value) {
    return with(copy -> copy.random = value);
  }

  /** Hashes passwords like this. */
  public EmulatorSettings withPasswords(PasswordScheme value) {
    return with(copy -> copy.passwords = value);
  }

  /** Keeps this many log events, at least 1. */
  public EmulatorSettings withLogRetention(int value) {
    if (value < 1) {
      throw new IllegalArgumentException("logRetention: " + value + " (expected: >= 1)");
    }
    return with(copy -> copy.logRetention = value);
  }

  /** Matches AllowLists like this. */
  public EmulatorSettings withAllowlistMatching(AllowlistMatching value) {
    return with(copy -> copy.allowlistMatching = value);
  }

  /** Starts with this tenant. */
  public EmulatorSettings withSeed(TenantDefinition value) {
    return with(copy -> copy.seed = value);
  }

  /**
   * Starts with the tenant of a file, and with what the file says of bcrypt's cost, the log,
   * AllowLists and, in addition, breached passwords; the rest stays.
   */
  public EmulatorSettings withTenant(TenantFile file) {
    return with(
        copy -> {
          copy.seed = file.seed();
          copy.passwords =
              file.bcryptCost()
                  .map(cost -> new PasswordScheme(Algorithm.BCRYPT, cost))
                  .orElse(passwords);
          copy.logRetention = file.logRetention().orElse(logRetention);
          copy.allowlistMatching = file.allowlistMatching().orElse(allowlistMatching);
          copy.breachedPasswords =
              Stream.concat(breachedPasswords.stream(), file.breachedPasswords().stream()).toList();
        });
  }

  /**
   * Signs with these keys, which emulators may share; making them takes most of the time of a
   * start. Without this every start makes its own.
   */
  public EmulatorSettings withKeys(TokenKeys value) {
    return with(copy -> copy.keys = value);
  }

  /** What a tenant file would say of that tenant and these settings. */
  TenantFile file(TenantDefinition tenant) {
    return new TenantFile(
        tenant,
        Optional.of(passwords)
            .filter(scheme -> scheme.algorithm() == Algorithm.BCRYPT)
            .map(PasswordScheme::cost),
        Optional.of(logRetention),
        Optional.of(allowlistMatching),
        List.of());
  }

  /**
   * Keeps its state in this folder and goes on from there at the next start; without it, all state
   * ends with the emulator. What the folder has goes before the tenant of the settings.
   */
  public EmulatorSettings withData(Path folder) {
    return with(copy -> copy.data = folder);
  }

  /**
   * Takes the passwords of these lists for breached too: files of passwords or of SHA-1 hashes, or
   * folders of range files.
   */
  public EmulatorSettings withBreachedPasswords(List<Path> lists) {
    return with(copy -> copy.breachedPasswords = List.copyOf(lists));
  }

  List<Path> breachedPasswords() {
    return breachedPasswords;
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

  int logRetention() {
    return logRetention;
  }

  AllowlistMatching allowlistMatching() {
    return allowlistMatching;
  }

  TenantDefinition seed() {
    return seed;
  }

  TokenKeys keys() {
    return keys == null ? new TokenKeys(random) : keys;
  }
}
