/** What the protection of the provider drives. Depends on java.time alone. */
@NullMarked
package dev.portcullis.application.protection.port;

import org.jspecify.annotations.NullMarked;
