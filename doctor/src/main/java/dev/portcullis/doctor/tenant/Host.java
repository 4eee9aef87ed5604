package dev.portcullis.doctor.tenant;

import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;

/**
 * Facts about this host and its connection to the tenant. A left side is the reason why a fact is
 * not known, or what went wrong.
 *
 * @param names the tenant's addresses, and how long the look-up took
 * @param certificate none if the tenant is reached by plain http
 * @param skew the tenant's clock minus this host's
 * @param credentials whether the tenant accepts client id and secret
 * @param secrets the files that hold the secrets of the settings
 */
public record Host(
    Either<String, Names> names,
    Either<String, Option<Certificate>> certificate,
    Either<String, Duration> skew,
    Either<String, Credentials> credentials,
    Seq<SecretPlace> secrets) {

  /** A host of which nothing could be read, for one reason. */
  public static Host unread(String why) {
    return new Host(
        Either.left(why), Either.left(why), Either.left(why), Either.left(why), Vector.empty());
  }

  /** The result of a name look-up. */
  public record Names(Seq<String> addresses, Duration took) {}

  /** The tenant's certificate, whose chain is trusted. */
  public record Certificate(String subject, Instant expires) {}

  /** Whether client id and secret are correct. */
  public sealed interface Credentials {

    /** They are. */
    record Accepted() implements Credentials {}

    /** They are not, or the application does not exist. */
    record Refused() implements Credentials {}
  }

  /**
   * A file with a secret in it.
   *
   * @param setting the key of the setting
   * @param others whether users other than its owner and group may read it
   */
  public record SecretPlace(String setting, String file, boolean others) {}
}
