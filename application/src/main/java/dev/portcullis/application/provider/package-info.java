/**
 * The identity provider behind the gateway, as one thing. Depends on the features' ports; start at
 * {@link dev.portcullis.application.provider.Provider}.
 */
@NullMarked
package dev.portcullis.application.provider;

import org.jspecify.annotations.NullMarked;
