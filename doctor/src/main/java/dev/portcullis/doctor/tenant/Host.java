package dev.portcullis.doctor.tenant;

import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;

/**
 * Facts about this host and its connection to the tenant.
 *
 * @param reach how far a request to the tenant gets
 * @param secrets the files that hold the secrets of the settings
 */
public record Host(Reach reach, Seq<SecretPlace> secrets) {

  /** A host of which nothing was read, for one reason. */
  public static Host unread(String why) {
    return new Host(new Reach.Unread(why), Vector.empty());
  }

  /** Whether the tenant is reached by plain http, which only an emulator is. */
  public boolean isEmulated() {
    return reach instanceof Reach.Answers it && it.certificate().isEmpty();
  }

  /** How far a request to the tenant gets: each step needs the one before. */
  public sealed interface Reach {

    /** Nothing was tried. */
    record Unread(String why) implements Reach {}

    /** The tenant's name has no address. */
    record NoName(String why) implements Reach {}

    /** The tenant cannot be connected to, or does not answer. */
    record NoAnswer(Names names, String why) implements Reach {}

    /** The tenant's certificate is not trusted, or there is no TLS. */
    record NotTrusted(Names names, String why) implements Reach {}

    /**
     * The tenant answers. A left side is the reason why the answer does not tell.
     *
     * @param names the tenant's addresses, and how long the look-up took
     * @param certificate none if the tenant is reached by plain http
     * @param skew the tenant's clock minus this host's
     * @param proofs whether the tenant accepts client id and secret: one for each secret that is
     *     set, at least one
     */
    record Answers(
        Names names,
        Option<Certificate> certificate,
        Either<String, Duration> skew,
        Seq<SecretProof> proofs)
        implements Reach {}
  }

  /** The result of a name look-up. */
  public record Names(Seq<String> addresses, Duration took) {}

  /** The tenant's certificate, whose chain is trusted. */
  public record Certificate(String subject, Instant expires) {}

  /**
   * Whether the tenant accepts client id and one secret.
   *
   * @param setting the key of the secret
   * @param result a left side is the reason why the answer does not tell
   */
  public record SecretProof(String setting, Either<String, Credentials> result) {}

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
