/**
 * Address decisions outside a running gateway ({@code resolve-ip}), and the refresh of range files
 * in a running one. Builds on the settings.
 */
@NullMarked
package dev.portcullis.bootstrap.address;

import org.jspecify.annotations.NullMarked;
