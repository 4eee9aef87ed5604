@NullMarked
package dev.portcullis.adapters.auth0;

import org.jspecify.annotations.NullMarked;
