/**
 * Tenant logs: the events, their ids, their bounded store and the query language of GET
 * /api/v2/logs.
 */
@NullMarked
package dev.portcullis.emulator.internal.log;

import org.jspecify.annotations.NullMarked;
