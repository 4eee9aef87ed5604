/** Logins as applications have them before they move to the gateway, and after. */
@NullMarked
package dev.portcullis.spring.moved;

import org.jspecify.annotations.NullMarked;
