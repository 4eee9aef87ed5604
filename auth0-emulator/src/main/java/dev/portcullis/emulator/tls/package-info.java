/** The certificates of HTTPS, made by a certificate authority of the emulator's own. */
@NullMarked
package dev.portcullis.emulator.tls;

import org.jspecify.annotations.NullMarked;
