/**
 * The doctor's driven ports: a tenant's settings and log, this host, time and progress. They
 * mention {@code tenant} and {@code remedy} alone; their contracts are in testkit-doctor.
 */
@NullMarked
package dev.portcullis.doctor.port;

import org.jspecify.annotations.NullMarked;
