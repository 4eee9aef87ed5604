/**
 * The sockets of the listeners: who reads from them, and into which buffers. Both classes are
 * Jetty's parts, made so that less is asked of the kernel and nothing is left in memory.
 */
@NullMarked
package dev.portcullis.adapters.http.server.socket;

import org.jspecify.annotations.NullMarked;
