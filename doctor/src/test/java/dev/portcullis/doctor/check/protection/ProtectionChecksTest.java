package dev.portcullis.doctor.check.protection;

import dev.portcullis.doctor.canary.Canary.Seen;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckResult.Failed;
import dev.portcullis.doctor.check.CheckResult.NotApplicable;
import dev.portcullis.doctor.check.CheckResult.NotChecked;
import dev.portcullis.doctor.check.CheckResult.Passed;
import dev.portcullis.doctor.check.CheckResult.Warning;
import dev.portcullis.doctor.check.CheckTable;
import dev.portcullis.doctor.check.Facts;
import dev.portcullis.doctor.check.Given;
import dev.portcullis.doctor.tenant.TenantFact;
import dev.portcullis.doctor.tenant.TenantSnapshot.BotDetection;
import dev.portcullis.doctor.tenant.TenantSnapshot.BreachedPasswords;
import dev.portcullis.doctor.tenant.TenantSnapshot.BruteForce;
import dev.portcullis.doctor.tenant.TenantSnapshot.CustomDomain;
import dev.portcullis.doctor.tenant.TenantSnapshot.NetworkAcl;
import dev.portcullis.doctor.tenant.TenantSnapshot.SuspiciousIp;
import dev.portcullis.domain.address.ClientAddressPolicy;
import dev.portcullis.domain.address.ClientAddressPolicy.PrivateResult;
import io.vavr.collection.HashMap;
import io.vavr.collection.HashSet;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.function.UnaryOperator;

class ProtectionChecksTest extends CheckTable {

  @Override
  protected Seq<Check> checks() {
    return ProtectionChecks.all();
  }

