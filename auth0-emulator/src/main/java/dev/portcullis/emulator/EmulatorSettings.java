package dev.portcullis.emulator;

import dev.portcullis.emulator.protection.AllowlistMatching;
import dev.portcullis.emulator.seed.TenantSeed;
import dev.portcullis.emulator.token.TokenKeys;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** How an emulator runs; immutable, each {@code with} method returns a changed copy. */
public final class EmulatorSettings {

  private final String host;
  private final int port;
  private final InstantSource clock;
  private final SecureRandom random;
  private final int bcryptCost;
  private final int logRetention;
  private final AllowlistMatching allowlistMatching;
  private final TenantSeed seed;
  private final @Nullable TokenKeys keys;

  private EmulatorSettings(
      String host,
      int port,
      InstantSource clock,
      SecureRandom random,
      int bcryptCost,
      int logRetention,
      AllowlistMatching allowlistMatching,
      TenantSeed seed,
      @Nullable TokenKeys keys) {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port: " + port + " (expected: 0..65535)");
    }
    if (bcryptCost < 4 || bcryptCost > 31) {
      throw new IllegalArgumentException("bcryptCost: " + bcryptCost + " (expected: 4..31)");
    }
    if (logRetention < 1) {
      throw new IllegalArgumentException("logRetention: " + logRetention + " (expected: >= 1)");
    }
    this.host = host;
    this.port = port;
    this.clock = clock;
    this.random = random;
    this.bcryptCost = bcryptCost;
    this.logRetention = logRetention;
    this.allowlistMatching = allowlistMatching;
    this.seed = seed;
    this.keys = keys;
  }

  /** The demo tenant on a free port of the loopback address, with the system's clock. */
  public static EmulatorSettings defaults() {
    return new EmulatorSettings(
        "127.0.0.1",
        0,
        InstantSource.system(),
        new SecureRandom(),
        4,
        10_000,
        AllowlistMatching.FORWARDED_ONLY,
        TenantSeed.demo(),
        null);
  }

  /** Listens on this address or host name. */
  public EmulatorSettings withHost(String value) {
    return new EmulatorSettings(
        value, port, clock, random, bcryptCost, logRetention, allowlistMatching, seed, keys);
  }

  /** Listens on this port, 0..65535; 0 takes a free one. */
  public EmulatorSettings withPort(int value) {
    return new EmulatorSettings(
        host, value, clock, random, bcryptCost, logRetention, allowlistMatching, seed, keys);
  }

  /** Tells the time by this clock. */
  public EmulatorSettings withClock(InstantSource value) {
    return new EmulatorSettings(
        host, port, value, random, bcryptCost, logRetention, allowlistMatching, seed, keys);
  }

  /** Takes keys, salts, tokens and ids from this generator. */
  public EmulatorSettings withRandom(SecureRandom value) {
    return new EmulatorSettings(
        host, port, clock, value, bcryptCost, logRetention, allowlistMatching, seed, keys);
  }

  /** Hashes passwords at this cost, 4..31; each step doubles the time of a login. */
  public EmulatorSettings withBcryptCost(int value) {
    return new EmulatorSettings(
        host, port, clock, random, value, logRetention, allowlistMatching, seed, keys);
  }

  /** Keeps this many log events, at least 1. */
  public EmulatorSettings withLogRetention(int value) {
    return new EmulatorSettings(
        host, port, clock, random, bcryptCost, value, allowlistMatching, seed, keys);
  }

  /** Matches AllowLists like this. */
  public EmulatorSettings withAllowlistMatching(AllowlistMatching value) {
    return new EmulatorSettings(
        host, port, clock, random, bcryptCost, logRetention, value, seed, keys);
  }

  /** Starts with this tenant. */
  public EmulatorSettings withSeed(TenantSeed value) {
    return new EmulatorSettings(
        host, port, clock, random, bcryptCost, logRetention, allowlistMatching, value, keys);
  }

  /**
   * Signs with these keys, which emulators may share; making them takes most of the time of a
   * start. Without this every start makes its own.
   */
  public EmulatorSettings withKeys(TokenKeys value) {
    return new EmulatorSettings(
        host, port, clock, random, bcryptCost, logRetention, allowlistMatching, seed, value);
  }

  String host() {
    return host;
  }

  int port() {
    return port;
  }

  InstantSource clock() {
    return clock;
  }

  SecureRandom random() {
    return random;
  }

  int bcryptCost() {
    return bcryptCost;
  }

  int logRetention() {
    return logRetention;
  }

  AllowlistMatching allowlistMatching() {
    return allowlistMatching;
  }

  TenantSeed seed() {
    return seed;
  }

  TokenKeys keys() {
    return keys == null ? new TokenKeys(random) : keys;
  }
}
