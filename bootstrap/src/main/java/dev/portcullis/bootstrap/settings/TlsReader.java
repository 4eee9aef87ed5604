package dev.portcullis.bootstrap.settings;

import dev.portcullis.adapters.http.server.tls.TlsSettings;
import dev.portcullis.adapters.http.server.tls.TlsSettings.ClientCertificates;
import dev.portcullis.adapters.http.server.tls.TlsSettings.Identity;
import dev.portcullis.adapters.http.server.tls.TlsSettings.StorePassword;
import dev.portcullis.bootstrap.settings.document.Accumulator;
import dev.portcullis.bootstrap.settings.document.Section;
import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import dev.portcullis.bootstrap.settings.document.ValueType;
import dev.portcullis.doctor.check.Counted;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import io.vavr.control.Validation;
import java.nio.file.Path;

/** Reads the TLS settings of one listener, and not the files that they name. */
final class TlsReader {

  private TlsReader() {}

  private enum Clients {
    NONE,
    OPTIONAL,
    REQUIRED
  }

  /** The settings; none if there is no certificate. */
  static Validation<Seq<SettingsProblem>, Option<TlsSettings>> read(Section from) {
    Accumulator all = new Accumulator();
    var chains =
        all.add(
            from.list(
                "certificate",
                ValueType.FILE,
                "A PEM file with the certificate and its intermediates; setting it turns TLS on."
                    + " With several, the client's server name (SNI) selects one, and the first"
                    + " serves every other client."));
    var keys =
        all.add(
            from.list(
                "key",
                ValueType.FILE,
                "The PEM file with the certificate's private key, not encrypted; with several"
                    + " certificates as many, in the same order."));
    var stores =
        all.add(
            from.list(
                "pkcs12",
                ValueType.FILE,
                "Instead of PEM, or after it: a PKCS#12 file with certificate, intermediates and"
                    + " key."));
    var passwords =
        all.add(
            from.list(
                "pkcs12-password",
                ValueType.secret(StorePassword::new, "a password"),
                "The password of the PKCS#12 file; with several files one each, or one for all."));
    var clients =
        all.add(
            from.withDefault(
                "client-certificates",
                ValueType.oneOf(Clients.class, '-'),
                "none",
                "Whether clients show a certificate: they are not asked, may have none, or are"
                    + " refused without one."));
    var authorities =
        all.add(
            from.optional(
                "client-authorities",
                ValueType.FILE,
                "A PEM file with the authorities whose certificates clients may show."));
    return all.check(
        () -> {
          if (chains.get().size() != keys.get().size()) {
            return from.invalid(
                "key",
                Counted.of(keys.get().size(), "file")
                    + ", for "
                    + Counted.of(chains.get().size(), "certificate"),
                "name the key of each certificate, in the same order");
          }
          int passwordsGiven = passwords.get().size();
          if (passwordsGiven != stores.get().size()
              && !(passwordsGiven == 1 && stores.get().nonEmpty())) {
            return from.invalid(
                "pkcs12-password",
                Counted.of(passwords.get().size(), "password")
                    + ", for "
                    + Counted.of(stores.get().size(), "file"),
                "write one for each file of pkcs12, or one for all");
          }
          Seq<Identity> identities =
              chains
                  .get()
                  .zipWith(
                      keys.get(),
                      (chain, key) -> (Identity) new Identity.Pem(in(from, chain), in(from, key)))
                  .appendAll(
                      stores
                          .get()
                          .zipWithIndex(
                              (store, i) ->
                                  new Identity.Pkcs12(
                                      in(from, store),
                                      passwords.get().get(Math.min(i, passwordsGiven - 1)))));
          return clients(from, clients.get(), authorities.get())
              .flatMap(asked -> settings(from, identities, asked));
        });
  }

  private static Validation<Seq<SettingsProblem>, ClientCertificates> clients(
      Section from, Clients clients, Option<Path> authorities) {
    if (clients == Clients.NONE) {
      return authorities.isEmpty()
          ? Validation.valid(new ClientCertificates.NotAsked())
          : from.invalid(
              "client-authorities",
              "set while client-certificates is none",
              "set client-certificates: optional or required, or remove it");
    }
    return from.present(
            "client-authorities",
            authorities,
            "client-certificates is " + (clients == Clients.REQUIRED ? "required" : "optional"),
            "name the PEM file of the authority that signs your proxies' certificates")
        .map(file -> new ClientCertificates.Asked(in(from, file), clients == Clients.REQUIRED));
  }

  private static Validation<Seq<SettingsProblem>, Option<TlsSettings>> settings(
      Section from, Seq<Identity> identities, ClientCertificates clients) {
    if (identities.nonEmpty()) {
      return Validation.valid(Option.of(new TlsSettings(identities, clients)));
    }
    return clients instanceof ClientCertificates.NotAsked
        ? Validation.valid(Option.none())
        : from.invalid(
            "certificate",
            "missing while clients are asked for a certificate",
            "name the listener's own certificate and key");
  }

  private static Path in(Section from, Path file) {
    return from.directory().resolve(file);
  }
}
