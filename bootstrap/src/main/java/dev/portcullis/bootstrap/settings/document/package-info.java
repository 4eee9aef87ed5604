/**
 * A settings file as text: the YAML tree with source positions, the environment laid over it, types
 * of values, problems and typos. Knows no setting by name; depends on nothing else of the product.
 * Start at {@link dev.portcullis.bootstrap.settings.document.Section}.
 */
@NullMarked
package dev.portcullis.bootstrap.settings.document;

import org.jspecify.annotations.NullMarked;
