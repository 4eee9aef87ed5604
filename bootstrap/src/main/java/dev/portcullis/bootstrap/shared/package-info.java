/**
 * The store that several instances share, as this program uses it and tells of it. Start at {@link
 * dev.portcullis.bootstrap.shared.SharedStore}.
 */
@NullMarked
package dev.portcullis.bootstrap.shared;

import org.jspecify.annotations.NullMarked;