  @Override
  protected Seq<Row> rows() {
    return Vector.of(
        row(
            "brute-force",
            Given.with(
                Given.nothing(),
                TenantFact.BRUTE_FORCE,
                BruteForce.of(true, HashSet.of("block", "user_notification"))),
            new Passed("on, blocks")),
        row(
            "brute-force",
            Given.with(
                Given.nothing(),
                TenantFact.BRUTE_FORCE,
                BruteForce.of(true, HashSet.of("user_notification"))),
            new Failed("on, but does not block: only logs")),
        row(
            "brute-force",
            Given.with(
                Given.nothing(), TenantFact.BRUTE_FORCE, BruteForce.of(false, HashSet.of("block"))),
            new Failed("off")),
        row(
            "brute-force",
            Given.without(Given.nothing(), TenantFact.BRUTE_FORCE),
            new NotChecked(Given.NO_SCOPE_TEXT)),
        row("brute-force-mode", bruteForce(it -> it), new Passed("count_per_identifier_and_ip")),
        row(
            "brute-force-mode",
            bruteForce(it -> it.withMode("count_per_identifier")),
            new Warning("count_per_identifier (expected: count_per_identifier_and_ip)")),
        row(
            "brute-force-mode",
            Given.without(Given.nothing(), TenantFact.BRUTE_FORCE),
            new NotChecked(Given.NO_SCOPE_TEXT)),
        row("brute-force-threshold", bruteForce(it -> it), new Passed("10 attempts")),
        row(
            "brute-force-threshold",
            bruteForce(it -> it.withMaxAttempts(3)),
            new Passed("3 attempts")),
        row(
            "brute-force-threshold",
            bruteForce(it -> it.withMaxAttempts(50)),
            new Passed("50 attempts")),
        row(
            "brute-force-threshold",
            bruteForce(it -> it.withMaxAttempts(2)),
            new Warning("2 attempts: users who mistype are blocked")),
        row(
            "brute-force-threshold",
            bruteForce(it -> it.withMaxAttempts(51)),
            new Warning("51 attempts: allows many guesses")),
        row(
            "brute-force-threshold",
            Given.without(Given.nothing(), TenantFact.BRUTE_FORCE),
            new NotChecked(Given.NO_SCOPE_TEXT)),
        row(
            "ip-throttling",
            Given.with(
                Given.nothing(),
                TenantFact.SUSPICIOUS_IP,
                SuspiciousIp.of(true, HashSet.of("block", "user_notification"))),
            new Passed("on, blocks")),
        row(
            "ip-throttling",
            Given.with(
                Given.nothing(),
                TenantFact.SUSPICIOUS_IP,
                SuspiciousIp.of(true, HashSet.of("user_notification"))),
            new Failed("on, but does not block: only logs")),
        row(
            "ip-throttling",
            Given.with(
                Given.nothing(),
                TenantFact.SUSPICIOUS_IP,
                SuspiciousIp.of(false, HashSet.of("block"))),
            new Failed("off")),
        row(
            "ip-throttling",
            Given.without(Given.nothing(), TenantFact.SUSPICIOUS_IP),
            new NotChecked(Given.NO_SCOPE_TEXT)),
        row(
            "ip-throttling-rate",
            limit(100, Duration.ofSeconds(864)),
            new Passed("100 attempts, one more every 864 s")),
        row(
            "ip-throttling-rate",
            limit(20, Duration.ofSeconds(18)),
            new Passed("20 attempts, one more every 18 s")),
        row(
            "ip-throttling-rate",
            limit(1000, Duration.ofSeconds(864)),
            new Passed("1000 attempts, one more every 864 s")),
        row(
            "ip-throttling-rate",
            limit(19, Duration.ofSeconds(864)),
            new Warning(
                "19 attempts, one more every 864 s: an office behind one address is blocked soon")),
        row(
            "ip-throttling-rate",
            limit(1001, Duration.ofSeconds(864)),
            new Warning("1001 attempts, one more every 864 s: allows much credential stuffing")),
        row(
            "ip-throttling-rate",
            limit(100, Duration.ofSeconds(17)),
            new Warning("100 attempts, one more every 17 s: allows much credential stuffing")),
        row(
            "ip-throttling-rate",
            limit(100, Duration.ZERO),
            new Warning("100 attempts, one more every 0 s: allows much credential stuffing")),
        row(
            "ip-throttling-rate",
            Given.without(Given.nothing(), TenantFact.SUSPICIOUS_IP),
            new NotChecked(Given.NO_SCOPE_TEXT)),
        row(
            "breached-passwords",
            Given.with(
                Given.nothing(),
                TenantFact.BREACHED_PASSWORDS,
                new BreachedPasswords(true, HashSet.of("block", "user_notification"))),
            new Passed("on, blocks")),
        row(
            "breached-passwords",
            Given.with(
                Given.nothing(),
                TenantFact.BREACHED_PASSWORDS,
                new BreachedPasswords(true, HashSet.of("user_notification"))),
            new Warning("on, but does not block: only logs")),
        row(
            "breached-passwords",
            Given.with(
                Given.nothing(),
                TenantFact.BREACHED_PASSWORDS,
                new BreachedPasswords(false, HashSet.of("block"))),
            new Warning("off")),
        row(
            "breached-passwords",
            Given.without(Given.nothing(), TenantFact.BREACHED_PASSWORDS),
            new NotChecked(Given.NO_SCOPE_TEXT)),
        row("allowlist-gateway", allowlists(EGRESS), new Passed("empty")),
        row(
            "allowlist-gateway",
            allowlists(EGRESS, "203.0.113.7", "not-an-address"),
            new Passed("none of 198.51.100.20/32")),
        row(
            "allowlist-gateway",
            allowlists(Given.nothing(), "203.0.113.7"),
            new NotChecked(
                "the gateway's own addresses are not known: set doctor.egress, or run the log"
                    + " checks too")),
        row(
            "allowlist-gateway",
            trusted(allowlists(EGRESS, "198.51.100.20")),
            new Warning(
                "198.51.100.20 is the gateway's: no effect now, but exempts every login once the"
                    + " header is not trusted")),
        row(
            "allowlist-gateway",
            trusted(allowlists(EGRESS, "198.51.100.20", "198.51.100.0/24")),
            new Warning(
                "198.51.100.20, 198.51.100.0/24 are the gateway's: no effect now, but exempts every"
                    + " login once the header is not trusted")),
        row(
            "allowlist-gateway",
            allowlists(EGRESS, "198.51.100.20"),
            new Failed(
                "198.51.100.20 is the gateway's, and the header is not trusted: no login is checked"
                    + " at all")),
        row(
            "allowlist-gateway",
            allowlists(EGRESS, "::ffff:198.51.100.20", "::ffff:198.51.100.0/120"),
            new Failed(
                "::ffff:198.51.100.20, ::ffff:198.51.100.0/120 are the gateway's, and the header is"
                    + " not trusted: no login is checked at all")),
        row(
            "allowlist-gateway",
            allowlists(
                Given.logins(Given.event(1, "203.0.113.7", "198.51.100.20")), "198.51.100.20"),
            new Failed(
                "198.51.100.20 is the gateway's, and the header is not trusted: no login is checked"
                    + " at all")),
        row(
            "allowlist-gateway",
            allowlists(
                Given.canary(
                    Given.nothing(), new Seen.Event(Given.event(1, "192.0.2.10", "198.51.100.20"))),
                "198.51.100.20"),
            new Failed(
                "198.51.100.20 is the gateway's, and the header is not trusted: no login is checked"
                    + " at all")),
        row(
            "allowlist-gateway",
            Given.without(allowlists(EGRESS), TenantFact.BRUTE_FORCE),
            new NotChecked(Given.NO_SCOPE_TEXT)),
        row(
            "allowlist-gateway",
            Given.without(allowlists(EGRESS), TenantFact.SUSPICIOUS_IP),
            new NotChecked(Given.NO_SCOPE_TEXT)),
        row("allowlist-width", allowlists(Given.nothing()), new Passed("empty")),
        row(
            "allowlist-width",
            allowlists(Given.nothing(), "203.0.113.0/24", "2001:db8::/48"),
            new Passed("2 narrow")),
        row(
            "allowlist-width",
            allowlists(Given.nothing(), "203.0.112.0/23"),
            new Warning("203.0.112.0/23 (expected: /24 or /48 at most)")),
        row(
            "allowlist-width",
            allowlists(Given.nothing(), "::ffff:203.0.113.0/120", "::ffff:203.0.112.0/119"),
            new Warning("::ffff:203.0.112.0/119 (expected: /24 or /48 at most)")),
        row(
            "allowlist-width",
            allowlists(Given.nothing(), "2001:db8::/47", "11.0.0.0/8"),
            new Warning("2001:db8::/47, 11.0.0.0/8 (expected: /24 or /48 at most)")),
        row(
            "allowlist-width",
            allowlists(Given.nothing(), "10.0.0.0/7", "203.0.112.0/23"),
            new Failed("10.0.0.0/7: a large part of the internet is exempt")),
        row(
            "allowlist-width",
            allowlists(Given.nothing(), "0.0.0.0/0", "::/0"),
            new Failed("0.0.0.0/0, ::/0: a large part of the internet is exempt")),
        row(
            "allowlist-width",
            Given.without(allowlists(Given.nothing()), TenantFact.BRUTE_FORCE),
            new NotChecked(Given.NO_SCOPE_TEXT)),
        row("allowlist-stale", allowlists(Given.nothing()), new Passed("empty")),
        row("allowlist-stale", allowlists(Given.nothing(), "11.1.2.3"), new Passed("1 in use")),
        row(
            "allowlist-stale",
            allowlists(Given.nothing(), "10.0.0.0/25", "192.168.1.1", "11.1.2.3"),
            new Warning("10.0.0.0/25, 192.168.1.1: no end user comes from there")),
        row(
            "allowlist-stale",
            allowlists(Given.nothing(), "::ffff:10.0.0.0/121", "::ffff:11.1.2.0/120"),
            new Warning("::ffff:10.0.0.0/121: no end user comes from there")),
        row(
            "allowlist-stale",
            allowlists(
                Given.expecting(
                    it ->
                        it.withPolicies(
                            HashMap.of(
                                "users",
                                ClientAddressPolicy.direct()
                                    .withPrivateResult(new PrivateResult.Allow())))),
                "192.168.1.1"),
            new Passed("1 in use")),
        row(
            "allowlist-stale",
            Given.without(allowlists(Given.nothing()), TenantFact.SUSPICIOUS_IP),
            new NotChecked(Given.NO_SCOPE_TEXT)),
        row("bot-detection", bots("never", false), new Passed("never challenges")),
        row("bot-detection", bots("always", true), new Passed("only monitors")),
        row(
            "bot-detection",
            bots("always", false),
            new Failed("always challenges, so no login through this grant works")),
        row(
            "bot-detection",
            bots("when_risky", false),
            new Warning("when_risky: risky logins through this grant are refused")),
        row(
            "bot-detection",
            Given.without(Given.nothing(), TenantFact.BOT_DETECTION),
            new NotChecked(Given.NO_SCOPE_TEXT)),
        row("network-acls", acls(), new Passed("none")),
        row(
            "network-acls",
            acls(
                acl("off", false, true, "tenant", "asns"),
                acl("only logs", true, false, "tenant", "asns"),
                acl("management", true, true, "management", "geo_country_codes"),
                acl("addresses", true, true, "authentication", "ipv4_cidrs")),
            new Passed("none of 4 judges logins so")),
        row(
            "network-acls",
            acls(
                acl("abroad", true, true, "authentication", "geo_country_codes", "asns"),
                acl("bots", true, true, "tenant", "ja4_fingerprints", "hostnames")),
            new Warning(
                "abroad (asns, geo_country_codes); bots (ja4_fingerprints): judges the gateway,"
                    + " not its users")),
        row(
            "network-acls",
            Given.without(Given.nothing(), TenantFact.NETWORK_ACLS),
            new NotChecked(Given.NO_SCOPE_TEXT)),
        row(
            "custom-domain",
            domain(true, false, Option.none()),
            new Passed("login.example.com, managed by Auth0")),
        row(
            "custom-domain",
            domain(true, true, Option.of("cf-connecting-ip")),
            new Warning(
                "its proxy has to send cname-api-key, and one address in cf-connecting-ip")),
        row(
            "custom-domain",
            domain(true, true, Option.none()),
            new Warning("its proxy has to send cname-api-key, and one address in X-Forwarded-For")),
        row(
            "custom-domain",
            domain(false, true, Option.none()),
            new Failed("login.example.com is not verified")),
        row(
            "custom-domain",
            Given.with(
                Given.expecting(it -> it.withDomain("tenant.eu.auth0.com")),
                TenantFact.CUSTOM_DOMAINS,
                Vector.of(new CustomDomain("login.example.com", true, true, Option.none()))),
            new NotApplicable("auth0.domain is no custom domain")),
        row(
            "custom-domain",
            Given.without(Given.nothing(), TenantFact.CUSTOM_DOMAINS),
            new NotChecked(Given.NO_SCOPE_TEXT)),
        row(
            "rate-limit",
            limit(Option.of(80), 100),
            new Passed("100 requests a second for 80 logins")),
        row(
            "rate-limit",
            limit(Option.of(81), 100),
            new Warning("100 requests a second for 81 logins")),
        row(
            "rate-limit",
            limit(Option.of(100), 100),
            new Warning("100 requests a second for 100 logins")),
        row(
            "rate-limit",
            limit(Option.of(101), 100),
            new Failed("100 requests a second for 101 logins")),
        row(
            "rate-limit",
            limit(Option.none(), 100),
            new NotApplicable("100 requests a second; set doctor.logins-per-second to compare")),
        row(
            "rate-limit",
            Given.without(Given.nothing(), TenantFact.TOKEN_LIMIT),
            new NotApplicable("doctor.logins-per-second is not set")),
        row(
            "rate-limit",
            Given.without(
                Given.expecting(it -> it.withLoginsPerSecond(Option.of(1))),
                TenantFact.TOKEN_LIMIT),
            new NotChecked(Given.NO_SCOPE_TEXT)));
  }

