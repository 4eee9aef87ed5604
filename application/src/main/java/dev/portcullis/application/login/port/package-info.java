/** What a login needs from outside: a check of a name and a password. */
@NullMarked
package dev.portcullis.application.login.port;

import org.jspecify.annotations.NullMarked;
