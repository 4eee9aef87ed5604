/**
 * What happens to a request before its use case: the client's address, the body, its fields. Shared
 * by the API, the login pages and forward auth. Start at {@link
 * dev.portcullis.adapters.http.intake.RequestIntake}. Builds on {@code exchange}.
 */
@NullMarked
package dev.portcullis.adapters.http.intake;

import org.jspecify.annotations.NullMarked;
