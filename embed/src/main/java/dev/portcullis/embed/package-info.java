/**
 * The gateway inside another Java program, without a server, a settings file or a logging backend.
 * Start at {@link dev.portcullis.embed.Portcullis}. Depends on the application and on the adapters
 * that it puts together; only programs depend on it.
 */
@NullMarked
package dev.portcullis.embed;

import org.jspecify.annotations.NullMarked;
