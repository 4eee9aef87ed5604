package dev.portcullis.doctor.check;

import dev.portcullis.domain.address.IpRange;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Validation;

/** What the entries of AllowLists are worth. */
public final class Allowlists {

  private static final int WIDEST_V4 = 24;
  private static final int WIDEST_V6 = 48;
  private static final int OPEN_V4 = 8;
  private static final int OPEN_V6 = 16;

  private Allowlists() {}

  /** The entries that hold one of the gateway's own addresses. */
  public static Seq<String> ofGateway(Seq<String> entries, Expectations expected) {
    return entries.filter(entry -> range(entry).exists(expected.egress()::overlaps));
  }

  /** The entries that are wider than a site of its own. */
  static Seq<String> wide(Seq<String> entries) {
    return entries.filter(
        entry ->
            range(entry).exists(it -> it.prefix() < (it.network().isV4() ? WIDEST_V4 : WIDEST_V6)));
  }

  /** The entries that hold a large part of the internet. */
  static Seq<String> open(Seq<String> entries) {
    return entries.filter(
        entry ->
            range(entry).exists(it -> it.prefix() < (it.network().isV4() ? OPEN_V4 : OPEN_V6)));
  }

  /** The entries that no login of an end user can come from. */
  public static Seq<String> stale(Seq<String> entries, Expectations expected) {
    return entries.filter(
        entry ->
            range(entry)
                .exists(
                    it ->
                        (expected.isProxy(it.network()) && expected.isProxy(it.last()))
                            || (it.isReserved() && !expected.mayBeUser(it.network()))));
  }

  private static Seq<IpRange> range(String entry) {
    Validation<String, IpRange> read = IpRange.covering(entry);
    return read.isValid() ? Vector.of(read.get()) : Vector.empty();
  }
}
