package dev.portcullis.domain.address;

import io.vavr.collection.Seq;
import io.vavr.control.Option;

/**
 * What a request shows of where it comes from.
 *
 * @param peer the kernel's peer address, never one that a container has rewritten
 * @param headers the header lines as received
 */
public record RequestOrigin(Option<IpAddress> peer, HeaderLines headers) {

  /** The lines of a request's headers. */
  @FunctionalInterface
  public interface HeaderLines {

    /**
     * The values of all lines with this name (compared without case), in wire order, not split and
     * not joined; empty when there is none.
     */
    Seq<String> named(String name);
  }
}
