package dev.portcullis.application.port.out;

import dev.portcullis.domain.doctor.Machine;

/** Looks at this machine and the way to the tenant. Throws nothing, ends within a bounded time. */
@FunctionalInterface
public interface MachineReader {

  Machine read();
}
