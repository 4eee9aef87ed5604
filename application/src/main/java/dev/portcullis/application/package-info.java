/**
 * What a login does, whoever serves it and whoever answers it. Inbound adapters call {@link
 * dev.portcullis.application.port.in}, outbound adapters implement {@link
 * dev.portcullis.application.port.out}; the services between are bootstrap's alone. Depends on the
 * domain only.
 */
@NullMarked
package dev.portcullis.application;

import org.jspecify.annotations.NullMarked;
