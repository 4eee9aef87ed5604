/** The certificates of HTTPS, made by a certificate authority of the emulator's own. */
@NullMarked
package dev.portcullis.emulator.internal.tls;

import org.jspecify.annotations.NullMarked;
