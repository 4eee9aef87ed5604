package dev.portcullis.emulator.internal.control;

import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.http.Router;
import dev.portcullis.emulator.tenantfile.TenantFile;
import dev.portcullis.emulator.tenantfile.TenantFileProblem;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * {@code /emulator/state}: exports the tenant as a tenant file, with client secrets, password
 * hashes and the secrets of second factors, and replaces it by another.
 */
public final class StateApi {

  private final Supplier<TenantFile> export;
  private final Consumer<TenantFile> replace;

  /** Exports with the supplier, and replaces with the consumer. */
  public StateApi(Supplier<TenantFile> export, Consumer<TenantFile> replace) {
    this.export = export;
    this.replace = replace;
  }

  /** Adds the routes. */
  public void addTo(Router router) {
    router
        .on("GET", "/emulator/state", request -> export())
        .on("POST", "/emulator/state", this::replace)
        .on("PUT", "/emulator/state", this::replace)
        .on("GET", "/emulator/tenant.schema.json", request -> schema());
  }

  private Reply export() {
    return Reply.json(200, export.get().fields()).with("Cache-Control", "no-store");
  }

  private Reply replace(Request request) {
    String type = request.singleHeader("content-type").orElse("");
    if (!type.startsWith("application/json") && !type.startsWith("application/yaml")) {
      return ControlBody.refused(
          List.of("expected: a tenant, sent as application/json or application/yaml"));
    }
    return switch (TenantFile.read("body", request.text())) {
      case TenantFile.Refused refused ->
          ControlBody.refused(
              refused.problems().stream().map(TenantFileProblem::toString).toList());
      case TenantFile.Read read -> {
        replace.accept(read.file());
        yield Reply.empty(204);
      }
    };
  }

  private static Reply schema() {
    return Reply.of(200, "application/schema+json", TenantFile.schema());
  }
}
