/**
 * The {@code client-ip} sections: the address policy of each listener, with presets of proxies and
 * files of ranges resolved. Builds on {@code settings.document}. Start at {@link
 * dev.portcullis.bootstrap.settings.clientip.ClientIp}.
 */
@NullMarked
package dev.portcullis.bootstrap.settings.clientip;

import org.jspecify.annotations.NullMarked;
