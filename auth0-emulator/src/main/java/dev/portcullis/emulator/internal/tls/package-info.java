/** The HTTPS certificates, issued by the emulator's own certificate authority. */
@NullMarked
package dev.portcullis.emulator.internal.tls;

import org.jspecify.annotations.NullMarked;
