package dev.portcullis.bootstrap.settings.clientip;

import dev.portcullis.bootstrap.settings.document.Accumulator;
import dev.portcullis.bootstrap.settings.document.Section;
import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import dev.portcullis.bootstrap.settings.document.ValueType;
import dev.portcullis.domain.address.ClientAddressPolicy.OriginProof;
import dev.portcullis.domain.address.OriginSecret;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import io.vavr.control.Validation;

/** Reads {@code origin-proof}. */
final class OriginProofReader {

  private OriginProofReader() {}

  static Validation<Seq<SettingsProblem>, Option<OriginProof>> read(Section from) {
    Accumulator all = new Accumulator();
    var header =
        all.add(
            from.optional(
                "header", ValueType.HEADER_NAME, "A secret header that only your own proxy adds."));
    var secrets =
        all.add(
            from.list(
                "values-from",
                ValueType.secret(OriginSecret::new),
                "Its values: ${NAME} or file:PATH, each of which is accepted, so that they can be"
                    + " rotated."));
    return all.check(
        () ->
            header.get().isDefined() == secrets.get().isEmpty()
                ? from.invalid(
                    header.get().isEmpty() ? "header" : "values-from",
                    "missing while the other of the two is set",
                    "set both, or neither")
                : Validation.valid(header.get().map(name -> new OriginProof(name, secrets.get()))));
  }
}