  private static final Facts EGRESS =
      Given.expecting(it -> it.withEgress(Given.ranges("198.51.100.20")));

  private static Facts bruteForce(UnaryOperator<BruteForce> change) {
    return Given.with(Given.nothing(), TenantFact.BRUTE_FORCE, change.apply(Given.BRUTE_FORCE));
  }

  private static Facts limit(int attempts, Duration rate) {
    return Given.with(
        Given.nothing(), TenantFact.SUSPICIOUS_IP, Given.SUSPICIOUS_IP.withLimit(attempts, rate));
  }

  private static Facts limit(Option<Integer> logins, int limit) {
    return Given.with(
        Given.expecting(it -> it.withLoginsPerSecond(logins)), TenantFact.TOKEN_LIMIT, limit);
  }

  private static Facts acls(NetworkAcl... rules) {
    return Given.with(Given.nothing(), TenantFact.NETWORK_ACLS, Vector.of(rules));
  }

  private static NetworkAcl acl(
      String description, boolean active, boolean blocks, String scope, String... signals) {
    return new NetworkAcl(description, active, HashSet.of(signals), scope, blocks);
  }

  private static Facts domain(boolean ready, boolean selfManaged, Option<String> header) {
    return Given.with(
        Given.expecting(it -> it.withDomain("LOGIN.example.com")),
        TenantFact.CUSTOM_DOMAINS,
        Vector.of(new CustomDomain("login.example.com", ready, selfManaged, header)));
  }

  private static Facts bots(String policy, boolean monitoring) {
    return Given.with(
        Given.nothing(),
        TenantFact.BOT_DETECTION,
        new BotDetection(policy, monitoring, Vector.empty()));
  }

  private static Facts trusted(Facts facts) {
    return Given.with(facts, TenantFact.APPLICATION, Option.of(Given.APPLICATION));
  }

  /** The first entry in one list, all in the other. */
  private static Facts allowlists(Facts facts, String... entries) {
    Vector<String> all = Vector.of(entries);
    return Given.with(
        Given.with(facts, TenantFact.BRUTE_FORCE, Given.BRUTE_FORCE.withAllowlist(all.take(1))),
        TenantFact.SUSPICIOUS_IP,
        Given.SUSPICIOUS_IP.withAllowlist(all));
  }
}
