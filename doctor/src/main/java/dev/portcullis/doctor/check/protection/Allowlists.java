package dev.portcullis.doctor.check.protection;

import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.Expectations;
import dev.portcullis.doctor.check.Facts;
import dev.portcullis.doctor.remedy.Change.Target.OfProtection;
import dev.portcullis.doctor.remedy.ChangeSet;
import dev.portcullis.doctor.tenant.TenantFact;
import dev.portcullis.domain.address.IpRange;
import dev.portcullis.domain.address.IpRangeSet;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The AllowLists of attack protection: their entries, what is wrong with them, and their edits. */
final class Allowlists {

  private static final int WIDEST_V4 = 24;
  private static final int WIDEST_V6 = 48;
  private static final int OPEN_V4 = 8;
  private static final int OPEN_V6 = 16;

  private Allowlists() {}

  /** Judges the entries of both lists: brute-force protection's and suspicious IP throttling's. */
  static CheckResult judge(Facts facts, Function<Seq<String>, CheckResult> judge) {
    return CheckResult.of(
        facts
            .tenant()
            .get(TenantFact.BRUTE_FORCE)
            .flatMap(
                bruteForce ->
                    facts
                        .tenant()
                        .get(TenantFact.SUSPICIOUS_IP)
                        .map(
                            suspicious ->
                                bruteForce
                                    .allowlist()
                                    .appendAll(suspicious.allowlist())
                                    .distinct())),
        judge);
  }

  /** Removes the entries that are wrong from both lists. */
  static ChangeSet remove(Facts facts, ChangeSet changes, UnaryOperator<Seq<String>> wrong) {
    ChangeSet first =
        facts
            .tenant()
            .get(TenantFact.BRUTE_FORCE)
            .map(it -> remove(changes, OfProtection.BRUTE_FORCE, it.allowlist(), wrong))
            .getOrElse(changes);
    return facts
        .tenant()
        .get(TenantFact.SUSPICIOUS_IP)
        .map(it -> remove(first, OfProtection.SUSPICIOUS_IP, it.allowlist(), wrong))
        .getOrElse(first);
  }

  private static ChangeSet remove(
      ChangeSet changes, OfProtection part, Seq<String> entries, UnaryOperator<Seq<String>> wrong) {
    return changes.edit(part, "allowlist", entries, now -> now.removeAll(wrong.apply(now)));
  }

  /** The entries that contain one of the gateway's own addresses. */
  static Seq<String> ofGateway(Seq<String> entries, Facts facts) {
    IpRangeSet egress = facts.egress();
    return entries.filter(entry -> range(entry).exists(egress::overlaps));
  }

  /** The entries that are wider than one site. */
  static Seq<String> wide(Seq<String> entries) {
    return widerThan(entries, WIDEST_V4, WIDEST_V6);
  }

  /** The entries that contain a large part of the internet. */
  static Seq<String> open(Seq<String> entries) {
    return widerThan(entries, OPEN_V4, OPEN_V6);
  }

  private static Seq<String> widerThan(Seq<String> entries, int v4, int v6) {
    return entries.filter(
        entry -> range(entry).exists(it -> it.prefix() < (it.network().isV4() ? v4 : v6)));
  }

  /** The entries that no end user's login can come from. */
  static Seq<String> stale(Seq<String> entries, Expectations expected) {
    return entries.filter(
        entry ->
            range(entry)
                .exists(
                    it ->
                        (expected.isProxy(it.network()) && expected.isProxy(it.last()))
                            || (it.isReserved() && !expected.mayBeUser(it.network()))));
  }

  private static Option<IpRange> range(String entry) {
    return IpRange.covering(entry).toOption();
  }
}
