package dev.portcullis.emulator.internal.kept;

import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.http.Router;
import dev.portcullis.emulator.internal.management.ManagementEndpoint;
import dev.portcullis.emulator.schema.Operations;
import java.util.function.BiFunction;

/** Adds operations to a router by their names in the table. */
record Routes(Router router, ManagementEndpoint endpoint) {

  /** Adds an operation, such as {@code POST /actions/actions/{id}/deploy}. */
  Routes on(String operation, BiFunction<Request, Parameters, Reply> answer) {
    endpoint.on(router, Operations.table().named(operation).orElseThrow(), answer);
    return this;
  }
}
