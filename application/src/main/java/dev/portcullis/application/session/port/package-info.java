/** What renewing and revoking need from outside. */
@NullMarked
package dev.portcullis.application.session.port;

import org.jspecify.annotations.NullMarked;
