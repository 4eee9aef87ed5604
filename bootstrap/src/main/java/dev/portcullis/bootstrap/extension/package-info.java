/**
 * What a program of your own adds to the shipped one: a provider with its section of the settings,
 * a journal, limiters. Start at {@code GatewayApp}. Depends on the settings document alone.
 */
@NullMarked
package dev.portcullis.bootstrap.extension;

import org.jspecify.annotations.NullMarked;
