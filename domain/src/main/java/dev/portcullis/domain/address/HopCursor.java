package dev.portcullis.domain.address;

import org.jspecify.annotations.Nullable;

/**
 * Walks the entries of a list header from the right: the only direction in which each entry was
 * written by a proxy that the walk has already found to be trusted. Mutable, for one decision.
 */
abstract sealed class HopCursor permits XffCursor, ForwardedCursor {

  final Node node = new Node();

  /**
   * Steps to the next entry at the left; false if there is none. Afterwards {@link #address} or
   * {@link #fault} tells what it is.
   */
  abstract boolean next();

  /** How traces call the entry that the last step came to, such as {@code xff[2]}. */
  abstract String position();

  /** The text of the entry that the last step came to. */
  abstract String text();

  /** How many entries are left of the one that the last step came to. */
  abstract int unread();

  /** The address of the entry, or null if it has none that counts. */
  final @Nullable IpAddress address() {
    return node.address();
  }

  /** Why the entry has no address that counts. */
  final RejectionReason fault() {
    return node.fault();
  }
}
