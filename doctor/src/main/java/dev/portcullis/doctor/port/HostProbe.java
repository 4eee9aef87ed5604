package dev.portcullis.doctor.port;

import dev.portcullis.doctor.tenant.Host;

/** Looks at this machine and the way to the tenant. Throws nothing, ends within a bounded time. */
@FunctionalInterface
public interface HostProbe {

  Host read();
}
