/** The Management API, for the doctor and for reset tickets. */
@NullMarked
package dev.portcullis.adapters.auth0.management;

import org.jspecify.annotations.NullMarked;
