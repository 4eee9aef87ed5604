package dev.portcullis.doctor.port;

import dev.portcullis.doctor.tenant.Host;

/** Examines this host and its connection to the tenant. Throws nothing, ends in bounded time. */
@FunctionalInterface
public interface HostProbe {

  Host read();
}
