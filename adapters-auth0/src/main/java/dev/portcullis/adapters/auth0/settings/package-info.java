/** How to reach a tenant and with which credentials. */
@NullMarked
package dev.portcullis.adapters.auth0.settings;

import org.jspecify.annotations.NullMarked;
