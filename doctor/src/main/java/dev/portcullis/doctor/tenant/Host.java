package dev.portcullis.doctor.tenant;

import io.vavr.collection.Seq;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;

/**
 * What this machine is like, and the way from it to the tenant. The left side says why something is
 * not known, or what went wrong.
 *
 * @param names the tenant's addresses, and how long the look-up took
 * @param certificate none if the tenant is reached by plain http
 * @param skew the tenant's clock less this machine's
 * @param credentials whether the tenant takes client id and secret
 * @param secrets where the secrets of the settings lie
 */
public record Host(
    Either<String, Names> names,
    Either<String, Option<Certificate>> certificate,
    Either<String, Duration> skew,
    Either<String, Credentials> credentials,
    Seq<SecretPlace> secrets) {

  /** The answer of a look-up. */
  public record Names(Seq<String> addresses, Duration took) {}

  /** The tenant's certificate, whose chain is trusted. */
  public record Certificate(String subject, Instant expires) {}

  /** What the tenant says of client id and secret. */
  public sealed interface Credentials {

    /** They are right. */
    record Accepted() implements Credentials {}

    /** They are not, or the application does not exist. */
    record Refused() implements Credentials {}
  }

  /**
   * A file with a secret in it.
   *
   * @param setting the key of the settings
   * @param others whether users besides the owner may read it
   */
  public record SecretPlace(String setting, String file, boolean others) {}
}
