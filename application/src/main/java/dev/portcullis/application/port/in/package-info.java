/** What Portcullis can be asked to do: the use cases that inbound adapters call. */
@NullMarked
package dev.portcullis.application.port.in;

import org.jspecify.annotations.NullMarked;
