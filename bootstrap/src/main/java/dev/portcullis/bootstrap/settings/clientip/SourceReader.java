package dev.portcullis.bootstrap.settings.clientip;

import dev.portcullis.bootstrap.settings.document.Accumulator;
import dev.portcullis.bootstrap.settings.document.Section;
import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import dev.portcullis.bootstrap.settings.document.ValueType;
import dev.portcullis.domain.address.AddressSource;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import io.vavr.control.Validation;

/** Reads which part of a request carries the end user's address. */
final class SourceReader {

  private SourceReader() {}

  private enum Source {
    XFF,
    FORWARDED,
    HEADER,
    PROXY_PROTOCOL,
    PEER
  }

  static Validation<Seq<SettingsProblem>, AddressSource> read(Section from) {
    Accumulator all = new Accumulator();
    var kind =
        all.add(
            from.withDefault(
                "source",
                ValueType.oneOf(Source.class, '-'),
                "xff",
                "What carries the end user's address: X-Forwarded-For, Forwarded, one header, the"
                    + " PROXY protocol or the peer itself."));
    var name =
        all.add(
            from.optional(
                "header-name",
                ValueType.HEADER_NAME,
                "With header: the header that the proxy overwrites."));
    var format =
        all.add(
            from.withDefault(
                "header-format",
                ValueType.oneOf(AddressSource.Format.class, '-'),
                "ip",
                "With header: how the address is written in it."));
    return all.check(
        () -> {
          if (kind.get() != Source.HEADER && name.get().isDefined()) {
            return from.invalid(
                "header-name",
                "no effect while source is not header",
                "set source: header, or leave header-name out");
          }
          return source(from, kind.get(), name.get(), format.get());
        });
  }

  private static Validation<Seq<SettingsProblem>, AddressSource> source(
      Section from, Source kind, Option<String> name, AddressSource.Format format) {
    return switch (kind) {
      case XFF -> Validation.valid(new AddressSource.XForwardedFor());
      case FORWARDED -> Validation.valid(new AddressSource.Forwarded());
      case PROXY_PROTOCOL -> Validation.valid(new AddressSource.ProxyProtocol());
      case PEER -> Validation.valid(new AddressSource.Peer());
      case HEADER -> singleHeader(from, name, format);
    };
  }

  private static Validation<Seq<SettingsProblem>, AddressSource> singleHeader(
      Section from, Option<String> name, AddressSource.Format format) {
    return from.present(
            "header-name", name, "source is header", "name the header, such as X-Real-IP")
        .map(header -> new AddressSource.SingleHeader(header, format))
        .flatMap(
            header ->
                header.isOfClients()
                    ? from.invalid(
                        "header-name",
                        "clients send it, and proxies pass it on: " + header.name(),
                        "name the header that your proxy sets itself, such as X-Real-IP")
                    : header
                        .asList()
                        .fold(
                            () -> Validation.valid(header),
                            list ->
                                list(
                                    from,
                                    header.name(),
                                    list instanceof AddressSource.Forwarded
                                        ? "forwarded"
                                        : "xff")));
  }

  private static Validation<Seq<SettingsProblem>, AddressSource> list(
      Section from, String header, String source) {
    return from.invalid(
        "header-name", "a list, not one address: " + header, "set source: " + source + " instead");
  }
}
