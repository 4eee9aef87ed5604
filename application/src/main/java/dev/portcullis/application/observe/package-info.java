/**
 * What can be seen of a request while it is answered: {@link
 * dev.portcullis.application.observe.ObservedProvider the calls to the provider} and the wait at
 * the gateway's own limits. Depends on the domain and on the ports that it wraps.
 */
@NullMarked
package dev.portcullis.application.observe;

import org.jspecify.annotations.NullMarked;
