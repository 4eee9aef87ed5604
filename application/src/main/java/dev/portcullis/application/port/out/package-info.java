/**
 * What Portcullis needs from outside: the ports that outbound adapters implement. Each has a
 * contract in the testkit.
 */
@NullMarked
package dev.portcullis.application.port.out;

import org.jspecify.annotations.NullMarked;
