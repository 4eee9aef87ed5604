package dev.portcullis.bootstrap.settings.clientip;

import dev.portcullis.bootstrap.settings.clientip.RangeCatalog.Ranges;
import dev.portcullis.bootstrap.settings.document.Accumulator;
import dev.portcullis.bootstrap.settings.document.Section;
import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import dev.portcullis.bootstrap.settings.document.ValueType;
import dev.portcullis.domain.address.ClientAddressPolicy.ProxyProtocolPolicy;
import dev.portcullis.domain.address.ProxyProtocol;
import io.vavr.collection.HashSet;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import io.vavr.control.Validation;
import java.time.Duration;

/** Reads {@code proxy-protocol}. */
final class ProxyProtocolReader {

  private ProxyProtocolReader() {}

  private enum Mode {
    OFF,
    REQUIRED
  }

  /** What connections start with, and the ranges as they were written. */
  record Announced(Option<ProxyProtocolPolicy> policy, Ranges trustedFrom) {}

  static Validation<Seq<SettingsProblem>, Announced> read(Section from, RangeCatalog catalog) {
    Accumulator all = new Accumulator();
    var mode =
        all.add(
            from.withDefault(
                "mode",
                ValueType.oneOf(Mode.class, '-'),
                "off",
                "Whether every connection has to start with a PROXY header."));
    var versions =
        all.add(
            from.list(
                "versions",
                ValueType.oneOf(ProxyProtocol.Version.class, '-'),
                "The accepted versions; empty accepts both."));
    var trusted =
        all.add(
            catalog.read(from, "trusted-from", "The load balancers that may send a PROXY header."));
    var timeout =
        all.add(
            from.withDefault(
                "timeout",
                ValueType.duration(Duration.ofMillis(10), Duration.ofSeconds(60)),
                "3s",
                "How long the complete PROXY header may take."));
    var bytes =
        all.add(
            from.withDefault(
                "max-bytes",
                ValueType.number(16, 65_551),
                "4096",
                "The longest PROXY header that is accepted."));
    return all.build(
        () ->
            new Announced(
                Option.when(
                    mode.get() == Mode.REQUIRED,
                    () ->
                        new ProxyProtocolPolicy(
                            versions.get().isEmpty()
                                ? HashSet.of(ProxyProtocol.Version.values())
                                : HashSet.ofAll(versions.get()),
                            trusted.get().set(),
                            timeout.get(),
                            bytes.get())),
                trusted.get()));
  }
}
