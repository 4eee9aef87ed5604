package dev.portcullis.domain.address;

import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;

/**
 * What a request shows of where it comes from.
 *
 * @param peer the kernel's peer, never one that a container has rewritten
 * @param proxy what the PROXY header of the connection said, if the listener requires one
 * @param certificate the names in the client certificate of the connection, which the listener has
 *     verified; empty if there is none, or none that was verified
 * @param headers the header lines as received
 */
public record RequestOrigin(
    Peer peer, Option<ProxyHeader> proxy, Seq<CertificateName> certificate, HeaderLines headers) {

  /** A request on a connection without a client certificate. */
  public RequestOrigin(Peer peer, Option<ProxyHeader> proxy, HeaderLines headers) {
    this(peer, proxy, Vector.empty(), headers);
  }

  /** A request on a connection without a PROXY header and without a client certificate. */
  public static RequestOrigin of(Peer peer, HeaderLines headers) {
    return new RequestOrigin(peer, Option.none(), headers);
  }

  /** The same request on a connection whose client certificate has these names. */
  public RequestOrigin withCertificate(Seq<CertificateName> names) {
    return new RequestOrigin(peer, proxy, names, headers);
  }

  /** The lines of a request's headers. */
  @FunctionalInterface
  public interface HeaderLines {

    /** No lines at all. */
    HeaderLines NONE = name -> Vector.empty();

    /**
     * The values of all lines with this name (compared without case), in wire order, not split and
     * not joined; empty when there is none.
     */
    Seq<String> named(String name);
  }
}
