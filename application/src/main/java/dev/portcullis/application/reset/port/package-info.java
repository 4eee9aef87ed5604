/** What a password reset needs from outside: tickets, delivery, limits. */
@NullMarked
package dev.portcullis.application.reset.port;

import org.jspecify.annotations.NullMarked;
